"""Names found one: by gazetteer, spelling, family name and acronym; actors told by an adjective."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dispatchgraph.iri import slug
from dispatchgraph.knowledge import Known
from dispatchgraph.model import Dispatch, Mention, Span
from dispatchgraph.resolve.coreference.clusters import Board, Cluster, compatible, finer, folded, is_body, synonyms_of

__all__ = ["acronyms", "join_name", "spelt_out"]

_ACRONYM = re.compile(r"[A-ZÉ].*[A-ZÉ]|^[A-Z][a-z]+$")
_SPACE = 4  # code points from a name to the acronym in brackets after it


def join_name(board: Board, mention: Mention) -> None:
    """Put a proper name, or an adjective of a state or actor, with those before it."""
    found = _same(board, mention)
    cluster = board.put(mention, found)
    if found is not None and mention.known is None and mention.kind == "name":
        cluster.type = finer(cluster.type, mention.type)


def _same(board: Board, mention: Mention) -> Cluster | None:
    if mention.text in board.acronyms:
        return board.of.get(board.acronyms[mention.text])
    if mention.known:
        return next((c for c in board.clusters if c.known == mention.known), None)
    return _actor(board, mention) if mention.kind == "adjective" else _namesake(board, mention)


def _actor(board: Board, mention: Mention) -> Cluster | None:
    """«gouvernemental» names the government already told of, by whatever noun."""
    synonyms = synonyms_of(mention.lemma, board.lexicon)
    nouns = {mention.lemma} | (synonyms.lemmas if synonyms else set())
    fits = (c for c in board.clusters if compatible(c.type, mention.type) and _is_told_by(c, mention.lemma, nouns))
    return max(fits, key=lambda c: (mention.lemma in c.nouns, len(c.mentions)), default=None)


def _is_told_by(cluster: Cluster, lemma: str, nouns: set[str]) -> bool:
    return not cluster.nouns.isdisjoint(nouns) or any(m.lemma == lemma for m in cluster.mentions)


def _namesake(board: Board, mention: Mention) -> Cluster | None:
    """The last cluster of that name; none if it is of another class."""
    words = folded(mention.text)
    same = next((c for c in board.clusters if c.known is None and words in c.spelt), None)
    if same is not None:
        same.type = _most_told(same, mention)
        return same
    for cluster in reversed(board.clusters):
        if not cluster.may_share(words):
            continue
        person = "Person" in {mention.type, cluster.type}
        open_ = cluster.known is None or cluster.type == "Person"
        if open_ and any(_is_same_name(words, other, person=person) for other in cluster.spelt):
            return cluster if compatible(cluster.type, mention.type) else None
    return board.of.get(board.acronyms[mention.text]) if mention.text in board.acronyms else None


def _most_told(cluster: Cluster, mention: Mention) -> str:
    """The class that most places of a name speak for, where they differ: one spelling is one thing in a dispatch."""
    if mention.type is None or compatible(cluster.type, mention.type):
        return cluster.type
    told = [m.type for m in (*cluster.mentions, mention) if m.kind == "name" and m.type]
    return max(told, key=lambda kind: (told.count(kind), kind == cluster.type))


def _is_same_name(a: tuple[str, ...], b: tuple[str, ...], *, person: bool) -> bool:
    """One spelling, or a family name (or last part of a name) of the other."""
    if a == b:
        return True
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if not short or len(short) == len(long):
        return False
    return long[-len(short) :] == short or (not person and len(short) > 1 and long[: len(short)] == short)


# --- acronyms -------------------------------------------------------------------------------------------------------


def acronyms(dispatch: Dispatch, mentions: Sequence[Mention], entries: Mapping[str, Known]) -> dict[str, Span]:
    """What the text itself puts in brackets after the name of a body: acronym → head of the name before the bracket.

    It goes before what the gazetteer (`entries`) knows by that acronym.
    """
    names = sorted((m for m in mentions if m.kind == "name"), key=lambda m: m.span)
    short = [m for m in names if _ACRONYM.search(m.text) and " " not in m.text]
    found = ((m, _before_bracket(dispatch, m, names)) for m in short)
    return {m.text: full.head for m, full in found if full is not None and _is_short_of(m, full, entries)}


def spelt_out(dispatch: Dispatch, mentions: Sequence[Mention], entries: Mapping[str, Known]) -> dict[str, str]:
    """Full names before the bracket of an acronym that the gazetteer knows: name → the entry's slug."""
    names = sorted((m for m in mentions if m.kind == "name"), key=lambda m: m.span)
    known = ((m, _before_bracket(dispatch, m, names)) for m in names if m.known)
    return {
        full.text: m.known
        for m, full in known
        if m.known and full is not None and full.known is None and _is_like(entries[m.known], full.text)
    }


def _before_bracket(dispatch: Dispatch, mention: Mention, ordered: Sequence[Mention]) -> Mention | None:
    """The name or description right before the bracket that holds only `mention`."""
    at, end, text = mention.span.begin, mention.span.end, dispatch.text
    if text[at - 1 : at] != "(" or text[end : end + 1] not in {")", ",", ";"}:
        return None
    near = (m for m in ordered if at - _SPACE <= m.span.end < at)
    return max(near, key=lambda m: m.span, default=None)


def _is_short_of(mention: Mention, full: Mention, entries: Mapping[str, Known]) -> bool:
    """Whether an acronym may be that of a name: by its initials, or in capitals behind an unknown body's name."""
    known = entries.get(mention.known or "")
    if mention.text == full.text or not (is_body(full.type) or full.type == "Thing"):
        return False
    if known is not None and (full.known is not None or not _are_others(known, full.text)):
        return False
    return _are_initials(mention.text, full.text) or (mention.text.isupper() and full.known is None and known is None)


def _is_like(known: Known, name: str) -> bool:
    """Whether what an entry is called in full is nearly a name: «développement de l'Afrique», «d'Afrique»."""
    words = set(folded(name))
    return any(len(words & set(folded(n))) * 2 > len(words) for n in known.names if " " in n)


def _are_others(known: Known, name: str) -> bool:
    """Whether all that an entry is called in full is another name: the channel PBS is no «Provence Bâti Sud»."""
    words = set(folded(name))
    spelt_out = [set(folded(n)) for n in known.names if " " in n]
    return all(len(words & other) * 2 < len(words) for other in spelt_out)


def _are_initials(acronym: str, name: str) -> bool:
    """Whether an acronym's letters begin words of a name, in order; one with small letters may be of any words."""
    if len(acronym) < 2:
        return False
    initials = iter(slug("".join(w[0] for w in re.split(r"[\s'’-]+", name) if w)))
    return not acronym.isupper() or all(c in initials for c in slug(acronym) if c.isalpha())
