"""The WSGI application; a mutant may put a layer before it, as a careless proxy would be."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = getattr(settings, 'BEFORE_DJANGO', lambda app: app)(get_wsgi_application())
