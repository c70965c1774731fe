"""Rule `whitenoise`: in, MIDDLEWARE; out, static files served right behind SecurityMiddleware, hashed ones for ever."""

import importlib.util
import re

from nuages_runtime.middleware_list import insert_after
from nuages_runtime.rules.headers import SECURITY
from nuages_runtime.rules.static import HASHED

WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"
#: Django and django-compressor both put 12 hexadecimal digits before the ending.
DJANGO_HASH = re.compile(r"\.[0-9a-f]{12}\.[^/]+$")
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
    own = draft.get("WHITENOISE_IMMUTABLE_FILE_TEST")
    if (own and uses_our_storage(draft)) or (not own and draft.app_is_installed("compressor")):
        why = "All hashed names are kept by browsers, also those of combined files."
        draft.change("WHITENOISE_IMMUTABLE_FILE_TEST", make_test(own), why, kind="added")


def uses_our_storage(draft):
    """True when hashed names are ours, so that a test of the project's cannot know them."""
    storage = draft.get("STORAGES", {}).get("staticfiles", {}).get("BACKEND") if draft.has("STORAGES") else None
    return HASHED in (storage, draft.get("STATICFILES_STORAGE"))


def make_test(own):
    """WhiteNoise by itself asks the manifest, where combined files are not. `own` is its setting: pattern, callable or None."""
    matches = own if callable(own) else lambda path, url: bool(own and re.search(own, url))
    return lambda path, url: bool(DJANGO_HASH.search(url)) or matches(path, url)


def is_late(middleware, entry):
    """True when it is absent, or behind middleware that reads sessions or the database."""
    if entry not in middleware:
        return True
    return any(".sessions." in before or ".auth." in before for before in middleware[: middleware.index(entry)])
