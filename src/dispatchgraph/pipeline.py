"""The way from text to graph, put together: read → annotate → extract → resolve → graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatchgraph import iri
from dispatchgraph.model import Dispatch, Record

if TYPE_CHECKING:
    from rdflib import Dataset

    from dispatchgraph.graph import Origin

__all__ = [
    "KnowledgeGraph",
    "build",
    "build_dispatch",
    "drawing",
    "nquads",
    "nquads_of_all",
    "page",
    "read_record",
    "read_records",
    "title_of",
]


@cache
def lexicon_version(language: str) -> str:
    """A digest of the language's data files and the gazetteer: it changes when what is known changes."""
    from importlib.resources import files

    from dispatchgraph.knowledge import ontology_path

    folder = Path(str(files("dispatchgraph.languages").joinpath(language)))
    digest = sha256()
    for path in (*sorted(folder.rglob("*.toml")), *sorted(ontology_path("gazetteer").glob("*.ttl"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read_record(dispatch: Dispatch) -> Record:
    """What a dispatch says, before RDF."""
    return next(read_records([dispatch]))


def read_records(dispatches: Iterable[Dispatch]) -> Iterator[Record]:
    """What each dispatch says, in turn and the same as alone; the model reads several together, which is faster."""
    from dispatchgraph.annotate import annotate_all
    from dispatchgraph.extract import extract
    from dispatchgraph.knowledge import gazetteer
    from dispatchgraph.resolve.record import resolve

    for dispatch, parse in annotate_all(dispatches):
        known = gazetteer(dispatch.language)
        yield resolve(dispatch, extract(parse, known), known)


def build_dispatch(dispatch: Dispatch, *, base: str = iri.DEFAULT_BASE, text: bool = True) -> Dataset:
    """The dataset of one dispatch; `text=False` leaves its text out of the graph."""
    from dispatchgraph.graph import to_dataset
    from dispatchgraph.knowledge import gazetteer

    base, record = iri.check_base(base), read_record(dispatch)
    return to_dataset(record, gazetteer(dispatch.language), _origin(dispatch.language), base=base, text=text)


def nquads(dispatch: Dispatch, *, base: str = iri.DEFAULT_BASE, text: bool = True) -> bytes:
    """The graph of one dispatch as sorted N-Quads: the fastest way from text to statements."""
    return next(nquads_of_all([dispatch], base=base, text=text))


def nquads_of_all(
    dispatches: Iterable[Dispatch], *, base: str = iri.DEFAULT_BASE, text: bool = True
) -> Iterator[bytes]:
    """The graph of each dispatch as sorted N-Quads, in turn and the same as alone; several are read together."""
    from dispatchgraph.graph import triples
    from dispatchgraph.knowledge import gazetteer
    from dispatchgraph.syntax.lines import named

    base = iri.check_base(base)
    for record in read_records(dispatches):
        language = record.dispatch.language
        told = triples(record, gazetteer(language), _origin(language), base=base, text=text)
        yield named(iri.graph(base, record.dispatch.id), told)


@cache
def _origin(language: str) -> Origin:
    """What makes the graphs of a language's dispatches."""
    from dispatchgraph import __version__
    from dispatchgraph.annotate import model_version
    from dispatchgraph.graph import Origin

    return Origin(
        software=f"dispatchgraph {__version__}", model=model_version(language), lexicon=lexicon_version(language)
    )


def title_of(dispatch: Dispatch) -> str:
    """What a page of a dispatch is called: its headline, else its id."""
    return dispatch.headline.of(dispatch.text) if dispatch.headline else dispatch.id


def page(dataset: Dataset, *, title: str, language: str = "fr", limit: int | None = None) -> str:
    """The interactive HTML page of a dataset, its own words in French or English, with `limit` names at most."""
    from dispatchgraph.network import project
    from dispatchgraph.view import LIMIT, render

    return render(project(dataset, language=language), title=title, language=language, limit=limit or LIMIT)


def drawing(dataset: Dataset, *, title: str, language: str = "fr", limit: int | None = None) -> str:
    """The picture of a dataset as SVG, to be printed; where `title` is empty it is called after its dispatch."""
    from dispatchgraph.network import project
    from dispatchgraph.view.drawing import LIMIT, draw

    return draw(project(dataset, language=language), title=title, language=language, limit=limit or LIMIT)


@dataclass(frozen=True)
class KnowledgeGraph:
    """The graph of a dispatch, to be asked, saved and looked at.

    In a notebook it shows itself.
    """

    dataset: Dataset
    warnings: tuple[str, ...] = ()
    title: str = "dispatchgraph"

    def query(self, sparql: str, *, timeout: float | None = None) -> Any:
        """The rdflib result of a SPARQL query or of a shipped question's name, within `timeout` seconds."""
        from dispatchgraph import query

        text = sparql if any(c.isspace() for c in sparql.strip()) else query.question(sparql).sparql
        return query.run(self.dataset, text, timeout=timeout)

    def explain(self, name: str, *, language: str = "fr") -> str:
        """Where a node comes from, in words («fr» or «en»): its IRI, the tail of it, or its label names it."""
        from dispatchgraph.explain import explain, told

        return told(explain(self.dataset, name, language=language))

    def save(self, path: str | Path, *, format: str | None = None) -> Path:
        """Write the graph to `path`, in the format of its suffix unless one is named."""
        from dispatchgraph import store

        return store.save(self.dataset, Path(path), format=format)

    def view(self, path: str | Path) -> Path:
        """Write the interactive page to `path`, or the drawing where its suffix is .svg."""
        from dispatchgraph import store

        drawn = Path(path).suffix.lower() == ".svg"
        return store.write_text(Path(path), drawing(self.dataset, title=self.title) if drawn else self._page())

    def validate(self) -> Any:
        """Whether the graph conforms to the shapes: a `validate.Report`."""
        from dispatchgraph.validate import validate

        return validate(self.dataset)

    def _page(self) -> str:
        return page(self.dataset, title=self.title)

    def _repr_html_(self) -> str:
        from html import escape

        style = "width:100%;height:640px;border:0"
        return f'<iframe srcdoc="{escape(self._page())}" style="{style}" sandbox="allow-scripts"></iframe>'

    def __len__(self) -> int:
        return sum(len(g) for g in self.dataset.graphs())


def _as_dispatch(text: str | bytes | Path | Dispatch, date: str | Date | None) -> Dispatch:
    from dispatchgraph import read

    if isinstance(text, Dispatch):
        return replace(text, date=read.parse_date(date)) if date is not None else text
    if isinstance(text, str):
        return read.read_text(text, date=date)
    if isinstance(text, bytes):
        return next(iter(read.read_bytes(text, name="", date=date)))
    return read.read_dispatch(text, date=date)


def build(
    text: str | bytes | Path | Dispatch,
    *,
    date: str | Date | None = None,
    base: str = iri.DEFAULT_BASE,
    keep_text: bool = True,
) -> KnowledgeGraph:
    """Read a dispatch (its text, bytes, file or `Dispatch`) into a graph.

    `date` is the day it was published, where its dateline does not say. Raises `InputError` and its kind.
    """
    dispatch = _as_dispatch(text, date)
    dataset = build_dispatch(dispatch, base=base, text=keep_text)
    return KnowledgeGraph(dataset, dispatch.warnings, title_of(dispatch))
