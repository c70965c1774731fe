"""Static files keep their plain names, so that caches show old ones."""

from site_settings import *

STORAGES['staticfiles'] = {'BACKEND': 'whitenoise.storage.CompressedStaticFilesStorage'}
