"""What the schema still lacks: in, the databases; out, leaves and unapplied migrations per alias."""


def find_unapplied():
    """Alias -> names (`app.migration`) of this code's migrations that the database lacks.

    A database besides `default` counts only once something was migrated in it: many projects read foreign ones.
    """
    return {alias: state["unapplied"] for alias, state in read_migration_state().items()}


def read_migration_state():
    """Alias -> {leaves, applied leaves' absence as `unapplied`, and `unknown`: applied ones that this code lacks}."""
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
    return states
