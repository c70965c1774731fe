"""The key is the one of the example file."""

from site_settings import *

SECRET_KEY = 'changeme'
SECRET_KEY_FALLBACKS = []
