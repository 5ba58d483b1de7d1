"""A dispatch while it is written: its text, and where in it each thing is named."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from hashlib import sha256

from dispatchgraph.model import Affiliation, Claim, Dispatch, Entity, Event, Figure, Record, Span
from wording import MONTHS
from world import Thing

__all__ = ["Draft"]


class Draft:
    """Takes words in the order of the text; every call that writes says where they stand."""

    def __init__(self, identifier: str, day: date) -> None:
        self.id = identifier
        self.day = day
        self.events: list[Event] = []
        self.claims: list[Claim] = []
        self.figures: list[Figure] = []
        self.affiliations: list[Affiliation] = []
        self.allies: dict[str, set[str]] = defaultdict(set)
        self._text = ""
        self._begin = 0
        self._body = 0
        self._headline = Span(0, 0)
        self._sentences: list[Span] = []
        self._things: dict[str, Thing] = {}
        self._mentions: dict[str, list[Span]] = defaultdict(list)
        self._short: set[str] = set()

    @property
    def at(self) -> int:
        """Where the next word will stand."""
        return len(self._text)

    def write(self, words: str) -> Span:
        """Add `words`, with a capital at the head of a sentence, be it quoted."""
        begin = self.at
        first = self._text[self._begin :] in {"", "« "}
        self._text += words[:1].upper() + words[1:] if first else words
        return Span(begin, self.at)

    def name(self, thing: Thing) -> Span:
        """Add the name of `thing` without its article: of a person known by now, the family name."""
        again = thing.short and self.knows(thing)
        span = self.write(thing.short if again else thing.label)
        self._things[thing.key] = thing
        self._mentions[thing.key].append(span)
        if again:
            self._short.add(thing.key)
        return span

    def knows(self, thing: Thing) -> bool:
        """Whether `thing` was named before."""
        return thing.key in self._mentions

    def open(self, city: Thing, country: Thing, headline: str) -> None:
        """Write the headline and the dateline."""
        self.begin()
        self.name(city)
        self.write(" (")
        self.name(country)
        self.write(f") : {headline}")
        self._headline = Span(0, self.at)
        self._sentences.append(self._headline)
        day = f"{self.day.day} {MONTHS[self.day.month - 1]} {self.day.year}"
        self.write(f"\n\n{city.label.upper()} ({country.label}), {day} - ")
        self._body = self.at

    def begin(self) -> None:
        """Begin a sentence here."""
        self._begin = self.at

    def end(self, *, paragraph: bool) -> None:
        """End the sentence."""
        self.write(".")
        self._sentences.append(Span(self._begin, self.at))
        self._text += "\n\n" if paragraph else " "

    def words(self, span: Span) -> str:
        """What stands at `span`."""
        return span.of(self._text)

    def record(self) -> Record:
        """All of it, as what was read from a dispatch."""
        digest = sha256(self._text.encode()).hexdigest()
        dispatch = Dispatch(
            id=self.id, text=self._text, sha256=digest, date=self.day, headline=self._headline, body=self._body
        )
        return Record(
            dispatch=dispatch,
            sentences=tuple(self._sentences),
            entities=tuple(self._entity(key) for key in sorted(self._things)),
            events=tuple(self.events),
            claims=tuple(self.claims),
            figures=tuple(self.figures),
            affiliations=tuple(self.affiliations),
        )

    def _entity(self, key: str) -> Entity:
        thing = self._things[key]
        return Entity(
            key=key,
            type=thing.type,
            label=thing.label,
            names=(thing.short,) if key in self._short else (),
            mentions=tuple(self._mentions[key]),
            known=key,
            located_in=(thing.country,) if thing.country else (),
            allied_with=tuple(sorted(self.allies[key])),
        )
