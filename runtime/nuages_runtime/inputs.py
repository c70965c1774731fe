"""Variables and secrets for the project's settings: in, runtime.json and secret files; out, os.environ filled.

Secrets go into the mapping that Python reads, not into the process environment that children inherit: os.environ
keeps its own dictionary, and only putenv() changes what execve() hands on. A child that is given a copy of
os.environ on purpose still gets them; so does anything under `exportSecrets`.
"""

import os
import subprocess

from nuages_runtime.refusal import Refusal

#: Shorter values (a "1", a "true") would blank out half of every log line.
SHORTEST_HIDDEN = 6

_values = {}


def give_inputs(overlay, environ=os.environ):
    """Give the settings their variables and secrets. Refuses, naming every secret that is missing or empty."""
    environ.update(overlay.inputs)
    found = {name: read_secret(overlay.secrets_dir, name) or environ.get(name) for name in overlay.secrets}
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise Refusal(describe_missing(missing))
    for name, value in found.items():
        (export_variable if overlay.export_secrets else hide_variable)(environ, name, value)
    _values.update(found)
    if not overlay.export_secrets:
        # posix_spawn() in subprocess would pass os.environ explicitly; fork and exec pass the real environment.
        subprocess._USE_POSIX_SPAWN = False


def read_secret(folder, name):
    """The content of a secret's file without its last newline, or None when there is no such file."""
    if not folder:
        return None
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            content = file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("Secret {} cannot be read: {}.".format(name, type(error).__name__)) from None
    if content.endswith("\n"):
        content = content[:-1]
    return content[:-1] if content.endswith("\r") else content


def describe_missing(names):
    """The refusal for missing secrets: names only, and how to give them."""
    plural = "s are" if len(names) > 1 else " is"
    listed = ", ".join(sorted(names))
    return "required secret{} missing or empty: {}. Set with `nuages secrets set NAME`, then deploy again.".format(
        plural, listed
    )


def export_variable(environ, name, value):
    """Set a variable for us and for children."""
    environ[name] = value


def hide_variable(environ, name, value):
    """Set a variable for this process alone; one that came with the real environment is taken out of it."""
    if name in environ:
        os.unsetenv(name)
    environ._data[environ.encodekey(name)] = environ.encodevalue(value)


def secret_values():
    """Name -> value of the secrets that are long enough to be searched for in texts."""
    return {name: value for name, value in _values.items() if len(value) >= SHORTEST_HIDDEN}


def redact(text):
    """Replace each secret value in a text by its name. Longest first, so that no rest of one stays."""
    for name, value in sorted(secret_values().items(), key=lambda item: -len(item[1])):
        if value in text:
            text = text.replace(value, "<secret {}>".format(name))
    return text
