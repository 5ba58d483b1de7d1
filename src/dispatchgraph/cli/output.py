"""A dataset to a file or to standard output: as a page, or in a form of RDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dispatchgraph import store
from dispatchgraph.cli.talk import put, say
from dispatchgraph.pipeline import page

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["is_page", "write"]


def is_page(path: str) -> bool:
    """Whether a path names an HTML page."""
    return Path(path).suffix.lower() in {".html", ".htm"}


def write(dataset: Dataset, path: str | Path | None, format: str, *, title: str) -> None:
    """`dataset` to `path`, or to standard output where that is None, as a page or in a form of RDF."""
    data = page(dataset, title=title).encode("utf-8") if format == "html" else store.dumps(dataset, format=format)
    if path is None:
        put(data)
    else:
        say(f"wrote {store.write(path, data)}")
