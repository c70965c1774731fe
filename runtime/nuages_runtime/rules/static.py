"""Rule `static`: in, STATIC_ROOT and the static storage; out, hashed names in the release's own folder."""

import os

from nuages_runtime import versions
from nuages_runtime.draft import PLACED, copy_nested

#: They write each file under its own name. Ours compresses too.
PLAIN = (
    "django.contrib.staticfiles.storage.StaticFilesStorage",
    "whitenoise.storage.CompressedStaticFilesStorage",
    None,
    "",
)
#: Comes last, so that it only fills gaps.
FINDER = "nuages_runtime.own_static.OwnStaticFinder"
HASHED = "nuages_runtime.static_storage.HashedStorage"


def serve_hashed_static(draft):
    """Hashed names can be kept by browsers for a year. A storage that the project chose itself stays."""
    if not draft.app_is_installed("django.contrib.staticfiles"):
        return
    if draft.overlay.static_root:
        keep_own_files(draft)
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


def keep_own_files(draft):
    """What lies in the project's own STATIC_ROOT and nowhere else is collected too."""
    own = draft.get("STATIC_ROOT")
    folder = os.path.join(draft.overlay.source, own) if own else ""
    if not is_usable(folder, draft.overlay.source) or is_searched(folder, draft.get("STATICFILES_DIRS")):
        return
    draft.change("NUAGES_OWN_STATIC", folder, "Files that lie only there are served too.", kind=PLACED)
    finders = [*draft.get("STATICFILES_FINDERS"), FINDER]
    draft.change("STATICFILES_FINDERS", finders, "Finds files that lie only in the project's STATIC_ROOT.", kind="added")


def is_usable(folder, source):
    """True for a folder below the project's that does not hold its code (`STATIC_ROOT = BASE_DIR`)."""
    inside = os.path.realpath(folder).startswith(os.path.realpath(source) + os.sep)
    code = (os.path.join(folder, name) for name in ("manage.py", "__init__.py"))
    return inside and os.path.isdir(folder) and not any(map(os.path.exists, code))


def is_searched(folder, entries):
    """True when STATICFILES_DIRS names the folder, with a prefix or without."""
    paths = [entry[1] if isinstance(entry, (list, tuple)) else entry for entry in entries]
    return os.path.realpath(folder) in [os.path.realpath(str(path)) for path in paths]
