"""Static files that only the project's own STATIC_ROOT holds: in, that folder; out, a finder that comes last.

A front-end build that writes there, or a repository that keeps what was collected, would lose its files where the
release collects into a folder of its own.
"""

import os

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage

from nuages_runtime.hashed_name import strip_hash
from nuages_runtime.static_files import MANIFEST


class OwnStaticFinder(BaseStorageFinder):
    """Brings what no other finder brings, for the first to name a file wins."""

    def __init__(self, *args, **kwargs):
        super().__init__(FileSystemStorage(location=settings.NUAGES_OWN_STATIC), *args, **kwargs)

    def list(self, ignore_patterns):
        for path, storage in super().list(ignore_patterns):
            if not is_made(storage.location, path):
                yield path, storage


def is_made(root, path):
    """True for what an earlier collectstatic made of another file there: manifest, hashed and compressed copies."""
    plain, ending = os.path.splitext(path)
    origin = plain if ending in (".gz", ".br") else strip_hash(path)
    return path == MANIFEST or (origin != path and os.path.isfile(os.path.join(root, origin)))
