"""From bytes to the text of a dispatch, or to one line that says why they are none."""

from __future__ import annotations

import codecs
import re

from dispatchgraph.errors import NotADispatch

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "MAX_RUN", "MAX_WORDS", "check_text", "decode", "long_runs"]

MAX_CHARACTERS = 150_000  #: code points of text, 20 000 words; the longest news items have a tenth of it
MAX_WORDS = 30_000  #: words and signs, of which that many characters of prose have as many at most
MAX_BYTES = 4 * MAX_CHARACTERS + 4
MAX_RUN = 1_000  #: code points without white space that may be a word or an address; more are never parsed

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "an archive or an office document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
}
_TOO_LONG = "is too long for a dispatch: {} (split it into its dispatches)"
_WESTERN = ["cp1252", "mac_roman"]  # the encodings French was written in before Unicode
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+|[^\w\s]")
_LONG_RUN = re.compile(rf"\S{{{MAX_RUN + 1},}}")


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16 or UTF-32 by their marks, else UTF-8, UTF-16 by its shape, or Windows-1252.

    A byte order mark is dropped, so offsets count from the first character after it; nothing else is changed.
    Raises `NotADispatch` for what is empty, binary, too long or in no encoding we know.

    >>> decode("Moscou a dit « non ».".encode("cp1252"))
    'Moscou a dit « non ».'
    """
    if len(data) > MAX_BYTES:
        raise NotADispatch(_TOO_LONG.format(f"more than {MAX_CHARACTERS} characters"))
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise NotADispatch(f"is {kind}, no text")
    text = _decoded(data)
    check_text(text)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if shape := _utf16_shape(data):
        return _strictly(data, shape)
    if b"\0" in data:
        raise NotADispatch("is binary, no text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _western(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotADispatch(f"is no {encoding.upper()}, as its first bytes say: byte {error.start} is wrong") from error


def _utf16_shape(data: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    head = data[:2_000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > 0.6 * half and even == 0:
        return "utf-16-le"
    if half and even > 0.6 * half and odd == 0:
        return "utf-16-be"
    return None


def _western(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_WESTERN).best()
    try:
        return data.decode(best.encoding if best else "cp1252")
    except UnicodeDecodeError as error:
        raise NotADispatch("is in no encoding we read: save it as UTF-8") from error


def check_text(text: str) -> None:
    """Raise `NotADispatch` where `text` is empty, blank, wordless, binary, too long, or has half characters."""
    if not text:
        raise NotADispatch("is empty")
    if not text.strip():
        raise NotADispatch("has nothing but white space")
    if len(text) > MAX_CHARACTERS:
        raise NotADispatch(_TOO_LONG.format(f"{len(text)} characters, more than {MAX_CHARACTERS}"))
    if _CONTROL.search(text):
        raise NotADispatch("is binary: it has control characters")
    if re.search(r"[\ud800-\udfff]", text):
        raise NotADispatch("has half a character (a lone surrogate): save it as UTF-8")
    if not _LETTER.search(text):
        raise NotADispatch("has no words")
    parted = _LONG_RUN.sub(" ", text)
    if not _LETTER.search(parted):
        raise NotADispatch(f"is no prose: more than {MAX_RUN} characters without a space")
    if sum(1 for _ in _WORD.finditer(parted)) > MAX_WORDS:
        raise NotADispatch(_TOO_LONG.format(f"more than {MAX_WORDS} words and signs"))


def long_runs(text: str) -> tuple[tuple[int, int], ...]:
    """Begin and end of each stretch without white space that is too long to be words: data, a bomb for parsers."""
    return tuple(found.span() for found in _LONG_RUN.finditer(text))
