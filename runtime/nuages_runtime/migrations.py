"""What the schema still lacks: in, the databases; out, leaves and unapplied migrations per alias."""

import inspect
import os

from nuages_runtime.launch import current_overlay


def find_unapplied():
    """Alias -> names (`app.migration`) of this code's migrations that the database lacks.

    A database besides `default` counts only once something was migrated in it: many projects read foreign ones.
    """
    return {alias: state["unapplied"] for alias, state in read_migration_state().items()}


def read_migration_state(tables=False):
    """Alias -> {leaves, applied leaves' absence as `unapplied`, and `unknown`: applied ones that this code lacks}.

    With `tables` also `tableless`, which is too slow for a health check.
    """
    from django.db import DEFAULT_DB_ALIAS, connections
    from django.db.migrations.executor import MigrationExecutor

    states = {}
    for connection in connections.all():
        if connection.settings_dict.get("ENGINE", "").endswith(".dummy"):
            continue
        executor = MigrationExecutor(connection)
        loader = executor.loader
        if connection.alias != DEFAULT_DB_ALIAS and not loader.applied_migrations:
            continue
        leaves = loader.graph.leaf_nodes()
        plan = executor.migration_plan(leaves)
        states[connection.alias] = {
            "leaves": sorted(map(".".join, leaves)),
            "unapplied": [".".join((migration.app_label, migration.name)) for migration, _ in plan],
            "unknown": sorted(map(".".join, set(loader.applied_migrations) - set(loader.disk_migrations))),
        }
        if tables:
            states[connection.alias]["tableless"] = find_tableless(connection, loader)
    return states


def find_tableless(connection, loader):
    """Apps without migrations that have a model whose table is not there: `migrate` would pass over them in silence."""
    from django.apps import apps
    from django.db import router

    migrated = {label for label, _ in loader.disk_migrations}
    tables = set(connection.introspection.table_names())
    found = []
    for config in apps.get_app_configs():
        models = [] if config.label in migrated else router.get_migratable_models(config, connection.alias)
        lacking = [model for model in models if model._meta.can_migrate(connection) and model._meta.db_table not in tables]
        if lacking:
            found.append({"app": config.label, "at": place_of(lacking[0])})
    return found


def place_of(model):
    """File and line of a class, the file relative to the project when it lies in it."""
    file = inspect.getsourcefile(model)
    root = current_overlay().root
    shown = os.path.relpath(file, root) if file.startswith(root + os.sep) else file
    return {"file": shown, "line": inspect.getsourcelines(model)[1]}
