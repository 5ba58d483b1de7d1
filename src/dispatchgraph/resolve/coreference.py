"""Which mentions denote one entity: names, then descriptions, then pronouns; precision before recall.

A cluster is what becomes an entity. Names found one by spelling, initials, family name and gazetteer; descriptions
join a name they stand in apposition to, or an earlier description by the same or a synonymous noun whose complement
does not differ; pronouns look for the nearest subject that agrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dispatchgraph.annotate import plain
from dispatchgraph.iri import slug
from dispatchgraph.knowledge import Gazetteer, ancestors
from dispatchgraph.languages.nominals import Nominals, Synonyms, nominals
from dispatchgraph.languages.syntax import grammar
from dispatchgraph.model import Dispatch, Entity, Mention, Quote, Span

__all__ = ["Resolution", "resolve_mentions"]


@dataclass
class Cluster:
    """An entity in the making."""

    type: str
    known: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    complements: set[str] = field(default_factory=set)

    def add(self, mention: Mention) -> None:
        """Take a mention in, with what it tells of number and gender."""
        self.mentions.append(mention)
        if mention.kind in {"name", "nominal"}:
            self.gender = self.gender or mention.gender
        if mention.kind == "nominal":
            self.nouns.add(mention.lemma)
            if mention.complement:
                self.complements.add(mention.complement)

    @property
    def names(self) -> list[str]:
        """The proper names, longest first."""
        found = {m.text for m in self.mentions if m.kind == "name" and not m.metonym}
        return sorted(found, key=lambda n: (-len(n), n))


@dataclass(frozen=True)
class Resolution:
    """The entities, and the key of the entity that each head word denotes."""

    entities: tuple[Entity, ...]
    by_head: dict[Span, str]
    home: str | None  #: key of the state the news is about


def resolve_mentions(
    dispatch: Dispatch,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    gazetteer: Gazetteer,
    *,
    subjects: frozenset[Span] = frozenset(),
) -> Resolution:
    """Cluster `mentions`; `subjects` are the heads that stand as grammatical subjects."""
    work = _Work(dispatch, gazetteer, nominals(dispatch.language), subjects)
    ordered = sorted(mentions, key=lambda m: (m.span, m.kind))
    for mention in ordered:
        if mention.kind == "name" or mention.known:
            work.name(mention)
    for mention in ordered:
        if mention.kind == "nominal":
            work.describe(mention)
    for mention in ordered:
        if mention.kind == "adjective" and not mention.known:
            work.name(mention)
    said = {q.speaker: q.contents for q in quotes if q.speaker}
    for mention in ordered:
        if mention.kind in {"pronoun", "possessive"} and not mention.first_person:
            work.refer(mention, outside=said.get(mention.head, ()))
    for mention in ordered:
        if mention.first_person:
            work.speak(mention, quotes)
    return work.result()


class _Work:
    """The clusters so far; one method a kind of mention."""

    def __init__(self, dispatch: Dispatch, gazetteer: Gazetteer, lexicon: Nominals, subjects: frozenset[Span]) -> None:
        self.dispatch, self.gazetteer, self.lexicon, self.subjects = dispatch, gazetteer, lexicon, subjects
        self.clusters: list[Cluster] = []
        self.of: dict[Span, Cluster] = {}

    def _put(self, mention: Mention, cluster: Cluster | None) -> Cluster:
        if cluster is None:
            cluster = Cluster(type=mention.type or "Thing", known=mention.known, plural=mention.plural)
            self.clusters.append(cluster)
        cluster.add(mention)
        cluster.plural = cluster.plural or (mention.kind == "name" and mention.plural)
        self.of[mention.head] = cluster
        return cluster

    # names

    def name(self, mention: Mention) -> None:
        """A proper name or an adjective of a state."""
        found = self._same_known(mention) if mention.known else self._same_name(mention)
        cluster = self._put(mention, found)
        if found is not None and mention.known is None and mention.kind == "name":
            cluster.type = _finer(cluster.type, mention.type)

    def _same_known(self, mention: Mention) -> Cluster | None:
        return next((c for c in self.clusters if c.known == mention.known), None)

    def _same_name(self, mention: Mention) -> Cluster | None:
        if mention.kind == "adjective":
            return self._actor(mention)
        words = _words(mention.text)
        for cluster in reversed(self.clusters):
            if cluster.known is None or cluster.type == "Person":
                if any(_same(words, _words(n), person="Person" in (mention.type, cluster.type)) for n in cluster.names):
                    return cluster if _compatible(cluster.type, mention.type) else None
        return self._acronym(mention)

    def _actor(self, mention: Mention) -> Cluster | None:
        """«gouvernemental» names the government already told of, by whatever noun."""
        synonyms = self._synonyms(mention.lemma)
        nouns = {mention.lemma} | (set(synonyms.lemmas) if synonyms else set())
        fits = [
            c
            for c in self.clusters
            if _compatible(c.type, mention.type)
            and (c.nouns & nouns or any(m.lemma == mention.lemma for m in c.mentions))
        ]
        return max(fits, key=lambda c: (mention.lemma in c.nouns, len(c.mentions)), default=None)

    def _acronym(self, mention: Mention) -> Cluster | None:
        """«Organisation des X Y (OXY)»: the name right before the bracket."""
        at = mention.span.begin
        if self.dispatch.text[at - 1 : at] != "(" or not re.search(r"[A-ZÉ].*[A-ZÉ]|^[A-Z][a-z]+$", mention.text):
            return None
        near = [
            m for c in self.clusters for m in c.mentions if m.kind in {"name", "nominal"} and at - 4 <= m.span.end < at
        ]
        best = max(near, key=lambda m: m.span, default=None)
        if best is None or "Organization" not in ancestors(best.type or "") or not _initials(best.text, mention.text):
            return None
        return self.of[best.head]

    # descriptions

    def describe(self, mention: Mention) -> None:
        """A noun phrase."""
        if mention.apposed_to is not None and mention.apposed_to in self.of:
            cluster = self._put(mention, self.of[mention.apposed_to])
            cluster.type = _finer(cluster.type, mention.type) if cluster.known is None else cluster.type
            return
        self._put(mention, self._bracketed(mention) or self._described(mention))

    def _bracketed(self, mention: Mention) -> Cluster | None:
        """«la mission de l'ONU (Minustah)»: a body described, then named in brackets."""
        text = self.dispatch.text
        end = mention.span.end
        if text[end : end + 2] != " (" or "Organization" not in ancestors(mention.type or ""):
            return None
        inside = next(
            (c for c in self.clusters for m in c.mentions if m.kind == "name" and m.span.begin == end + 2), None
        )
        return (
            inside
            if inside is not None
            and "Organization" in ancestors(inside.type)
            and text[inside.mentions[0].span.end : inside.mentions[0].span.end + 1] == ")"
            else None
        )

    def _described(self, mention: Mention) -> Cluster | None:
        if not (mention.definite or mention.demonstrative) and mention.type not in {
            "Group",
            "MilitaryForce",
            "Government",
        }:
            return None
        named = self._short_of_name(mention)
        if named is not None:
            return named
        synonyms = self._synonyms(mention.lemma)
        before = [c for c in self.clusters if any(m.span < mention.span for m in c.mentions)]
        ranked = sorted(before, key=lambda c: max(m.span for m in c.mentions if m.span < mention.span), reverse=True)
        same = [c for c in ranked if mention.lemma in c.nouns and self._agree(c, mention)]
        if same:
            return same[0]
        if synonyms is None:
            return self._place(mention, ranked)
        near = [
            c
            for c in ranked
            if c.nouns & synonyms.lemmas and self._agree(c, mention) and _compatible(c.type, mention.type)
        ]
        if near and (
            mention.lemma in synonyms.general or mention.type in {"Group", "Government", "Document", "Person"}
        ):
            return near[0]
        return self._place(mention, ranked) if mention.lemma in synonyms.general else None

    def _short_of_name(self, mention: Mention) -> Cluster | None:
        """«le Conseil» after «le Conseil de sécurité»: the name's first word, with its capital."""
        if not mention.text[:1].isupper() or mention.plural:
            return None
        fits = [
            c
            for c in self.clusters
            for n in [_label(c, self.gazetteer), *c.names]
            if n.split()[0] == mention.text.split()[0]
        ]
        return fits[0] if len({id(c) for c in fits}) == 1 and _compatible(fits[0].type, mention.type) else None

    def _synonyms(self, lemma: str) -> Synonyms | None:
        return next((s for s in self.lexicon.synonyms if lemma in s.lemmas | s.general), None)

    def _place(self, mention: Mention, ranked: Sequence[Cluster]) -> Cluster | None:
        """«la ville», «la capitale», «le pays»: the nearest place of that class."""
        if mention.plural or mention.type not in {"City", "Country"} or not (mention.definite or mention.demonstrative):
            return None
        text = self.dispatch.text[mention.span.begin : mention.span.end]
        if len(text.split()) > 2:  # «la capitale syrienne» says which
            return None
        kinds = [c for c in ranked if c.type == mention.type and c.names]
        if mention.type == "Country":
            home = self._home()
            return home or next(iter(kinds), None)
        return next(iter(kinds), None)

    def _agree(self, cluster: Cluster, mention: Mention) -> bool:
        """Whether a description may be of a cluster: number, class and whose it is."""
        if (cluster.plural != mention.plural and cluster.type != "Group") or not _compatible(cluster.type, mention.type):
            return False
        if cluster.type == "Person" and mention.type == "Person" and not (mention.definite or mention.demonstrative):
            return False
        if not mention.complement:
            return True
        return all(self._one_owner(mention.complement, other) for other in cluster.complements)

    def _one_owner(self, one: str, other: str) -> bool:
        """Whether two complements may be of one thing: «syrien» and «de Bachar al-Assad» may, two states may not."""
        a, b = (self.gazetteer.entries.get(key) for key in (one, other))
        if one == other or slug(one).startswith(slug(other)) or slug(other).startswith(slug(one)):
            return True
        return (a.type if a else "") != (b.type if b else "")

    # pronouns

    def refer(self, mention: Mention, *, outside: Sequence[Span] = ()) -> None:
        """A pronoun or possessive of the third person; a speaker stands outside what it says."""
        cluster = self._antecedent(mention, outside)
        if cluster is not None:
            self._put(mention, cluster)

    def _antecedent(self, mention: Mention, outside: Sequence[Span]) -> Cluster | None:
        candidates: list[tuple[tuple[int, ...], Cluster]] = []
        for cluster in self.clusters:
            before = [m for m in cluster.mentions if m.span.end <= mention.span.begin and m.kind != "possessive"]
            before = [m for m in before if not any(s.covers(m.span) for s in outside)]
            if before and _may_refer(cluster, mention):
                last = max(before, key=lambda m: m.span)
                candidates.append((self._salience(mention, before, last), cluster))
        best = max(candidates, key=lambda c: c[0], default=None)
        return best[1] if best is not None and best[0][0] >= -1 else None

    def _salience(self, mention: Mention, before: Sequence[Mention], last: Mention) -> tuple[int, ...]:
        """How near, and whether a subject: nearer sentences first, subjects before others."""
        subject = any((m.subject or m.head in self.subjects) and m.sentence == last.sentence for m in before)
        gap = self._sentences_between(last.sentence, mention.sentence)
        latter = mention.lemma in grammar(self.dispatch.language).latter
        if latter:
            return (-gap, 0, last.span.begin)
        return (
            -gap + (1 if subject else 0),
            int(subject),
            -last.span.begin if subject and gap == 0 else last.span.begin,
        )

    def _sentences_between(self, first: Span, second: Span) -> int:
        if first == second:
            return 0
        return 1 if second.begin - first.end <= 4 else 1 + (second.begin - first.end) // 120

    # speakers

    def speak(self, mention: Mention, quotes: Sequence[Quote]) -> None:
        """«je» and «nous» inside a quotation: its speaker."""
        quote = next((q for q in quotes if q.speaker and any(s.covers(mention.span) for s in q.quotations)), None)
        cluster = self.of.get(quote.speaker) if quote and quote.speaker else None
        if cluster is not None and mention.lemma not in {"nous", "-nous"}:
            self._put(mention, cluster)

    # results

    def _home(self) -> Cluster | None:
        """The state the news is about: the dateline's, else the one named most and first."""
        states = [c for c in self.clusters if c.type == "Country" and c.known]
        place = self.dispatch.place.of(self.dispatch.text) if self.dispatch.place else ""
        for key in self.gazetteer.by_name.get(plain(place).title(), ()):
            home = self.gazetteer.entries[key].located_in or key
            found = next((c for c in states if c.known == home), None)
            if found:
                return found
        return max(states, key=lambda c: (len(c.mentions), -min(m.span for m in c.mentions).begin), default=None)

    def result(self) -> Resolution:
        """Entities with their keys."""
        keys: dict[int, str] = {}
        used: set[str] = set()
        for cluster in self.clusters:
            key = _key(cluster, self.dispatch, self.gazetteer)
            while key in used:
                key += "-" + slug(cluster.type)
            used.add(key)
            keys[id(cluster)] = key
        entities = tuple(_entity(c, keys[id(c)], self.gazetteer) for c in self.clusters)
        home = self._home()
        return Resolution(
            entities=entities,
            by_head={h: keys[id(c)] for h, c in self.of.items()},
            home=keys[id(home)] if home else None,
        )


