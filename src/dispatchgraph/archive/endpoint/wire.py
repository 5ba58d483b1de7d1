"""Requests to one server: sent, repeated where that does no harm, and every failure told in one line."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

from dispatchgraph.archive.endpoint.address import Address, shown
from dispatchgraph.errors import QueryError, StoreError

try:
    import httpx
except ImportError as missing:
    raise StoreError("an archive on a server needs httpx: pip install 'dispatchgraph[remote]'") from missing

__all__ = ["Body", "Refused", "Wire"]

_WAITS = (0.2, 0.5, 1.0)  #: seconds before each further attempt
_LONGEST_WAIT = 10.0  #: a server may ask for this
_CONNECT = 5.0  #: seconds to be let in


class Refused(StoreError):
    """The server has answered, and the answer is no: it would be no again."""


class _Knock(httpx.Auth):
    """Says who asks in the way that the server wants it: digest, basic, or a token for a password without a name."""

    def __init__(self, user: str | None, password: str) -> None:
        self._ways: dict[str, httpx.Auth] = {}
        self._token = None if user else password
        if user:
            self._ways = {"digest": httpx.DigestAuth(user, password), "basic": httpx.BasicAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        if self._way is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = {h.split()[0].lower() for h in response.headers.get_list("www-authenticate") if h.strip()}
            self._way = next((way for name, way in self._ways.items() if name in asked), None)
        if self._way is not None:
            yield from self._way.auth_flow(request)


class Body:
    """The body of an answer, as a file that is read while it comes."""

    def __init__(self, response: httpx.Response, failed: Callable[[httpx.HTTPError], StoreError]) -> None:
        self._response, self._failed = response, failed
        self._chunks: Iterator[bytes] | None = response.iter_bytes()
        self._held = bytearray()

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, all where it is negative; none at the end."""
        self._fetch(size if size >= 0 else None)
        size = len(self._held) if size < 0 else size
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def settle(self, size: int = 1 << 20) -> None:
        """Fetch a short answer whole, so that its connection is free for the next question."""
        self._fetch(size)

    def _fetch(self, size: int | None) -> None:
        try:
            while self._chunks is not None and (size is None or len(self._held) < size):
                chunk = next(self._chunks, None)
                if chunk is None:
                    self.close()
                else:
                    self._held += chunk
        except httpx.HTTPError as error:
            self.close()
            raise self._failed(error) from error

    def close(self) -> None:
        """Let go of the connection."""
        self._chunks = None
        self._response.close()


