"""What was done: beside each shard's statements a manifest, which is written last and says that they are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dispatchgraph import store
from dispatchgraph.errors import OutputError
from dispatchgraph.settings import Settings
from dispatchgraph.shards.build import Built, Done, Refusal
from dispatchgraph.shards.plan import Shard

__all__ = ["SUMS", "Manifest", "kept", "retire", "sum_up", "write"]

SUMS = "SHA256SUMS"  #: as `sha256sum --check` reads it
_DATA, _TOLD = ".nq.gz", ".json"
_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a finished shard holds, and what it was made of."""

    number: int
    name: str
    key: str
    bytes: int
    sha256: str  #: of the gzipped statements
    done: tuple[Done, ...]
    refused: tuple[Refusal, ...]

    @property
    def statements(self) -> int:
        """How many statements there are."""
        return sum(it.statements for it in self.done)


def write(folder: Path, shard: Shard, settings: Settings, built: Built) -> Manifest:
    """Put a shard's statements into the folder, then its manifest; raises `OutputError`."""
    made = Manifest(
        number=shard.number,
        name=shard.name,
        key=shard.key(settings),
        bytes=len(built.data),
        sha256=hashlib.sha256(built.data).hexdigest(),
        done=built.done,
        refused=built.refused,
    )
    _told(folder, shard.name).unlink(missing_ok=True)
    store.write(folder / f"{shard.name}{_DATA}", built.data)
    text = {
        "version": _VERSION,
        "file": f"{shard.name}{_DATA}",
        "dispatches": len(built.done),
        "statements": made.statements,
        **asdict(made),
        "settings": asdict(settings),
        "inputs": [asdict(it) for it in shard.inputs],
    }
    store.write_text(_told(folder, shard.name), json.dumps(text, ensure_ascii=False, indent=1) + "\n")
    return made


def kept(folder: Path, shard: Shard, settings: Settings) -> Manifest | None:
    """The manifest of a shard that is whole and would come out the same; None where it has to be built."""
    try:
        text = json.loads(_told(folder, shard.name).read_text("utf-8"))
        if text["version"] != _VERSION or text["key"] != shard.key(settings):
            return None
        data = (folder / f"{shard.name}{_DATA}").read_bytes()
        found = _read(text)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if hashlib.sha256(data).hexdigest() == found.sha256 else None


def _read(text: dict[str, Any]) -> Manifest:
    return Manifest(
        number=text["number"],
        name=text["name"],
        key=text["key"],
        bytes=text["bytes"],
        sha256=text["sha256"],
        done=tuple(Done(**it) for it in text["done"]),
        refused=tuple(Refusal(**it) for it in text["refused"]),
    )


def sum_up(folder: Path, made: Iterable[Manifest]) -> Path:
    """Write the checksums of all shards."""
    return store.write_text(folder / SUMS, "".join(f"{it.sha256}  {it.name}{_DATA}\n" for it in made))


def retire(folder: Path, made: Iterable[Manifest]) -> None:
    """Take away the shards of an earlier run that this one has not; raises `OutputError`."""
    ours = {it.name for it in made}
    try:
        for told in folder.glob(f"shard-*{_TOLD}"):
            if told.stem not in ours:
                told.unlink()
                (folder / f"{told.stem}{_DATA}").unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error


def _told(folder: Path, name: str) -> Path:
    return folder / f"{name}{_TOLD}"
