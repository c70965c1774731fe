"""Places in MIDDLEWARE: in, the list and a dotted path; out, a new list."""


def insert_first(middleware, path):
    """The list with `path` at its head."""
    return [path, *[entry for entry in middleware if entry != path]]


def insert_after(middleware, path, before):
    """The list with `path` right behind `before`, or at the head when that is not there."""
    rest = [entry for entry in middleware if entry != path]
    index = rest.index(before) + 1 if before in rest else 0
    return [*rest[:index], path, *rest[index:]]
