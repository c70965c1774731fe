"""Hashed files are asked for again and again."""

from site_settings import *

WHITENOISE_IMMUTABLE_FILE_TEST = lambda path, url: False
