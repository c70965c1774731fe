"""The command line of the Python side: in, a subcommand; out, what the rollout needs to know, as one line of JSON.

`manage ARGS...` runs the project's management commands; runtime/README.md lists the others.
"""

import json
import os
import sys

from nuages_runtime.refusal import Refusal, exit_refused

USAGE = """usage: python -m nuages_runtime COMMAND
  manage ARGS...            a management command of the project
  report [--json]           what differs from the project's settings, and why
  migration-state           leaves and unapplied migrations per database
  backup-sqlite ALIAS DEST  a checked copy of a SQLite database in use
  check-static              static files that templates ask for and nobody brings
  publish-static DEST       hashed static files into the folder that releases share
"""


def print_json(data):
    """One line on standard output, not mixed with what the project prints while it is imported."""
    sys.stdout.write(json.dumps(data, default=str) + "\n")
    sys.stdout.flush()


def report(arguments):
    """Print what the rules changed. Only the settings are loaded, so that it works while the rest does not."""
    from nuages_runtime.launch import import_settings, prepare_process
    from nuages_runtime.report import make_report, write_text

    prepare_process("command")
    made = make_report(import_settings().draft)
    if "--json" in arguments:
        print_json(made)
    else:
        sys.stdout.write(write_text(made) + "\n")


def migration_state(_):
    """Print leaves and unapplied migrations of each database."""
    from nuages_runtime.migrations import read_migration_state

    print_json({"databases": read_migration_state(tables=True)})


def backup_sqlite(arguments):
    """Copy the SQLite file of an alias."""
    from django.conf import settings

    from nuages_runtime.sqlite import copy_sqlite

    alias, destination = arguments
    database = settings.DATABASES.get(alias)
    if database is None or find_engine(database) not in ("sqlite3", "spatialite"):
        raise Refusal("database {!r} is not a SQLite file of this project.".format(alias))
    name = str(database["NAME"])
    if not os.path.isfile(name):
        print_json({"alias": alias, "copied": False, "reason": "there is no file yet"})
        return
    print_json({"alias": alias, "copied": True, "path": destination, "bytes": copy_sqlite(name, destination)})


def find_engine(database):
    """Last word of the dotted backend."""
    return database["ENGINE"].rpartition(".")[2]


def publish(arguments):
    """Copy hashed static files to the folder that releases share."""
    from django.conf import settings

    from nuages_runtime.static_files import publish_static

    print_json({"copied": publish_static(settings.STATIC_ROOT, arguments[0]) if settings.STATIC_ROOT else 0})


def check_static(_):
    """Print the static files that are missing. They do not break a page, only what it shows."""
    from django.apps import apps

    from nuages_runtime.launch import current_overlay
    from nuages_runtime.static_names import find_missing_static

    is_used = apps.is_installed("django.contrib.staticfiles")
    overlay = current_overlay()
    print_json({"missing": find_missing_static(overlay.source, overlay.root) if is_used else []})


#: Command -> (how many arguments, the work). They run in a Django set up as for a management command.
IN_PROJECT = {
    "migration-state": (0, migration_state),
    "backup-sqlite": (2, backup_sqlite),
    "check-static": (0, check_static),
    "publish-static": (1, publish),
}


def main(words):
    """Run one subcommand. Exit codes: 0 done, 1 failed, 2 usage, 78 refused."""
    from nuages_runtime.launch import run_in_project, run_manage

    command, arguments = (words[0], words[1:]) if words else ("", [])
    try:
        if command == "manage":
            run_manage(arguments)
        elif command == "report":
            report(arguments)
        elif command in IN_PROJECT and len(arguments) == IN_PROJECT[command][0]:
            run_in_project(lambda: IN_PROJECT[command][1](arguments))
        else:
            sys.stderr.write(USAGE)
            raise SystemExit(2)
    except Refusal as refusal:
        exit_refused(refusal)


if __name__ == "__main__":
    main(sys.argv[1:])
