"""The proxy puts its own name for the server in place of Host, so that Origin never fits."""

from site_settings import *

ALLOWED_HOSTS = ['backend.internal']


def BEFORE_DJANGO(app):
    return lambda environ, start: app({**environ, 'HTTP_HOST': 'backend.internal'}, start)
