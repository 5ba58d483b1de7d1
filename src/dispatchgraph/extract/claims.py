"""Who says what: cues of attribution, their speakers and the words they claim.

Four constructions, each a function: a clause or infinitive below a verb of saying; words before or after an inverted
verb («…», a-t-elle lancé); «selon X»; a noun that a verb of saying reports («a rapporté la mort de …»).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatchgraph.extract.descriptions import sentence_of
from dispatchgraph.extract.mentions import Mentions
from dispatchgraph.extract.syntax import (
    content_head,
    is_passive,
    is_verbal,
    lemma_of,
    obliques,
    reflexive,
    span_of,
    subjects,
    subjects_own,
)
from dispatchgraph.languages.events import event_lexicon
from dispatchgraph.languages.speech import Cue, SpeechVerb, speech
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Quote, Span, SpeechAct

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

__all__ = ["find_claims"]

_OPEN, _CLOSE = "«", "»"
_CLAUSES = frozenset({"ccomp", "xcomp", "obj", "advcl", "obl:arg"})
_REPORTING = frozenset({"say", "announce", "report", "think"})  #: kinds of verbs whose noun is what they claim


def find_claims(doc: Doc, mentions: Mentions) -> tuple[Quote, ...]:
    """All attributed stretches of `doc`, in text order."""
    quoted = quotations(doc)
    found: list[Quote] = []
    for sent in doc.sents:
        verbs = [(t, v) for t in sent if (v := _speech_verb(t)) is not None]
        inverted = [q for t, v in verbs if (q := _inverted(sent, t, v, mentions, quoted)) is not None]
        found.extend(inverted)
        heads = {q.cue for q in inverted}
        for token, verb in verbs:
            if _cue(token) not in heads:
                found.extend(_below(token, verb, mentions, quoted))
        found.extend(_according(sent, mentions, quoted))
    return tuple(sorted(_continued(doc, found, quoted), key=lambda q: (q.contents, q.cue)))


# --- quotation marks ------------------------------------------------------------------------------------------------


def quotations(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Tokens between each pair of quotation marks; a mark left open ends with its paragraph."""
    found: list[tuple[int, int]] = []
    start = -1
    for token in doc:
        if token.text == _OPEN and start < 0:
            start = token.i + 1
        elif token.text == _CLOSE and start >= 0:
            found.append((start, token.i))
            start = -1
        elif token.is_space and "\n\n" in token.text:
            start = -1
    return tuple(q for q in found if q[0] < q[1])


