"""Nominal mentions («le régime syrien», «deux médecins russes»), pronouns and adjectives that denote entities."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from dispatchgraph.extract.syntax import lemma_of, span_of
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.languages.nominals import Nominal, nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = ["find_adjectives", "find_expressions", "find_nominals", "find_pronouns", "phrase", "sentence_of"]

_ARTICLES = frozenset({"le", "la", "les", "l'", "l"})
_SINGULAR = frozenset(
    {"un", "une", "le", "la", "l'", "son", "sa", "ce", "cet", "cette", "notre", "chaque", "aucun", "aucune"}
)


def sentence_of(token: Token) -> Span:
    """The span of a token's sentence without the white space around it."""
    sent = token.sent
    start, end = sent.start, sent.end
    while start < end - 1 and sent.doc[start].is_space:
        start += 1
    while end > start + 1 and sent.doc[end - 1].is_space:
        end -= 1
    return span_of(sent.doc[start:end])


# --- descriptions ---------------------------------------------------------------------------------------------------


def find_nominals(doc: Doc, gazetteer: Gazetteer, *, taken: Mapping[int, object]) -> Iterator[Mention]:
    """Each noun phrase whose noun the lexicon knows; `taken` are the tokens of names."""
    until = 0
    for token in doc:
        if token.i < until or token.i in taken or token.is_punct or token.is_space:
            continue
        match = _match(token, taken, gazetteer.by_adjective)
        if match:
            nominal, end = match
            until = end
            yield _mention(doc, gazetteer, nominal, token.i, end, taken=taken)


def _match(token: Token, taken: Mapping[int, object], adjectives: Container[str]) -> tuple[Nominal, int] | None:
    """The longest entry that begins at `token`, and where it ends."""
    entries = nominals(token.doc.lang_).nouns
    seen: set[int] = set()
    for form in _forms(token):
        for nominal in entries.get(form, ()):
            if id(nominal) in seen:
                continue
            seen.add(id(nominal))
            end = _matches(token, nominal.words, taken, between=adjectives)
            if end and (len(nominal.words) > 1 or _is_noun(token)) and (not nominal.part or _part_of(token.doc, end)):
                return nominal, end
    return None


def _part_of(doc: Doc, end: int) -> bool:
    """Whether «de X» follows, or the part stands for itself after «côté»: «le nord du pays»."""
    return end < len(doc) and (doc[end].lower_ in {"de", "du", "d'", "des"} or doc[end - 1].pos_ == "ADJ")


def _is_noun(token: Token) -> bool:
    if token.pos_ in {"NOUN", "PROPN"}:
        return True
    # an adjective or participle used as a noun: «les blessés», «des insurgés»
    has_article = any(c.dep_ == "det" and c.i < token.i for c in token.children)
    return token.pos_ in {"ADJ", "VERB"} and has_article and token.dep_ not in {"amod", "ROOT", "acl"}


def _forms(token: Token) -> tuple[str, ...]:
    contracted = grammar(token.doc.lang_).contracted
    lower = token.lower_
    return tuple(dict.fromkeys((lower, lemma_of(token), contracted.get(lower, lower), lower.rstrip("'"))))


def _matches(token: Token, words: tuple[str, ...], taken: Mapping[int, object], *, between: Container[str] = ()) -> int:
    """Where `words` end if they stand from `token` on, articles and adjectives of states left out; 0 otherwise."""
    i, doc = token.i, token.doc
    for n, word in enumerate(words):
        while (
            n and i < len(doc) and (doc[i].lower_ in _ARTICLES or (doc[i].lower_ in between and doc[i].lower_ != word))
        ):
            i += 1
        if i >= len(doc) or i in taken or not (word in _forms(doc[i]) or _capital_form(doc[i], word)):
            return 0
        i += 1
    return i


def _capital_form(token: Token, word: str) -> bool:
    """«Etat» for «état»: a capital may go without its accent."""
    return token.text[0].isupper() and _bare(word) == _bare(token.lower_)


def _bare(word: str) -> str:
    first = unicodedata.normalize("NFD", word[:1])[:1]
    return first + word[1:]


def find_expressions(doc: Doc, gazetteer: Gazetteer) -> frozenset[int]:
    """Tokens of the lexicon's expressions of more than one word that hold a capital: no names, whatever they look like."""
    found: set[int] = set()
    for token in doc:
        for form in _forms(token):
            for nominal in nominals(doc.lang_).nouns.get(form, ()):
                end = _matches(token, nominal.words, {}, between=gazetteer.by_adjective) if len(nominal.words) > 1 else 0
                if end and any(doc[i].text[0].isupper() for i in range(token.i, end)):
                    found |= set(range(token.i, end))
    return frozenset(found)


