"""The house keeps its shape: imports point down, libraries stay in their rooms, `--help` loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "dispatchgraph"

# Rooms from the ground up: a room imports from its own floor or from one below.
FLOORS = (
    {"errors"},
    {"model"},
    {"iri", "languages", "sparql", "deadline"},
    {"settings"},
    {"knowledge"},
    {"vocab"},
    {"parse"},
    {"read", "annotate", "extract", "resolve"},
    {"graph", "network", "linking"},
    {"syntax", "answer"},
    {"loading"},
    {"store", "questions", "query"},
    {"validate", "view", "explain", "archive", "parameters"},
    {"pipeline"},
    {"batches"},
    {"serve", "shards"},
    {"evaluate"},
    {"__init__"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# The rooms each library may be imported in.
FENCES = {
    "spacy": {"annotate"},
    "thinc": {"annotate"},
    "rdflib": {
        "vocab",
        "knowledge",
        "graph",
        "network",
        "syntax",
        "loading",
        "store",
        "query",
        "answer",
        "validate",
        "explain",
        "archive",
    },
    "pyparsing": {"query"},
    "pyshacl": {"validate"},
    "networkx": {"network", "view"},
    "pyvis": {"view"},
    "jinja2": {"view", "serve"},
    "markupsafe": {"view", "serve"},
    "numpy": {"view", "annotate"},
    "text_to_num": {"extract"},
    "dateutil": {"resolve", "extract"},
    "charset_normalizer": {"read"},
    "py3langid": {"read"},
    "typer": {"cli"},
    "pyoxigraph": {"knowledge", "loading", "archive", "serve"},
    "oxrdflib": {"archive"},
    "tqdm": {"cli"},
    "httpx": {"archive"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "uvloop": {"serve"},
    "distributed": {"shards"},
}
PURE = {"errors", "model", "iri", "languages", "sparql", "linking", "deadline"}  # the standard library alone
SIBLINGS = {
    "affiliations",
    "alliances",
    "claims",
    "events",
    "figures",
    "times",
}  # each finds one kind of thing, in what mentions.py found
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "process", "handle"}

MODULES = sorted(SOURCE.rglob("*.py"))


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes, but for what only type checkers import."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _nodes(node)


def _imported(path: Path) -> set[str]:
    """The modules that a file imports; a name imported from a package counts as a module where it is one."""
    names = {_name(p) for p in MODULES}
    found: set[str] = set()
    for node in _nodes(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            deeper = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (deeper & names) or {node.module or ""}
            if node.module == "dispatchgraph" and deeper - names:
                found.add("dispatchgraph")
    return found


IMPORTS = {_name(path): _imported(path) for path in MODULES}
OURS = {name: {i for i in found if i.split(".")[0] == "dispatchgraph"} for name, found in IMPORTS.items()}


def test_every_room_has_its_floor():
    assert {_room(name) for name in IMPORTS} <= set(FLOOR)


@pytest.mark.parametrize("name", sorted(IMPORTS))
def test_imports_point_down(name):
    # The version is the one thing that lower rooms ask of the package itself.
    below = {i for i in OURS[name] if i != "dispatchgraph" or _room(name) == "__main__"}
    assert {i for i in below if FLOOR[_room(i)] > FLOOR[_room(name)]} == set()


def test_no_imports_go_in_a_circle():
    # A package may gather what its modules offer, so a module's own package is no step of the circle.
    steps = {n: {i for i in found if i != "dispatchgraph" and not n.startswith(f"{i}.")} for n, found in OURS.items()}
    TopologicalSorter(steps).prepare()


@pytest.mark.parametrize("library", sorted(FENCES))
def test_a_library_stays_in_its_rooms(library):
    users = {_room(name) for name, found in IMPORTS.items() if any(i.split(".")[0] == library for i in found)}
    assert users <= FENCES[library]


def test_every_library_we_use_has_a_fence():
    roots = {i.split(".")[0] for found in IMPORTS.values() for i in found}
    assert roots - set(sys.stdlib_module_names) - {"dispatchgraph"} <= set(FENCES)


def test_the_ground_floor_imports_the_standard_library_alone():
    for name, found in IMPORTS.items():
        if _room(name) in PURE:
            assert {i.split(".")[0] for i in found} <= sys.stdlib_module_names | {"dispatchgraph"}, name


def test_finders_do_not_import_each_other():
    finders = {f"dispatchgraph.extract.{name}" for name in (*SIBLINGS, "mentions")}
    siblings = {f"dispatchgraph.extract.{name}" for name in SIBLINGS}
    assert {name: OURS[name] & siblings for name in finders if OURS[name] & siblings} == {}


def test_names_say_what_they_name():
    functions = {
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    modules = {part for name in IMPORTS for part in name.split(".")}
    assert {n for n in functions | modules if n.strip("_").lower() in VAGUE} == set()


def test_modules_stay_under_three_hundred_lines():
    assert [p.name for p in MODULES if len(p.read_text("utf-8").splitlines()) > 300] == []


def test_functions_stay_under_fifty_lines():
    long = [
        f"{path.name}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.body[-1].end_lineno or 0) - node.body[0].lineno >= 50
    ]
    assert long == []


def test_help_loads_nothing_heavy():
    script = "import sys; from dispatchgraph.cli import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.strip("' ") for name in done.stdout.splitlines()[-1].strip("[]").split(",")}
    heavy = {"spacy", "rdflib", "networkx", "pyvis", "pyshacl", "numpy", "jinja2", "rich", "py3langid"}
    assert loaded & heavy == set()
    assert "typer" in loaded
