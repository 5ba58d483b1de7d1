"""Sources brought by a preposition: «selon X», «d'après X», «pour M. X»."""

from __future__ import annotations

from collections.abc import Iterator

from dispatchgraph.extract.claims.scene import Scene, attributed, trimmed
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.participants import obliques
from dispatchgraph.extract.syntax import SUBJECTS, is_verbal, preposition
from dispatchgraph.extract.words import feature, is_participle, phrase_at, span_of, words_of
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.speech import Cue, speech
from dispatchgraph.model import Mention, Quote, Span
from dispatchgraph.parse import Parse, Word, Words

__all__ = ["according_to"]

_REACH = 7  # words from a cue to its source
_DESCRIPTION = 3  # words from a comma to the description of a source
_OPENING = 2  # words that may stand before a cue that opens a sentence
_PHRASES = frozenset({"ADJ", "VERB"})  #: tags of what may describe a source behind a comma
_ENDS = frozenset({",", ";", "."})
_OPENERS = frozenset({":", ";"})
_MEMBER_SIGNS = frozenset({",", ";", ":", "("})
_SOURCE_WORDS = frozenset({"ADP", "DET", "ADJ", "PROPN", "PUNCT", "NOUN", "NUM"})


def according_to(sent: Words, scene: Scene) -> Iterator[Quote]:
    """The claim of each source that a cue in `sent` brings."""
    bare, cues = scene.doc.grammar.bare_genitives, speech(scene.doc.language).cues
    for token in sent:
        if token.lower_ in bare:
            yield from _anonymous(token, scene)
        cue = next((c for c in cues[token.lower_] if _stands(c, token)), None) if token.lower_ in cues else None
        if cue is not None and not (cue.weak and token.i != sent.start):
            yield from _of_source(token, cue, scene)


def _anonymous(token: Word, scene: Scene) -> Iterator[Quote]:
    """«De source policière, …», «…, de sources concordantes»: a source without name or article."""
    sent = token.sent
    if token.i + 1 >= sent.end:
        return
    source = token.nbor()
    parted = token.i == sent.start or token.nbor(-1).text == ","
    if not parted or lemma_of(source) not in speech(token.doc.language).sources or scene.mentions.at(source) is None:
        return
    contents = _scope(sent, token.i, _source_end(sent, source, scene.mentions))
    if contents:
        yield attributed(scene, token, contents, cue=span_of(token), speaker=source, rule="cue:de source")


def _of_source(token: Word, cue: Cue, scene: Scene) -> Iterator[Quote]:
    sent, end = token.sent, token.i + len(cue.words)
    source = _source(sent, end, scene.mentions)
    if source is None:
        return
    stop = _source_end(sent, source, scene.mentions)
    if cue.weak and not _opens_view(sent, source, stop, scene.mentions):
        return
    contents = _scope(sent, token.i, stop)
    if contents:
        words = words_of(scene.doc[token.i : end])
        yield attributed(scene, token, contents, cue=words, speaker=source, rule="cue:" + " ".join(cue.words))


def _opens_view(sent: Words, source: Word, stop: int, mentions: Mentions) -> bool:
    """«Pour M. X, …», «Pour Greenpeace, …»: a person or body before a comma, whose view follows."""
    kind = mentions.type_at(source) or ""
    return _is_author(kind) and stop < sent.end and sent.doc[stop].text == ","


def _stands(cue: Cue, token: Word) -> bool:
    if len(cue.words) > 1 and (token.i + 1 >= len(token.doc) or token.nbor().lower_ != cue.words[1]):
        return False
    return tuple(t.lower_ for t in token.doc[token.i : token.i + len(cue.words)]) == cue.words


# --- the source -----------------------------------------------------------------------------------------------------


def _source(sent: Words, start: int, mentions: Mentions) -> Word | None:
    """The first mention after a cue, a name in apposition before its description."""
    for token in sent.doc[start : min(start + _REACH, sent.end)]:
        mention = mentions.at(token)
        if mention is not None and (mention.kind == "name" or span_of(token) == mention.head):
            return _author(token, mention, mentions) or token
        if token.pos_ in {"VERB", "PUNCT", "AUX"} and token.text not in {"«", "»"}:
            return None
    return None


def _author(token: Word, mention: Mention, mentions: Mentions) -> Word | None:
    """Who speaks through a document: «d'après un sondage de l'institut X», «selon le décompte publié par Y»."""
    if mention.type != "Document" or mention.kind != "nominal":
        return None
    words = token.grammar
    participles = (c for c in token.children if c.dep_ == "acl" and is_participle(c))
    owned = [t for p, t in _complements_of(token) if p == words.of]
    made = [t for c in participles for p, t in obliques(c) if p == words.by]
    return next((t for t in (*made, *owned) if _is_author(mentions.type_at(t))), None)


