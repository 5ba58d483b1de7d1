"""Reading a language's TOML file entry by entry; every complaint names the file and the entry."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NoReturn

from dispatchgraph.errors import KnowledgeError
from dispatchgraph.languages import table

__all__ = ["Entries"]


class Entries:
    """The tables of one file of one language, checked as they are asked for."""

    def __init__(self, language: str, name: str, *, tables: Iterable[str]) -> None:
        self.where = f"languages/{language}/{name}.toml"
        self.data = table(language, name)
        self.check("", self.data, tables, what="table")

    def fail(self, entry: str, what: str) -> NoReturn:
        """Raise `KnowledgeError` for an entry."""
        raise KnowledgeError(f"{self.where}: {entry + ': ' if entry else ''}{what}")

    def check(self, entry: str, given: Iterable[str], known: Iterable[str], *, what: str = "key") -> None:
        """Refuse what is not among `known`."""
        if unknown := set(given) - set(known):
            self.fail(entry, f"unknown {what} {', '.join(sorted(unknown))}")

    def get(self, entry: str, key: str) -> Any:
        """A key that must be there."""
        if key not in self.data.get(entry, {}):
            self.fail(f"[{entry}]", f"lacks {key}")
        return self.data[entry][key]

    def words(self, entry: str, key: str) -> tuple[str, ...]:
        """A list of words, in lower case."""
        return tuple(w.lower() for w in self.get(entry, key))

    def word_set(self, entry: str, key: str) -> frozenset[str]:
        """A list of words whose order says nothing."""
        return frozenset(self.words(entry, key))

    def number(self, entry: str, key: str) -> int:
        """A whole number."""
        value = self.get(entry, key)
        if not isinstance(value, int):
            self.fail(f"[{entry}]", f"{key} is no whole number: {value!r}")
        return value

    def values(self, entry: str, *, lower: bool = True) -> dict[str, Decimal]:
        """A table of words and the positive whole numbers they mean."""
        found = self.data.get(entry, {})
        if wrong := [k for k, v in found.items() if not isinstance(v, int) or v <= 0]:
            self.fail(f"[{entry}]", f"no positive whole number: {', '.join(wrong)}")
        return {k.lower() if lower else k: Decimal(v) for k, v in found.items()}

    def meanings(self, name: str) -> dict[str, Any]:
        """A table of words, in lower case, and what they mean; it must not be empty."""
        if not self.data.get(name):
            self.fail(f"[{name}]", "is missing or empty")
        return {word.lower(): meaning for word, meaning in self.data[name].items()}

    def each(self, name: str, *, keys: Iterable[str], needs: Iterable[str] = ()) -> list[dict[str, Any]]:
        """The entries of an array of tables, which have no key beside `keys` and all of `needs`."""
        for number, entry in enumerate(self.data.get(name, []), start=1):
            where = f"[[{name}]] {number}"
            self.check(where, entry, keys)
            if missing := [k for k in needs if k not in entry]:
                self.fail(where, f"lacks {', '.join(missing)}")
        return list(self.data.get(name, []))

    def one_of(self, entry: str, value: object, known: Iterable[object], *, what: str) -> None:
        """Refuse a value that is not among `known`."""
        if value not in set(known):
            self.fail(entry, f"unknown {what} {value!r}")
