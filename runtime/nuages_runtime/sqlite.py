"""SQLite under several workers: in, each new connection; out, WAL, waiting writers, and a copy taken while it runs."""

import contextlib
import os
import sqlite3

from nuages_runtime import versions


def prepare_sqlite_connections():
    """Prepare every SQLite connection that Django opens from now on."""
    from django.db.backends.signals import connection_created

    connection_created.connect(prepare_connection, dispatch_uid="nuages-sqlite")


def prepare_connection(sender, connection, **_):
    """Readers and one writer at once (WAL); a full sync at checkpoints only, which cannot corrupt under WAL."""
    if connection.vendor != "sqlite":
        return
    if not versions.HAS_SQLITE_TRANSACTION_MODE:
        connection._start_transaction_under_autocommit = lambda: connection.cursor().execute("BEGIN IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] != "wal":
            switch_to_wal(cursor)
        cursor.execute("PRAGMA synchronous = NORMAL")


def switch_to_wal(cursor):
    """Only the first connection to a new file gets here; while another holds it, the next one tries again."""
    from django.db.utils import OperationalError

    with contextlib.suppress(OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")


def copy_sqlite(source, destination):
    """Copy a database that may be in use, check the copy, and put it in place in one step.

    Returns its size in bytes. Raises sqlite3.DatabaseError when the copy is not sound; nothing is left then.
    """
    partial = destination + ".partial"
    try:
        run_backup(source, partial)
        flush_to_disk(partial)
        os.replace(partial, destination)
        flush_to_disk(os.path.dirname(os.path.abspath(destination)))
    finally:
        if os.path.exists(partial):
            os.remove(partial)
    return os.path.getsize(destination)


def run_backup(source, partial):
    """Run SQLite's online backup, then its integrity check on the copy."""
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(descriptor)
    origin = sqlite3.connect("file:{}?mode=ro".format(quote_path(source)), uri=True, timeout=60)
    copy = sqlite3.connect(partial)
    try:
        origin.backup(copy)
        # The copy is one file: nobody shall need a -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        copy.close()
        origin.close()
    if answer != "ok":
        raise sqlite3.DatabaseError("integrity_check: {}".format(answer))


def quote_path(path):
    """A path as part of a file: URI."""
    from urllib.parse import quote

    return quote(os.path.abspath(path))


def flush_to_disk(path):
    """fsync a file or folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
