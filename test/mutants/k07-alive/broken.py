"""Health is looked at after the Host, so that a probe by address gets 400."""

from site_settings import *

MIDDLEWARE = [*MIDDLEWARE[1:], MIDDLEWARE[0]]
