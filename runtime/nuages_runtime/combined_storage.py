"""Files that django-compressor combines: in, one of them; out, the file with compressed copies, kept for later releases too.

Without offline mode they are made while pages are served, when collectstatic is long over.
"""

import os

from compressor.storage import CompressorFileStorage
from django.conf import settings

from nuages_runtime.hashed_name import is_hashed
from nuages_runtime.launch import current_overlay
from nuages_runtime.static_files import publish_file


class CombinedStorage(CompressorFileStorage):
    """Below STATIC_ROOT, as its own storage is."""

    def save(self, filename, content):
        name = super().save(filename, content)
        inside = os.path.relpath(self.path(name), settings.STATIC_ROOT)
        shared = current_overlay().static_shared
        if shared and is_hashed(name) and not inside.startswith(os.pardir):
            publish_file(settings.STATIC_ROOT, shared, inside)
        return name
