"""Which time expressions date an event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile

from dispatchgraph.extract.events.bearers import bearers, happenings, participles
from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import is_verbal
from dispatchgraph.extract.words import is_infinitive, phrase_at
from dispatchgraph.model import Span, TimeExpression
from dispatchgraph.parse import Parse, Word, Words

__all__ = ["by_sentence", "event_times", "tells_beginning"]

_COMPARED = 6  # words from «contre» to the date
_WITHIN = frozenset({"nmod", "obl:mod", "obl:arg", "amod", "flat:name", "conj"})
_FIXED = frozenset({"date", "month", "year", "quarter", "season"})  #: forms that no clause needs to place
_FOLLOWING = 4  # words from «après» to the event noun
_REACH = 12  # words up from a time expression
_CLAUSES = frozenset({"ccomp", "acl:relcl", "advcl", "acl", "parataxis", "conj"})


def by_sentence(doc: Parse, times: Iterable[TimeExpression]) -> dict[int, list[TimeExpression]]:
    """The time expressions by the first word of the sentence that they begin in."""
    found: dict[int, list[TimeExpression]] = defaultdict(list)
    for expression in times:
        if words := phrase_at(doc, expression.span):
            found[words.sent.start].append(expression)
    return found


def event_times(evoked: Evoked, carrier: Word, scene: Scene) -> Iterator[Span]:
    """The time expressions that hang on the event, its carrier, or on nothing nearer; and what stands right by it."""
    head, carriers = evoked.tokens[0], bearers(evoked, carrier, scene.heads)
    told = list(_told(head, carriers, scene))
    after = [t for t in told if lemma_of(carrier) in head.grammar.postponing and _follows(t, carrier)]
    return (t.span for t in after or told)


def _follows(expression: TimeExpression, verb: Word) -> bool:
    """«a été reportée à lundi»: whether an expression is the new date of what is put off."""
    words = phrase_at(verb.doc, expression.span)
    return words.start > verb.i and words.start > 0 and verb.doc[words.start - 1].lower_ in verb.grammar.onto


def _told(head: Word, carriers: set[int], scene: Scene) -> Iterator[TimeExpression]:
    """What hangs on a word that bears the event's date, or stands right by it."""
    for expression in scene.times.get(head.sent.start, ()):
        words = phrase_at(head.doc, expression.span)
        if _is_compared(words) or is_counted_since(words):
            continue
        beside = _beside(words, expression, scene)
        free = beside < 0 and not expression.is_apart
        if beside in carriers or (free and _event_above(words.root, scene.heads, carriers) in carriers):
            yield expression


def _beside(words: Words, expression: TimeExpression, scene: Scene) -> int:
    """The event noun that an expression can only be of, wherever the parser hung it; -1 where there is none.

    «Trois jours après le scrutin» dates what follows; «sa mise en examen, en mars 2015, …» what stands before.
    """
    if expression.is_apart:
        after = words.doc[words.end : min(words.end + _FOLLOWING, words.sent.end)]
        return next((t.i for t in after if t.i in scene.heads and t.pos_ == "NOUN"), -1)
    if (
        expression.form not in _FIXED
        or expression.relation not in {"at", "since"}
        or words.start < words.sent.start + 2
    ):
        return -1
    closed = words.end < words.sent.end and words.doc[words.end].text == ","
    before = words.doc[words.start - 2]
    if words.doc[words.start - 1].text != "," or not closed:
        return -1
    while before.i not in scene.heads and before.dep_ in _WITHIN and before.head.i < before.i:
        before = before.head  # «la catastrophe dans le pays, en avril 1993, …»
    return before.i if before.pos_ == "NOUN" and before.i in scene.heads else -1


def is_counted_since(words: Words) -> bool:
    """«pour la troisième fois depuis mai»: a date since which times are counted dates none of them."""
    return words.start > 0 and words.doc[words.start - 1].lower_ in words[0].grammar.occasions


def _is_compared(words: Words) -> bool:
    """Whether a date is that of what is compared: «38 % jeudi, contre 42 % la veille»."""
    before = reversed(list(words.doc[max(words.start - _COMPARED, words.sent.start) : words.start]))
    near = takewhile(lambda t: not t.is_punct or t.text == "%", before)
    return any(t.lower_ == t.grammar.against and t.nbor().like_num for t in near)


def tells_beginning(head: Word, carrier: Word) -> bool:
    """Whether what dates the event is its beginning: «l'offensive lancée le 15», «les combats ont débuté lundi»."""
    full = (c for c in carrier.children if c.dep_ == "xcomp" and is_infinitive(c))
    verbs = (v for v in (carrier, *full, *participles(head), *happenings(head)) if v.i != head.i)
    return any(lemma_of(v) in head.grammar.inchoative for v in verbs)


def _event_above(token: Word, heads: frozenset[int], carriers: set[int]) -> int:
    """The nearest event, clause or own carrier above a time expression; -1 where all are too far."""
    node = token
    for _ in range(_REACH):
        if node.i in carriers or node.head.i == node.i:
            return node.i
        if node.i != token.i and (node.i in heads or (is_verbal(node) and node.dep_ in _CLAUSES)):
            return node.i
        node = node.head
    return -1
