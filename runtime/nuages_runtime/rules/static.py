"""Rule `static`: in, STATIC_ROOT and the static storage; out, hashed names in the release's own folder."""

from nuages_runtime import versions
from nuages_runtime.draft import PLACED, copy_nested

PLAIN = ("django.contrib.staticfiles.storage.StaticFilesStorage", None, "")
HASHED = "nuages_runtime.static_storage.HashedStorage"


def serve_hashed_static(draft):
    """Hashed names can be kept by browsers for a year. A storage that the project chose itself stays."""
    if not draft.app_is_installed("django.contrib.staticfiles"):
        return
    if draft.overlay.static_root:
        draft.change("STATIC_ROOT", draft.overlay.static_root, "Collected files belong to the release.", kind=PLACED)
    why = "Hashed names, which browsers may keep for a year."
    if draft.has("STORAGES") or (versions.HAS_STORAGES and not versions.HAS_STORAGE_NAMES):
        storages = copy_nested(draft.get("STORAGES"))
        static = storages.setdefault("staticfiles", {})
        if static.get("BACKEND") in PLAIN:
            static["BACKEND"] = HASHED
        draft.change("STORAGES", storages, why, kind="added")
    elif draft.get("STATICFILES_STORAGE") in PLAIN:
        draft.change("STATICFILES_STORAGE", HASHED, why, kind="added")
