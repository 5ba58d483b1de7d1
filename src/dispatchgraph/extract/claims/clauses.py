"""What stands below a verb of saying: a clause with «que», a quotation after a colon, an infinitive, a noun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dispatchgraph.extract.claims.cues import addressee_of, cue_of, speaker_of, speech_verb
from dispatchgraph.extract.claims.scene import Scene, attributed, trimmed
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.syntax import content_head, is_verbal, preposition
from dispatchgraph.extract.words import end_below, is_infinitive
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.speech import SpeechVerb
from dispatchgraph.model import Quote
from dispatchgraph.parse import Word

__all__ = ["clauses_below", "opening_que"]

_CLAUSES = frozenset({"ccomp", "xcomp", "obj", "advcl", "obl:arg"})
_INFINITIVES = frozenset({"xcomp", "ccomp", "obl:arg", "obj"})
_NOUNS = frozenset({"obj", "obl:arg", "nmod", "obl:mod"})
_FURTHER = frozenset({"conj", "advcl", "parataxis"})
_REPORTING = frozenset({"say", "announce", "report", "think"})  #: kinds of verbs whose noun is what they claim
_SIGNS = frozenset({";", ":", "."})
_OBJECT_SIGNS = frozenset({",", ";", ":"})
_QUE_REACH = 12  # words from a verb to its «que»
_COLON_REACH = 25  # words from a verb to the quotation it introduces
_OBJECT_REACH = 12  # words from a verb to the quotation that ends its object


class _Content(NamedTuple):
    """Tokens of what is said, and the construction."""

    start: int
    end: int
    rule: str


def clauses_below(token: Word, verb: SpeechVerb, scene: Scene) -> Iterator[Quote]:
    """The claim that a verb of saying introduces; none without a speaker or a content."""
    speaker = speaker_of(token, scene.mentions)
    if speaker is None or (verb.kind == "ask" and scene.mentions.type_at(speaker) == "Document"):
        return
    content = _content(token, verb, scene)
    span = trimmed(token.doc, content.start, content.end) if content else None
    if content is None or span is None:
        return
    yield attributed(
        scene,
        token,
        (span,),
        cue=cue_of(token),
        speaker=speaker,
        addressee=addressee_of(token, scene.mentions, speaker),
        rule=f"speech:{lemma_of(token)}:{content.rule}",
    )


def _content(token: Word, verb: SpeechVerb, scene: Scene) -> _Content | None:
    below = _clause(token, verb) or _colon(token, scene) or _infinitive(token, verb) or _noun(token, verb)
    return below or _quoted_object(token, scene)


def _past(token: Word, words: frozenset[str]) -> int:
    """The first token of a subtree after the `words` it begins with."""
    return next((i for i in range(token.left_edge.i, token.i) if token.doc[i].lower_ not in words), token.i)


# --- clauses --------------------------------------------------------------------------------------------------------


def _clause(token: Word, verb: SpeechVerb) -> _Content | None:
    """«a affirmé que …»: from after «que» to the end of the clause."""
    if not verb.clause:
        return None
    que = _que_after(token, verb)
    least = max(token.i, que.i if que is not None else -1)
    below = (c for c in token.children if c.dep_ in _CLAUSES and c.i > least)
    clause = next((c for c in below if que is not None or opening_que(c) is not None), None)
    que = opening_que(clause) if que is None and clause is not None else que
    if que is None:
        return None
    return _Content(que.i + 1, _clause_end(token, clause) if clause is not None else token.sent.end, "que")


def _que_after(token: Word, verb: SpeechVerb) -> Word | None:
    """The «que» that follows a verb of saying, adverbs, dates and an addressee between them."""
    for after in token.doc[token.i + 1 : min(token.i + _QUE_REACH, token.sent.end)]:
        if _is_que(after):
            return after
        if _begins_other_content(after) and lemma_of(after) not in verb.words:
            return None
    return None


def _begins_other_content(token: Word) -> bool:
    named_object = token.pos_ in {"NOUN", "PROPN"} and token.dep_ == "obj" and not token.ent_type_
    return named_object or token.pos_ in {"VERB", "SCONJ"} or token.text in _SIGNS


def _is_que(token: Word) -> bool:
    """«que» that opens a clause of content, not «parce que», «ne … que», «plus que»."""
    words = token.grammar
    if token.lower_ not in words.restriction or token.dep_ in {"advmod", "fixed"}:
        return False
    return token.i == 0 or token.nbor(-1).lower_ not in words.before_que


def opening_que(clause: Word) -> Word | None:
    """The «que» that a clause begins with."""
    near = (c for c in clause.subtree if c.i <= clause.i and c.i - clause.left_edge.i < 2)
    return next((c for c in near if _is_que(c)), None)


def _clause_end(verb: Word, clause: Word) -> int:
    """The end of the sentence for a main verb of saying, of the subtree elsewhere; a coordinated verb ends it."""
    own_word = _own_word(clause, verb.sent.end)
    if own_word:
        return own_word
    stops = [c.left_edge.i for c in verb.children if c.dep_ in _FURTHER and c.i > clause.i and is_verbal(c)]
    stops += [t.i for t in verb.doc[clause.i : verb.sent.end] if t.text == ";"][:1]
    if verb.dep_ == "ROOT" and not stops:
        return int(verb.sent.end)
    return min([end_below(clause), *stops])


def _own_word(clause: Word, end: int) -> int:
    """Where the dispatch takes up a claim in its own words: «…, une proposition rejetée par X»; 0 if nowhere."""
    return next((token.i - 2 for token in clause.doc[clause.i : end] if _takes_up(token)), 0)


def _takes_up(token: Word) -> bool:
    words = token.grammar
    if token.i < 2:
        return False
    relative = words.object_relatives | words.subject_relatives | words.genitive_relatives
    if token.lower_ in relative and token.nbor(-1).lower_ in words.demonstratives and token.nbor(-2).text == ",":
        return True  # «…, ce que X a démenti»
    if lemma_of(token) not in words.state_nouns:
        return False
    return token.nbor(-1).lower_ in words.indefinites and token.nbor(-2).text == ","


# --- other contents -------------------------------------------------------------------------------------------------


def _colon(token: Word, scene: Scene) -> _Content | None:
    """«Il a dit: «…»»."""
    near = (q for q in scene.quoted if token.i + 2 < q.start < token.i + _COLON_REACH)
    led = (q for q in near if token.doc[q.start - 2].text == ":")
    same = (q for q in led if token.doc[q.start - 2].sent.start <= token.sent.end)
    found = next((q for q in same if not any(map(speech_verb, token.doc[token.i + 1 : q.start - 2]))), None)
    return _Content(*found, "colon") if found else None


def _quoted_object(token: Word, scene: Scene) -> _Content | None:
    """«a jugé le scrutin «transparent»», «évoque «plus d'un agent sur deux»»: the object up to the quotation's end."""
    near = (q for q in scene.quoted if 0 < q.start - token.i <= _OBJECT_REACH and q.start < token.sent.end)
    found = next((q for q in near if not any(_bars(t) for t in token.doc[token.i + 1 : q.start - 1])), None)
    return _Content(token.i + 1, found.end + 1, "quoted") if found else None


def _bars(token: Word) -> bool:
    return token.pos_ in {"VERB", "AUX", "SCONJ"} or token.text in _OBJECT_SIGNS


def _infinitive(token: Word, verb: SpeechVerb) -> _Content | None:
    """«assure avoir …», «l'accuse d'avoir …»."""
    if not verb.infinitive:
        return None
    below = (c for c in token.children if c.i > token.i and c.dep_ in _INFINITIVES)
    found = next((c for c in below if _is_infinitive_clause(c)), None)
    if found is None:
        return None
    return _Content(_past(found, found.grammar.plain_links), end_below(found), "infinitive")


def _is_infinitive_clause(token: Word) -> bool:
    """Whether a clause's verb is an infinitive, or a compound one («avoir qualifié»)."""
    return any(is_infinitive(t) for t in (token, *(c for c in token.children if c.dep_.startswith("aux"))))


