"""The ASGI entry point that servers are given: `uvicorn nuages_runtime.asgi:application`."""

from nuages_runtime.launch import current_overlay, load_application


def make_application():
    """Django's own ASGI application, for a project without an asgi.py."""
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


application = load_application(current_overlay().asgi, "asgi", make_application)