def _quotations_in(doc: Doc, spans: Sequence[Span], quoted: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The quotations that lie in a content, without their marks."""
    inside = [span_of(doc[a:b]) for a, b in quoted]
    return tuple(q for q in inside if any(s.overlap(q) == q.end - q.begin for s in spans))


def _act(doc: Doc, spans: Sequence[Span], quotes: Sequence[Span]) -> SpeechAct:
    if not quotes:
        return "indirect"
    whole = sum(s.end - s.begin for s in spans)
    return "direct" if sum(q.end - q.begin for q in quotes) >= 0.9 * whole else "mixed"


# --- cues -----------------------------------------------------------------------------------------------------------


def _speech_verb(token: Token) -> SpeechVerb | None:
    """The entry of `speech.toml` that a verb is used as."""
    if not is_verbal(token) and "Part" not in token.morph.get("VerbForm"):
        return None
    for verb in speech(token.doc.lang_).verbs.get(lemma_of(token), ()):
        if verb.reflexive and not reflexive(token):
            continue
        near = {lemma_of(c) for c in token.subtree if abs(c.i - token.i) < 6}
        if all(w in near for w in verb.words[1:]):
            return verb
    return None


def _cue(token: Token) -> Span:
    """The words of saying: auxiliary, verb, and the rest of «fait état», «laissé entendre»."""
    aux = [c.i for c in token.children if c.dep_.startswith("aux") and c.i < token.i]
    verb = _speech_verb(token)
    rest = [t.i for t in token.subtree if verb and lemma_of(t) in verb.words[1:] and 0 < t.i - token.i < 6]
    return span_of(token.doc[min([token.i, *aux]) : max([token.i, *rest]) + 1])


def _speaker(verb: Token, mentions: Mentions) -> Token | None:
    """Who says it: the subject, the agent of a passive, or the place «on» speaks from."""
    who = [t for p, t in obliques(verb) if p == "par"] if is_passive(verb) else subjects(verb)
    if who and who[0].lower_.strip("-") in {"on", "l'on"}:
        who = [
            t for p, t in obliques(verb) if p in {"dans", "à", "chez", "de", "auprès de"} and mentions.at(t) is not None
        ]
    named = [t for t in who if (m := mentions.at(t)) is not None and m.kind == "name"]
    for token in (*named, *who):
        if mentions.at(content_head(token)) is not None:
            return content_head(token)
    return None


def _addressee(verb: Token, mentions: Mentions, speaker: Token | None) -> Span | None:
    for prep, token in obliques(verb):
        mention = mentions.at(token)
        if (
            prep in {"à", "auprès de", "devant"}
            and mention is not None
            and mention.type in {"Person", "NewsAgency", "Organization", "Group", "Company"}
            and token != speaker
        ):
            return span_of(token)
    return None


# --- clauses, infinitives and nouns below a verb of saying -------------------------------------------------------------


def _below(token: Token, verb: SpeechVerb, mentions: Mentions, quoted: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    speaker = _speaker(token, mentions)
    if speaker is None or (mentions.type_at(speaker) == "Document" and verb.kind == "ask"):
        return
    content = (
        _clause(token, verb)
        or _colon(token, quoted)
        or _infinitive(token, verb)
        or _noun(token, verb, mentions)
        or _quoted_object(token, verb, quoted)
    )
    if content is None:
        return
    start, end, rule = content
    spans = (_trimmed(token.doc, start, end),)
    if spans[0].end <= spans[0].begin:
        return
    quotes = _quotations_in(token.doc, spans, quoted)
    yield Quote(
        cue=_cue(token),
        contents=spans,
        speaker=span_of(speaker),
        addressee=_addressee(token, mentions, speaker),
        act=_act(token.doc, spans, quotes),
        quotations=quotes,
        sentence=sentence_of(token),
        rule=f"speech:{lemma_of(token)}:{rule}",
    )


def _trimmed(doc: Doc, start: int, end: int) -> Span:
    """Tokens as a span without signs and white space at its ends, quotation marks that close in it kept."""
    while start < end and (doc[start].is_space or doc[start].text in {",", ":", ";", "."}):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ":", ";", ".", "!", "?", "-", "–", "("}):
        end -= 1
    if (
        end - start > 1
        and doc[start].text == _OPEN
        and (doc[end - 1].text == _CLOSE or _CLOSE not in doc[start:end].text)
    ):
        closing = [t.i for t in doc[start:end] if t.text == _CLOSE]
        if not closing or closing[0] == end - 1:
            start, end = start + 1, end - 1 if closing else end
    if start < end and doc[start].text == _CLOSE:
        start += 1
    return span_of(doc[start:end]) if start < end else Span(0, 0)


def _clause(token: Token, verb: SpeechVerb) -> tuple[int, int, str] | None:
    """«a affirmé que …»: from after «que» to the end of the clause."""
    if not verb.clause:
        return None
    doc, sent = token.doc, token.sent
    que = _que_after(token, sent)
    clause = next(
        (
            c
            for c in token.children
            if c.dep_ in _CLAUSES and c.i > token.i and (que is None or c.i > que.i) and (que or _que(c))
        ),
        None,
    )
    if que is None and clause is not None:
        que = _que(clause)
    if que is None:
        return None
    return que.i + 1, _clause_end(token, clause) if clause is not None else sent.end, "que"


def _que_after(token: Token, sent: Words) -> Token | None:
    """The «que» that follows a verb of saying, adverbs, dates and an addressee between them."""
    for t in sent.doc[token.i + 1 : min(token.i + 12, sent.end)]:
        if _is_que(t):
            return t
        if (
            t.pos_ in {"VERB", "SCONJ"}
            or (t.pos_ in {"NOUN", "PROPN"} and t.dep_ == "obj" and not t.ent_type_)
            or t.text in {";", ":", "."}
        ):
            return None
    return None


def _is_que(token: Token) -> bool:
    """«que» that opens a clause of content, not «parce que», «ne … que», «plus que»."""
    words = grammar(token.doc.lang_)
    if token.lower_ not in words.restriction or token.dep_ in {"advmod", "fixed"}:
        return False
    return token.i == 0 or token.nbor(-1).lower_ not in words.before_que


def _que(clause: Token) -> Token | None:
    return next((c for c in clause.subtree if _is_que(c) and c.i <= clause.i and c.i - clause.left_edge.i < 2), None)


def _clause_end(verb: Token, clause: Token) -> int:
    """The end of the sentence for a main verb of saying, of the subtree elsewhere; a coordinated verb ends it."""
    right = max(t.i for t in clause.subtree) + 1
    own_word = _own_word(clause, verb.sent.end)
    if own_word:
        return own_word
    stops = [
        c.left_edge.i
        for c in verb.children
        if c.dep_ in {"conj", "advcl", "parataxis"} and c.i > clause.i and is_verbal(c)
    ]
    if verb.dep_ == "ROOT" and not stops:
        return int(verb.sent.end)
    return min([right, *stops]) if stops else right


def _own_word(clause: Token, end: int) -> int:
    """Where the dispatch takes up what is claimed in its own words: «…, une proposition rejetée par X»; 0 if nowhere."""
    nouns = grammar(clause.doc.lang_).state_nouns
    for token in clause.doc[clause.i : end]:
        if (
            lemma_of(token) in nouns
            and token.i > 1
            and token.nbor(-1).lower_ in {"un", "une"}
            and token.nbor(-2).text == ","
        ):
            return int(token.i - 2)
    return 0


def _colon(token: Token, quoted: Sequence[tuple[int, int]]) -> tuple[int, int, str] | None:
    """«Il a dit: «…»»."""
    for start, end in quoted:
        if (
            start - 2 > token.i
            and token.doc[start - 2].text == ":"
            and token.doc[start - 2].sent.start <= token.sent.end
            and start - token.i < 25
        ):
            return start, end, "colon"
    return None


def _infinitive(token: Token, verb: SpeechVerb) -> tuple[int, int, str] | None:
    """«assure avoir …», «l'accuse d'avoir …»."""
    if not verb.infinitive:
        return None
    for child in token.children:
        if child.i > token.i and child.dep_ in {"xcomp", "ccomp", "obl:arg", "obj"} and "Inf" in _forms_of(child):
            start = child.left_edge.i
            while start < child.i and token.doc[start].lower_ in {"de", "d'", "à"}:
                start += 1
            return start, max(t.i for t in child.subtree) + 1, "infinitive"
    return None


def _quoted_object(token: Token, verb: SpeechVerb, quoted: Sequence[tuple[int, int]]) -> tuple[int, int, str] | None:
    """«a jugé le scrutin «transparent»», «évoque «plus d'un agent sur deux»»: the object up to the quotation's end."""
    for start, end in quoted:
        between = token.doc[token.i + 1 : start - 1]
        near = 0 <= start - 1 - token.i < 12 and token.sent.start <= start < token.sent.end
        if near and not any(t.pos_ in {"VERB", "AUX", "SCONJ"} or t.text in {",", ";", ":"} for t in between):
            return token.i + 1, end + 1, "quoted"
    return None


def _forms_of(token: Token) -> set[str]:
    """The verb forms of a clause: of its head or the auxiliary of a compound infinitive («avoir qualifié»)."""
    return {
        f for t in [token, *(c for c in token.children if c.dep_.startswith("aux"))] for f in t.morph.get("VerbForm")
    }


def _noun(token: Token, verb: SpeechVerb, mentions: Mentions) -> tuple[int, int, str] | None:
    """«a rapporté la mort de huit personnes», «a fait état de bombardements», «annoncent 1,03 million de marcheurs»."""
    if not verb.noun or verb.kind not in _REPORTING:
        return None
    nouns = event_lexicon(token.doc.lang_).nouns
    for child in token.subtree:
        if lemma_of(child) in verb.words[1:]:
            continue
        if (
            child.i <= token.i
            or child.dep_ not in {"obj", "obl:arg", "nmod", "obl:mod"}
            or child.head.i not in {token.i, *(c.i for c in token.children)}
        ):
            continue
        counted = (
            any(c.dep_ == "nummod" or c.like_num for c in [child, *child.children]) or content_head(child).i != child.i
        )
        if lemma_of(child) in nouns or counted or lemma_of(content_head(child)) in nouns:
            start = child.left_edge.i
            while start < child.i and token.doc[start].lower_ in {"de", "d'"} and token.doc[start].dep_ == "case":
                start += 1
            return start, _clause_end(token, child), "noun"
    return None


# --- inverted and following verbs -------------------------------------------------------------------------------------


def _inverted(
    sent: Words, token: Token, verb: SpeechVerb, mentions: Mentions, quoted: Sequence[tuple[int, int]]
) -> Quote | None:
    """«…», a-t-elle lancé. / Telle chose est arrivée, a indiqué X."""
    doc = sent.doc
    first = _group_start(token)
    if first <= sent.start or not (verb.quotes or verb.clause) or "Inf" in token.morph.get("VerbForm"):
        return None
    if _own_clause(token):
        return None
    before = doc[first - 1]
    after_quote = before.text == _CLOSE or (before.text == "," and first - 2 >= 0 and doc[first - 2].text == _CLOSE)
    if not (before.text in {",", _CLOSE} or (before.text in {"!", "?"} and after_quote)):
        return None
    speaker = _speaker_after(token, mentions, sent)
    if speaker is None:
        return None
    start = _content_start(sent, first, quoted)
    spans = [_trimmed(doc, start, first - 1 if before.text == "," else first)]
    told = any(
        t.text in {_OPEN, _CLOSE} or (t.pos_ in {"VERB", "AUX"} and t.morph.get("Mood")) for t in doc[start:first]
    )
    if spans[0].end <= spans[0].begin or not told:
        return None
    resumed = _resumed(sent, token, speaker, quoted)
    spans = resumed if resumed and not any(t.text in {_OPEN, _CLOSE} for t in doc[start:first]) and before.text == "," and _inside_clause(token) else spans + resumed
    quotes = _quotations_in(doc, spans, quoted)
    return Quote(
        cue=_cue(token),
        contents=tuple(spans),
        speaker=span_of(speaker),
        addressee=_addressee(token, mentions, speaker),
        act=_act(doc, spans, quotes),
        quotations=quotes,
        sentence=sentence_of(token),
        rule=f"speech:{lemma_of(token)}:inverted",
    )


def _own_clause(token: Token) -> bool:
    """Whether the verb has its subject before it and «que» behind it: «X, ministre, avait expliqué que …»."""
    follows = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return follows in {"que", "qu'", ":"} or any(
        _que(c) is not None and c.i > token.i for c in token.children if c.dep_ == "ccomp"
    )


def _group_start(token: Token) -> int:
    """Where the verb group begins: auxiliaries and clitics before the verb."""
    i: int = token.i
    doc = token.doc
    while i > 0 and (
        doc[i - 1].dep_.startswith(("aux", "expl"))
        or doc[i - 1].lower_
        in {
            "-t",
            "-il",
            "-elle",
            "-ils",
            "-elles",
            "-on",
            "lui",
            "l'",
            "a",
            "ont",
            "avait",
            "avaient",
            "s'",
            "se",
            "est",
            "été",
            "n'",
            "ne",
        }
        or (doc[i - 1].pos_ == "ADV" and doc[i - 1].head == token and i > 1 and doc[i - 2].text != ",")
    ):
        i -= 1
    return i


def _speaker_after(token: Token, mentions: Mentions, sent: Words) -> Token | None:
    """The subject that stands after its verb, or its clitic."""
    doc = token.doc
    clitics = [
        t
        for t in doc[max(token.i - 4, sent.start) : token.i + 3]
        if t.text.startswith("-") and (mentions.at(t) is not None or t.lower_ == "-on")
    ]
    own = [content_head(t) for t in subjects_own(token) if t.i > token.i]
    if clitics and clitics[0].lower_ not in {"-on"} and mentions.at(clitics[0]) is not None:
        return clitics[0]
    if clitics and clitics[0].lower_ == "-on":
        return next(
            (
                t
                for t in doc[token.i + 1 : sent.end]
                if (m := mentions.at(t)) is not None and m.type not in {None, "City"} and m.kind != "pronoun"
            ),
            None,
        )
    named = [t for t in own if mentions.at(t) is not None]
    if named:
        best = next((t for t in named if (m := mentions.at(t)) is not None and m.kind == "name"), named[0])
        return best
    return _first_after(token, mentions, sent)


def _first_after(token: Token, mentions: Mentions, sent: Words) -> Token | None:
    """The first actor after the verb that no preposition governs, where the parse lost the subject."""
    from dispatchgraph.extract.syntax import preposition

    if any(t.i < token.i for t in subjects_own(token)) and token.dep_ not in {"ROOT"}:
        return None
    for t in token.doc[token.i + 1 : sent.end]:
        if t.text in {",", ";", ":", "."}:
            return None
        mention = mentions.at(t)
        if mention is not None and mention.kind != "pronoun" and not preposition(t) and span_of(t) == mention.head:
            return t
    return None


def _content_start(sent: Words, first: int, quoted: Sequence[tuple[int, int]]) -> int:
    """The sentence's beginning, or that of a quotation that opened in an earlier sentence."""
    for start, end in quoted:
        if start < sent.start and end >= sent.start and end <= first:
            return start - 1
    return int(sent.start)


def _inside_clause(token: Token) -> bool:
    """Whether the attribution interrupts a clause: «cet élu qui, avait-il dit, «a transformé …»»."""
    before = token.doc[_group_start(token) - 2]
    return before.pos_ in {"PRON", "SCONJ", "CCONJ"}


def _resumed(sent: Words, token: Token, speaker: Token, quoted: Sequence[tuple[int, int]]) -> list[Span]:
    """The rest of a quotation that the attribution interrupts: «A», dit-il, «B»."""
    after = max(token.i, speaker.i)
    for start, end in quoted:
        if start < token.i < end:  # one pair of marks around the attribution
            comma = next((t.i for t in sent.doc[after:end] if t.text == ","), None)
            return [_trimmed(sent.doc, comma + 1, end)] if comma is not None and comma + 1 < end else []
        if after < start < sent.end and sent.doc[start - 2].text in {",", "."} and start - after < 14:
            return [span_of(sent.doc[start:end])]
    return []


# --- «selon X» ------------------------------------------------------------------------------------------------------


def _according(sent: Words, mentions: Mentions, quoted: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    for token in sent:
        cue = _cue_at(token)
        if cue is None or (cue.weak and token.i != sent.start):
            continue
        end = token.i + len(cue.words)
        source = _source(sent, end, mentions)
        if source is None:
            continue
        stop = _source_end(sent, source, mentions)
        if cue.weak and not _opens_view(sent, source, stop, mentions):
            continue
        spans = _scope(sent, token.i, stop)
        if not spans:
            continue
        quotes = _quotations_in(sent.doc, spans, quoted)
        yield Quote(
            cue=span_of(sent.doc[token.i : end]),
            contents=tuple(spans),
            speaker=span_of(source),
            act=_act(sent.doc, spans, quotes),
            quotations=quotes,
            sentence=sentence_of(token),
            rule="cue:" + " ".join(cue.words),
        )


def _opens_view(sent: Words, source: Token, stop: int, mentions: Mentions) -> bool:
    """«Pour M. X, …»: a person before a comma, whose view follows."""
    mention = mentions.at(source)
    return mention is not None and mention.type == "Person" and stop < sent.end and sent.doc[stop].text == ","


def _cue_at(token: Token) -> Cue | None:
    for cue in speech(token.doc.lang_).cues.get(token.lower_, ()):
        following = [t.lower_ for t in token.doc[token.i : token.i + len(cue.words)]]
        if tuple(following) == cue.words:
            return cue
    return None


def _source(sent: Words, start: int, mentions: Mentions) -> Token | None:
    """The first mention after a cue, a name in apposition before its description."""
    for token in sent.doc[start : min(start + 7, sent.end)]:
        mention = mentions.at(token)
        if (mention is not None and span_of(token) == mention.head) or (mention is not None and mention.kind == "name"):
            return token
        if token.pos_ in {"VERB", "PUNCT", "AUX"} and token.text not in {"«", "»"}:
            return None
    return None


def _source_end(sent: Words, source: Token, mentions: Mentions) -> int:
    """Where the words about the source end: its complements and a name in apposition belong to them."""
    doc = sent.doc
    mention = mentions.at(source)
    i: int = source.i + 1
    if mention is not None:
        words = doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
        i = max(i, words.end if words is not None else i)
    while (
        i < sent.end
        and doc[i].text not in {",", ";", "."}
        and (doc[i].pos_ in {"ADP", "DET", "ADJ", "PROPN", "PUNCT", "NOUN"})
        and doc[i].text not in {"et"}
        and source.is_ancestor(doc[i])
    ):
        i += 1
    i = _past_description(doc, i, sent.end, mention, mentions)
    nxt = i + 1
    if (
        i < sent.end
        and doc[i].text == ","
        and nxt < sent.end
        and (m := mentions.at(doc[nxt])) is not None
        and m.kind == "name"
        and mention is not None
        and mention.apposed_to == m.head
    ):
        words = doc.char_span(m.span.begin, m.span.end, alignment_mode="expand")
        i = words.end if words is not None else i
    return i


def _past_description(doc: Doc, i: int, end: int, source: Mention | None, mentions: Mentions) -> int:
    """Past «, membre du groupe Y,» behind a named source."""
    if source is None or i + 1 >= end or doc[i].text != ",":
        return i
    described = next((m for t in doc[i + 1 : min(i + 4, end)] if (m := mentions.at(t)) is not None), None)
    if described is None or described.apposed_to != source.head:
        return i
    stop = next((t.i for t in doc[i + 1 : end] if t.text == ","), None)
    return stop if stop is not None else i


def _scope(sent: Words, cue: int, stop: int) -> list[Span]:
    """What a cue attributes: the sentence it opens or closes after a comma, else the member it stands in."""
    doc = sent.doc
    begin, end = sent.start, sent.end
    body_after = [t for t in doc[stop:end] if not t.is_punct and not t.is_space]
    if cue <= begin + 2 and body_after:
        return [_trimmed(doc, stop, end)]
    if doc[cue - 1].text == "," and not body_after:
        return [s for s in [_trimmed(doc, begin, cue - 1)] if s.end > s.begin]
    left = _member_start(doc, begin, cue if doc[cue - 1].text != "," else cue - 1)
    spans = [_trimmed(doc, left, cue)]
    if doc[cue - 1].text == "," and stop < end and doc[stop].text == ",":
        right = next(
            (t.i for t in doc[stop + 1 : end] if t.text in {",", ";"} or (t.pos_ == "CCONJ" and is_verbal(t.head))), end
        )
        spans.append(_trimmed(doc, stop + 1, right))
    return [s for s in spans if s.end > s.begin]


def _member_start(doc: Doc, begin: int, cue: int) -> int:
    """Back to the comma or coordinator that opens the member before a cue."""
    for i in range(cue - 1, begin, -1):
        if doc[i].text in {",", ";", ":", "("} or (doc[i].pos_ == "CCONJ" and cue - i > 1) or doc[i].lower_ in {"dont"}:
            return i + 1
    return begin


# --- sentences that go on -----------------------------------------------------------------------------------------------


def _continued(doc: Doc, found: list[Quote], quoted: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    """The claims, and each quotation without a cue that follows its speaker's last one."""
    yield from found
    direct = sorted((q for q in found if q.act == "direct"), key=lambda q: q.contents[-1].end)
    for start, end in quoted:
        words = span_of(doc[start:end])
        if words.end - words.begin < 20 or any(q.contents and any(c.overlap(words) for c in q.contents) for q in found):
            continue
        sent = doc[start].sent
        whole = all(t.is_punct or t.is_space or start <= t.i < end for t in sent)
        before = next(
            (q for q in reversed(direct) if q.sentence.end <= words.begin and words.begin - q.sentence.end < 8), None
        )
        if whole and before is not None:
            yield replace(
                before,
                contents=(words,),
                quotations=(words,),
                sentence=sentence_of(doc[start]),
                rule="speech:continued",
            )
