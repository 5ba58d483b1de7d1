"""Events in a parse: triggers from the lexicon, their participants from the syntax."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatchgraph.extract.descriptions import sentence_of
from dispatchgraph.extract.frames import noun_complements, noun_frame, verb_frame
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.status import noun_status, tense_of, verb_status
from dispatchgraph.extract.syntax import (
    content_head,
    is_passive,
    is_verbal,
    lemma_of,
    objects,
    obliques,
    preposition,
    reflexive,
    relative_antecedent,
    span_of,
    subjects,
)
from dispatchgraph.knowledge import ancestors
from dispatchgraph.languages.events import Frame, event_lexicon
from dispatchgraph.languages.speech import speech
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Argument, Quote, Span, TimeExpression, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = ["find_events"]

_ACTORS = frozenset({"Person", "Group", "Organization", "Country"})


def find_events(
    doc: Doc, mentions: Mentions, times: Sequence[TimeExpression], quotes: Sequence[Quote] = ()
) -> tuple[Trigger, ...]:
    """All events told in `doc`, in text order; who says the `quotes` does what their verbs tell («a averti X»)."""
    found: dict[int, tuple[Frame, tuple[Token, ...]]] = {}
    used: set[int] = set()
    for token in doc:
        if is_verbal(token) or "Part" in token.morph.get("VerbForm"):
            match = verb_frame(token, mentions)
            if match:
                found[token.i] = match
                used |= {t.i for t in match[1]}
    for token in doc:
        if token.i in used or (mentions.by_token.get(token.i) is not None and mentions.by_token[token.i].kind == "name"):
            continue
        match = noun_frame(token, mentions)
        if match and (match[0].conditions or token.i not in mentions.by_token):
            found[token.i] = match
            used |= {t.i for t in match[1]}
    heads = frozenset(used)
    told = [_trigger(doc[i], frame, words, mentions, times, heads) for i, (frame, words) in found.items()]
    plain = list(_plain(doc, mentions, times, used))
    return tuple(sorted((_spoken(t, quotes) for t in [*told, *plain]), key=lambda t: t.head))


def _spoken(trigger: Trigger, quotes: Sequence[Quote]) -> Trigger:
    """A verb of saying whose inverted subject the parse lost gets the speaker for agent."""
    quote = next((q for q in quotes if q.cue.covers(trigger.head)), None) if not trigger.noun else None
    if quote is None or quote.speaker is None:
        return trigger
    inverted = quote.rule.endswith("inverted")
    if not inverted and any(a.role == "agent" for a in trigger.arguments):
        return trigger
    kept = [
        a for a in trigger.arguments if not (inverted and (a.rule in {"subject", "object"} or a.head == quote.speaker))
    ]
    return replace(trigger, arguments=(Argument(role="agent", head=quote.speaker, rule="speaker"), *kept))


def _trigger(
    head: Token,
    frame: Frame,
    words: tuple[Token, ...],
    mentions: Mentions,
    times: Sequence[TimeExpression],
    heads: frozenset[int],
) -> Trigger:
    arguments = (
        _noun_arguments(head, frame, words, mentions, heads)
        if frame.noun
        else _verb_arguments(head, frame, words, mentions, heads)
    )
    definite = _definite(head) if frame.noun else False
    status = frame.status or (noun_status(head, definite=definite) if frame.noun else verb_status(head))
    carrier = _carrier(head) if frame.noun else head
    return Trigger(
        span=_span(head, words),
        head=span_of(head),
        sentence=sentence_of(head),
        type=frame.type,
        lemma=frame.lemma,
        status=status,  # type: ignore[arg-type]
        arguments=tuple(dict.fromkeys(arguments)),
        times=tuple(_times(head, carrier, times, heads)),
        tense=tense_of(carrier) if is_verbal(carrier) else "none",  # type: ignore[arg-type]
        definite=definite,
        begins=frame.noun and _begins(head, carrier),
        noun=frame.noun,
        rule=frame.rule,
    )


def _span(head: Token, words: tuple[Token, ...]) -> Span:
    first, last = min(t.i for t in words), max(t.i for t in words)
    aux = [
        c.i
        for c in head.children
        if (c.dep_.startswith("aux") or c.lower_ in {"se", "s'"}) and c.i < head.i and head.i - c.i < 4
    ]
    return span_of(head.doc[min([first, *aux]) : last + 1])


def _definite(noun: Token) -> bool:
    words = grammar(noun.doc.lang_)
    before = {c.lower_ for c in noun.children if c.i < noun.i and c.dep_ in {"det", "case"}}
    return bool(before & ({"le", "la", "l'", "les", "du", "au", "aux"} | words.demonstratives | words.possessives))


# --- participants of verbs ------------------------------------------------------------------------------------------


def _verb_arguments(
    verb: Token, frame: Frame, words: tuple[Token, ...], mentions: Mentions, heads: frozenset[int]
) -> Iterator[Argument]:
    mine = {t.i for t in words}
    passive = is_passive(verb)
    subject_role, object_role = (frame.object, frame.subject) if passive else (frame.subject, frame.object)
    for token in subjects(verb):
        yield from _argument(subject_role, token, mentions, heads, mine, "subject")
    if not passive:
        for token in objects(verb):
            yield from _argument(object_role, token, mentions, heads, mine, "object")
    for clause in (c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "obl:arg"} and is_verbal(c)):
        if clause.i in heads:
            yield Argument(role="about", head=span_of(clause), rule="clause")
    complements = [c for t in words for c in obliques(t) if c[1].i not in mine]
    for prep, token in complements:
        if passive and prep == "par":
            yield from _argument(frame.subject, token, mentions, heads, mine, "par")
        elif (role := frame.preps.get(prep, "")) and not (
            role in {"patient", "recipient"} and _town(token, prep, mentions)
        ):
            yield from _argument(role, token, mentions, heads, mine, f"prep:{prep}")
        elif _is_place(token, prep, mentions):
            yield Argument(role="place", head=_head(token), rule=f"place:{prep}")
    for word in words[1:]:
        yield from _adjective_arguments(word, frame.adjective, mentions, mine)
    if (place := _where(verb, mentions)) is not None:
        yield Argument(role="place", head=_head(place), rule="where")


def _where(verb: Token, mentions: Mentions) -> Token | None:
    """The place a clause with «où» or «y» is about."""
    if any(c.lower_ in grammar(verb.doc.lang_).place_relatives for c in verb.children):
        noun = relative_antecedent(verb) or next(
            (t for t in reversed(list(verb.sent[:])) if t.i < verb.i and mentions.at(t) is not None), None
        )
        if noun is not None and _place_type(mentions.type_at(noun)):
            return noun
    return None


def _head(token: Token) -> Span:
    return span_of(content_head(token))


def _argument(
    role: str, token: Token, mentions: Mentions, heads: frozenset[int], mine: set[int], why: str
) -> Iterator[Argument]:
    """One participant; an event noun is what the event is about."""
    token = content_head(token)
    if (
        role in {"", "none"}
        or token.i in mine
        or (token.pos_ == "VERB"
        and token.i not in heads
        and mentions.at(token) is None)
    ):
        return
    if token.i in heads and mentions.at(token) is None:
        if role in {"patient", "about", "recipient", "agent"}:
            yield Argument(role="about" if role != "agent" else "agent", head=span_of(token), rule=why)
        return
    if role == "about":
        role = "patient"
    if role == "place" and not _place_type(mentions.type_at(token)) and mentions.at(token) is not None:
        role = "patient"
    if mentions.at(token) is not None:
        yield Argument(role=role, head=span_of(token), rule=why)  # type: ignore[arg-type]


def _place_type(type_: str | None) -> bool:
    return (type_ is not None and "Place" in ancestors(type_)) or type_ == "Country"


def _is_place(token: Token, prep: str, mentions: Mentions) -> bool:
    words = grammar(token.doc.lang_)
    return (
        prep.split(" ")[0] in {w.split(" ")[0] for w in words.strict_locative}
        and prep in words.strict_locative | {prep}
        and prep != "de"
        and _place_type(mentions.type_at(token))
        and not _metonym(token, mentions)
    )


def _town(token: Token, prep: str, mentions: Mentions) -> bool:
    """«approuver à Marrakech»: a town after «à» is where, not to whom."""
    return _is_place(token, prep, mentions) and mentions.type_at(token) in {"City", "District", "Region", "Facility"}


def _metonym(token: Token, mentions: Mentions) -> bool:
    mention = mentions.at(token)
    return mention is not None and mention.metonym


# --- participants of nouns ------------------------------------------------------------------------------------------


def _noun_arguments(
    noun: Token, frame: Frame, words: tuple[Token, ...], mentions: Mentions, heads: frozenset[int]
) -> Iterator[Argument]:
    mine = {t.i for t in words}
    filled: set[str] = set()
    for prep, token in noun_complements(noun):
        if prep == "de":
            role = _role_of_de(token, frame, mentions, heads, filled)
        else:
            role = frame.preps.get(prep) or ("agent" if prep == "par" else "")
        if role:
            filled.add(role)
            yield from _argument(role, token, mentions, heads, mine, f"prep:{prep}")
        elif prep and _is_place(token, prep, mentions):
            yield Argument(role="place", head=_head(token), rule=f"place:{prep}")
    for child in noun.children:
        if child.pos_ == "DET" and child.lower_ in grammar(noun.doc.lang_).possessives and frame.de:
            role = next((r for r in frame.de if r in {"agent", "patient"}), frame.de[0])
            yield Argument(role=role, head=span_of(child), rule="possessive")  # type: ignore[arg-type]
    yield from _adjective_arguments(noun, frame.adjective, mentions, mine)
    yield from _support(noun, frame, mentions, heads)
    yield from _genitive(noun, frame, mentions)
    for participle in (noun.doc[i] for i in _participles(noun)):
        role = grammar(noun.doc.lang_).support.get(lemma_of(participle))
        for prep, token in obliques(participle):
            if role == "agent" and prep == "par":
                yield from _argument("agent", token, mentions, heads, mine, f"support:{lemma_of(participle)}")


def _genitive(noun: Token, frame: Frame, mentions: Mentions) -> Iterator[Argument]:
    """«dont la conquête»: what the relative stands for."""
    if frame.de and any(c.lower_ in grammar(noun.doc.lang_).genitive_relatives for c in noun.children):
        verb = noun.head
        owner = relative_antecedent(verb) if is_verbal(verb) else None
        if owner is not None and mentions.at(owner) is not None:
            role = _role_of_de(owner, frame, mentions, frozenset(), set())
            if role:
                yield Argument(role=role, head=span_of(owner), rule="dont")  # type: ignore[arg-type]


def _role_of_de(token: Token, frame: Frame, mentions: Mentions, heads: frozenset[int], filled: set[str]) -> str:
    """Which of the roles that «de X» may fill suits what X is."""
    token = content_head(token)
    type_ = mentions.type_at(token)
    line = set(ancestors(type_)) if type_ else set()
    for role in frame.de:
        if role == "place" and (_place_type(type_)):
            return role
        if role == "about" and token.i in heads:
            return role
        if (
            role in {"agent", "recipient"}
            and (line & _ACTORS or (type_ is None and token.pos_ == "PRON"))
            and role not in filled
        ):
            return role
        if role in {"patient", "instrument"}:
            return role
    if not type_ or not _place_type(type_):
        return ""
    return "place" if "Place" in line or type_ == "Country" else ""


def _adjective_arguments(noun: Token, role: str, mentions: Mentions, mine: set[int]) -> Iterator[Argument]:
    """«veto chinois», «tirs rebelles», «pourparlers russo-américains»."""
    if role in {"", "none"}:
        return
    for child in noun.children:
        if child.dep_ in {"amod", "nmod", "appos", "acl", "conj"} and child.i in mentions.adjectives and child.i not in mine:
            for each in [child, *(c for c in child.children if c.dep_ == "conj")]:
                for mention in mentions.adjectives.get(each.i, ()):
                    yield Argument(role=role, head=mention.head, rule="adjective")  # type: ignore[arg-type]


def _support(noun: Token, frame: Frame, mentions: Mentions, heads: frozenset[int]) -> Iterator[Argument]:
    """The subject, agent and place of a verb that only carries the noun: «mener une offensive»."""
    verb = _carrier(noun)
    if verb.i == noun.i or not is_verbal(verb):
        return
    lemma = lemma_of(verb)
    role = grammar(noun.doc.lang_).support.get(lemma)
    passive = is_passive(verb)
    carries = role is not None and (noun.dep_ in {"obj", "obl:arg"} or passive)
    if carries:
        doers = [t for p, t in obliques(verb) if p == "par"] if passive else subjects(verb)
        for token in doers:
            if token.i != noun.i:
                yield from _argument(role or "agent", token, mentions, heads, {noun.i}, f"support:{lemma}")
    if verb.i not in heads:
        for prep, token in obliques(verb):
            if _is_place(token, prep, mentions):
                yield Argument(role="place", head=_head(token), rule=f"place:{prep}")
            elif (named := frame.preps.get(prep)) and prep in {"entre", "avec", "contre"}:
                yield from _argument(named, token, mentions, heads, {noun.i}, f"prep:{prep}")


def _carrier(noun: Token) -> Token:
    """The verb whose subject or object an event noun is, through coordination; the noun itself if there is none."""
    node = noun
    while node.dep_ == "conj" and node.head.i != node.i and not is_verbal(node):
        node = node.head
    if (
        node.dep_ in {"nsubj", "nsubj:pass", "obj", "obl:arg"}
        and is_verbal(node.head)
        and not (node.dep_ == "obl:arg" and preposition(node) not in {"à", "de", "en"})
    ):
        return node.head
    if node.dep_ == "xcomp" or node.dep_ == "ROOT":
        return node
    return noun


# --- when -----------------------------------------------------------------------------------------------------------


def _times(head: Token, carrier: Token, times: Sequence[TimeExpression], heads: frozenset[int]) -> Iterator[Span]:
    """The time expressions that hang on the event, its carrier, or on nothing nearer."""
    for expression in times:
        words = head.doc.char_span(expression.span.begin, expression.span.end, alignment_mode="expand")
        if words is None or words[0].sent.start != head.sent.start or _compared(words):
            continue
        carriers = {head.i, carrier.i, *_modals(head, heads), *_participles(head)}
        if _event_above(words.root, heads, carriers) in carriers:
            yield expression.span


def _compared(words: Words) -> bool:
    """Whether a date is that of what is compared: «38 % jeudi, contre 42 % la veille»."""
    for token in reversed(list(words.doc[max(words.start - 6, words.sent.start) : words.start])):
        if token.is_punct and token.text != "%":
            return False
        if token.lower_ == "contre":
            return True
    return False


def _participles(noun: Token) -> list[int]:
    """The participles said of a noun: «une réunion prévue mardi»."""
    return [c.i for c in noun.children if noun.pos_ == "NOUN" and c.dep_ == "acl" and "Part" in c.morph.get("VerbForm")]


def _begins(head: Token, carrier: Token) -> bool:
    """Whether what dates the event is its beginning: «l'offensive lancée le 15», «les combats ont débuté lundi»."""
    verbs = [carrier, *(head.doc[i] for i in _participles(head))]
    return any(lemma_of(v) in grammar(head.doc.lang_).inchoative for v in verbs if v.i != head.i)


