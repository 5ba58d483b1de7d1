"""SPARQL updates of an archive: what a newsroom's own programs note beside what was read.

What ties dispatches does not follow an update: dispatches come and go by `Archive.add` and `remove`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatchgraph.archive.embedded import FAULTS, why
from dispatchgraph.archive.folder import WriteFolder
from dispatchgraph.errors import QueryError, StoreError
from dispatchgraph.sparql import guard_update

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["update_folder"]

# The default graph holds each statement of the named graphs once; both steps are part of the update's own transaction.
_MERGE_AGAIN = """
DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } } ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }
"""


def update_folder(folder: Path, sparql: str, *, prefixes: dict[str, str], wait: float = 30) -> None:
    """Change the store in a folder by a SPARQL update, in one transaction, and publish it.

    What an update says of the default graph does not last: that is the merge of all others. Raises `QueryError` where
    it is no update or is refused, and `StoreError` where the store cannot be written.
    """
    checked = guard_update(sparql)
    backend = WriteFolder(folder, wait=wait, prefixes=prefixes)
    try:
        backend.unpublished.touch()
        backend.store.update(f"{checked.text.rstrip().rstrip(';')}\n;{_MERGE_AGAIN}", prefixes=prefixes)
    except SyntaxError as error:
        raise QueryError(f"no SPARQL: {' '.join(str(error).split())}") from None
    except ValueError as error:
        raise QueryError(f"the update fails: {' '.join(str(error).split())}") from None
    except FAULTS as error:
        raise StoreError(why(error)) from error
    finally:
        backend.close()
