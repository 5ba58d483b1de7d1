"""Attribution after or inside what is said: «…», a-t-elle lancé; telle chose est arrivée, a indiqué X."""

from __future__ import annotations

from dispatchgraph.extract.claims.clauses import opening_que
from dispatchgraph.extract.claims.cues import addressee_of, cue_of, is_impersonal, preferred
from dispatchgraph.extract.claims.scene import CLOSE, OPEN, Scene, attributed, trimmed
from dispatchgraph.extract.lemmas import lemma_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import content_head, own_subjects, preposition
from dispatchgraph.extract.words import feature, is_infinitive, phrase_at, span_of, words_of
from dispatchgraph.languages.speech import SpeechVerb
from dispatchgraph.model import Quote, Span
from dispatchgraph.parse import Word

__all__ = ["inverted"]

_VERBS = frozenset({"VERB", "AUX"})
_SIGNS = frozenset({",", ";", ":", "."})
_PARTING = frozenset({":", ";"})  #: signs behind which another speaks
_RESUMING = 14  # words from an attribution to the quotation that goes on


def inverted(token: Word, verb: SpeechVerb, scene: Scene) -> Quote | None:
    """The claim before a verb of saying whose subject follows; None where the verb stands otherwise."""
    first = _group_start(token)
    finite = any(feature(t, "Mood") for t in (token, *(c for c in token.children if c.dep_.startswith("aux"))))
    if not finite or not (verb.quotes or verb.clause) or not _follows_content(token, first):
        return None
    subjects = [t.i for t in own_subjects(token) if t.i < first]
    if subjects and not _is_clause(token, first, scene, subject=max(subjects)):
        return None
    speaker = _speaker_after(token, scene.mentions)
    if speaker is None:
        return None
    content = _content_before(token, first, scene)
    contents = _contents(token, content, _resumed(token, speaker, scene), scene) if content else ()
    contents = contents or _around(token, first, speaker, scene)
    if not contents:
        return None
    return attributed(
        scene,
        token,
        contents,
        cue=cue_of(token),
        speaker=speaker,
        addressee=addressee_of(token, scene.mentions, speaker),
        rule=f"speech:{lemma_of(token)}:inverted",
    )


# --- the verb -------------------------------------------------------------------------------------------------------


def _group_start(token: Word) -> int:
    """Where the verb group begins: auxiliaries and clitics before the verb."""
    start: int = token.i
    while start > 0 and _is_of_group(token.doc[start - 1], token):
        start -= 1
    return start


def _is_of_group(word: Word, verb: Word) -> bool:
    if word.dep_.startswith(("aux", "expl")) or word.lower_ in verb.grammar.verb_group:
        return True
    return word.pos_ == "ADV" and word.head == verb and word.i > 0 and word.nbor(-1).text != ","


def _follows_content(token: Word, first: int) -> bool:
    """Whether a verb group that begins at `first` stands after a comma or a quotation, and no clause follows it."""
    if first <= token.sent.start or _has_own_clause(token):
        return False
    return token.doc[first - 1].text in {",", CLOSE}


def _is_clause(token: Word, first: int, scene: Scene, *, subject: int) -> bool:
    """Whether what stands before a verb is a quotation or a clause of `subject`, not this with a relative alone."""
    before = scene.doc[_content_start(token, first, scene) : first]
    finite = (t for t in before if t.i > subject and t.pos_ in _VERBS and feature(t, "Mood"))
    main = (t for t in finite if not any(_is_relative(a) for a in (t, *t.ancestors) if a.i < first))
    return any(t.text in {OPEN, CLOSE} for t in before) or next(main, None) is not None


def _is_relative(token: Word) -> bool:
    words = token.grammar
    opened = any(c.lower_ in words.subject_relatives | words.object_relatives for c in token.children)
    return token.dep_.startswith("acl") and (opened or not feature(token, "Mood"))


def _has_own_clause(token: Word) -> bool:
    """Whether the verb has its subject before it and «que» behind it: «X, ministre, avait expliqué que …»."""
    follows = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    if follows == ":" or follows in token.grammar.restriction:
        return True
    after = [c for c in token.children if c.i > token.i]
    said = any(c.dep_ == "xcomp" and any(is_infinitive(t) for t in (c, *c.children)) for c in after)
    told = any(t.i < token.i for t in own_subjects(token))
    return (said and told) or any(opening_que(c) is not None for c in after if c.dep_ == "ccomp")


# --- the speaker ----------------------------------------------------------------------------------------------------


def _speaker_after(token: Word, mentions: Mentions) -> Word | None:
    """The subject that stands after its verb, or its clitic."""
    clitic = _clitic(token, mentions)
    if clitic is not None:
        return _impersonal_speaker(token, mentions) if is_impersonal(clitic) else clitic
    own = (content_head(t) for t in own_subjects(token) if t.i > token.i)
    return preferred(own, mentions) or _first_after(token, mentions)


