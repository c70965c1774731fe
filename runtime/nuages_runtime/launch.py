"""Boots Django with our settings laid over the project's: in, runtime.json; out, a callable or a command that ran.

The project's own wsgi.py, asgi.py and manage.py run as they are (they may change sys.path, load variables or wrap the
application); only the module that Django's settings come from is decided here, whatever they put into
DJANGO_SETTINGS_MODULE.
"""

import importlib
import os
import runpy
import sys
import traceback

from nuages_runtime.bypass import find_bypass
from nuages_runtime.inputs import give_inputs, redact
from nuages_runtime.overlay import read_overlay
from nuages_runtime.refusal import Refusal

SETTINGS = "nuages_runtime.settings"

_overlay = None


def current_overlay():
    """The overlay of this process; the first call reads it and gives the inputs."""
    global _overlay
    if _overlay is None:
        overlay = read_overlay()
        give_inputs(overlay)
        _overlay = overlay
    return _overlay


def prepare_process(serving):
    """Make Django's settings ours from now on. `serving` is wsgi, asgi or command."""
    overlay = current_overlay()
    sys.excepthook = print_redacted
    os.environ["NUAGES_SERVING"] = serving
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if overlay.configuration:
        # The project's own entry points check that it is there.
        os.environ["DJANGO_CONFIGURATION"] = overlay.configuration
    if overlay.source not in sys.path:
        sys.path.insert(0, overlay.source)
    hold_settings_module()
    return overlay


def print_redacted(kind, error, trace):
    """The last word of a process that crashes, without secrets: drivers quote the URL they were given."""
    sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))


def hold_settings_module():
    """Let Django load our settings even after `os.environ["DJANGO_SETTINGS_MODULE"] = ...` in the project's code."""
    from django.conf import LazySettings

    if getattr(LazySettings._setup, "is_ours", False):
        return
    load = LazySettings._setup

    importing = []

    def load_ours(self, name=None):
        if importing:
            # The project's settings ask for a setting while they are imported: they get what they have so far.
            os.environ["DJANGO_SETTINGS_MODULE"] = current_overlay().settings
            return load(self, name)
        importing.append(True)
        try:
            import_settings()
        finally:
            importing.clear()
        return load(self, name)

    load_ours.is_ours = True
    LazySettings._setup = load_ours


def import_settings():
    """Import our settings module, and with it the project's; afterwards DJANGO_SETTINGS_MODULE names ours."""
    overlay = current_overlay()
    # django-configurations takes over the import of the module that the variable names: that may not be ours.
    os.environ["DJANGO_SETTINGS_MODULE"] = overlay.settings
    if overlay.configuration:
        os.environ["DJANGO_CONFIGURATION"] = overlay.configuration
    module = importlib.import_module(SETTINGS)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    return module


def load_application(dotted, serving, make_default):
    """Import the project's own callable (`mysite.wsgi.application`), or make Django's when the project has none."""
    prepare_process(serving)
    if dotted is None:
        application = make_default()
    else:
        module_name, _, name = dotted.rpartition(".")
        application = getattr(importlib.import_module(module_name), name)
    check_settings_are_ours(dotted and dotted.rpartition(".")[0])
    return application


def check_settings_are_ours(module_name=None):
    """Refuse to serve when something replaced the settings, saying where and what to change."""
    import django
    from django.conf import settings

    if not settings.configured:
        django.setup()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    if getattr(settings, "SETTINGS_MODULE", None) != SETTINGS:
        raise Refusal(
            "the project replaces Django's settings, so the production settings are not in force ({}). "
            "Remove that line, or name the settings with os.environ.setdefault('DJANGO_SETTINGS_MODULE', ...).".format(
                find_bypass(module_name)
            )
        )


def run_manage(arguments):
    """Run a management command as the project's manage.py would, with our settings."""
    overlay = prepare_process("command")
    sys.argv = ["manage.py", *arguments]
    run_manage_file(overlay)


def run_manage_file(overlay):
    """Run the project's own manage.py, or Django's command line when it has none of that name."""
    path = os.path.join(overlay.source, "manage.py")
    if os.path.isfile(path):
        runpy.run_path(path, run_name="__main__")
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


def run_in_project(work):
    """Call `work()` in a Django set up as for a management command, with whatever manage.py does before one."""
    from django.core import management

    done = []

    def work_instead(argv=None, *_, **__):
        import django

        done.append(True)
        django.setup()
        check_settings_are_ours()
        work()

    overlay = prepare_process("command")
    management.execute_from_command_line = work_instead
    sys.argv = ["manage.py", "version"]
    run_manage_file(overlay)
    if not done:
        # A manage.py that goes another way than Django's own has printed Django's version by now, which does no harm.
        work_instead()