def phrase(head: Token, start: int, end: int, *, taken: Mapping[int, object], part: bool = False) -> tuple[int, int]:
    """Tokens of a description: its determiner and number before, adjectives and one «de X» after."""
    doc = head.doc
    first = start
    while (
        first > 0
        and doc[first - 1].pos_ in {"DET", "NUM", "ADJ"}
        and doc[first - 1].sent.start == head.sent.start
        and doc[first - 1].head.i >= first - 1
    ):
        if doc[first - 1].i in taken or (
            doc[first - 1].pos_ == "ADJ" and doc[first - 1].head.i not in range(first, end)
        ):
            break
        first -= 1
    last = end
    while (
        last < len(doc)
        and doc[last].pos_ == "ADJ"
        and doc[last].head.i in range(first, last)
        and not doc[last].is_punct
    ):
        last += 1
    if last < len(doc) and doc[last].lower_ in {"de", "d'", "du", "des"}:
        reach = last + 1
        while reach < len(doc) and doc[reach].pos_ == "DET":
            reach += 1
        if reach < len(doc) and reach in taken:
            stop = taken[reach]
            last = stop.end if hasattr(stop, "end") else reach + 1
        elif part and reach < len(doc) and doc[reach].pos_ == "NOUN":
            last = reach + 1
    return first, last


def _mention(
    doc: Doc, gazetteer: Gazetteer, nominal: Nominal, start: int, end: int, *, taken: Mapping[int, object]
) -> Mention:
    words = doc[start:end]
    head = next((t for t in words if t.pos_ in {"NOUN", "PROPN"} and t.head.i not in range(start, end)), words.root)
    first, last = phrase(head, start, end, taken=taken, part=nominal.part)
    determiners = {doc[i].lower_ for i in range(first, start) if doc[i].pos_ in {"DET", "ADP"}}
    before = doc[first - 1].lower_ if first else ""
    words_of = grammar(doc.lang_)
    plural = (
        "Plur" in head.morph.get("Number")
        or _plural_determiner(doc, first, start)
        or _plural_determiner(doc, max(first - 1, 0), first)
    )
    if determiners & _SINGULAR:
        plural = False
    label_start = start
    while (
        label_start > first
        and doc[label_start - 1].pos_ == "ADJ"
        and doc[label_start - 1].lower_ not in words_of.cardinals
    ):
        label_start -= 1
    # «des X» after a preposition is «de + les», before a subject it is indefinite: the tagger tells them apart
    definite = (
        bool(determiners & {"le", "la", "les", "l'"})
        or (before in {"du", "au", "aux"} and not determiners)
        or "Def"
        in "".join(
            m
            for i in range(max(first - 1, 0), start)
            if doc[i].pos_ in {"DET", "ADP"}
            for m in doc[i].morph.get("Definite")
        )
    )
    return Mention(
        span=span_of(doc[first:last]),
        head=span_of(head),
        sentence=sentence_of(head),
        kind="nominal",
        type=_class(nominal, plural=plural),
        text=doc[label_start:last].text,
        lemma=" ".join(nominal.words),
        noun=" ".join(t.text for t in doc[start:end] if t.lower_ not in gazetteer.by_adjective)
        .replace("' ", "'")
        .replace("’ ", "’"),
        gender=_gender(head, doc[first:last]),  # type: ignore[arg-type]
        plural=plural,
        definite=definite and not determiners & {"un", "une"},
        demonstrative=bool(determiners & words_of.demonstratives),
        complement=_complement(doc, gazetteer, head, start, last, taken=taken),
        rule="nominals:" + " ".join(nominal.words),
    )


def _gender(head: Token, words: Words) -> str | None:
    """Of the determiner, else of the adjectives, else what the tagger thinks of the noun."""
    own = [t for t in words if t.i != head.i and t.head.i == head.i]
    determined = {"le": "m", "un": "m", "la": "f", "une": "f", "du": "m", "au": "m", "cette": "f", "ce": "m"}
    said = next((determined[t.lower_] for t in own if t.lower_ in determined), None)
    before = head.doc[words.start - 1].lower_ if words.start else ""
    adjectives = [g for t in own if t.pos_ == "ADJ" for g in t.morph.get("Gender")]
    tagged = next(iter(adjectives), "".join(head.morph.get("Gender")))
    if head.lower_.endswith("es") and not adjectives and not said:
        return None  # «les rebelles»: the tagger only guesses
    return said or determined.get(before) or {"Masc": "m", "Fem": "f"}.get(tagged)


def _plural_determiner(doc: Doc, start: int, end: int) -> bool:
    return any(
        doc[i].lower_ in {"les", "des", "ces", "ses", "leurs", "aux", "plusieurs", "deux"} for i in range(start, end)
    )


def _class(nominal: Nominal, *, plural: bool) -> str:
    """Several persons, bodies or places told by a common noun are a group."""
    if nominal.type in {"Document", "Thing", "Group", "MilitaryForce"}:
        return nominal.type
    return "Group" if plural else nominal.type