def _complements_of(token: Word) -> list[tuple[str, Word]]:
    return [(preposition(c), c) for c in token.children if c.i > token.i and c.dep_ in {"nmod", "obl:arg", "obl:mod"}]


def _is_author(kind: str | None) -> bool:
    return kind == "Person" or "Organization" in ancestors(kind or "")


def _source_end(sent: Words, source: Word, mentions: Mentions) -> int:
    """Where the words about the source end: its complements and a name in apposition belong to them."""
    doc, mention = sent.doc, mentions.at(source)
    end = max(source.i + 1, phrase_at(doc, mention.span).end) if mention else source.i + 1
    while end < sent.end and _describes(doc[end], source):
        end += 1
    return _past_name(sent, _past_description(sent, end, mention, mentions), mention, mentions) if mention else end


def _past_description(sent: Words, end: int, source: Mention, mentions: Mentions) -> int:
    """Past «, membre du groupe Y,» behind a named source."""
    if end + 1 >= sent.end or sent.doc[end].text != ",":
        return end
    after = sent.doc[end + 1 : sent.end]
    if (
        after[0].pos_ in _PHRASES
        and not feature(after[0], "Mood")
        and not any(c.dep_ in SUBJECTS for c in after[0].children)
    ):
        return next((t.i for t in after if t.text == ","), end)  # «cet officier, inconnu du public, …»
    described = next((m for t in after[:_DESCRIPTION] if (m := mentions.at(t)) is not None), None)
    if described is None or described.apposed_to != source.head:
        return end
    return next((t.i for t in after if t.text == ","), end)


def _past_name(sent: Words, end: int, source: Mention, mentions: Mentions) -> int:
    """Past «, X» behind a source described."""
    if end + 1 >= sent.end or sent.doc[end].text != ",":
        return end
    name = mentions.name_at(sent.doc[end + 1])
    apposed = name is not None and name.head == source.apposed_to
    return int(phrase_at(sent.doc, name.span).end) if name is not None and apposed else end


def _describes(token: Word, source: Word) -> bool:
    if token.text in _ENDS or token.text in token.grammar.conjunctions:
        return False
    words = token.pos_ in _SOURCE_WORDS or (is_participle(token) and token.dep_ == "acl")
    return words and source.is_ancestor(token)


# --- the content ----------------------------------------------------------------------------------------------------


def _scope(sent: Words, cue: int, stop: int) -> list[Span]:
    """What a cue attributes: the sentence it opens or closes after a comma, else the member it stands in."""
    doc, begin, end = sent.doc, sent.start, sent.end
    goes_on = any(not t.is_punct and not t.is_space for t in doc[stop:end])
    opened = doc[cue - 1].text in _OPENERS and stop < end and doc[stop].text == ","
    if cue > begin and opened:  # «craint un bilan plus lourd: d'après elle, …»
        stretches = [(stop, next((t.i for t in doc[stop:end] if t.text == ";"), end))]
    elif cue <= begin + _OPENING and goes_on:
        stretches = [(stop, end)]
    elif doc[cue - 1].text == "," and not goes_on:
        stretches = [(begin, cue - 1)]
    else:
        stretches = _member(sent, cue, stop)
    return [span for start, last in stretches if (span := trimmed(doc, start, last)) is not None]


def _member(sent: Words, cue: int, stop: int) -> list[tuple[int, int]]:
    """The part of the sentence around a cue, before it and after it."""
    doc, end = sent.doc, sent.end
    parted = doc[cue - 1].text == ","
    before = (_member_start(doc, sent.start, cue - 1 if parted else cue), cue)
    if not parted or stop >= end or doc[stop].text != ",":
        return [before]
    return [before, (stop + 1, next((t.i for t in doc[stop + 1 : end] if _ends_member(t)), end))]


def _ends_member(token: Word) -> bool:
    return token.text in {",", ";"} or (token.pos_ == "CCONJ" and is_verbal(token.head))


def _member_start(doc: Parse, begin: int, cue: int) -> int:
    """Back to the comma or coordinator that opens the member before a cue."""
    for i in range(cue - 1, begin, -1):
        coordinates = doc[i].pos_ == "CCONJ" and cue - i > 1
        if coordinates or doc[i].text in _MEMBER_SIGNS or doc[i].lower_ in doc[i].grammar.partitives:
            return i + 1
    return begin
