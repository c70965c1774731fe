"""Rule `media`: in, MEDIA_ROOT and the file storage; out, uploads in the site's folder, served safely."""

from nuages_runtime import versions
from nuages_runtime.draft import PLACED
from nuages_runtime.middleware_list import insert_after
from nuages_runtime.rules.headers import SECURITY
from nuages_runtime.rules.whitenoise import SHARED

LOCAL = "django.core.files.storage.FileSystemStorage"
LOCAL_NAMES = (LOCAL, "django.core.files.storage.filesystem.FileSystemStorage")
MEDIA = "nuages_runtime.media.media_middleware"


def place_media(draft):
    """Uploads live outside of the release. Where they lie in files of ours, somebody has to serve them."""
    storage = find_storage(draft)
    if storage.get("BACKEND") not in LOCAL_NAMES:
        return
    if draft.overlay.media_root:
        draft.change("MEDIA_ROOT", draft.overlay.media_root, "Uploads outlive the release.", kind=PLACED)
    url = draft.get("MEDIA_URL")
    if not draft.overlay.serve_media or not url or url == "/" or "//" in url:
        return
    middleware = draft.get("MIDDLEWARE")
    before = SHARED if SHARED in middleware else SECURITY
    draft.change("MIDDLEWARE", insert_after(middleware, MEDIA, before), "Serves uploads.", kind="added")


def find_storage(draft):
    """The default storage in force, as an entry of STORAGES."""
    if not versions.HAS_STORAGE_NAMES or draft.has("STORAGES"):
        return draft.get("STORAGES").get("default", {})
    return {"BACKEND": draft.get("DEFAULT_FILE_STORAGE")}
