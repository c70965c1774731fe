"""The settings while the rules work on them: in, the project's values; out, the values in force and what changed."""

import copy
import os

from django.conf import global_settings

#: The project's own value was unsafe or would not work here, and gave way.
OVERRIDDEN = "overridden"
#: The project did not say; nuages did.
ADDED = "added"
#: Where things live in a release (static root, media root, SQLite file) is for nuages to say.
PLACED = "placed"

MISSING = object()


class Change:
    """One setting that differs from the project's, and the rule that is answerable for it."""

    def __init__(self, rule, name, kind, old, new, why):
        self.rule = rule
        self.name = name
        self.kind = kind
        self.old = old
        self.new = new
        self.why = why


class Draft:
    """The project's settings, changed by one rule after the other."""

    def __init__(self, overlay, values, serving):
        self.overlay = overlay
        self.values = dict(values)
        self.serving = serving
        self.changes = []
        self.rule = ""

    def has(self, name):
        """True when the project sets it."""
        return name in self.values

    def get(self, name, default=None):
        """The value in force: the project's, else Django's default."""
        if name in self.values:
            return self.values[name]
        return getattr(global_settings, name, default)

    def change(self, name, new, why, kind=None):
        """Set a value; nothing happens when it is in force already."""
        old = self.values.get(name, MISSING)
        if is_same(old if old is not MISSING else getattr(global_settings, name, MISSING), new):
            return
        kind = kind or (ADDED if old is MISSING else OVERRIDDEN)
        self.changes.append(Change(self.rule, name, kind, old, new, why))
        self.values[name] = new

    def app_is_installed(self, app):
        """True when the app, or its AppConfig by dotted path, is in INSTALLED_APPS."""
        return any(entry == app or entry.startswith(app + ".apps.") for entry in self.get("INSTALLED_APPS"))


def is_same(old, new):
    """Equal, also as tuple and list, or as Path and text."""
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return list(old) == list(new)
    if isinstance(old, os.PathLike) and isinstance(new, str):
        return os.fspath(old) == new
    return old == new


def copy_nested(value):
    """A copy down to the leaves, which stay: LOGGING may hold `sys.stdout`, which cannot be copied."""
    if isinstance(value, dict):
        copied = copy.copy(value)
        for key in value:
            copied[key] = copy_nested(value[key])
        return copied
    if type(value) in (list, tuple):
        return type(value)(map(copy_nested, value))
    return value