def _clitic(token: Word, mentions: Mentions) -> Word | None:
    """«-il» of «a-t-il dit»."""
    near = token.doc[max(token.i - 4, token.sent.start) : token.i + 3]
    hung = (t for t in near if t.text.startswith("-"))
    return next((t for t in hung if is_impersonal(t) or mentions.at(t) is not None), None)


def _impersonal_speaker(token: Word, mentions: Mentions) -> Word | None:
    """«dit-on au ministère»: who speaks behind «on»."""
    after = token.doc[token.i + 1 : token.sent.end]
    actors = (t for t in after if mentions.type_at(t) not in {None, "City"})
    return next((t for t in actors if (m := mentions.at(t)) is not None and m.kind != "pronoun"), None)


def _first_after(token: Word, mentions: Mentions) -> Word | None:
    """The first actor after the verb that no preposition governs, where the parse lost the subject."""
    one = False  # «l'un d'eux, X»: the name behind the comma says who
    for after in token.doc[token.i + 1 : token.sent.end]:
        if after.text in _SIGNS and not (one and after.text == ","):
            return None
        one = (one and after.text != ",") or (after.pos_ == "PRON" and after.lower_ in token.grammar.indefinites)
        mention = mentions.at(after)
        if mention is None or mention.kind == "pronoun" or preposition(after):
            continue
        if span_of(after) == mention.head:
            return after
    return None


# --- the content ----------------------------------------------------------------------------------------------------


def _content_before(token: Word, first: int, scene: Scene) -> Span | None:
    """What stands before the verb group, if it is a quotation or a clause."""
    start = _content_start(token, first, scene)
    before = scene.doc[start:first]
    if not any(t.text in {OPEN, CLOSE} or (t.pos_ in {"VERB", "AUX"} and feature(t, "Mood")) for t in before):
        return None
    return trimmed(scene.doc, start, first - 1 if scene.doc[first - 1].text == "," else first)


def _contents(token: Word, content: Span, resumed: Span | None, scene: Scene) -> tuple[Span, ...]:
    """What stands before an attribution and what goes on after it; inside a clause only the latter is said."""
    if resumed is None:
        return (content,)
    return (resumed,) if _interrupts_clause(token, scene) else (content, resumed)


def _around(token: Word, first: int, speaker: Word, scene: Scene) -> tuple[Span, ...]:
    """«Le Pérou, a dit X, a signé le traité»: what stands on both sides of an attribution between commas."""
    doc, end, mention = scene.doc, token.sent.end, scene.mentions.at(speaker)
    comma = int(phrase_at(doc, mention.span).end) if mention is not None else end
    rest = doc[comma + 1 : end]
    closed = comma < end and doc[comma].text == "," and speaker.i > token.i
    if not closed or doc[first - 1].text != "," or not any(t.pos_ in _VERBS and feature(t, "Mood") for t in rest):
        return ()
    spans = (trimmed(doc, _content_start(token, first, scene), first - 1), trimmed(doc, comma + 1, end))
    return tuple(s for s in spans if s is not None)


def _interrupts_clause(token: Word, scene: Scene) -> bool:
    """«cet élu qui, avait-il dit, «a transformé …»»."""
    first = _group_start(token)
    start = _content_start(token, first, scene)
    if scene.doc[first - 1].text != "," or any(t.text in {OPEN, CLOSE} for t in scene.doc[start:first]):
        return False
    return scene.doc[first - 2].pos_ in {"PRON", "SCONJ", "CCONJ"}


def _content_start(token: Word, first: int, scene: Scene) -> int:
    """The sentence's beginning, or that of a quotation that opened in an earlier sentence."""
    begin = token.sent.start
    opened = next((q.start - 1 for q in scene.quoted if q.start < begin <= q.end <= first), None)
    if opened is not None:
        return opened
    signs = [t.i + 1 for t in scene.doc[begin:first] if t.text in _PARTING and not _is_quoted(t.i, scene)]
    clauses = (i for i in reversed(signs) if any(t.pos_ in _VERBS and feature(t, "Mood") for t in scene.doc[i:first]))
    return next(clauses, begin)


def _is_quoted(index: int, scene: Scene) -> bool:
    """Whether a sign stands in a quotation, or right before one."""
    return any(q.start - 2 <= index < q.end for q in scene.quoted)


def _resumed(token: Word, speaker: Word, scene: Scene) -> Span | None:
    """The rest of a quotation that the attribution interrupts: «A», dit-il, «B»."""
    after, doc = max(token.i, speaker.i), scene.doc
    for start, end in scene.quoted:
        if start < token.i < end:  # one pair of marks around the attribution
            comma = next((t.i for t in doc[after:end] if t.text == ","), end)
            return trimmed(doc, comma + 1, end)
        if after < start < token.sent.end and start - after < _RESUMING and doc[start - 2].text in {",", "."}:
            return words_of(doc[start:end])
    return None
