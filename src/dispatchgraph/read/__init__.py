"""Reading: from paths, bytes or text to `Dispatch`es.

    >>> dispatch = read_text("ALEP (Syrie), 5 déc 2016 (AFP) - La Russie a mis son veto à la résolution.")
    >>> dispatch.date.isoformat(), dispatch.publisher.of(dispatch.text)
    ('2016-12-05', 'AFP')

`formats` is the seam for other formats, `envelope` knows what surrounds the news, `decode` the encodings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from dispatchgraph import iri
from dispatchgraph.errors import InputError
from dispatchgraph.model import Dispatch
from dispatchgraph.read.decode import MAX_RUN, check_text, long_runs
from dispatchgraph.read.envelope import Envelope, parse_envelope
from dispatchgraph.read.formats import Article, format_of
from dispatchgraph.read.language import check_language, detect
from dispatchgraph.read.sources import STDIN, Source, sources
from dispatchgraph.read.wording import iso_date

__all__ = [
    "STDIN",
    "Envelope",
    "Source",
    "parse_date",
    "parse_envelope",
    "read_all",
    "read_bytes",
    "read_dispatch",
    "read_source",
    "read_text",
    "sources",
]

_NO_DATE = "no date: relative dates stay unresolved (give one with --date)"
_UNREAD = "{} characters without a space are not read: no word is longer than {}"
_UNSURE = "too few words to tell the language; read as {}"


def parse_date(words: str | date | None) -> date | None:
    """The date a person gave, as YYYY-MM-DD or as a date; None for None. Raises `InputError` for anything else."""
    if words is None or isinstance(words, date):
        return words
    found = iso_date(words)
    if found is None:
        raise InputError(f"{words!r} is no date: write it as 2016-12-05")
    return found


def read_text(
    text: str, *, id: str | None = None, date: str | date | None = None, language: str | None = None
) -> Dispatch:
    """The dispatch that `text` is.

    By default `id` is made from the text's SHA-256, `date` (of publication) comes from the envelope, and `language`
    from the words. Raises `NotADispatch` and `UnknownLanguage`.
    """
    article = Article(text=text, id=id, date=parse_date(date), language=language)
    with _naming("the text"):
        check_text(text)
        return _dispatch(article, prefix="text")


def read_bytes(
    data: bytes, *, name: str = "", date: str | date | None = None, language: str | None = None
) -> tuple[Dispatch, ...]:
    """The dispatches in `data`, the content of a file called `name`; a text without a name is called «stdin-…».

    `date` and `language`, where given, stand for what the envelope and the words say. Raises `NotADispatch` and
    `UnknownLanguage`, with `name` in front.
    """
    given = Article(text="", id=Path(name).stem or None, date=parse_date(date), language=language)
    with _naming(name or "standard input"):
        return _dispatches(data, name=name, given=given)


def _dispatches(data: bytes, *, name: str, given: Article) -> tuple[Dispatch, ...]:
    return tuple(_dispatch(_given(found, given), prefix="stdin") for found in format_of(name, data).articles(data))


@contextmanager
def _naming(what: str) -> Iterator[None]:
    """Put `what` in front of an error: its text begins with «is» or «has»."""
    try:
        yield
    except InputError as error:
        raise type(error)(f"{what} {error}") from error


def _given(found: Article, given: Article) -> Article:
    """An article as found, with what was given from outside in its place."""
    return replace(
        found,
        id=found.id or given.id,
        date=given.date or found.date,
        language=given.language or found.language,
    )


def _dispatch(article: Article, *, prefix: str) -> Dispatch:
    language, sure = _language(article)
    envelope = parse_envelope(article.text, language=language)
    digest = hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    return Dispatch(
        id=iri.slug(article.id) if article.id else f"{prefix}-{digest[:12]}",
        text=article.text,
        sha256=digest,
        language=language,
        date=article.date or envelope.date,
        headline=envelope.headline,
        dateline=envelope.dateline,
        place=envelope.place,
        publisher=envelope.publisher,
        body=envelope.body,
        warnings=(
            *_warnings(article, envelope),
            *(() if sure else (_UNSURE.format(language),)),
            *_unread(article.text),
        ),
    )


def _language(article: Article) -> tuple[str, bool]:
    return (check_language(article.language), True) if article.language else detect(article.text)


def _warnings(article: Article, envelope: Envelope) -> tuple[str, ...]:
    if article.date:
        return ()
    return (*envelope.warnings, *(() if envelope.date else (_NO_DATE,)))


def _unread(text: str) -> tuple[str, ...]:
    """Of runs that are too long to be words, how much is left unread."""
    left = sum(end - begin for begin, end in long_runs(text))
    return (_UNREAD.format(left, MAX_RUN),) if left else ()


def read_dispatch(path: str | Path, *, date: str | date | None = None, language: str | None = None) -> Dispatch:
    """The dispatch in the file at `path`, or on standard input for «-».

    `sha256` is that of the text as UTF-8, so one text has one, whatever its encoding was.
    Raises `InputError` with the file's name in front.
    """
    return next(read_all([path], date=date, language=language))


def read_all(
    paths: Iterable[str | Path],
    *,
    date: str | date | None = None,
    language: str | None = None,
    refused: Callable[[InputError], None] | None = None,
) -> Iterator[Dispatch]:
    """The dispatches at `paths`: files, folders, «-».

    One that cannot be read goes to `refused`, and the others go on; without it the first error is raised. Two different
    texts never share an id: the later one gets some of its SHA-256 behind it.
    """
    given = parse_date(date)
    if language:
        check_language(language)
    taken: dict[str, str] = {}
    for source in sources(paths):
        try:
            for dispatch in read_source(source, date=given, language=language):
                yield _distinct(dispatch, taken)
        except InputError as error:
            if refused is None:
                raise
            refused(error)


def read_source(
    source: Source | InputError, *, date: date | None = None, language: str | None = None
) -> tuple[Dispatch, ...]:
    """The dispatches that one of `sources` holds; raises `InputError`, also where it is one."""
    if isinstance(source, InputError):
        raise source
    name = source.name if source.stem is not None else ""
    return read_bytes(source.load(), name=name, date=date, language=language)


def _distinct(dispatch: Dispatch, taken: dict[str, str]) -> Dispatch:
    if taken.setdefault(dispatch.id, dispatch.sha256) == dispatch.sha256:
        return dispatch
    return replace(dispatch, id=f"{dispatch.id}-{dispatch.sha256[:8]}")
