"""The sentences that tell something, with the words that do so marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dispatchgraph.serve.pages.statements import best_label, value
from dispatchgraph.serve.pages.visit import Link, Visit
from dispatchgraph.serve.pages.writing import nodes
from dispatchgraph.serve.site import Rows, Term

__all__ = ["Quote", "quotes"]

_MOST = 4_000  #: rows of one question
_EACH = 3  #: sentences that are shown of one thing


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A sentence as pieces of text, of which some are marked, and where it stands."""

    pieces: tuple[tuple[str, bool], ...]
    source: Link
    day: str
    at: int  #: where its first marked word begins in the text


async def quotes(visit: Visit, iris: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
    """The sentences that tell each of some things, by dispatch and place in the text."""
    if not iris:
        return {}
    rows = await visit.rows(
        f"""SELECT DISTINCT ?s ?at ?to ?words ?sentence ?from ?dispatch ?headline ?day WHERE {{
          VALUES ?s {{ {nodes(iris)} }}
          ?s gaf:denotedBy ?m .
          ?m nif:referenceContext ?dispatch ; nif:beginIndex ?at ; nif:endIndex ?to .
          OPTIONAL {{ ?m nif:anchorOf ?words }}
          OPTIONAL {{ ?m nif:sentence ?in . ?in nif:anchorOf ?sentence ; nif:beginIndex ?from }}
          OPTIONAL {{ ?dispatch schema:headline ?headline }}
          OPTIONAL {{ ?dispatch schema:datePublished ?day }}
        }} LIMIT {_MOST}""",
        limit=_MOST,
    )
    by_thing: dict[str, Rows] = defaultdict(list)
    for row in rows:
        by_thing[row["s"].value].append(row)
    return {iri: _quoted(visit, found) for iri, found in by_thing.items()}


def _quoted(visit: Visit, rows: Rows) -> tuple[Quote, ...]:
    by_sentence: dict[tuple[str, str, str], Rows] = defaultdict(list)
    for row in rows:
        by_sentence[value(row, "dispatch"), value(row, "from"), value(row, "sentence")].append(row)
    found = [_quote(visit, told) for told in by_sentence.values()]
    return tuple(sorted(found, key=lambda q: (q.day, q.source.iri, q.at))[:_EACH])


def _quote(visit: Visit, rows: Rows) -> Quote:
    """One sentence; where the graph does not keep it, the words alone."""
    first = min(rows, key=lambda row: _index(row, "at"))
    sentence, begin = value(first, "sentence"), _index(first, "from")
    spans = [(_index(row, "at") - begin, _index(row, "to") - begin) for row in rows]
    if not sentence:
        sentence = value(first, "words")
        spans = [(0, len(sentence))]
    dispatch, at = value(first, "dispatch"), _index(first, "at")
    title = best_label([row["headline"] for row in rows if "headline" in row], visit.language)
    link = visit.link(dispatch, title)
    place = visit.link(f"{dispatch}#char={at},{_index(first, 'to')}").href or link.href
    return Quote(
        pieces=marked(sentence, spans),
        source=Link(label=link.label, href=place, iri=dispatch),
        day=value(first, "day")[:10],
        at=at,
    )


def _index(row: dict[str, Term], name: str) -> int:
    said = value(row, name)
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
