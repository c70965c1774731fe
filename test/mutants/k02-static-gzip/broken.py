"""Static files are never compressed."""

from site_settings import *

STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage'}
