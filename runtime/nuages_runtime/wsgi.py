"""The WSGI entry point that servers are given: `gunicorn nuages_runtime.wsgi:application`."""

from nuages_runtime.launch import current_overlay, load_application


def make_application():
    """Django's own WSGI application, for a project without a wsgi.py."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


application = load_application(current_overlay().wsgi, "wsgi", make_application)
