"""What the rules ask of a parse: who is subject, object, passive, negated, governed. Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.nominals import lemmas
from dispatchgraph.languages.speech import speech
from dispatchgraph.languages.syntax import Grammar, grammar
from dispatchgraph.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = [
    "antecedent", "conjuncts", "content_head", "controllers", "form_mood", "has_mark", "is_negated", "is_passive", "is_verbal",
    "lemma_of", "objects", "obliques", "preposition", "reflexive", "relative_antecedent", "span_of", "subjects", "words_below",
]  # fmt: skip

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:caus", "csubj")
OBLIQUE = ("obl", "obl:arg", "obl:mod", "obl:agent", "nmod", "advmod", "iobj", "dep")


def _grammar(token: Token) -> Grammar:
    return grammar(token.doc.lang_)


def lemma_of(token: Token) -> str:
    """The lemma in lower case, corrected by `lemmas.toml` and, for a verb we know, by its ending."""
    known = lemmas(token.doc.lang_)
    verb = token.pos_ in {"VERB", "AUX"}
    lemma: str = token.lemma_.lower()
    right = (known.verbs.get(token.lower_) if verb else None) or known.of.get(token.lower_)
    if right:
        return right
    if verb and not lemma.endswith(_grammar(token).infinitives):
        return known.verbs.get(lemma) or _known_infinitive(token) or lemma
    return known.participles.get(lemma, lemma) if token.pos_ == "ADJ" and _takes_auxiliary(token) else lemma


def _takes_auxiliary(token: Token) -> bool:
    return any(c.dep_.startswith("aux") or c.dep_ == "cop" for c in token.children)


def _known_infinitive(token: Token) -> str | None:
    """The infinitive of a future or of an -er form whose verb is in a lexicon."""
    words = _grammar(token)
    for ending in (*words.future, *words.conditional):
        stem = token.lower_.removesuffix(ending)
        if stem != token.lower_ and stem.endswith("r"):
            for infinitive in (stem, stem + "e"):
                if _is_known_verb(infinitive, token):
                    return infinitive
    stems = (token.lower_.removesuffix(e) + "er" for e in words.er_endings if token.lower_.endswith(e))
    return next((s for s in stems if _is_known_verb(s, token)), None)


def _is_known_verb(infinitive: str, token: Token) -> bool:
    language = token.doc.lang_
    return infinitive in event_lexicon(language).verbs or infinitive in speech(language).verbs


def form_mood(token: Token) -> str:
    """«future» or «conditional» by the form alone, "" for any other: an infinitive with an ending."""
    words = _grammar(token)
    for mood, endings in (("future", words.future), ("conditional", words.conditional)):
        for ending in endings:
            stem = token.lower_.removesuffix(ending)
            if stem != token.lower_ and stem.endswith("r") and _is_stem(stem, token):
                return mood
    return ""


def _is_stem(stem: str, token: Token) -> bool:
    lemma = token.lemma_.lower()
    verbs = event_lexicon(token.doc.lang_).verbs
    return stem in {lemma, lemma.removesuffix("e")} or stem in _grammar(token).irregular_futures or stem in verbs


def span_of(words: Token | Words | Doc) -> Span:
    """The code points a token or spaCy span covers."""
    if hasattr(words, "idx"):
        return Span(words.idx, words.idx + len(words.text))
    return Span(words.start_char, words.end_char)  # type: ignore[union-attr]


def is_verbal(token: Token) -> bool:
    """Whether a word may head a clause: a verb, or a participle the tagger took for an adjective."""
    return token.pos_ in {"VERB", "AUX"} or (
        token.pos_ == "ADJ" and _child(token, "cop", "aux:pass", "aux:tense") is not None
    )


def _child(token: Token, *deps: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in deps), None)


def conjuncts(token: Token) -> list[Token]:
    """A noun and those coordinated with it, in text order; never a clause."""
    found = [token]
    for child in token.children:
        if (
            child.dep_ == "conj"
            and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"}
            and not _child(child, "nsubj", "cop")
        ):
            found.extend(conjuncts(child))
    return found


def preposition(token: Token) -> str:
    """The preposition before a noun, uncontracted: «aux rebelles» → «à»; "" where there is none."""
    case = [
        c
        for c in token.children
        if c.dep_ in {"case", "mark"} and c.i < token.i and c.pos_ in {"ADP", "SCONJ", "ADV", "DET"}
    ]
    if (
        not case
        and token.i
        and token.nbor(-1).lower_ in {"du", "des", "au", "aux", "d'"}
        and token.nbor(-1).head == token
    ):
        case = [token.nbor(-1)] if token.nbor(-1).pos_ == "ADP" else []
    if not case:
        return ""
    words = [_grammar(token).contracted.get(w, w) for c in case[:1] for w in [c.lower_]]
    fixed = [f.lower_ for c in case[:1] for f in c.children if f.dep_ == "fixed"]
    if len(case) > 1 and case[1].i == case[0].i + 1 + len(fixed):
        fixed.append(_grammar(token).contracted.get(case[1].lower_, case[1].lower_))
    return " ".join([*words, *fixed])


def reflexive(verb: Token) -> bool:
    """Whether the verb has «se»."""
    return any(c.lower_ in {"se", "s'"} and c.pos_ == "PRON" for c in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether what stands as subject undergoes the verb."""
    if reflexive(verb):
        return False
    if lemma_of(verb) in _grammar(verb).etre:
        return False
    before = _auxiliary_forms(verb)
    if before & set(_grammar(verb).been):
        return True
    if before & set(_grammar(verb).have):
        return False
    if any(c.dep_ in {"aux:pass", "nsubj:pass", "obl:agent"} for c in verb.children):
        return True
    participle = ("Part" in verb.morph.get("VerbForm") and "Past" in verb.morph.get("Tense")) or verb.pos_ == "ADJ"
    auxiliaries = [lemma_of(c) for c in verb.children if c.dep_.startswith("aux") or c.dep_ == "cop"]
    if not participle:
        return False
    if verb.dep_ == "conj" and not auxiliaries and not subjects_own(verb) and is_verbal(verb.head):
        return is_passive(verb.head)
    return "être" in auxiliaries or (not auxiliaries and not _child(verb, "obj"))


