"""What an archive notes of its dispatches: which there are, in which version, and by which words a copy is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as Choice

from pyoxigraph import NamedNode, Quad

from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.names import DG, PROV, RDF, RDFS, SCHEMA, Names, words
from dispatchgraph.archive.terms import object_of, subject_of, value_of
from dispatchgraph.linking.copies import resemblance

__all__ = ["Entry", "Placement", "entries", "ids", "place"]

_ONE_TEXT = 1 / 3  #: from this resemblance on, another text by the same id is a new version of it


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A dispatch as a list shows it."""

    id: str
    sha256: str
    date: str = ""
    headline: str = ""
    publisher: str = ""
    repeats: str = ""  #: id of the dispatch it is a copy of
    versions: int = 1


@dataclass(frozen=True, kw_only=True)
class Placement:
    """What adding a text means for the archive, and the id it is added by."""

    outcome: Choice["new", "unchanged", "revised"]
    id: str


def ids(draft: Draft) -> Iterator[str]:
    """The IRIs of all dispatches."""
    return (subject_of(q).value for q in draft.quads(None, RDF["type"], DG.Dispatch, None))


def value(draft: Draft, node: NamedNode, predicate: NamedNode, graph: NamedNode | None = None) -> str:
    """A value of a property, the first of several; empty where there is none."""
    return min((value_of(q) for q in draft.quads(node, predicate, None, graph)), default="")


def place(draft: Draft, names: Names, identifier: str, sha256: str, text: str | None) -> Placement:
    """Whether a text is new, there already, or a new version of one; `text` None takes it for a version.

    Another text that only shares the id is not one: it gets an id of its own.
    """
    node = names.dispatch(identifier)
    held = value(draft, node, DG.sha256, names.graph(identifier))
    if not held:
        return Placement(outcome="new", id=identifier)
    if held == sha256:
        return Placement(outcome="unchanged", id=identifier)
    if text is None or _resembles(draft, names, node, text):
        return Placement(outcome="revised", id=identifier)
    return place(draft, names, f"{identifier}-{sha256[:8]}", sha256, None)


def _resembles(draft: Draft, names: Names, node: NamedNode, text: str) -> bool:
    kept = {value_of(q) for q in draft.quads(node, DG.fingerprint, None, names.catalogue)}
    return resemblance(frozenset(kept), text) >= _ONE_TEXT


def note_versions(draft: Draft, names: Names, identifier: str) -> None:
    """Keep in mind the version that is there, which another is about to replace."""
    node, graph = names.dispatch(identifier), names.graph(identifier)
    digest = value(draft, node, DG.sha256, graph)
    old = names.version(identifier, digest)
    told = ((node, PROV.wasRevisionOf, old), (old, DG.sha256, words(digest)))
    draft.add(Quad(subject, predicate, value, names.catalogue) for subject, predicate, value in told)


def forget(draft: Draft, names: Names, identifier: str) -> None:
    """Drop all that the catalogue notes of a dispatch and of its parts."""
    node = names.dispatch(identifier)
    for version in [object_of(q) for q in draft.quads(node, PROV.wasRevisionOf, None, names.catalogue)]:
        draft.remove(draft.quads(version, None, None, names.catalogue))
    draft.remove(draft.quads(node, None, None, names.catalogue))


def entries(draft: Draft, names: Names) -> Iterator[Entry]:
    """All dispatches, by day and id."""
    found = [_entry(draft, names, iri) for iri in ids(draft)]
    return iter(sorted(found, key=lambda e: (e.date, e.id)))


def _entry(draft: Draft, names: Names, iri: str) -> Entry:
    node, identifier = NamedNode(iri), names.id_of(iri) or iri
    graph = names.graph(identifier)
    publisher = value(draft, node, SCHEMA.publisher, graph)
    return Entry(
        id=identifier,
        sha256=value(draft, node, DG.sha256, graph),
        date=value(draft, node, SCHEMA.datePublished, graph),
        headline=value(draft, node, SCHEMA.headline, graph),
        publisher=value(draft, NamedNode(publisher), RDFS.label, graph) if publisher else "",
        repeats=names.id_of(value(draft, node, DG.repeats, names.links)) or "",
        versions=1 + sum(1 for _ in draft.quads(node, PROV.wasRevisionOf, None, names.catalogue)),
    )
