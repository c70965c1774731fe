"""Imports the project's settings: in, the dotted module (and class); out, the module with its values."""

import importlib
import os


def import_project_settings(overlay):
    """Import the project's settings module as the project would, with DJANGO_SETTINGS_MODULE naming it meanwhile."""
    before = os.environ.get("DJANGO_SETTINGS_MODULE")
    os.environ["DJANGO_SETTINGS_MODULE"] = overlay.settings
    try:
        if overlay.configuration:
            # The class becomes module attributes when the module is imported through this finder.
            from configurations import importer

            importer.install()
        return importlib.import_module(overlay.settings)
    finally:
        if before is None:
            del os.environ["DJANGO_SETTINGS_MODULE"]
        else:
            os.environ["DJANGO_SETTINGS_MODULE"] = before


def read_values(module):
    """The settings of a module: its upper-case names."""
    return {name: getattr(module, name) for name in dir(module) if name.isupper()}
