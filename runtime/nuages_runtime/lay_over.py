"""Lays the rules over the project's settings: in, runtime.json and the project's modules; out, a finished Draft."""

import os
import sys

from nuages_runtime.draft import MISSING, Draft
from nuages_runtime.launch import current_overlay
from nuages_runtime.places import chain_modules
from nuages_runtime.project_settings import import_project_settings, read_values
from nuages_runtime.rules import apply_rules


def lay_over():
    """Import the project's settings, apply the rules, and let `from mysite import settings` see the result too."""
    overlay = current_overlay()
    module = import_project_settings(overlay)
    draft = Draft(overlay, read_values(module), os.environ.get("NUAGES_SERVING", "command"))
    apply_rules(draft)
    write_back(draft, [sys.modules.get(name) for name in [*chain_modules(overlay), overlay.settings]])
    return draft


def write_back(draft, modules):
    """Give each module of the settings chain the new value where it held the old one."""
    for module in filter(None, modules):
        for change in draft.changes:
            if change.old is not MISSING and getattr(module, change.name, MISSING) is change.old:
                setattr(module, change.name, change.new)