def _complement(
    doc: Doc, gazetteer: Gazetteer, head: Token, start: int, end: int, *, taken: Mapping[int, object]
) -> str:
    """Who or what the description is of, as a slug or words: «syrie» in «le régime syrien»."""
    for i in range(start, min(end + 1, len(doc))):
        if doc[i].pos_ in {"ADJ", "NOUN"} and doc[i].i != head.i and (key := gazetteer.by_adjective.get(doc[i].lower_)):
            return key
    for i in range(start, end):
        name = taken.get(i)
        if name is not None:
            return str(getattr(name, "known", None) or doc[name.start : name.end].text)  # type: ignore[attr-defined]
    return ""


# --- pronouns and adjectives ----------------------------------------------------------------------------------------


def find_pronouns(doc: Doc) -> Iterator[Mention]:
    """Third persons, possessives and «ce dernier»; «nous» and «je» for what a speaker says of itself."""
    words = grammar(doc.lang_)
    for token in doc:
        word = token.lower_
        impersonal = token.dep_.startswith("expl") and not token.text.startswith("-")
        clitic = (
            token.pos_ == "DET"
            and token.dep_ in {"obj", "iobj"}
            and token.i + 1 < len(doc)
            and token.nbor().pos_ in {"VERB", "AUX"}
        )
        if (token.pos_ == "PRON" or clitic) and word in words.pronouns and not impersonal:
            yield _pronoun(
                token,
                kind="pronoun",
                plural=word.strip("-") in {"ils", "elles", "eux", "les", "leur", "ceux-ci", "celles-ci"},
            )
        elif token.pos_ == "DET" and word in words.possessives:
            yield _pronoun(token, kind="possessive", plural=word in {"leur", "leurs"})
        elif word in words.first_person and token.pos_ == "PRON":
            yield _pronoun(token, kind="pronoun", plural=word.strip("-") == "nous", first=True)
        elif (
            word in words.latter
            and any(c.lower_ in words.demonstratives for c in token.children)
            and not _has_noun(token)
        ):
            yield _pronoun(token, kind="pronoun", plural=word.endswith("s"), latter=True)


def _has_noun(token: Token) -> bool:
    return token.dep_ == "amod" or (token.i + 1 < len(token.doc) and token.nbor().pos_ == "NOUN")


def _pronoun(token: Token, *, kind: str, plural: bool, first: bool = False, latter: bool = False) -> Mention:
    word = token.lower_.strip("-")
    gender = {
        "il": "m",
        "elle": "f",
        "ils": "m",
        "elles": "f",
        "eux": "m",
        "celui-ci": "m",
        "celle-ci": "f",
        "dernier": "m",
        "dernière": "f",
        "derniers": "m",
        "dernières": "f",
    }
    return Mention(
        span=span_of(token),
        head=span_of(token),
        sentence=sentence_of(token),
        kind=kind,  # type: ignore[arg-type]
        type=None,
        text=token.text.strip("-"),
        lemma=word,
        gender=gender.get(word),  # type: ignore[arg-type]
        plural=plural,
        demonstrative=latter,
        first_person=first,
        rule=f"pronoun:{word}",
    )


def find_adjectives(doc: Doc, gazetteer: Gazetteer, *, taken: Mapping[int, object]) -> Iterator[Mention]:
    """Adjectives of nationality («russe», each half of «russo-américain») and of actors («gouvernemental»)."""
    for token in doc:
        if token.i in taken or token.pos_ not in {"ADJ", "NOUN", "PROPN", "X", "VERB"} or not token.is_lower:
            continue
        yield from _nationality(token, gazetteer)
        actor = nominals(doc.lang_).adjectives.get(lemma_of(token))
        if actor and token.dep_ in {"amod", "nmod", "appos", "acl"} and token.pos_ == "ADJ":
            yield _adjective(token, span_of(token), type=actor.type, lemma=actor.noun, known=None)


def _nationality(token: Token, gazetteer: Gazetteer) -> Iterator[Mention]:
    word, known = token.lower_, gazetteer.by_adjective
    if word in known:
        yield _adjective(token, span_of(token), type=gazetteer.entries[known[word]].type, lemma=word, known=known[word])
    elif "-" in word:
        at = token.idx
        parts = word.split("-")
        for n, part in enumerate(parts):
            key = known.get(part) if n == len(parts) - 1 else gazetteer.by_prefix.get(part) or known.get(part)
            if key:
                yield _adjective(token, Span(at, at + len(part)), type="Country", lemma=part, known=key)
            at += len(part) + 1


def _adjective(token: Token, span: Span, *, type: str, lemma: str, known: str | None) -> Mention:
    return Mention(
        span=span,
        head=span if known else span_of(token),
        sentence=sentence_of(token),
        kind="adjective",
        type=type,
        text=token.text[span.begin - token.idx : span.end - token.idx],
        lemma=lemma,
        known=known,
        plural="Plur" in token.morph.get("Number"),
        metonym=True,
        rule="gazetteer:adjective" if known else f"nominals:{lemma}",
    )
