"""Browsers may guess what a file is."""

from site_settings import *

SECURE_CONTENT_TYPE_NOSNIFF = False
