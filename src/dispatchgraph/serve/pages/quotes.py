"""The sentences that tell something, with the words that do so marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dispatchgraph.serve.pages.statements import Node, gathered, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.site import Rows

__all__ = ["Quote", "quotes"]

_MOST = 4_000  #: rows of one question
_SENTENCE = ("nif:anchorOf", "nif:beginIndex")
_DISPATCH = ("schema:headline", "schema:datePublished")
_EACH = 3  #: sentences that are shown of one thing


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A sentence as pieces of text, of which some are marked, and where it stands."""

    pieces: tuple[tuple[str, bool], ...]
    source: Link
    day: str
    at: int  #: where its first marked word begins in the text


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What sentences and dispatches say of themselves."""

    sentences: dict[str, Node]
    dispatches: dict[str, Node]


async def quotes(visit: Visit, iris: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
    """The sentences that tell each of some things, by dispatch and place in the text."""
    mentions = await visit.of(
        iris,
        f"""SELECT DISTINCT ?s ?m ?at ?to ?words ?in ?dispatch WHERE {{ VALUES ?s {{ $THESE }}
          ?s gaf:denotedBy ?m .
          ?m nif:referenceContext ?dispatch ; nif:beginIndex ?at ; nif:endIndex ?to .
          OPTIONAL {{ ?m nif:anchorOf ?words }} OPTIONAL {{ ?m nif:sentence ?in }}
        }} LIMIT {_MOST}""",
    )
    told = _Told(
        sentences=await gathered(visit, [iri for row in mentions if (iri := value(row, "in"))], _SENTENCE),
        dispatches=await gathered(visit, [value(row, "dispatch") for row in mentions], _DISPATCH),
    )
    by_thing: dict[str, Rows] = defaultdict(list)
    for row in mentions:
        by_thing[row["s"].value].append(row)
    return {iri: _quoted(visit, found, told) for iri, found in by_thing.items()}


def _quoted(visit: Visit, rows: Rows, told: _Told) -> tuple[Quote, ...]:
    by_sentence: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in rows:
        by_sentence[value(row, "dispatch"), value(row, "in") or value(row, "m")].append(row)
    found = [_quote(visit, of_one, told) for of_one in by_sentence.values()]
    return tuple(sorted(found, key=lambda q: (q.day, q.source.iri, q.at))[:_EACH])


def _quote(visit: Visit, rows: Rows, told: _Told) -> Quote:
    """One sentence; where the graph does not keep it, the words alone."""
    first = min(rows, key=lambda row: _index(value(row, "at")))
    sentence = told.sentences.get(value(first, "in"))
    words, begin = (sentence.text("nif:anchorOf"), _index(sentence.text("nif:beginIndex"))) if sentence else ("", 0)
    spans = [(_index(value(row, "at")) - begin, _index(value(row, "to")) - begin) for row in rows]
    if not words:
        words = value(first, "words")
        spans = [(0, len(words))]
    source = told.dispatches[value(first, "dispatch")]
    at, to = _index(value(first, "at")), _index(value(first, "to"))
    link = visit.link(source.iri, source.label("schema:headline", visit.language))
    place = visit.link(f"{source.iri}#char={at},{to}").href or link.href
    return Quote(
        pieces=marked(words, spans),
        source=Link(label=link.label, href=place, iri=source.iri),
        day=source.text("schema:datePublished")[:10],
        at=at,
    )


def _index(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0


def marked(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """`text` in pieces, those within `spans` marked.

    >>> marked("La Russie a mis son veto.", [(10, 24), (20, 24)])
    (('La Russie ', False), ('a mis son veto', True), ('.', False))
    """
    pieces, end = [], 0
    for begin, until in sorted(spans):
        begin, until = max(begin, end), min(until, len(text))
        if begin < until:
            pieces += [(text[end:begin], False), (text[begin:until], True)]
            end = until
    pieces.append((text[end:], False))
    return tuple((piece, mark) for piece, mark in pieces if piece)
