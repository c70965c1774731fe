"""Static files are compressed by gzip alone."""

import whitenoise.compress
from site_settings import *

whitenoise.compress.brotli_installed = False
