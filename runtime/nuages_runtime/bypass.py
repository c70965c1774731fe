"""Where a project's code replaces Django's settings: in, the module of its entry point; out, `file:line` in words."""

import ast
import sys


def find_bypass(module_name):
    """`file:line` of the statement in the module that sets Django's settings, or the module's file, or "unknown"."""
    path = getattr(sys.modules.get(module_name or ""), "__file__", None)
    if not path:
        return "place unknown"
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return path
    lines = [node.lineno for node in ast.walk(tree) if replaces_settings(node)]
    return "{}:{}".format(path, min(lines)) if lines else path


def replaces_settings(node):
    """True for `settings._wrapped = ...`, `settings.configure(...)`, and a plain write of DJANGO_SETTINGS_MODULE."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "configure"
    if not isinstance(node, ast.Assign):
        return False
    return any(is_settings_target(target) for target in node.targets)


def is_settings_target(target):
    """True for the left side of an assignment that decides where settings come from."""
    if isinstance(target, ast.Attribute):
        return target.attr == "_wrapped"
    return isinstance(target, ast.Subscript) and "DJANGO_SETTINGS_MODULE" in ast.dump(target.slice)
