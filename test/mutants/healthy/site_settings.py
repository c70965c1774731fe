"""The polls example in production, set up by hand: nothing here is broken."""

import os
from pathlib import Path

from mysite.settings import *

SITE = Path(os.environ['SITE'])

DEBUG = False
SECRET_KEY = 'f8b1c36e5d2a47908e6b3c1d5a7f92e40b8d6c3a1e5f7092'
ALLOWED_HOSTS = ['127.0.0.1']
DATABASES['default']['NAME'] = SITE / 'db.sqlite3'
STATIC_ROOT = SITE / 'static'
STORAGES = {
    'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'},
    'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'},
}
MIDDLEWARE = [
    'site_parts.health',
    MIDDLEWARE[0],
    'whitenoise.middleware.WhiteNoiseMiddleware',
    *MIDDLEWARE[1:],
    'site_parts.visitor',
]
