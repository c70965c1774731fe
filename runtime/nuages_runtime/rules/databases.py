"""Rule `databases`: in, DATABASES; out, SQLite where it survives, servers where the URL says, and connections that are kept."""

import importlib.util
import os

from nuages_runtime import versions
from nuages_runtime.draft import OVERRIDDEN, PLACED, copy_nested
from nuages_runtime.rules.database_address import take_address
from nuages_runtime.sqlite import prepare_sqlite_connections

#: Seconds that a writer waits for another; Python's own default of 5 is short for a busy site.
SQLITE_TIMEOUT = 20
#: A server that is gone must not hold the readiness check for minutes.
CONNECT_TIMEOUT = 5


def keep_connections(draft):
    """Connecting for each request is the largest single cost of a small page; SQLite must live outside the release."""
    databases = copy_nested(draft.get("DATABASES"))
    moved = set()
    for alias, database in databases.items():
        planned = draft.overlay.databases.get(alias)
        engine = database.get("ENGINE", "").rpartition(".")[2]
        if planned is None or not engine or engine == "dummy":
            continue
        family = find_family(database["ENGINE"])
        url_secret = planned.get("urlSecret")
        if url_secret and take_address(alias, database, url_secret, family):
            moved.add(url_secret)
        if family == "sqlite":
            place_sqlite(database, planned)
        else:
            keep_server_connections(draft, database, planned, family)
    if moved:
        why = "The address is that of {}; connections are kept.".format(", ".join(sorted(moved)))
        draft.change("DATABASES", databases, why, kind=OVERRIDDEN)
    else:
        draft.change("DATABASES", databases, "Connections are kept, SQLite lives with the site.", kind=PLACED)


def find_family(engine):
    """sqlite, postgresql, mysql or other, by the dotted name of a backend (wrappers keep these words)."""
    words = {"sqlite": "sqlite", "spatialite": "sqlite", "postg": "postgresql", "mysql": "mysql", "cockroach": "postgresql"}
    return next((family for word, family in words.items() if word in engine.lower()), "other")


def place_sqlite(database, planned):
    """Move the file, wait for other writers, and take the write lock at the start of a transaction."""
    if planned["sqlite"]:
        os.makedirs(os.path.dirname(planned["sqlite"]), exist_ok=True)
        database["NAME"] = planned["sqlite"]
    options = database.setdefault("OPTIONS", {})
    options.setdefault("timeout", SQLITE_TIMEOUT)
    if versions.HAS_SQLITE_TRANSACTION_MODE:
        options.setdefault("transaction_mode", "IMMEDIATE")
    prepare_sqlite_connections()


def keep_server_connections(draft, database, planned, family):
    """A pool or persistent connections with health checks; under ASGI neither, for Django cannot reuse them there."""
    options = database.setdefault("OPTIONS", {})
    if family in ("postgresql", "mysql"):
        options.setdefault("connect_timeout", CONNECT_TIMEOUT)
    if draft.serving == "asgi":
        database["CONN_MAX_AGE"] = 0
        return
    if family == "postgresql" and planned.get("pool") and "pool" not in options and can_pool():
        options["pool"] = {"min_size": 1, "max_size": planned["pool"], "timeout": CONNECT_TIMEOUT}
    if options.get("pool"):
        # Django refuses a pool together with persistent connections.
        database["CONN_MAX_AGE"] = 0
    elif not database.get("CONN_MAX_AGE") and database.get("CONN_MAX_AGE", 0) is not None:
        database["CONN_MAX_AGE"] = planned.get("connMaxAgeSeconds", 0)
    if versions.HAS_CONNECTION_HEALTH_CHECKS:
        database["CONN_HEALTH_CHECKS"] = True


def can_pool():
    """True when this Django and the installed driver know pools."""
    return versions.HAS_POSTGRESQL_POOL and all(importlib.util.find_spec(name) for name in ("psycopg", "psycopg_pool"))
