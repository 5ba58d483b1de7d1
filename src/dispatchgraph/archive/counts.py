"""What an archive holds, in figures: counted where the statements are, none of them is brought here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.archive.names import DG, RDF, Names

if TYPE_CHECKING:
    from dispatchgraph.archive.backend import Backend

__all__ = ["counts"]

_KINDS = {
    DG.Dispatch: "dispatches",
    DG.Event: "events",
    DG.Claim: "claims",
    DG.Figure: "figures",
    DG.Affiliation: "affiliations",
}


def counts(backend: Backend, names: Names) -> dict[str, int]:
    """How many of each kind there are, by name."""
    return {
        **_kinds(backend, names),
        "named entities": _count(backend, f"GRAPH {names.identities} {{ ?it {DG.identityOf} ?one }}", "DISTINCT ?one"),
        "statements": _count(backend, f"GRAPH ?graph {{ ?s ?p ?o }} {_ours(names)}", "*"),
    }


def _kinds(backend: Backend, names: Names) -> dict[str, int]:
    kinds = " ".join(map(str, _KINDS))
    where = f"VALUES ?kind {{ {kinds} }} GRAPH ?graph {{ ?it {RDF['type']} ?kind }} {_ours(names)}"
    rows = backend.select(f"SELECT ?kind (COUNT(*) AS ?n) WHERE {{ {where} }} GROUP BY ?kind")
    found = {row["kind"]: int(row["n"].value) for row in rows}
    return {name: found.get(kind, 0) for kind, name in _KINDS.items()}


def _count(backend: Backend, pattern: str, counted: str) -> int:
    query = f"SELECT (COUNT({counted}) AS ?n) WHERE {{ {pattern} }}"
    return next((int(row["n"].value) for row in backend.select(query)), 0)


def _ours(names: Names) -> str:
    """A server may hold graphs of its own beside the archive's."""
    return f'FILTER(STRSTARTS(STR(?graph), "{names.base}"))'