# --- comparing --------------------------------------------------------------------------------------------------------


def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in re.split(r"[\s]+", plain(name).casefold()) if w)


def _same(a: tuple[str, ...], b: tuple[str, ...], *, person: bool) -> bool:
    """One spelling, or a family name (or last part of a name) of the other."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if not short or len(short) == len(long):
        return False
    return long[-len(short) :] == short or (not person and len(short) > 1 and long[: len(short)] == short)


def _initials(name: str, acronym: str) -> bool:
    letters = [w[0] for w in re.split(r"[\s'’-]+", name) if w]
    it = iter(slug("".join(letters)))
    return len(acronym) > 1 and (all(c in it for c in slug(acronym) if c.isalpha()) or not acronym.isupper())


def _compatible(a: str, b: str | None) -> bool:
    if b is None or a == b or "Thing" in {a, b}:
        return True
    line_a, line_b = set(ancestors(a)), set(ancestors(b))
    return a in line_b or b in line_a


def _finer(old: str, new: str | None) -> str:
    if new is None or new == "Thing":
        return old
    return new if old in ancestors(new) or old == "Thing" else old


def _may_refer(cluster: Cluster, mention: Mention) -> bool:
    """Whether a pronoun agrees with a cluster in number, gender and animacy."""
    numbers = {m.plural for m in cluster.mentions if m.kind in {"name", "nominal"}}
    if mention.plural not in numbers:
        return False
    if mention.gender and cluster.gender and mention.gender != cluster.gender:
        return False
    if mention.kind == "possessive" or cluster.type == "Person":
        return cluster.type not in {"Thing", "Facility"}
    return cluster.type in {"Country", "Group", "Document"} or "Organization" in ancestors(cluster.type)


def _label(cluster: Cluster, gazetteer: Gazetteer) -> str:
    known = gazetteer.entries.get(cluster.known or "")
    return known.label if known else next(iter(cluster.names), "?")


def _key(cluster: Cluster, dispatch: Dispatch, gazetteer: Gazetteer) -> str:
    if cluster.known:
        return cluster.known
    if cluster.names:
        return slug(cluster.names[0])
    first = min(cluster.mentions, key=lambda m: m.span)
    return f"{slug(dispatch.id)}.{slug(first.text)}"


def _entity(cluster: Cluster, key: str, gazetteer: Gazetteer) -> Entity:
    known = gazetteer.entries.get(cluster.known or "")
    nominal = [m.text for m in sorted(cluster.mentions, key=lambda m: m.span) if m.kind in {"nominal", "adjective"}]
    described = [m.text for m in sorted(cluster.mentions, key=lambda m: m.span) if m.kind == "nominal"]
    label = known.label if known else (cluster.names or described or nominal or [key])[0]
    return Entity(
        key=key,
        type=known.type if known else cluster.type,
        label=label,
        names=tuple(
            n
            for n in dict.fromkeys([*cluster.names, *(described if not cluster.names or not known else ())])
            if n != label
        ),
        mentions=tuple(sorted({m.span for m in cluster.mentions})),
        known=cluster.known,
        located_in=(known.located_in,) if known and known.located_in else (),
    )
