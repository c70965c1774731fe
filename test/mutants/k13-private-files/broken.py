"""The folder of the project is served as if it were the web root."""

from site_settings import *

WHITENOISE_ROOT = BASE_DIR
