"""Rule `debug`: in, DEBUG and the templates' own debug option; out, both off."""

from nuages_runtime.draft import copy_nested


def switch_debug_off(draft):
    """DEBUG shows source, settings and SQL to every visitor, and keeps every query in memory."""
    if draft.get("DEBUG"):
        draft.change("DEBUG", False, "DEBUG shows source and settings to every visitor.")
    templates = copy_nested(draft.get("TEMPLATES"))
    for engine in templates:
        if engine.get("OPTIONS", {}).get("debug"):
            engine["OPTIONS"]["debug"] = False
    draft.change("TEMPLATES", templates, "Template debugging shows source to every visitor.")