def _auxiliary_forms(verb: Token) -> set[str]:
    """The auxiliaries before a participle, also where the parser hung them elsewhere."""
    found = {c.lower_ for c in verb.children if c.dep_.startswith("aux") and c.i < verb.i}
    for i in range(verb.i - 1, max(verb.i - 7, verb.sent.start - 1), -1):
        token = verb.doc[i]
        if token.lower_ in _grammar(verb).been and "Part" in verb.morph.get("VerbForm"):
            return found | {token.lower_}
        if token.pos_ not in {"ADV", "AUX", "ADP", "DET", "NOUN", "ADJ"} or token.is_punct:
            break
    return found


def subjects_own(verb: Token) -> list[Token]:
    """The subjects that hang on the verb itself."""
    objects_ = _grammar(verb).object_relatives
    return [
        c for c in verb.children if c.dep_ in SUBJECT and c.pos_ != "PUNCT" and c.lower_ not in objects_ and (c.pos_ != "VERB" or _child(c, "det"))
    ]


def relative_antecedent(verb: Token) -> Token | None:
    """The noun a relative clause is about."""
    node = verb
    while node.dep_ in {"conj", "xcomp"} and node.head != node:
        node = node.head
    return node.head if node.dep_.startswith("acl") and node.head != node else None


def antecedent(pronoun: Token, verb: Token) -> Token:
    """What a relative pronoun stands for; the pronoun itself where it is none."""
    relative = _grammar(verb).subject_relatives | _grammar(verb).object_relatives | _grammar(verb).genitive_relatives
    noun = relative_antecedent(verb) if pronoun.lower_ in relative else None
    if noun is None and pronoun.lower_ in _grammar(verb).subject_relatives:
        noun = next((t for t in reversed(list(pronoun.sent)) if t.i < pronoun.i and t.pos_ in {"NOUN", "PROPN"}), None)
    return noun if noun is not None else pronoun


def _all(tokens: list[Token], verb: Token) -> list[Token]:
    return [c for t in tokens for c in conjuncts(_whole(antecedent(t, verb)))]


def _whole(token: Token) -> Token:
    """«324 civils, dont 44 enfants, ont été tués»: the whole that «dont» takes a part of."""
    partitive = _grammar(token).genitive_relatives
    dont = next((t for t in token.doc[max(token.i - 4, token.sent.start) : token.i] if t.lower_ in partitive), None)
    if dont is None or any(t.pos_ in {"VERB", "AUX", "DET"} for t in token.doc[dont.i : token.i]):
        return token
    before = (t for t in reversed(list(token.doc[token.sent.start : dont.i])) if t.pos_ in {"NOUN", "PROPN"})
    return next(before, token)


