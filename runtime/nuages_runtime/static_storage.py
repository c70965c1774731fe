"""Static files as collected: in, the project's files; out, hashed names, a manifest, and compressed copies."""

import sys

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import SuspiciousFileOperation

from nuages_runtime.compressed import write_compressed


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

    def stored_name(self, name):
        # Django's development server finds `{% static '/a.css' %}`, while the manifest has no such name.
        return super().stored_name(name.lstrip("/"))

    def post_process(self, paths, dry_run=False, **options):
        self.collecting = True
        for name, hashed, processed in super().post_process(paths, dry_run=dry_run, **options):
            if isinstance(processed, Exception):
                sys.stderr.write("nuages: static file {} is used as it is: {}\n".format(name, processed))
                continue
            yield name, hashed, processed
        if not dry_run:
            for hashed in set(self.hashed_files.values()):
                if self.exists(hashed):
                    write_compressed(self.path(hashed))