class Wire:
    """A client of one server. Raises `QueryError` for a query that the server refuses, else `StoreError`."""

    def __init__(self, address: Address, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._address, self._sleep = address, sleep
        auth = _Knock(address.user, address.password or "") if address.user or address.password else None
        timeout = httpx.Timeout(address.timeout, connect=min(_CONNECT, address.timeout))
        self._client = httpx.Client(auth=auth, timeout=timeout, headers={"User-Agent": "dispatchgraph"})
        self.signature = ""  #: what the server last called itself

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def ask(self, url: str, fields: Mapping[str, str | list[str]], *, accept: str) -> tuple[Body, httpx.Headers]:
        """The answer to a query, sent as a form: the one way that every server understands."""
        response = self._sent("POST", url, again=True, data=dict(fields), headers={"Accept": accept})
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in {part.partition(";")[0].strip() for part in accept.split(",")}:
            response.close()
            what = "a web page" if "html" in kind else kind or "something unknown"
            raise Refused(f"{shown(url)} answers with {what}, not with results of SPARQL: is it the right address?")
        return Body(response, lambda error: self._failure(error, url)), response.headers

    def update(self, url: str, sparql: str) -> None:
        """Carry out an update. It is sent again only where the server cannot have begun with it."""
        headers = {"Content-Type": "application/sparql-update"}
        self._sent("POST", url, again=False, content=sparql.encode("utf-8"), headers=headers).close()

    def put(self, url: str, graph: str, ntriples: bytes) -> None:
        """Replace a graph through the graph store protocol."""
        headers = {"Content-Type": "application/n-triples"}
        self._sent("PUT", url, again=True, params={"graph": graph}, content=ntriples, headers=headers).close()

    # --- sending

    def _sent(self, method: str, url: str, *, again: bool, **what: Any) -> httpx.Response:
        """The answer to a request, its body not yet read; `again`: the request may safely be made twice."""
        for wait in (*_WAITS, None):
            try:
                request = self._client.build_request(method, url, **what)
                response = self._client.send(request, stream=True)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if wait is None or not _may_repeat(error, again):
                    raise self._failure(error, url) from error
                self._sleep(wait)
                continue
            self.signature = response.headers.get("server", self.signature)
            if response.is_success:
                return response
            said = _said(response)
            if wait is None or not _passes(response.status_code, said, again):
                raise self._refusal(response, said, "query" in what.get("data", ()))
            self._sleep(_asked_wait(response, wait))
        raise AssertionError("the last attempt returns or raises")

    def _failure(self, error: Exception, url: str) -> StoreError:
        where = shown(url)
        if isinstance(error, httpx.ConnectTimeout | httpx.ReadTimeout | httpx.WriteTimeout | httpx.PoolTimeout):
            seconds = f"{self._address.timeout:g}"
            return StoreError(f"{where} does not answer within {seconds} s: try later, or allow more with «#timeout=…»")
        if isinstance(error, httpx.ConnectError):
            return StoreError(f"{where} cannot be reached ({_line(str(error))}): is the server running?")
        if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
            return StoreError(f"{where} is no address of a server")
        return StoreError(f"{where} broke off its answer: try again ({type(error).__name__})")

    def _refusal(self, response: httpx.Response, said: str, is_query: bool) -> Refused | QueryError:
        status, where = response.status_code, shown(str(response.url))
        if status == 401 or (status == 403 and not self._address.password):
            if self._address.password:
                return Refused(f"{where} refuses the user or the password")
            given = "give them in DISPATCHGRAPH_USER and DISPATCHGRAPH_PASSWORD"
            return Refused(f"{where} wants a user and a password: {given}")
        if status == 403 or _FORBIDDEN.search(said):
            doing = "read" if is_query else "write"
            return Refused(f"{where} does not let this user {doing}: ask for the right, or name another user")
        if is_query and (status == 400 or "Virtuoso" in said):
            return QueryError(f"{where} refuses the query: {said or 'it says no more'}")
        if status in {404, 405, 410}:
            what = "queries" if is_query else "updates"
            hint = "is the path right?" if is_query else "name the address for them with «#update=…»"
            return Refused(f"{where} takes no {what} ({status}): {hint}")
        if response.is_redirect:
            there = shown(str(response.url.join(response.headers.get("location", ""))))
            return Refused(f"{where} has moved to {there}: give that address")
        return Refused(f"{where} answers {status} {response.reason_phrase}{': ' if said else ''}{said}")


# --- reading what went wrong --------------------------------------------------------------------------------------

_FORBIDDEN = re.compile(r"SR186|No permission|SECURITY")  # Virtuoso says so with the status 500
_DEADLOCK = re.compile(r"\b40001\b|SR172")


def _may_repeat(error: Exception, again: bool) -> bool:
    """Whether a request that failed may be made again: none where time ran out, an update only if it never arrived."""
    if isinstance(error, httpx.ConnectError | httpx.RemoteProtocolError):
        return True  # not let in; or an idle connection that the server had closed
    return again and isinstance(error, httpx.ReadError | httpx.WriteError)


def _passes(status: int, said: str, again: bool) -> bool:
    """Whether a refusal may pass."""
    return status == 503 or (again and status == 502) or bool(_DEADLOCK.search(said))


def _asked_wait(response: httpx.Response, wait: float) -> float:
    after = response.headers.get("retry-after", "")
    return min(float(after), _LONGEST_WAIT) if after.isdigit() else wait


def _said(response: httpx.Response) -> str:
    """The first words of a refusal."""
    try:
        text = b"".join(_some(response)).decode("utf-8", "replace")
    except httpx.HTTPError:
        text = ""
    finally:
        response.close()
    text = text.partition("SPARQL query:")[0]  # Virtuoso repeats the query, which is no news
    if "html" in response.headers.get("content-type", "") or text.lstrip().startswith("<"):
        text = html.unescape(re.sub(r"(?s)<(script|style|title)\b.*?</\1>|<[^>]*>", " ", text))
    return _line(text)


def _some(response: httpx.Response, limit: int = 20_000) -> Iterator[bytes]:
    for chunk in response.iter_bytes():
        yield chunk[:limit]
        limit -= len(chunk)
        if limit <= 0:
            return


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
