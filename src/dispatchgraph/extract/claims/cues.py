"""Verbs of saying: which words say, who speaks and to whom."""

from __future__ import annotations

from collections.abc import Iterable

from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.participants import agents, obliques
from dispatchgraph.extract.syntax import content_head, is_reflexive, is_verbal
from dispatchgraph.extract.words import is_participle, span_of, words_of
from dispatchgraph.languages.speech import SpeechVerb, speech
from dispatchgraph.model import Span
from dispatchgraph.parse import Word, remembered

__all__ = ["addressee_of", "cue_of", "is_impersonal", "preferred", "speaker_of", "speech_verb"]

_REACH = 6  # words from a verb to the rest of its expression
_LISTENERS = frozenset({"Person", "NewsAgency", "Organization", "Group", "Company"})


@remembered
def speech_verb(token: Word) -> SpeechVerb | None:
    """The entry of `speech.toml` that a verb is used as."""
    entries = speech(token.doc.language).verbs.get(lemma_of(token))
    if entries is None or not (is_verbal(token) or is_participle(token)):
        return None
    return next((verb for verb in entries if _stands(verb, token)), None)


def _stands(verb: SpeechVerb, token: Word) -> bool:
    """Whether the rest of an expression stands near its verb."""
    if verb.reflexive and not is_reflexive(token):
        return False
    if len(verb.words) == 1:
        return True
    near = {lemma_of(c) for c in token.subtree if abs(c.i - token.i) < _REACH}
    return near.issuperset(verb.words[1:])


@remembered
def cue_of(token: Word) -> Span:
    """The words of saying: auxiliary, verb, and the rest of «fait état», «laissé entendre»."""
    auxiliaries = (c.i for c in token.children if c.dep_.startswith("aux") and c.i < token.i)
    verb = speech_verb(token)
    words = verb.words[1:] if verb else ()
    rest = (t.i for t in token.subtree if 0 < t.i - token.i < _REACH and lemma_of(t) in words)
    return words_of(token.doc[min([token.i, *auxiliaries]) : max([token.i, *rest]) + 1])


def speaker_of(verb: Word, mentions: Mentions) -> Word | None:
    """Who says it: the subject, the agent of a passive, or the place «on» speaks from."""
    who = agents(verb)
    if who and is_impersonal(who[0]):
        places = verb.grammar.speaking_from
        who = [t for p, t in obliques(verb) if p in places and mentions.at(t) is not None]
    named = [t for t in who if mentions.name_at(t) is not None]
    heads = (content_head(t) for t in (*named, *who))
    return next((t for t in heads if mentions.at(t) is not None), None)


def is_impersonal(token: Word) -> bool:
    """Whether a word is «on», with the verb or hung on it."""
    return token.lower_.strip("-") in token.grammar.impersonals


def preferred(tokens: Iterable[Word], mentions: Mentions) -> Word | None:
    """The first name among `tokens`, else the first that is mentioned at all."""
    mentioned = [t for t in tokens if mentions.at(t) is not None]
    return next((t for t in mentioned if mentions.name_at(t) is not None), next(iter(mentioned), None))


def addressee_of(verb: Word, mentions: Mentions, speaker: Word) -> Span | None:
    """Head of the person or body that a verb says it to."""
    prepositions = verb.grammar.speaking_to
    told = (t for p, t in obliques(verb) if p in prepositions and t != speaker)
    return next((span_of(t) for t in told if mentions.type_at(t) in _LISTENERS), None)
