"""Rule `secret-key`: in, SECRET_KEY; out, a key that nobody can guess and that outlives a restart."""

import os
import re

from nuages_runtime import versions
from nuages_runtime.places import find_assignment
from nuages_runtime.refusal import Refusal

#: 128 bits in hexadecimal are 32 characters; Django's own check (security.W009) wants 50.
SHORTEST = 32
FEWEST_DIFFERENT = 5
KNOWN = re.compile(r"django-insecure|change[-_ ]?(me|this|it)|insecure|placeholder|your[-_ ]secret", re.IGNORECASE)
RANDOM = re.compile(
    r"'(get_random_secret_key|get_random_string|token_hex|token_urlsafe|token_bytes|urandom|uuid1|uuid4|choices?)'"
)
NAMES = ("SECRET_KEY", "DJANGO_SECRET_KEY")


def replace_weak_key(draft):
    """Use the key made for this site where the project's is known, short, or another one at each start."""
    reason = find_weakness(draft)
    if reason:
        key = find_made_key(draft.overlay)
        if key is None:
            place = find_assignment(draft.overlay, "SECRET_KEY")
            raise Refusal(
                "SECRET_KEY {} ({}). Give this site a secret named SECRET_KEY.".format(reason, place or "not set")
            )
        draft.change("SECRET_KEY", key, "The project's SECRET_KEY {}.".format(reason))
    keep_old_keys(draft)


def find_weakness(draft):
    """Why the key is not fit for production, or None."""
    key = draft.get("SECRET_KEY")
    text = key.decode("latin-1") if isinstance(key, bytes) else str(key or "")
    if not text:
        return "is empty"
    if KNOWN.search(text):
        return "is a known insecure value"
    if len(text) < SHORTEST or len(set(text)) < FEWEST_DIFFERENT:
        return "is too short to be safe"
    place = find_assignment(draft.overlay, "SECRET_KEY")
    if place and RANDOM.search(place.text) and text not in os.environ.values():
        return "is made anew at each start, which logs everybody out"
    return None


def find_made_key(overlay):
    """The site's own key among its secrets, if it is a good one."""
    for name in NAMES:
        key = os.environ.get(name) if name in overlay.secrets else None
        if key and not KNOWN.search(key) and len(key) >= SHORTEST:
            return key
    return None


def keep_old_keys(draft):
    """While a key is rotated, sessions signed with the one before stay good (secret SECRET_KEY_FALLBACKS, by line)."""
    if not versions.HAS_KEY_FALLBACKS or "SECRET_KEY_FALLBACKS" not in draft.overlay.secrets:
        return
    kept = list(draft.get("SECRET_KEY_FALLBACKS"))
    given = [key.strip() for key in os.environ["SECRET_KEY_FALLBACKS"].splitlines()]
    new = [key for key in given if key and key not in kept]
    draft.change("SECRET_KEY_FALLBACKS", kept + new, "Sessions signed before the rotation stay good.", kind="added")