def subjects(verb: Token, *, depth: int = 6) -> list[Token]:
    """Who the verb's subject is, through relatives, coordination, participles and control."""
    own = subjects_own(verb)
    if own:
        return _all(own, verb)
    head = verb.head
    if depth == 0 or head == verb:
        return []
    if verb.dep_ == "conj" and is_verbal(head):
        return subjects(head, depth=depth - 1)
    if verb.dep_.startswith("acl"):
        return conjuncts(head) if head.pos_ in {"NOUN", "PROPN", "PRON"} else []
    if "Inf" in verb.morph.get("VerbForm") or "Part" in verb.morph.get("VerbForm"):
        return controllers(verb, depth=depth - 1)
    return []


def controllers(verb: Token, *, depth: int = 6) -> list[Token]:
    """Who does an infinitive or a detached participle: the governing verb's object or subject."""
    head = verb.head
    if not is_verbal(head):
        return conjuncts(head) if _falls_to(head) else []
    if verb.dep_ in {"xcomp", "ccomp", "obl", "obl:arg", "obj"} and lemma_of(head) in _grammar(verb).object_control:
        whom = objects(head) or [t for p, t in obliques(head) if p == "à" and t.pos_ != "VERB"]
        if is_passive(head):
            whom = subjects(head, depth=depth)
        return [t for t in whom if t != verb and t.pos_ != "VERB"]
    return subjects(head, depth=depth)


def _falls_to(noun: Token) -> bool:
    """«c'est aux Russes de quitter Alep»: whose turn it is."""
    return preposition(noun) == "à" and _child(noun, "cop") is not None


def objects(verb: Token) -> list[Token]:
    """The direct objects, clitics and relatives among them."""
    own = [c for c in verb.children if c.dep_ == "obj" and c.pos_ != "VERB" and c.lower_ not in {"se", "s'"}]
    relative = [
        c for c in verb.children if c.lower_ in _grammar(verb).object_relatives and c.pos_ == "PRON" and c not in own
    ]
    return _all(own, verb) + [a for c in relative if (a := antecedent(c, verb)).i != c.i]


def obliques(verb: Token) -> list[tuple[str, Token]]:
    """Each prepositional complement with its preposition, coordinated ones each."""
    found: list[tuple[str, Token]] = []
    for child in verb.children:
        compound = f"{preposition(child)} {child.lower_} de"
        if compound in _grammar(verb).compound_prepositions:  # «en faveur de X»
            found.extend((compound, t) for c in child.children if preposition(c) == "de" for t in conjuncts(c))
            continue
        if child.dep_ in OBLIQUE and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"}:
            prep = "par" if child.dep_ == "obl:agent" else preposition(child)
            found.extend((prep, each) for each in conjuncts(child))
        if child.pos_ == "ADV":  # «près de Damas»
            found.extend(
                (f"{child.lower_} de", t)
                for t in child.children
                if t.pos_ in {"NOUN", "PROPN"} and preposition(t) == "de"
            )
    return found


def content_head(token: Token) -> Token:
    """What a quantity counts: «des milliers de victimes» → «victimes»."""
    quantities = _grammar(token).quantities
    seen = 0
    while seen < 4 and (lemma_of(token) in quantities or token.pos_ == "NUM"):
        below = next(
            (
                c
                for c in token.children
                if c.i > token.i and c.dep_ in {"nmod", "obl:arg", "obl:mod", "obl"} and preposition(c) == "de"
            ),
            None,
        )
        if below is None:
            return token
        token, seen = below, seen + 1
    return token


def is_negated(verb: Token) -> bool:
    """Whether the verb is denied: «ne … pas», «aucun X n'a …»; not «ne … que»."""
    words = _grammar(verb)
    below = [c for c in verb.children if c.i != verb.i]
    if not any(c.lower_ in words.particle for c in below):
        return False
    near = [
        *below,
        *(g for c in below if c.dep_ in {*SUBJECT, "obj", "obl:arg", "obl:mod", "xcomp"} for g in c.children),
    ]
    negated = [c for c in near if c.lower_ in words.negations]
    if any(c.lower_ == "plus" for c in negated) and any(
        c.lower_ in words.restriction and c.i > verb.i and c.i - verb.i < 4 for c in verb.sent
    ):
        return False
    return bool(negated)


def has_mark(verb: Token, marks: frozenset[str]) -> bool:
    """Whether a clause opens with one of `marks`."""
    return any(c.lower_ in marks and c.i < verb.i for c in verb.children if c.dep_ in {"mark", "advmod", "dep", "case"})


def words_below(token: Token) -> Iterator[Token]:
    """All words of the subtree, the token not among them."""
    return (t for t in token.subtree if t.i != token.i)
