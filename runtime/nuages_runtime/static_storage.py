"""Static files as collected: in, the project's files; out, hashed names, a manifest, and compressed copies."""

import gzip
import os
import re
import sys

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import SuspiciousFileOperation

#: What is compressed already only grows.
COMPRESSED = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|ico|zip|gz|tgz|bz2|xz|br|zst|woff2?|mp3|mp4|webm|ogg|pdf|swf)$", re.IGNORECASE
)
#: A copy that saves less is not worth a file.
WORTH = 0.95


class HashedStorage(ManifestStaticFilesStorage):
    """Hashed names with a manifest. A reference to a file that is not there is told and left as it is, not a 500."""

    manifest_strict = False
    #: While pages are served a missing file is told by the browser's 404, not for each link that is written.
    collecting = False

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except (ValueError, SuspiciousFileOperation):
            if self.collecting:
                sys.stderr.write("nuages: static file {!r} is referred to, but is not there.\n".format(name))
            return name

    def post_process(self, paths, dry_run=False, **options):
        self.collecting = True
        for name, hashed, processed in super().post_process(paths, dry_run=dry_run, **options):
            if isinstance(processed, Exception):
                sys.stderr.write("nuages: static file {} is used as it is: {}\n".format(name, processed))
                continue
            yield name, hashed, processed
        if not dry_run:
            for hashed in set(self.hashed_files.values()):
                self.compress(hashed)

    def compress(self, name):
        """Write `.gz` and, when brotli is installed, `.br` beside a file, unless there or not worth it."""
        if COMPRESSED.search(name) or not self.exists(name):
            return
        path = self.path(name)
        with open(path, "rb") as file:
            content = file.read()
        for ending, compress in compressors().items():
            if os.path.exists(path + ending):
                continue
            smaller = compress(content)
            if len(smaller) < len(content) * WORTH:
                with open(path + ending, "wb") as file:
                    file.write(smaller)


def compressors():
    """File ending -> function; brotli only where it is installed."""
    found = {".gz": lambda content: gzip.compress(content, 9, mtime=0)}
    try:
        import brotli
    except ImportError:
        return found
    found[".br"] = lambda content: brotli.compress(content, quality=11)
    return found
