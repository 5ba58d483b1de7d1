"""What surrounds the news: front matter, metadata lines, headline, byline, dateline. Pure: text in, offsets out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from dispatchgraph.model import Span
from dispatchgraph.read.dateline import Dateline, find_dateline
from dispatchgraph.read.wording import Day, Wording, folded, wording

__all__ = ["Envelope", "parse_envelope"]

_TOP_LINES = 12  # the envelope is looked for in so many lines that are not blank
_KEY = 60  # code points; no name of a metadata line is longer
_HEADLINE = 220  # code points; no headline is longer
_LINE = re.compile(r"[^\r\n]+")
_FRONT = re.compile(r"\s*---[^\S\r\n]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n)(?:---|\.\.\.)[^\S\r\n]*(?:\r\n?|\n|\Z)", re.DOTALL)
_SEPARATOR = re.compile(r"\s*[\"']?\s*[:=]\s*[\"']?")  # «date: », «"date": "»
_HEADING = re.compile(r"#{1,2}[^\S\r\n]+(.*?)\Z")
_RULE = re.compile(r"[=\-_*~#]{3,}\Z")


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """The parts of a dispatch that are not its news; offsets count code points of the text."""

    headline: Span | None = None
    dateline: Span | None = None
    place: Span | None = None
    publisher: Span | None = None
    date: date | None = None
    language: str | None = None
    body: int = 0  #: where the news begins
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Metadata:
    """What key-and-value lines say; the first line on a subject counts."""

    day: Day | None = None
    headline: Span | None = None
    publisher: Span | None = None
    language: str | None = None

    def with_first(self, other: _Metadata) -> _Metadata:
        """These, and from `other` what they lack."""
        lacking = {name: value for name, value in vars(other).items() if getattr(self, name) is None}
        return replace(self, **lacking)


@dataclass(frozen=True, kw_only=True)
class _Top:
    """The lines above the news, sorted by what they are."""

    metadata: _Metadata = field(default_factory=_Metadata)
    lines: tuple[Span, ...] = ()  #: those that may be a headline or begin the news


def parse_envelope(text: str, *, language: str = "fr") -> Envelope:
    """The envelope of `text`, written in `language`.

    >>> found = parse_envelope("Veto russe\\n\\nALEP (Syrie), 5 déc 2016 (AFP) - La Russie a voté non.")
    >>> found.date.isoformat(), found.body, found.headline
    ('2016-12-05', 43, Span(begin=0, end=10))
    """
    words = wording(language)
    front = _FRONT.match(text)
    top = _sorted_lines(text, front.end() if front else 0, words=words)
    metadata = _front_matter(text, front, words=words).with_first(top.metadata)
    dateline = _dateline(text, top.lines, words=words)
    heading = _heading(text, top.lines, dateline=dateline)
    headline = heading or metadata.headline
    if dateline is None:
        begin = _news(text, top.lines, headline=headline)
        dateline = find_dateline(text, begin, words=words, bare=True) or Dateline(span=Span(begin, begin))
    return _envelope(metadata, headline=headline, dateline=dateline)


def _envelope(metadata: _Metadata, *, headline: Span | None, dateline: Dateline) -> Envelope:
    published = metadata.day.resolved() if metadata.day else None
    when = dateline.day.resolved(published) if dateline.day else None
    return Envelope(
        headline=headline,
        dateline=dateline.span if dateline.span.begin < dateline.span.end else None,
        place=dateline.place,
        publisher=dateline.publisher or metadata.publisher,
        date=when or published,
        language=metadata.language,
        body=dateline.span.end,
        warnings=_warnings(dateline.day, when),
    )


def _warnings(written: Day | None, when: date | None) -> tuple[str, ...]:
    if written is None or when is not None:
        return ()
    return ("the dateline's date has no year",) if written.year is None else ("the dateline's date is no day",)


# --- lines ------------------------------------------------------------------------------------------------------


def _lines(text: str, begin: int) -> Iterator[Span]:
    """The lines that are not blank, without the white space around them."""
    for found in _LINE.finditer(text, begin):
        line = found.group()
        if line.strip():
            lead = len(line) - len(line.lstrip())
            yield Span(found.start() + lead, found.start() + len(line.rstrip()))


def _sorted_lines(text: str, begin: int, *, words: Wording) -> _Top:
    top = _Top()
    for line in islice(_lines(text, begin), _TOP_LINES):
        said = line.of(text)
        if len(said) > _HEADLINE:
            return replace(top, lines=(*top.lines, line))
        if (found := _metadata(text, line, words=words)) is not None:
            top = replace(top, metadata=top.metadata.with_first(found))
        elif not _is_label(said, words=words) and not (top.lines and _is_byline(said, words=words)):
            top = replace(top, lines=(*top.lines, line))
    return top


def _is_label(line: str, *, words: Wording) -> bool:
    return folded(line.strip("*[]() ")) in words.labels or _RULE.match(line) is not None


def _is_byline(line: str, *, words: Wording) -> bool:
    return len(line) < 100 and not line.endswith((".", "!", "?", "»")) and words.byline.match(line) is not None


# --- metadata ---------------------------------------------------------------------------------------------------


def _front_matter(text: str, front: re.Match[str] | None, *, words: Wording) -> _Metadata:
    found = _Metadata()
    if front:
        for line in _lines(text[: front.end(1)], front.start(1)):
            if line.end - line.begin <= 2 * _HEADLINE:
                found = found.with_first(_metadata(text, line, words=words) or _Metadata())
    return found


def _metadata(text: str, line: Span, *, words: Wording) -> _Metadata | None:
    """What a line «date: 2016-12-05» or «Publié le 5 décembre 2016» says; None for a line that is no metadata."""
    said = line.of(text)
    if published := words.published.match(said):
        day = words.date.match(said, published.end())
        return _Metadata(day=words.day(day.group())) if day else None
    for separator in _SEPARATOR.finditer(said, 0, _KEY):
        if kind := words.keys.get(folded(said[: separator.start()].lstrip("\"'"))):
            value = said[separator.end() :].rstrip("\"', ")
            begin = line.begin + separator.end()
            return _said(kind, value, Span(begin, begin + len(value)), words=words)
    return None


def _said(kind: str, value: str, span: Span, *, words: Wording) -> _Metadata:
    known: Mapping[str, _Metadata] = {
        "date": _Metadata(day=words.day(value)),
        "title": _Metadata(headline=span if value else None),
        "publisher": _Metadata(publisher=span if value else None),
        "language": _Metadata(language=value.strip().lower()[:2] or None),
    }
    return known.get(kind, _Metadata())


# --- headline and news ------------------------------------------------------------------------------------------


def _dateline(text: str, lines: tuple[Span, ...], *, words: Wording) -> Dateline | None:
    """The first line that begins with a dateline, if all before it are short."""
    for line in lines:
        if found := find_dateline(text, line.begin, words=words):
            return found
        if len(line.of(text)) > _HEADLINE:
            return None
    return None


def _heading(text: str, lines: tuple[Span, ...], *, dateline: Dateline | None) -> Span | None:
    """The headline as a line of its own above the news."""
    first = next(iter(lines), None)
    if first is None or (dateline and dateline.span.begin <= first.begin):
        return None
    if marked := _HEADING.match(first.of(text)):
        return Span(first.begin + marked.start(1), first.begin + marked.end(1))
    return first if dateline or _stands_alone(text, lines) else None


def _stands_alone(text: str, lines: tuple[Span, ...]) -> bool:
    """Whether the first line is a headline without a dateline to say so: short, unpunctuated, apart from the next."""
    first, following = lines[0], lines[1:2]
    if not following or first.end - first.begin > _HEADLINE or text[first.end - 1] in ".,;:":
        return False
    apart = len(re.findall(r"\r\n?|\n", text[first.end : following[0].begin])) > 1
    wrapped = following[0].end - following[0].begin < 1.5 * (first.end - first.begin)  # as text broken at a width is
    return apart or not wrapped


def _news(text: str, lines: tuple[Span, ...], *, headline: Span | None) -> int:
    """Where the news begins without a dateline: the first line below the headline, or the line where there is one."""
    below = [line.begin for line in lines if headline is None or line.begin >= headline.end]
    return next(iter(below), lines[0].begin if lines else len(text))
