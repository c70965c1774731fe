"""Any site may put this one into a frame."""

from site_settings import *

MIDDLEWARE = [name for name in MIDDLEWARE if 'clickjacking' not in name]
