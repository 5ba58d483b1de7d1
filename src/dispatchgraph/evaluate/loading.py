"""Gold files: found, read and checked against the text they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dispatchgraph import read
from dispatchgraph.errors import GoldError, InputError
from dispatchgraph.evaluate.classes import event_classes
from dispatchgraph.evaluate.fields import Fields
from dispatchgraph.evaluate.gold import Gold, GoldAffiliation, GoldClaim, GoldEntity, GoldEvent, GoldFigure
from dispatchgraph.model import Dispatch

__all__ = ["gold_files", "load_gold", "load_golds"]

_WIKIDATA = "http://www.wikidata.org/entity/"


def load_golds(paths: Iterable[str | Path]) -> tuple[Gold, ...]:
    """The golds at `paths`, files or folders of them; raises `GoldError` for the first that is wrong."""
    return tuple(load_gold(file) for path in paths for file in gold_files(path))


def gold_files(path: str | Path) -> tuple[Path, ...]:
    """The gold files at `path`: itself, or in a folder its .json files in the order of their names.

    What `evaluate` recorded in that folder is passed over. Raises `GoldError` where a folder has no gold.
    """
    if not Path(path).is_dir():
        return (Path(path),)
    found = tuple(file for file in sorted(Path(path).glob("*.json")) if not _is_record(_json(file)))
    if not found:
        raise GoldError(f"{path}: there is no gold (.json) in this folder")
    return found


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and "fidelity" in value and "dispatch" not in value


def load_gold(path: str | Path) -> Gold:
    """The gold in the file at `path`, with the text beside it.

    Raises `GoldError` where the file is no JSON, lacks something, or speaks of words, entities or classes that are
    not there.
    """
    top = _top(Path(path))
    dispatch = _dispatch(top.inner("dispatch"), Path(path))
    entities = {id: _entity(id, fields) for id, fields in top.named_objects("entities")}
    return Gold(
        path=Path(path),
        dispatch=dispatch,
        entities=entities,
        events=tuple(_event(each, dispatch.text, entities) for each in top.objects("events")),
        claims=tuple(_claim(each, dispatch.text, entities) for each in top.objects("claims")),
        figures=tuple(_figure(each, dispatch.text, entities) for each in top.objects("figures")),
        affiliations=tuple(_affiliation(each, entities) for each in top.objects("affiliations")),
    )


def _top(path: Path) -> Fields:
    value = _json(path)
    if not isinstance(value, dict):
        raise GoldError(f"{path}: is no gold: the whole of it is no object")
    return Fields(str(path), value)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}: no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise GoldError(f"{path}: no JSON that can be read: it is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: no JSON: byte {error.start} is no UTF-8") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise GoldError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _dispatch(fields: Fields, path: Path) -> Dispatch:
    """The dispatch as `build` would read it, dated and in the language as the gold says."""
    named = Path(fields.text("text"))
    if named.is_absolute() or ".." in named.parts:
        fields.fail(f"the text {named} does not stand beside it")
    text = path.parent / named
    if not text.is_file():
        fields.fail(f"there is no text file {text}")
    try:
        return read.read_dispatch(text, date=fields.text("date"), language=fields.text("language"))
    except InputError as error:
        raise GoldError(f"{fields.where}: {error}") from error


def _entity(id: str, fields: Fields) -> GoldEntity:
    fields.need("names")
    same = fields.text_or_none("sameAs")
    return GoldEntity(
        id=id,
        classes=frozenset(fields.text("type").split("|")),
        names=fields.texts("names"),
        same_as=same.replace("wd:", _WIKIDATA) if same else None,
        optional=fields.flag("optional"),
    )


def _event(fields: Fields, text: str, entities: Iterable[str]) -> GoldEvent:
    known = frozenset(entities)
    return GoldEvent(
        type=_event_class(fields),
        triggers=fields.spans("trigger", text),
        agents=fields.ids("agent", known),
        patients=fields.ids("patient", known),
        recipients=fields.ids("recipient", known),
        places=fields.ids("place", known),
        optional_participants=frozenset(fields.texts("optional_args")),
        begin=fields.text_or_none("begin"),
        end=fields.text_or_none("end"),
        status=fields.text("status"),
        sources=frozenset(fields.ids("according_to", known)),
        optional=fields.flag("optional"),
    )


def _event_class(fields: Fields) -> str:
    name = fields.text("type")
    if name not in event_classes():
        fields.fail(f"unknown event class {name!r}")
    return name


def _claim(fields: Fields, text: str, entities: Iterable[str]) -> GoldClaim:
    return GoldClaim(
        speaker=fields.id("speaker", frozenset(entities)),
        content=fields.span("content", text),
        optional=fields.flag("optional"),
    )


def _figure(fields: Fields, text: str, entities: Iterable[str]) -> GoldFigure:
    known = frozenset(entities)
    fields.ids("place", known)
    return GoldFigure(
        span=fields.span("text", text),
        value=fields.number("value"),
        measure=fields.text("measure"),
        bound=fields.text_or_none("bound") or "exactly",
        sources=frozenset(fields.ids("according_to", known)),
        optional=fields.flag("optional"),
    )


def _affiliation(fields: Fields, entities: Iterable[str]) -> GoldAffiliation:
    known = frozenset(entities)
    return GoldAffiliation(
        member=fields.id("member", known),
        organization=fields.id("organization", known),
        optional=fields.flag("optional"),
    )
