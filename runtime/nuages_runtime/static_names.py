"""Static files that templates ask for and nobody brings: in, the project's templates; out, names and places."""

import os
import re

STATIC_TAG = re.compile(r"""{%-?\s*static\s+(['"])(?P<name>[^'"{}]+)\1""")


def find_missing_static(source, root):
    """Each `{% static 'name' %}` in a template below the folder whose file no finder knows: name, line and file below `root`."""
    known = {}
    missing = []
    for file, line, name in static_tags(source):
        if name not in known:
            known[name] = is_found(name)
        if not known[name]:
            missing.append({"name": name, "at": {"file": os.path.relpath(file, root), "line": line}})
    return missing


def is_found(name):
    """True when a finder knows the file. Like Django's own development server, a leading slash makes no difference."""
    from django.contrib.staticfiles import finders
    from django.core.exceptions import SuspiciousFileOperation

    try:
        return finders.find(name.lstrip("/")) is not None
    except SuspiciousFileOperation:
        return False


def static_tags(source):
    """Yield file, line and name of every static tag with a literal name."""
    for folder in template_folders(source):
        for path, _, names in os.walk(folder):
            for name in sorted(names):
                yield from tags_of(os.path.join(path, name))


def template_folders(source):
    """Template folders of all engines that are the project's own."""
    from django.template import engines

    folders = {os.path.abspath(str(folder)) for engine in engines.all() for folder in engine.template_dirs}
    return sorted(folder for folder in folders if folder.startswith(source + os.sep) and "site-packages" not in folder)


def tags_of(file):
    """Yield the static tags of one file; one that is not text has none."""
    with open(file, encoding="utf-8", errors="ignore") as stream:
        for number, line in enumerate(stream, 1):
            for match in STATIC_TAG.finditer(line):
                yield file, number, match.group("name")
