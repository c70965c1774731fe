"""Names that hold a hash of the content: in, a file's name or path; out, whether browsers may keep it for ever."""

import re

#: `name.0123456789ab.css`: Django puts 12 hexadecimal digits before the ending, some bundlers 8 to 32.
HASHED = re.compile(r"[.-][0-9a-f]{8,32}(?=\.[^/]+$)")


def is_hashed(name):
    """True when another content would have another name."""
    return bool(HASHED.search(name))


def strip_hash(name):
    """The name without its hash; the same where it holds none."""
    return HASHED.sub("", name, count=1)
