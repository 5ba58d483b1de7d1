"""Pronouns put with the nearest subject that agrees; «je» with who speaks."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span
from dispatchgraph.resolve.coreference.clusters import Board, Cluster, home_state, is_body, sentences_between

__all__ = ["is_subject", "join_pronoun", "join_speaker", "not_said_by"]

_LEAST = -1  # a sentence back
_FARTHEST = 2  # sentences back to a subject: from there on none has `_LEAST`
_APART = 1  # code point, at most, between what is repeated and the comma
_ACTING = frozenset({"Country", "Group", "Document"})


def join_pronoun(board: Board, mention: Mention) -> None:
    """Put a pronoun or possessive of the third person with its antecedent; leave it where none is near."""
    beside = _set_off(board, mention)
    if beside is not None:
        board.put(mention, beside)
        return
    near = board.told_before(mention, sentences=_FARTHEST)
    ranked = [(rank, c) for c, told in near if (rank := _salience(board, c, mention, told)) is not None]
    rank, cluster = max(ranked, key=lambda r: r[0], default=(None, None))
    if rank is not None and rank[0] >= _LEAST:
        board.put(mention, cluster)


def _set_off(board: Board, mention: Mention) -> Cluster | None:
    """«La junte, elle, a refusé»: what a strong pronoun between commas repeats."""
    text, span = board.dispatch.text, mention.span
    if mention.kind != "pronoun" or text[span.begin - 2 : span.begin] != ", " or text[span.end : span.end + 1] != ",":
        return None
    told = ((m, c) for c in board.clusters for m in c.mentions if m.kind in {"name", "nominal"})
    found = [(m.span, c) for m, c in told if span.begin - 2 - _APART <= m.span.end <= span.begin - 2]
    return max(found, key=lambda pair: pair[0], default=(None, None))[1]


def join_speaker(board: Board, mention: Mention) -> None:
    """Put «je» inside a quotation with its speaker, «nous» with the body that the speaker speaks for, if it has one."""
    said = (q for q in board.quotes if q.speaker and any(s.covers(mention.span) for s in q.quotations))
    quote = next(said, None)
    cluster = board.of.get(quote.speaker) if quote and quote.speaker else None
    if cluster is not None and mention.lemma in grammar(board.dispatch.language).plural_first_person:
        cluster = _spoken_for(board, cluster)
    if cluster is not None:
        board.put(mention, cluster)


def _spoken_for(board: Board, speaker: Cluster) -> Cluster | None:
    """The body that a person holds a post in; the speaker itself where it is no person."""
    if speaker.type != "Person":
        return speaker
    heads = [m.head for m in speaker.mentions if m.head in board.bodies]
    found = ((board.bodies[h], h) for h in heads)
    bodies = (board.of.get(body) if body is not None else home_state(board) for body, _ in found)
    return next((c for c in bodies if c is not None and c.type not in {"Person", "Group"}), None)


def _salience(board: Board, cluster: Cluster, mention: Mention, told: Sequence[Mention]) -> tuple[int, ...] | None:
    """How near, and whether a subject: nearer sentences first, subjects before others; None if it cannot be meant.

    `told` are the mentions of the cluster shortly before.
    """
    beside = board.apart.get(mention.head) if mention.kind == "pronoun" else None
    if beside and any(m.head in beside for m in cluster.mentions):
        return None  # «l'opposition l'accuse»: not itself
    before = not_said_by(board, mention, [m for m in told if m.kind != "possessive"])
    if not before or not _may_refer(mention, cluster):
        return None
    last = max(before, key=lambda m: m.span)
    if mention.plural and not last.plural and cluster.type != "Group":
        return None  # «Moscou … leur retrait»: told in the singular
    gap = sentences_between(last.sentence, mention.sentence)
    if mention.lemma in grammar(board.dispatch.language).latter:
        return -gap, 0, 0, 0, last.span.begin
    subject = is_subject(board, before, last.sentence)
    named = int(bool(cluster.names) and not subject)
    speaks = int(mention.head in board.said and cluster.type == "Person")  # «Elle a prévenu que»: rather a person
    return (
        int(subject) - gap,
        int(subject),
        speaks,
        named,
        -last.span.begin if subject and gap == 0 else last.span.begin,
    )


def not_said_by(board: Board, speaker: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that may be meant where they stand: not told to say the pronoun, nor in others' quoted words."""
    contents, quoted = board.said.get(speaker.head, ()), board.quotation_around(speaker.head)
    kept = [m for m in mentions if not any(c.covers(m.span) for c in contents)] if contents else list(mentions)
    return [m for m in kept if quoted.covers(m.head)] if quoted is not None else kept


def is_subject(board: Board, mentions: Sequence[Mention], sentence: Span) -> bool:
    """Whether one of `mentions` is a subject in `sentence`."""
    return any((m.subject or m.head in board.subjects) and m.sentence == sentence for m in mentions)


def _may_refer(mention: Mention, cluster: Cluster) -> bool:
    """Whether a pronoun agrees with a cluster in number, gender and animacy."""
    if not any(m.plural == mention.plural and m.kind in {"name", "nominal"} for m in cluster.mentions):
        return False
    if mention.gender and cluster.gender and mention.gender != cluster.gender:
        return False
    if mention.type == "Person" and cluster.type != "Person":
        return False
    if mention.kind == "possessive" or cluster.type == "Person":
        return cluster.type not in {"Thing", "Facility"}
    return cluster.type in _ACTING or is_body(cluster.type)
