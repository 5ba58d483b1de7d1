"""An archive: dispatches added, listed and removed, each in one transaction, with all that ties them to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from typing import Literal as Choice

from pyoxigraph import DefaultGraph, Quad

from dispatchgraph.archive import catalogue
from dispatchgraph.archive.catalogue import Entry, Placement
from dispatchgraph.archive.counts import counts
from dispatchgraph.archive.decisions import note
from dispatchgraph.archive.draft import Draft
from dispatchgraph.archive.exporting import exported
from dispatchgraph.archive.graphs import as_dataset
from dispatchgraph.archive.names import DG, Names
from dispatchgraph.archive.neighbourhood import around, find
from dispatchgraph.archive.reading import Statements
from dispatchgraph.archive.terms import subject_of
from dispatchgraph.archive.weaving import Weaver
from dispatchgraph.errors import InputError, StoreError
from dispatchgraph.linking.decisions import Decision

if TYPE_CHECKING:
    from types import TracebackType

    from rdflib import Dataset, Graph

    from dispatchgraph.archive.backend import Backend

__all__ = ["Added", "Archive"]


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of one dispatch."""

    id: str
    outcome: Choice["new", "unchanged", "revised"]


class Archive:
    """Dispatches in one place: what each says, in a graph of its own, and what they say together.

    The archive is a function of the dispatches in it and of what a person decided, whatever the order they came in.
    """

    def __init__(self, backend: Backend, *, base: str) -> None:
        self.backend = backend
        self.names = Names(base)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading

    def dispatches(self) -> Iterator[Entry]:
        """All dispatches, by day and id."""
        return catalogue.entries(self._draft(), self.names)

    def placement(self, identifier: str, sha256: str, text: str | None = None) -> Placement:
        """What adding a text by an id would mean; see `catalogue.place`."""
        return catalogue.place(self._draft(), self.names, identifier, sha256, text)

    def told(self) -> dict[str, str]:
        """What the archive holds, in figures, by name."""
        counted = {name: str(number) for name, number in counts(self.backend, self.names).items()}
        return {**counted, "base": self.names.base}

    def query(self, sparql: str) -> Any:
        """pyoxigraph's answer to a query over all graphs as one."""
        return self.backend.query(sparql)

    def dataset(self) -> Dataset:
        """All of it as an rdflib dataset of its own."""
        return as_dataset(self.backend.quads())

    def exported(self, format: str) -> Iterator[bytes]:
        """All of it as «nquads» or «trig», graph by graph; the archive is closed at the end."""
        with self:
            yield from exported(self.backend, format)

    def graph(self) -> Graph:
        """All of it as one rdflib graph that asks the store itself; only an archive in a folder or a file has one.

        It is to be read, not changed: what ties dispatches to each other would not follow.
        """
        from oxrdflib import OxigraphStore
        from rdflib import Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        from dispatchgraph.vocab import bind

        held = getattr(self.backend, "store", None)
        if held is None:
            raise StoreError("an archive on a server has no rdflib graph: ask it by query")
        seen = Graph(store=OxigraphStore(store=held), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
        bind(seen)
        return seen

    def around(self, name: str) -> Dataset:
        """What is said around the entity that `name` means; raises `QueryError` where it is none or several."""
        return as_dataset(around(self.backend, self.names, find(self.backend, self.names, name)))

    def by_dispatch(self, quads: Iterable[Quad]) -> Iterator[list[Quad]]:
        """The statements of a file, those of each dispatch together; what is of an archive's own graphs is left out."""
        found: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            name = getattr(quad.graph_name, "value", "")
            if not name.startswith(f"{self.names.base}archive/"):
                found[name].append(quad)
        return iter(found.values())

    # --- writing

    def add(self, quads: Iterable[Quad], *, anew: bool = False) -> Added:
        """Add the graph of one dispatch, in one transaction.

        What is there already stays as it is, unless it is to be put in `anew`; another version of it takes its place.
        Raises `InputError` where the statements are not those of one dispatch under the archive's base.
        """
        told = list(quads)
        found = Statements(told, self.names)
        iri = self._one_dispatch(told, found)
        identifier = self.names.id_of(iri) or ""
        placement = self.placement(identifier, found.value(iri, DG.sha256) or "")
        if placement.outcome == "unchanged" and not anew:
            return Added(id=identifier, outcome="unchanged")
        draft = self._draft()
        weaver = Weaver(draft, self.names)
        if placement.outcome != "new":
            if placement.outcome == "revised":
                catalogue.note_versions(draft, self.names, identifier)
            weaver.take_out(identifier)
        weaver.put_in(identifier, told)
        weaver.settle()
        self.backend.commit(draft.change())
        return Added(id=identifier, outcome=placement.outcome)

    def remove(self, identifier: str) -> None:
        """Remove a dispatch and all that only it said; raises `InputError` where it is not there."""
        draft = self._draft()
        if not any(True for _ in draft.quads(None, None, None, self.names.graph(identifier))):
            raise InputError(f"there is no dispatch {identifier!r} in the archive")
        weaver = Weaver(draft, self.names)
        weaver.take_out(identifier)
        catalogue.forget(draft, self.names, identifier)
        weaver.settle()
        self.backend.commit(draft.change())

    def merge(self, *called: str) -> int:
        """Decide that entities are one; returns how many dispatches speak of it by another IRI now.

        Raises `QueryError` where a name is that of none or of several.
        """
        return self._decide(Decision(kind="same", on=frozenset(map(self._key, called))))

    def split(self, called: str, *, told_in: Iterable[str] = (), other: str = "") -> int:
        """Decide that what some dispatches say of an entity is said of another, or undo its merge with the `other`.

        Returns how many dispatches speak of it by another IRI now. Raises `QueryError` and `InputError`.
        """
        key, dispatches = self._key(called), list(told_in)
        if not dispatches and not other:
            raise InputError(f"say from what {called!r} is to be told apart: dispatches that speak of the other one")
        units = frozenset(self._unit(key, identifier) for identifier in dispatches)
        return self._decide(Decision(kind="different", on=units or frozenset({key, other})))

    def _key(self, called: str) -> str:
        return self.names.key_of(find(self.backend, self.names, called).value) or ""

    def _unit(self, key: str, identifier: str) -> str:
        """The thing of a dispatch that is the entity with a key."""
        of = self.backend.quads(None, DG.identityOf, self.names.entity(key), self.names.identities)
        units = sorted(filter(None, (self.names.unit_of(subject_of(q).value) for q in of)))
        found = next((local for dispatch, local in units if dispatch == identifier), None)
        if found is None:
            raise InputError(f"{identifier!r} does not speak of {key!r}, or only by a description")
        return f"{identifier}/{found}"

    def _decide(self, decision: Decision) -> int:
        draft = self._draft()
        note(draft, self.names, decision)
        changed = Weaver(draft, self.names).settle(decision.on)
        self.backend.commit(draft.change())
        return changed

    def flush(self) -> None:
        """See to it that all that was added lasts, and that readers see it."""
        self.backend.flush()

    def close(self) -> None:
        """Flush, and let others write."""
        self.backend.close()

    def _draft(self) -> Draft:
        return Draft(self.backend)

    def _one_dispatch(self, quads: Sequence[Quad], found: Statements) -> str:
        """The IRI of the one dispatch that quads tell."""
        dispatches = found.dispatches()
        if len(dispatches) != 1:
            raise InputError(f"the graph tells of {len(dispatches)} dispatches, not of one: it cannot be added as one")
        identifier = self.names.id_of(dispatches[0])
        if not identifier:
            raise InputError(f"{dispatches[0]} does not stand under the archive's base {self.names.base}")
        wrong = {q.graph_name for q in quads} - {self.names.graph(identifier)}
        if wrong:
            strange = "the default graph" if DefaultGraph() in wrong else str(min(map(str, wrong)))
            raise InputError(
                f"{dispatches[0]}: {strange} is not the dispatch's own graph; write graphs as trig or nquads"
            )
        return dispatches[0]
