"""Events outside the lexicon: full verbs with a named participant."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.events.frames import Evoked
from dispatchgraph.extract.events.scene import Scene
from dispatchgraph.extract.events.triggers import trigger
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import is_reflexive
from dispatchgraph.extract.words import token_at
from dispatchgraph.languages.events import Frame, citation, event_lexicon
from dispatchgraph.languages.speech import speech
from dispatchgraph.model import Argument, Trigger
from dispatchgraph.parse import Parse, Word

__all__ = ["find_plain_events"]


def find_plain_events(doc: Parse, scene: Scene) -> Iterator[Trigger]:
    """An event of no class for each full verb outside the lexicon, if one who does or undergoes it has a name."""
    for token in doc:
        if token.i in scene.heads or token.i in scene.mentions.by_token or not _is_full_verb(token):
            continue
        found = trigger(Evoked(_frame(token), (token,)), scene)
        if any(_is_named(a, doc, scene.mentions) for a in found.arguments if a.role in {"agent", "patient"}):
            yield found


def _is_full_verb(token: Word) -> bool:
    """Whether a word is a verb of its own weight that no lexicon lists."""
    if token.pos_ != "VERB" or not token.text.isalpha():
        return False
    lemma, words, language = lemma_of(token), token.grammar, token.doc.language
    listed = (speech(language).verbs, words.support, words.stative, words.light, event_lexicon(language).verbs)
    return not any(lemma in group for group in listed)


def _frame(token: Word) -> Frame:
    words, reflexive = (lemma_of(token),), is_reflexive(token)
    return Frame(
        type="Event",
        words=words,
        lemma=citation(words, reflexive=reflexive, language=token.doc.language),
        reflexive=reflexive,
        preps=token.grammar.plain_roles,
        rule="plain",
    )


def _is_named(argument: Argument, doc: Parse, mentions: Mentions) -> bool:
    return mentions.name_at(token_at(doc, argument.head)) is not None