def _modals(head: Token, heads: frozenset[int]) -> Iterator[int]:
    """The verbs that only modify an infinitive: «a dû démissionner lundi» dates the resignation."""
    node = head
    while (
        node.dep_ in {"xcomp", "ccomp"}
        and "Inf" in node.morph.get("VerbForm")
        and node.head.i not in heads
        and is_verbal(node.head)
    ):
        if lemma_of(node.head) in speech(head.doc.lang_).verbs:
            return
        node = node.head
        yield node.i


def _event_above(token: Token, heads: frozenset[int], carriers: set[int]) -> int:
    """The nearest event, clause or own carrier above a time expression."""
    node = token
    for _ in range(12):
        if node.i in carriers or (node.i in heads and node.i != token.i):
            return node.i
        if node.head.i == node.i:
            return node.i
        if (
            is_verbal(node)
            and node.i != token.i
            and node.dep_ in {"ccomp", "acl:relcl", "advcl", "acl", "parataxis", "conj"}
        ):
            return node.i
        node = node.head
    return -1


# --- verbs outside the lexicon --------------------------------------------------------------------------------------


def _plain(doc: Doc, mentions: Mentions, times: Sequence[TimeExpression], used: set[int]) -> Iterator[Trigger]:
    """A plain event for a full verb outside the classes that has a named participant."""
    silent = grammar(doc.lang_)
    for token in doc:
        lemma = lemma_of(token)
        if (
            token.i in used
            or token.pos_ != "VERB"
            or token.i in mentions.by_token
            or lemma in speech(doc.lang_).verbs
            or lemma in silent.support
        ):
            continue
        if (
            lemma in silent.stative
            or lemma in silent.light
            or not token.is_alpha
            or event_lexicon(doc.lang_).verbs.get(lemma)
        ):
            continue
        frame = Frame(
            type="Event",
            words=(lemma,),
            reflexive=reflexive(token),
            preps={"à": "recipient", "avec": "agent", "contre": "patient"},
            rule="plain",
        )
        trigger = _trigger(token, frame, (token,), mentions, times, frozenset(used))
        doers = [a for a in trigger.arguments if a.role in {"agent", "patient"}]
        if any(_named(a, doc, mentions) for a in doers):
            yield trigger


def _named(argument: Argument, doc: Doc, mentions: Mentions) -> bool:
    words = doc.char_span(argument.head.begin, argument.head.end, alignment_mode="expand")
    mention = mentions.at(words[0]) if words is not None else None
    return mention is not None and mention.kind == "name"
