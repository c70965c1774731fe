"""Static files are collected and nobody serves them."""

from site_settings import *

MIDDLEWARE = [name for name in MIDDLEWARE if 'whitenoise' not in name]
