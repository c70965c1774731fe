"""Where the project's settings come from: in, the settings modules' text; out, places and what follows from what.

Read with `ast`, never run. The settings chain is the module and all that it takes settings from: star imports, single
names, and relative imports.
"""

import ast
import importlib.util
import os
import sys
from functools import lru_cache


class Assignment:
    """One statement that gives a setting its value."""

    def __init__(self, name, file, line, text, uses):
        self.name = name
        self.file = file
        self.line = line
        self.text = text
        #: Upper-case names that the value, or the condition it stands under, is computed from.
        self.uses = uses

    def __str__(self):
        return "{}:{}".format(self.file, self.line)


def find_assignment(overlay, name):
    """The statement that last gave the setting its value, or None. The module itself wins over what it imports."""
    found = [assignment for assignment in read_chain(overlay) if assignment.name == name]
    return found[-1] if found else None


def find_derived(overlay, name, exclude=()):
    """Names of settings computed from `name`, also over several steps, sorted; not those in `exclude`."""
    chain = read_chain(overlay)
    reached = {name}
    while True:
        more = {entry.name for entry in chain if entry.uses & reached} - reached
        if not more:
            return sorted(reached - {name} - set(exclude))
        reached |= more


def chain_modules(overlay):
    """Dotted names of the settings module and of those that it imports settings from, imported ones first."""
    return list(walk_chain(overlay.settings, overlay.source, []))


def read_chain(overlay):
    """All assignments of the chain, imported modules first, each module in the order of its lines."""
    return read_assignments(overlay.settings, overlay.source, overlay.root)


@lru_cache(maxsize=None)
def read_assignments(settings, source, root):
    """The same, by what it depends on; files are shown relative to `root`."""
    assignments = []
    for module in walk_chain(settings, source, []):
        file = find_file(module)
        shown = os.path.relpath(file, root) if file.startswith(root + os.sep) else file
        assignments += collect_assignments(parse_file(file), shown)
    return assignments


def walk_chain(module, source, seen):
    """Yield the modules of the chain that are the project's own, imported ones first."""
    file = find_file(module)
    if module in seen or file is None:
        return
    seen.append(module)
    for imported in imported_modules(parse_file(file), module, file):
        name = find_file(imported)
        if name and is_own(name, source):
            yield from walk_chain(imported, source, seen)
    yield module


def is_own(file, source):
    """True for a file of the project, not of an installed package or of Python."""
    return file.startswith(source + os.sep) and "site-packages" not in file


def find_file(module):
    """The source file of a module that is imported or could be, or None."""
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    if file is None and loaded is None:
        try:
            spec = importlib.util.find_spec(module)
        except (ImportError, ValueError, AttributeError):
            return None
        file = spec.origin if spec else None
    return file if file and file.endswith(".py") else None


def parse_file(file):
    """The syntax tree of a file; an empty one when it cannot be read."""
    try:
        with open(file, "rb") as stream:
            return ast.parse(stream.read())
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def imported_modules(tree, module, file):
    """Dotted names of the modules that settings are taken from, in the order of the imports."""
    package = module if os.path.basename(file) == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        if any(alias.name == "*" or alias.name.isupper() for alias in node.names):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            yield ".".join([*parts, *([node.module] if node.module else [])])


def collect_assignments(tree, file):
    """Assignments to upper-case names anywhere in a module: top level, under conditions, in configuration classes."""
    found = []
    visit(tree, file, frozenset(), found)
    return found


def visit(node, file, conditions, found):
    """Walk statements, remembering which names the conditions around them look at."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            add_assignment(child, file, conditions, found)
        tested = names_in(child.test) if isinstance(child, (ast.If, ast.IfExp)) else frozenset()
        visit(child, file, conditions | tested, found)


def add_assignment(node, file, conditions, found):
    """Record each upper-case name on the left side; writes to a part of it (`DATABASES["default"]`) count as well."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    uses = (names_in(node.value) if node.value else frozenset()) | conditions
    text = ast.dump(node.value) if node.value else ""
    for target in targets:
        for element in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
            while isinstance(element, (ast.Subscript, ast.Attribute, ast.Starred)):
                element = element.value
            if isinstance(element, ast.Name) and element.id.isupper():
                found.append(Assignment(element.id, file, node.lineno, text, uses))


def names_in(node):
    """Upper-case names read in an expression."""
    return frozenset(child.id for child in ast.walk(node) if isinstance(child, ast.Name) and child.id.isupper())
