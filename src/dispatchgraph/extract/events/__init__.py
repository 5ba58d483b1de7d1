"""Events in a parse: triggers from the lexicon, their participants from the syntax."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.extract.events.causes import Causes, with_shared_days
from dispatchgraph.extract.events.frames import Evoked, joined_frames, noun_frame, verb_frame
from dispatchgraph.extract.events.plain import find_plain_events
from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.events.speakers import with_speaker
from dispatchgraph.extract.events.times import by_sentence
from dispatchgraph.extract.events.triggers import trigger
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import child_with, is_verbal, preposition
from dispatchgraph.extract.words import is_participle, is_plural
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.model import Quote, TimeExpression, Trigger
from dispatchgraph.parse import Parse, Word

__all__ = ["find_events"]

_KINDS = frozenset(
    {"Person", "Group", "Facility", "Thing", "Organization", "MilitaryForce", "Place", "Region", "Company"}
)


def find_events(
    doc: Parse, mentions: Mentions, times: Sequence[TimeExpression], quotes: Sequence[Quote] = ()
) -> tuple[Trigger, ...]:
    """All events told in `doc`, in text order; who says the `quotes` does what their verbs tell («a averti X»)."""
    verbs = _evoked_by_verbs(doc, mentions)
    nouns = _evoked_by_nouns(doc, mentions, used={i for e in verbs for i in e.indices})
    evoked = (*verbs, *nouns)
    heads = frozenset(i for e in evoked if not e.joined for i in e.indices)
    scene, causes = Scene(mentions, by_sentence(doc, times), heads), Causes(evoked, mentions)
    told = [*(causes.told_in(trigger(e, scene), e) for e in evoked), *find_plain_events(doc, scene)]
    shared = with_shared_days(told, doc.language)
    return tuple(sorted((with_speaker(t, quotes) for t in shared), key=lambda t: t.head))


def _evoked_by_verbs(doc: Parse, mentions: Mentions) -> list[Evoked]:
    known = event_lexicon(doc.language).verbs
    verbs = (t for t in doc if lemma_of(t) in known and (is_verbal(t) or is_participle(t)))
    found = (evoked for t in verbs if (evoked := verb_frame(t, mentions)) is not None)
    return [each for evoked in found for each in (evoked, *joined_frames(evoked, mentions))]


def _names_a_kind(noun: Word, mentions: Mentions) -> bool:
    """«un avion de combat», «la zone de sauvetage»: a bare noun that only says what kind of thing another is."""
    owner = mentions.at(noun.head)
    if preposition(noun) != noun.grammar.of or child_with(noun, "det") is not None or is_plural(noun):
        return False
    return owner is not None and owner.kind == "nominal" and owner.type in _KINDS and noun.head.i < noun.i


def _evoked_by_nouns(doc: Parse, mentions: Mentions, *, used: set[int]) -> list[Evoked]:
    """The events of nouns outside names and the expressions of verbs.

    What denotes an entity tells an event only if the frame asks for more than the noun.
    """
    found: list[Evoked] = []
    taken, known = set(used), event_lexicon(doc.language).nouns
    for token in doc:
        if lemma_of(token) not in known or token.i in taken:
            continue
        if mentions.name_at(token) is not None or _names_a_kind(token, mentions):
            continue
        evoked = noun_frame(token, mentions)
        if evoked and (evoked.frame.conditions or mentions.at(token) is None):
            found.append(evoked)
            taken |= evoked.indices
    return found
