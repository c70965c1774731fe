"""Other sites learn the whole address a visitor comes from."""

from site_settings import *

SECURE_REFERRER_POLICY = 'unsafe-url'
