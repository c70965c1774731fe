"""Any Host is believed."""

from site_settings import *

ALLOWED_HOSTS = ['*']
