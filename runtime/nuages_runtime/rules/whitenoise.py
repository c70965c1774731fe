"""Rule `whitenoise`: in, MIDDLEWARE; out, static files served right behind SecurityMiddleware, hashed ones for ever."""

import importlib.util

from nuages_runtime.middleware_list import insert_after
from nuages_runtime.rules.headers import SECURITY

WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"
#: Django and django-compressor both put 12 hexadecimal digits before the ending.
DJANGO_HASH = r"\.[0-9a-f]{12}\.[^/]+$"
SHARED = "nuages_runtime.shared_static.shared_static_middleware"


def place_whitenoise(draft):
    """WhiteNoise, or the project's own kind of it, then the hashed files of earlier releases."""
    url = draft.get("STATIC_URL")
    if not draft.app_is_installed("django.contrib.staticfiles") or not url or "//" in url:
        return
    middleware = list(draft.get("MIDDLEWARE"))
    present = [entry for entry in middleware if "whitenoise" in entry.lower()]
    if not present and importlib.util.find_spec("whitenoise"):
        present = [WHITENOISE]
    if present and is_late(middleware, present[0]):
        middleware = insert_after(middleware, present[0], SECURITY)
    middleware = insert_after(middleware, SHARED, present[0] if present else SECURITY)
    draft.change("MIDDLEWARE", middleware, "Serves hashed static files of this and earlier releases.", kind="added")
    # WhiteNoise asks the manifest for hashed names, and combined files are not in it.
    if draft.app_is_installed("compressor") and not draft.has("WHITENOISE_IMMUTABLE_FILE_TEST"):
        draft.change("WHITENOISE_IMMUTABLE_FILE_TEST", DJANGO_HASH, "Combined files have hashed names too.")


def is_late(middleware, entry):
    """True when it is absent, or behind middleware that reads sessions or the database."""
    if entry not in middleware:
        return True
    return any(".sessions." in before or ".auth." in before for before in middleware[: middleware.index(entry)])
