"""DEBUG is on."""

from site_settings import *

DEBUG = True
