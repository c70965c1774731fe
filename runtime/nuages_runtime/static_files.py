"""Hashed files kept for later: in, a release's static root; out, the folder that releases share, never overwritten."""

import json
import os
import shutil

from nuages_runtime.compressed import write_compressed
from nuages_runtime.hashed_name import is_hashed

MANIFEST = "staticfiles.json"
ENDINGS = ("", ".gz", ".br")


def publish_static(static_root, destination):
    """Copy each file with a hashed name, with its compressed copies. Returns how many were new.

    The manifest itself stays in the release: an old worker that starts again must not read a newer one.
    """
    return sum(publish_file(static_root, destination, name) for name in list_hashed(static_root))


def publish_file(static_root, destination, name):
    """Copy one file with its compressed copies, made where they lack. Returns how many were new."""
    copied = 0
    if os.path.isfile(os.path.join(static_root, name)):
        write_compressed(os.path.join(static_root, name))
    for ending in ENDINGS:
        source = os.path.join(static_root, name + ending)
        target = os.path.join(destination, name + ending)
        if os.path.isfile(source) and not os.path.exists(target):
            copy_whole(source, target)
            copied += 1
    return copied


def list_hashed(static_root):
    """Names in the manifest, and hashed names that others have made: bundlers before collectstatic, build tasks after it."""
    names = set(read_manifest(static_root).values())
    for folder, _, files in os.walk(static_root):
        for name in filter(is_hashed, files):
            if name.endswith((".gz", ".br")):
                continue
            names.add(os.path.relpath(os.path.join(folder, name), static_root))
    return sorted(names)


def read_manifest(static_root):
    """Plain name -> hashed name, as collectstatic left it; empty when the storage writes no manifest."""
    try:
        with open(os.path.join(static_root, MANIFEST), encoding="utf-8") as file:
            return json.load(file).get("paths", {})
    except FileNotFoundError:
        return {}


def copy_whole(source, target):
    """Copy under another name, then rename: a server never sees half a file."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    partial = "{}.{}.partial".format(target, os.getpid())
    shutil.copy2(source, partial)
    os.chmod(partial, 0o644)
    os.replace(partial, target)