def _noun(token: Word, verb: SpeechVerb) -> _Content | None:
    """«a annoncé la mort de six marins», «fait état de heurts», «annoncent 20.000 manifestants»."""
    if not verb.noun or verb.kind not in _REPORTING:
        return None
    above = {token.i, *(c.i for c in token.children if not preposition(c) or lemma_of(c) in verb.words)}
    below = (c for c in token.subtree if c.i > token.i and c.dep_ in _NOUNS and c.head.i in above)
    links = {"", token.grammar.of}  # «fait état de», not «après la mort de»
    nouns = (c for c in below if lemma_of(c) not in verb.words[1:] and preposition(c) in links and _is_news(c))
    found = next(nouns, None)
    return _Content(_past_case(found), _clause_end(token, found), "noun") if found is not None else None


def _past_case(noun: Word) -> int:
    """The first token of a noun phrase after its «de»."""
    words = noun.grammar.bare_genitives
    inside = noun.doc[noun.left_edge.i : noun.i]
    return next((t.i for t in inside if t.lower_ not in words or t.dep_ != "case"), noun.i)


def _is_news(noun: Word) -> bool:
    """Whether a noun tells an event or is counted."""
    nouns, counted = event_lexicon(noun.doc.language).nouns, content_head(noun)
    if counted.i != noun.i or lemma_of(noun) in nouns:
        return True
    return any(c.dep_ == "nummod" or c.like_num for c in (noun, *noun.children))
