"""A database's URL: in, its text; out, the family of the server and the entries of DATABASES that it says."""

from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "postgis": "postgresql",
    "pgsql": "postgresql",
    "psql": "postgresql",
    "timescale": "postgresql",
    "timescalegis": "postgresql",
    "cockroach": "postgresql",
    "mysql": "mysql",
    "mysql2": "mysql",
    "mysqlgis": "mysql",
    "mysql-connector": "mysql",
    "mariadb": "mysql",
}

#: Parts that may stand in the query of a URL as well, for a host that is a folder needs quoting anywhere else.
QUERY_PARTS = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


def parse_database_url(url):
    """(family, parts, options), or None for a text that is no URL of a server. What is not said is not in `parts`."""
    try:
        address = urlsplit(url)
    except ValueError:
        return None
    family = SCHEMES.get(address.scheme.partition("+")[0])
    if family is None:
        return None
    # `hostname` of urlsplit is in lower case, which a folder's name does not bear.
    login, _, place = address.netloc.rpartition("@")
    user, _, password = login.partition(":")
    host, port = split_place(place)
    said = {"NAME": address.path[1:], "USER": user, "PASSWORD": password, "HOST": host, "PORT": port}
    parts = {key: unquote(value) for key, value in said.items() if value}
    options = {}
    for key, value in parse_qsl(address.query):
        if key in QUERY_PARTS:
            parts.setdefault(QUERY_PARTS[key], value)
        else:
            options[key] = int(value) if value.isdigit() else value
    if "HOST" in parts:
        # Without a port it is the usual one of that host, not what another host has.
        parts.setdefault("PORT", "")
    return family, parts, options


def split_place(place):
    """Host and port of `host`, `host:5432`, `[::1]:5432`."""
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        return host, rest[1:]
    host, _, port = place.partition(":")
    return host, port
