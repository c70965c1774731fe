"""Part of rule `databases`: in, a server's entry of DATABASES and its URL; out, the entry with the address of the URL."""

import os

from nuages_runtime.database_url import parse_database_url
from nuages_runtime.refusal import Refusal


def take_address(alias, database, name, family):
    """Put what the URL in the secret `name` says in place of what the settings have. True when that changes something."""
    parsed = parse_database_url(os.environ.get(name, ""))
    if parsed is None:
        raise Refusal("{} is no URL of a database server, such as postgres://USER:PASSWORD@HOST/NAME.".format(name))
    said, parts, options = parsed
    if said != family:
        text = "{} is the URL of a {} server, but the settings give the {} database the engine {}: {}."
        fix = "give a URL of the same kind, or change ENGINE"
        raise Refusal(text.format(name, said, alias, database["ENGINE"], fix))
    before = dict(database)
    database.update(parts)
    if options:
        database["OPTIONS"] = dict(database.get("OPTIONS") or {}, **options)
    return database != before
