"""A dataset to a file or to standard output: as a page or a drawing, or in a form of RDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph import store
from dispatchgraph.cli.talk import put, say
from dispatchgraph.pipeline import drawing, page

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["PICTURES", "picture_named", "write", "write_pieces"]

#: What is made to be looked at, by the name of its format, which is also its suffix.
PICTURES = {"html": page, "svg": drawing}


def picture_named(path: str) -> str | None:
    """The format of the picture that a path's suffix names, if any."""
    return {".html": "html", ".htm": "html", ".svg": "svg"}.get(Path(path).suffix.lower())


def write(
    dataset: Dataset,
    path: str | Path | None,
    format: str,
    *,
    title: str,
    language: str = "fr",
    limit: int | None = None,
) -> None:
    """`dataset` to `path`, or to standard output where that is None, as a picture or in a form of RDF.

    A picture has a title, words in its language, and `limit` nodes at most.
    """
    if draw := PICTURES.get(format):
        data = draw(dataset, title=title, language=language, limit=limit).encode("utf-8")
    else:
        data = store.dumps(dataset, format=format)
    if path is None:
        put(data)
    else:
        say(f"wrote {store.write(path, data)}")


def write_pieces(pieces: Iterable[bytes], path: str | Path | None) -> None:
    """What comes piece by piece, to `path`, or to standard output where that is None."""
    if path is None:
        for piece in pieces:
            put(piece)
    else:
        say(f"wrote {store.write(path, pieces)}")
