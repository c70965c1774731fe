"""Compressed copies made ahead of time: in, a file; out, `.gz` and `.br` beside it."""

import gzip
import os
import re

#: What is compressed already only grows.
COMPRESSED = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|ico|zip|gz|tgz|bz2|xz|br|zst|woff2?|mp3|mp4|webm|ogg|pdf|swf)$", re.IGNORECASE
)
#: A copy that saves less is not worth a file.
WORTH = 0.95


def write_compressed(path):
    """Write `.gz` and, when brotli is installed, `.br` beside a file, unless there or not worth it."""
    if COMPRESSED.search(path):
        return
    with open(path, "rb") as file:
        content = file.read()
    for ending, compress in compressors().items():
        if os.path.exists(path + ending):
            continue
        smaller = compress(content)
        if len(smaller) < len(content) * WORTH:
            write_whole(path + ending, smaller)


def write_whole(path, content):
    """Write under another name, then rename: the site may be serving it."""
    partial = "{}.{}.partial".format(path, os.getpid())
    with open(partial, "wb") as file:
        file.write(content)
    os.replace(partial, path)


def compressors():
    """File ending -> function; brotli only where it is installed."""
    found = {".gz": lambda content: gzip.compress(content, 9, mtime=0)}
    try:
        import brotli
    except ImportError:
        return found
    found[".br"] = lambda content: brotli.compress(content, quality=11)
    return found
