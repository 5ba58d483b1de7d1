"""The address of an endpoint as a person gives it, and what else it says.

    https://ana:secret@host/sparql#server=virtuoso&update=/sparql-auth&timeout=300

The part behind the «#» is for this program and never sent: `server` is the make (one of `kinds.KINDS`), `update` and
`graphs` are the addresses for updates and for the graph store protocol where they cannot be guessed, `timeout` is in
seconds. Name and password may as well stand in DISPATCHGRAPH_USER and DISPATCHGRAPH_PASSWORD.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from dispatchgraph.archive.endpoint.kinds import KINDS
from dispatchgraph.errors import StoreError

__all__ = ["Address"]

_OPTIONS = ("server", "update", "graphs", "timeout")
TIMEOUT = 60.0  #: seconds without a byte from the server


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where an endpoint is, and who asks. Its text shows no password."""

    query: str
    update: str | None = None
    graphs: str | None = None
    server: str | None = None
    timeout: float = TIMEOUT
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return shown(self.query)

    @classmethod
    def read(cls, url: str, environment: Mapping[str, str] = os.environ) -> Address:
        """What `url` says; raises `StoreError` where it is no address of a server."""
        parts = _split(url)
        options = _options(parts)
        bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        user, password = _credentials(parts, environment)
        return cls(
            query=bare,
            update=urljoin(bare, options["update"]) if "update" in options else None,
            graphs=urljoin(bare, options["graphs"]) if "graphs" in options else None,
            server=options.get("server"),
            timeout=_seconds(options.get("timeout")),
            user=user,
            password=password,
        )


def shown(address: str) -> str:
    """An address as it may be shown: without name, password and parameters."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise StoreError("the address of the server cannot be read: its host or port is malformed") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise StoreError(f"{shown(url)} is no address of a server: it has the form https://host/path")
    return parts


def _options(parts: SplitResult) -> dict[str, str]:
    options = dict(parse_qsl(parts.fragment))
    for name in options:
        if name not in _OPTIONS:
            raise StoreError(f"behind the «#» of the address stands {name!r}; there may stand: {', '.join(_OPTIONS)}")
    if options.get("server", "other") not in KINDS:
        raise StoreError(f"there is no kind of server {options['server']!r}; there are: {', '.join(KINDS)}")
    return options


def _seconds(text: str | None) -> float:
    try:
        seconds = float(text) if text else TIMEOUT
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:
        raise StoreError(f"timeout={text} is no number of seconds between 0 and a day")
    return seconds


def _credentials(parts: SplitResult, environment: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Name and password; a password without a name is a token."""
    if parts.username or parts.password:
        return unquote(parts.username or "") or None, unquote(parts.password or "")
    return environment.get("DISPATCHGRAPH_USER") or None, environment.get("DISPATCHGRAPH_PASSWORD") or None
