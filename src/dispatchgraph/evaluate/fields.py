"""The objects of a gold file, checked as their fields are asked for; every complaint names the file and the object."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from dispatchgraph.errors import GoldError
from dispatchgraph.model import Span

__all__ = ["Fields", "span_of"]


def span_of(text: str, words: str, number: int = 1) -> Span | None:
    """Where `words` stand for the `number`-th time in `text`; None where they do not.

    >>> span_of("oui, oui", "oui", 2)
    Span(begin=5, end=8)
    """
    begin = -1
    for _ in range(number):
        begin = text.find(words, begin + 1)
        if begin < 0:
            return None
    return Span(begin, begin + len(words))


@dataclass(frozen=True)
class Fields:
    """One JSON object, and where it stands: «accord.json: events 3»."""

    where: str
    values: Mapping[str, Any]

    def fail(self, what: str) -> NoReturn:
        """Raise `GoldError` for this object."""
        raise GoldError(f"{self.where}: {what}")

    def need(self, key: str) -> Any:
        """A value that must be there."""
        if key not in self.values:
            self.fail(f"lacks {key!r}")
        return self.values[key]

    def text(self, key: str) -> str:
        """A text that must be there."""
        return self._text(key, self.need(key))

    def text_or_none(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return self._text(key, self.values[key]) if key in self.values else None

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            self.fail(f"{key!r} is no text: {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        return tuple(self._text(key, one) for one in self._list(key, self.values.get(key, [])))

    def ids(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of entities, all of them `known`."""
        found = self.texts(key)
        if unknown := [one for one in found if one not in known]:
            self.fail(f"{key!r} names unknown entities: {', '.join(unknown)}")
        return found

    def id(self, key: str, known: Collection[str]) -> str:
        """An entity that is `known`."""
        found = self.text(key)
        if found not in known:
            self.fail(f"{key!r} names an unknown entity: {found}")
        return found

    def number(self, key: str) -> float:
        """A number that must be there."""
        value = self.need(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(f"{key!r} is no number: {value!r}")
        return float(value)

    def flag(self, key: str) -> bool:
        """Whether a thing is said to be so."""
        return bool(self.values.get(key))

    def inner(self, key: str) -> Fields:
        """An object that must be there."""
        return self._fields(key, self.need(key))

    def objects(self, key: str) -> Iterator[Fields]:
        """The objects of a list that must be there, counted from 1."""
        for number, value in enumerate(self._list(key, self.need(key)), start=1):
            yield self._fields(f"{key} {number}", value)

    def named_objects(self, key: str) -> Iterator[tuple[str, Fields]]:
        """The objects of an object that must be there, by name."""
        for name, value in self.inner(key).values.items():
            yield name, self._fields(f"{key} {name!r}", value)

    def _fields(self, name: str, value: object) -> Fields:
        if not isinstance(value, dict):
            self.fail(f"{name} is no object")
        return Fields(f"{self.where}: {name}", value)

    def _list(self, key: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            self.fail(f"{key!r} is no list")
        return value

    def span(self, key: str, text: str) -> Span:
        """The stretch of `text` that a field names: by its words, or by words and how many-th they are."""
        return self._span(key, self.need(key), text)

    def spans(self, key: str, text: str) -> tuple[Span, ...]:
        """The stretches of `text` that a field names: one, or a list of them."""
        value = self.need(key)
        many = isinstance(value, list) and not _is_counted(value)
        return tuple(self._span(key, one, text) for one in (value if many else [value]))

    def _span(self, key: str, value: Any, text: str) -> Span:
        words, number = (value[0], value[1]) if _is_counted(value) else (value, 1)
        if not isinstance(words, str) or not words or number < 1:
            self.fail(f"{key!r} is neither words nor words with their number: {value!r}")
        found = span_of(text, words, number)
        if found is None:
            self.fail(f"{key!r}: {_times(words, number)} not in the text")
        return found


def _is_counted(value: object) -> bool:
    """Whether a value is words with their number, and no list of words."""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[1], int)


def _times(words: str, number: int) -> str:
    return f"«{words}» is" if number == 1 else f"«{words}» for time {number} is"
