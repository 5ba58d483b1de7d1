"""All mentions of entities in a parse: names, descriptions, pronouns, and which stand in apposition."""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.extract.mentions.adjectives import find_adjectives
from dispatchgraph.extract.mentions.appositions import is_subject, with_appositions
from dispatchgraph.extract.mentions.index import Mentions, index
from dispatchgraph.extract.mentions.lexicon import find_expressions
from dispatchgraph.extract.mentions.nominals import find_nominals
from dispatchgraph.extract.mentions.pronouns import find_pronouns
from dispatchgraph.extract.names import Name, find_names
from dispatchgraph.extract.names.known import is_of_people
from dispatchgraph.extract.words import indices, sentence_of, span_of, token_at, words_of
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, TimeExpression
from dispatchgraph.parse import Parse

__all__ = ["Mentions", "find_mentions"]


def find_mentions(doc: Parse, gazetteer: Gazetteer, times: Sequence[TimeExpression] = ()) -> Mentions:
    """Every mention in `doc`, in text order, none overlapping another of its kind; words of `times` are none."""
    people = frozenset(t.i for t in doc if t.text in gazetteer.by_demonym and is_of_people(t))
    reserved = find_expressions(doc, between=gazetteer.by_adjective) | indices(doc, times) | people
    names = find_names(doc, gazetteer, reserved=reserved)
    taken = {i: n for n in names for i in n.indices}
    named = [_named(doc, n) for n in names]
    nominals = [m for m in find_nominals(doc, gazetteer, taken=taken) if token_at(doc, m.head).i not in taken]
    described = with_appositions(doc, named, nominals, taken)
    adjectives = find_adjectives(doc, gazetteer, taken=taken)
    return index(doc, [*described, *find_pronouns(doc)], adjectives)


def _named(doc: Parse, name: Name) -> Mention:
    words = doc.words(name.start, name.end)
    return Mention(
        span=words_of(words),
        head=span_of(words.root),
        sentence=sentence_of(words.root),
        kind="name",
        type=name.type,
        text=words.text,
        lemma=words.text,
        known=name.known,
        gender=name.gender or None,
        plural=_is_plural(doc, name),
        subject=is_subject(words.root),
        definite=True,
        metonym=name.metonym or name.demonym,
        rule=name.rule,
    )


def _is_plural(doc: Parse, name: Name) -> bool:
    """«les Américains», «entre Russes et Turcs»."""
    words = grammar(doc.language)
    before = doc[name.start - 1].lower_ if name.start else ""
    return before in words.plural_articles or (name.demonym and before == words.between)
