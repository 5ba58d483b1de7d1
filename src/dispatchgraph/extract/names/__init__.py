"""Proper names in a parse: the gazetteer, capitals and the model's entities, weighed against each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dispatchgraph.extract.names.classes import classified
from dispatchgraph.extract.names.known import find_known
from dispatchgraph.extract.names.name import PLACES, Name, Run, spelling
from dispatchgraph.extract.names.runs import find_runs, is_name
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.nominals import names
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.parse import Parse

__all__ = ["Name", "find_names"]


def find_names(doc: Parse, gazetteer: Gazetteer, *, reserved: frozenset[int] = frozenset()) -> tuple[Name, ...]:
    """The names of `doc`, not overlapping, in text order.

    `reserved` are tokens of expressions the lexicon knows («Premier ministre»), which no unknown name takes.
    """
    taken: set[int] = set()
    found: list[Name] = []
    candidates = _candidates(doc, gazetteer, reserved)
    for name in sorted(candidates, key=lambda n: (n.start - n.end, n.known is None, n.start)):
        if taken.isdisjoint(name.indices):
            taken.update(name.indices)
            found.append(name)
    return _agreed(doc, sorted(found, key=lambda n: n.start))


def _agreed(doc: Parse, found: Sequence[Name]) -> tuple[Name, ...]:
    """One spelling has one class in a dispatch: the one most of its places speak for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in found:
        votes[spelling(doc, name)][name.type] += 1
    elected = {words: max(sorted(counts), key=counts.__getitem__) for words, counts in votes.items()}
    return tuple(n if n.known else replace(n, type=elected[spelling(doc, n)]) for n in found)


def _candidates(doc: Parse, gazetteer: Gazetteer, reserved: frozenset[int]) -> Iterator[Name]:
    known = [n for n in find_known(doc, gazetteer) if not set(n.indices) < reserved]
    yield from known
    walls = [Name(start=i, end=i + 1, type="", rule="reserved") for i in sorted(reserved)]
    fixed = sorted([*known, *walls], key=lambda n: n.start)
    longest = max((n.end - n.start for n in fixed), default=0)
    starts = [n.start for n in fixed]
    for run in find_runs(doc):
        near = fixed[bisect_left(starts, run.start - longest) : bisect_left(starts, run.end)]
        parts = _around(doc, [n for n in near if run.start < n.end], run)
        yield from (classified(doc, part) for part in parts if is_name(doc, part))


def _around(doc: Parse, within: Sequence[Name], run: Run) -> Iterator[Run]:
    """A run whole where it swallows the known names within it, else what is left beside them."""
    if not within or _swallows(doc, within, run):
        yield run
        return
    start = run.start
    for name in within:
        if start < name.start:
            yield replace(run, start=start, end=name.start)
        start = max(start, name.end)
    start = next((i for i in range(start, run.end) if doc[i].is_capital), run.end)
    if start < run.end:
        yield Run(start=start, end=run.end)


def _swallows(doc: Parse, within: Sequence[Name], run: Run) -> bool:
    """Whether a run may swallow the known names in it: «Bruxelles» in «FC Bruxelles», not «ONU» in «ONU Vitali»."""
    if not all(_is_open(n, run) for n in within) or any(_says_where(doc, n, run) for n in within):
        return False
    given = names(doc.language).given
    if doc[run.start].text in given and not any(n.start == run.start and n.end - n.start > 1 for n in within):
        return True
    return all(n.type in PLACES and (n.start > run.start or doc[n.end].text not in given) for n in within)


def _says_where(doc: Parse, name: Name, run: Run) -> bool:
    """«alors qu'à Stockholm Nordmek …»: a town behind «à» that opens a run says where."""
    leads = name.start == run.start and name.start > 0 and name.type in PLACES
    return leads and doc[name.start - 1].lower_ in grammar(doc.language).place_before_name


def _is_open(name: Name, run: Run) -> bool:
    """Whether a known name is only part of a run, and no people's name or reserved word."""
    inside = run.start <= name.start and name.end <= run.end and (name.start, name.end) != (run.start, run.end)
    return inside and bool(name.type) and not name.demonym
