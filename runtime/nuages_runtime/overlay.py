"""Reads runtime.json: in, the file that nuages rendered; out, an Overlay with its paths made absolute."""

import json
import os

from nuages_runtime.refusal import Refusal

VERSION = 1

#: Placeholder at the start of a path -> environment variable that holds the folder.
FOLDERS = {
    "{site}": "NUAGES_SITE",
    "{release}": "NUAGES_RELEASE_DIR",
    "{secrets}": "NUAGES_SECRETS_DIR",
}


class Overlay:
    """What the plan decided for this site. Field for field the type `Overlay` of src/model/plan.ts."""

    def __init__(self, data, environ):
        self.settings = data["settings"]
        self.configuration = data.get("configuration")
        self.wsgi = data.get("wsgi")
        self.asgi = data.get("asgi")
        self.directory = data.get("directory") or "."
        self.inputs = {name: fill_places(value, environ) for name, value in (data.get("inputs") or {}).items()}
        self.secrets = list(data.get("secrets") or [])
        self.export_secrets = bool(data.get("exportSecrets"))
        self.hosts = list(data.get("hosts") or [])
        self.csrf_origins = list(data.get("csrfOrigins") or [])
        self.https = bool(data.get("https"))
        # By hand, without the proxy of the plan in front, nobody's X-Forwarded-* may be believed.
        self.behind_proxy = bool(data.get("behindProxy")) and environ.get("NUAGES_PROXY") != "none"
        health = data.get("health") or {}
        self.alive_path = health.get("alive", "/healthz")
        self.ready_path = health.get("ready", "/readyz")
        self.databases = {
            alias: dict(database, sqlite=resolve_path(database.get("sqlite"), environ))
            for alias, database in (data.get("databases") or {}).items()
        }
        self.static_root = resolve_path(data.get("staticRoot"), environ)
        self.static_shared = resolve_path(data.get("staticShared"), environ)
        self.media_root = resolve_path(data.get("mediaRoot"), environ)
        self.serve_media = bool(data.get("serveMedia"))
        self.off = frozenset(data.get("off") or [])
        self.expose_release = bool(data.get("exposeRelease")) or environ.get("NUAGES_EXPOSE_RELEASE") == "1"
        self.release = environ.get("NUAGES_RELEASE", "")
        self.secrets_dir = environ.get("NUAGES_SECRETS_DIR")
        self.source = find_source(self.directory, environ)
        #: What places are told relative to: the project's folder, of which manage.py's may be a part.
        self.root = find_source(".", environ) if environ.get("NUAGES_RELEASE_DIR") else self.source


def resolve_path(path, environ):
    """Put a folder in place of `{site}`, `{release}` or `{secrets}` at the start of a path; None stays None."""
    if not path:
        return None
    for placeholder, variable in FOLDERS.items():
        if path.startswith(placeholder):
            folder = environ.get(variable)
            if not folder:
                raise Refusal("{} is not set, but {!r} of runtime.json needs it.".format(variable, path))
            return os.path.normpath(folder + path[len(placeholder) :])
    return path


def fill_places(value, environ):
    """Put folders in place of the placeholders anywhere in a variable's value (`sqlite:///{site}/data/db.sqlite3`)."""
    for placeholder, variable in FOLDERS.items():
        if placeholder in value:
            folder = environ.get(variable)
            if not folder:
                raise Refusal("{} is not set, but {!r} of runtime.json needs it.".format(variable, value))
            value = value.replace(placeholder, folder)
    return value


def find_source(directory, environ):
    """The folder of manage.py: below the release's `src`, or the working directory when there is no release folder."""
    release = environ.get("NUAGES_RELEASE_DIR")
    return os.path.normpath(os.path.join(release, "src", directory) if release else os.path.abspath(directory))


def read_overlay(environ=os.environ):
    """Read the overlay named by NUAGES_RUNTIME. Refuses when it is absent, broken or of another version."""
    path = environ.get("NUAGES_RUNTIME")
    if not path:
        raise Refusal("NUAGES_RUNTIME is not set: it names the runtime.json of this release.")
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except OSError as error:
        raise Refusal("{} cannot be read: {}.".format(path, error.strerror)) from None
    except ValueError as error:
        raise Refusal("{} is not valid JSON: {}.".format(path, error)) from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not data.get("settings"):
        raise Refusal("{} is not a runtime.json of version {}; render it again with this nuages.".format(path, VERSION))
    return Overlay(data, environ)
