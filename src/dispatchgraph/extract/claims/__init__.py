"""Who says what: cues of attribution, their speakers and the words they claim.

Four constructions, each a module: a clause or infinitive below a verb of saying; words before or after an inverted
verb («…», a-t-elle lancé); «selon X»; a quotation that goes on in the next sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dispatchgraph.extract.claims.according import according_to
from dispatchgraph.extract.claims.clauses import clauses_below
from dispatchgraph.extract.claims.continued import continued
from dispatchgraph.extract.claims.cues import cue_of, speech_verb
from dispatchgraph.extract.claims.inverted import inverted
from dispatchgraph.extract.claims.scene import Scene, open_scene
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import conjuncts, preposition
from dispatchgraph.extract.words import span_of, token_at
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import Quote
from dispatchgraph.parse import Parse, Words

__all__ = ["find_claims"]


def find_claims(doc: Parse, mentions: Mentions) -> tuple[Quote, ...]:
    """All attributed stretches of `doc`, in text order."""
    scene = open_scene(doc, mentions)
    told = [each for sent in doc.sents for quote in _told_in(sent, scene) for each in _by_all(quote, scene)]
    return tuple(sorted((*told, *continued(told, scene)), key=lambda q: (q.contents, q.cue)))


def _by_all(quote: Quote, scene: Scene) -> Iterator[Quote]:
    """A claim once for each of several speakers: «Airbus et Boeing ont annoncé …»."""
    yield quote
    speaker = token_at(scene.doc, quote.speaker) if quote.speaker else None
    for other in conjuncts(speaker)[1:] if speaker is not None else ():
        own = preposition(other) in speech(scene.doc.language).cues  # «selon X et, selon Y, …»
        mention = scene.mentions.at(other)
        if mention is not None and not own and (mention.kind == "name" or mention.definite):
            yield replace(quote, speaker=span_of(other))


def _told_in(sent: Words, scene: Scene) -> Iterator[Quote]:
    """The claims of a sentence's verbs and cues; what an inverted verb attributes, no other reading does."""
    verbs = [(token, verb) for token in sent if (verb := speech_verb(token)) is not None]
    after = [quote for token, verb in verbs if (quote := inverted(token, verb, scene)) is not None]
    yield from after
    cues = {quote.cue for quote in after}
    for token, verb in verbs:
        if cue_of(token) not in cues:
            yield from clauses_below(token, verb, scene)
    yield from according_to(sent, scene)
