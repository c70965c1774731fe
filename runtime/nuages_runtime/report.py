"""What the rules changed: in, the draft of this process; out, each change with its place, as data or as text."""

import re

from nuages_runtime.draft import MISSING, OVERRIDDEN, PLACED
from nuages_runtime.inputs import redact
from nuages_runtime.places import find_assignment, find_derived

SECRET_NAME = re.compile("KEY|SECRET|PASS|TOKEN|DATABASES|CACHES|DSN|CREDENTIAL", re.IGNORECASE)
LONGEST = 300


def make_report(draft):
    """The changes as plain data: rule, setting, kind, place, old, new, why, derived, off."""
    changed = {change.name for change in draft.changes}
    return {
        "settings": draft.overlay.settings,
        "changes": [describe_change(draft, change, changed) for change in draft.changes],
        "off": sorted(draft.overlay.off),
    }


def describe_change(draft, change, changed):
    """One change. `derived` names what the project computed from the old value and nobody has corrected."""
    place = find_assignment(draft.overlay, change.name) if change.old is not MISSING else None
    follows = change.kind in (OVERRIDDEN, PLACED)
    return {
        "rule": change.rule,
        "setting": change.name,
        "kind": change.kind,
        "at": {"file": place.file, "line": place.line} if place else None,
        "old": None if change.old is MISSING else show_value(change.name, change.old),
        "new": show_value(change.name, change.new),
        "why": change.why,
        "derived": find_derived(draft.overlay, change.name, exclude=changed) if follows else [],
        "off": 'off = ["{}"]'.format(change.rule),
    }


def show_value(name, value):
    """A value for people to read; of what may hold a secret, its type and keys only."""
    if SECRET_NAME.search(name):
        keys = " with {}".format(", ".join(sorted(map(str, value)))) if isinstance(value, dict) else ""
        return "<{}{}>".format(type(value).__name__, keys)
    text = redact(repr(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def write_text(report):
    """What a person should look at, as text: overrides, and what was computed from a place that is another one now."""
    overridden = [change for change in report["changes"] if change["kind"] == OVERRIDDEN]
    rest = len(report["changes"]) - len(overridden)
    lines = ["{} overridden, {} added or placed (--json lists all).".format(len(overridden), rest)]
    for change in overridden + [
        change for change in report["changes"] if change["kind"] == PLACED and change["derived"]
    ]:
        at = "{file}:{line}".format(**change["at"]) if change["at"] else "not set"
        lines.append("")
        lines.append("{}  {}".format(change["setting"], at))
        lines.append("  {} -> {}".format(change["old"], change["new"]))
        lines.append("  {} Off by: {}".format(change["why"], change["off"]))
        if change["derived"]:
            lines.append("  computed from the old value, please look: {}".format(", ".join(change["derived"])))
    return "\n".join(lines)
