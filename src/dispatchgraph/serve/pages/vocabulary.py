"""The words of the ontology for its terms, read once: classes, roles, statuses, measures."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from dispatchgraph.iri import PREFIXES

__all__ = ["Vocabulary", "local", "short", "vocabulary"]

_DG = PREFIXES["dg"]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What our ontology says of its own terms."""

    labels: Mapping[str, Mapping[str, str]]  #: IRI → language → label
    ancestors: Mapping[str, tuple[str, ...]]  #: of a class, by local names: itself, its parent, …
    kinds: Mapping[str, str]  #: a class's local name → how a picture shows it
    shortcuts: Mapping[str, str]  #: an event class's local name → the IRI of its direct property

    def label(self, term: str, language: str) -> str:
        """What a term is called; its local name as words where the ontology does not know it."""
        known = self.labels.get(term, {})
        return known.get(language) or known.get("fr") or _spaced(local(term))

    def kind(self, name: str) -> str:
        """The kind of a class, «event», «person»…, by its local name; empty for what is no class of ours."""
        return next((self.kinds[a] for a in self.ancestors.get(name, (name,)) if a in self.kinds), "")

    def most_special(self, types: Collection[str]) -> str:
        """The local name of the most special of some classes (IRIs), those of ours; empty where none is.

        Of two that dispatches disagree on, the deeper one counts.
        """
        ours = {t.removeprefix(_DG) for t in types if t.startswith(_DG)}
        return max(ours, key=lambda name: (len(self.ancestors.get(name, ())), name), default="")


def local(iri: str) -> str:
    """What stands after the last `#`, `/` or `:` of an IRI."""
    text = iri.rstrip("#/:")
    return text[max(text.rfind(mark) for mark in "#/:") + 1 :] or iri


def short(iri: str) -> str:
    """An IRI as a person writes it, «dg:agent»; whole where none of our prefixes fits."""
    for prefix, namespace in PREFIXES.items():
        tail = iri.removeprefix(namespace)
        if tail != iri and tail.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{tail}"
    return iri


def _spaced(name: str) -> str:
    from dispatchgraph.network.labels import spaced

    return spaced(name)


async def vocabulary() -> Vocabulary:
    """The vocabulary; the first to ask has it read, which takes a moment, beside what else is served."""
    if not _read.cache_info().currsize:
        return await asyncio.to_thread(_read)
    return _read()


@cache
def _read() -> Vocabulary:
    from dispatchgraph import knowledge
    from dispatchgraph.network.projection import KINDS

    labels: dict[str, dict[str, str]] = {}
    classes = set()
    for subject, predicate, value in knowledge.ontology():
        if str(predicate) == f"{PREFIXES['rdfs']}label":
            labels.setdefault(str(subject), {})[getattr(value, "language", None) or ""] = str(value)
        if str(value) == f"{PREFIXES['owl']}Class":
            classes.add(local(str(subject)))
    shortcuts = {name: event.shortcut for name, event in knowledge.event_types().items() if event.shortcut}
    return Vocabulary(
        labels=labels,
        ancestors={name: knowledge.ancestors(name) for name in classes},
        kinds={**KINDS, "Dispatch": "dispatch", "Claim": "claim", "Figure": "figure", "Affiliation": "affiliation"},
        shortcuts={name: f"{_DG}{shortcut}" for name, shortcut in shortcuts.items()},
    )
