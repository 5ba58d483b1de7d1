"""A text with spans of it marked: spans may nest, cross and coincide, and markup may only nest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from dispatchgraph.serve.pages.visit import Link

__all__ = ["Span", "marked"]

#: Of spans that coincide, the later of these is the inner one, whose link one follows.
_ORDER = ("sentence", "content", "claim", "affiliation", "figure", "event")


@dataclass(frozen=True, kw_only=True)
class Span:
    """Something that a stretch of a text is about. Offsets count code points, `end` exclusive."""

    begin: int
    end: int
    kind: str  #: sentence and content lead nowhere; others do
    link: Link | None = None

    @property
    def anchor(self) -> str:
        """Its fragment in the page: what a span's IRI has behind its «#»."""
        return f"char={self.begin},{self.end}"


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A part of a span that crosses none: the first of a span bears its anchor."""

    begin: int
    end: int
    span: Span
    first: bool = True


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """`text` as HTML in which each span is an element with its anchor as id.

    Each stretch of text links to the innermost span that leads somewhere; a link never holds another.

    >>> russia = Span(begin=3, end=9, kind="state", link=Link(label="Russie", href="/entity/russie"))
    >>> print(marked("La Russie", [russia]))
    La <span class="mention of-state" id="char=3,9"><a href="/entity/russie" title="Russie">Russie</a></span>
    """
    pieces = _nested(_within(spans, len(text)))
    return _Writer(text, pieces).written()


def _within(spans: Iterable[Span], length: int) -> list[Span]:
    """The spans that are of the text, outer ones before inner ones; of coinciding ones of a kind, one."""
    told = sorted(spans, key=lambda s: s.link.href if s.link else "", reverse=True)
    kept = {(s.begin, s.end, s.kind): s for s in told if 0 <= s.begin < s.end <= length}
    return sorted(kept.values(), key=lambda s: (s.begin, -s.end, _rank(s.kind), s.kind))


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _nested(spans: Sequence[Span]) -> list[_Piece]:
    """Spans in pieces, none of which crosses another: of two that do, the later is cut at the end of the earlier."""
    waiting = [_Piece(begin=s.begin, end=s.end, span=s) for s in spans]
    done: list[_Piece] = []
    open_ends: list[int] = []
    while waiting:
        piece = waiting.pop(0)
        while open_ends and open_ends[-1] <= piece.begin:
            open_ends.pop()
        if open_ends and piece.end > open_ends[-1]:
            cut = open_ends[-1]
            _put_back(waiting, replace(piece, begin=cut, first=False))
            piece = replace(piece, end=cut)
        open_ends.append(piece.end)
        done.append(piece)
    return done


def _key(piece: _Piece) -> tuple[int, int, int]:
    return piece.begin, -piece.end, _rank(piece.span.kind)


def _put_back(waiting: list[_Piece], rest: _Piece) -> None:
    at = next((i for i, other in enumerate(waiting) if _key(other) > _key(rest)), len(waiting))
    waiting.insert(at, rest)


class _Writer:
    """Writes one text; ids are given once, and links to the same place are one stop for the keyboard."""

    def __init__(self, text: str, pieces: Sequence[_Piece]) -> None:
        self._text, self._pieces = text, pieces
        self._given: set[str] = set()
        self._linked: set[tuple[str, str]] = set()

    def written(self) -> Markup:
        parts: list[Markup] = []
        open_pieces: list[_Piece] = []
        marks = [*self._pieces, None]
        at = 0
        for piece in marks:
            until = piece.begin if piece else len(self._text)
            while open_pieces and open_pieces[-1].end <= until:
                closing = open_pieces[-1]
                parts += [self._words(at, closing.end, open_pieces), Markup("</span>")]
                at = closing.end
                open_pieces.pop()
            parts.append(self._words(at, until, open_pieces))
            at = until
            if piece:
                parts.append(self._opened(piece))
                open_pieces.append(piece)
        return Markup("").join(parts)

    def _opened(self, piece: _Piece) -> Markup:
        span = piece.span
        known = span.anchor in self._given or not piece.first
        self._given.add(span.anchor)
        classes = span.kind if span.link is None else f"mention of-{span.kind}"
        place = Markup("") if known else Markup(' id="{}"').format(span.anchor)
        return Markup('<span class="{}"{}>').format(classes, place)

    def _words(self, begin: int, end: int, within: Sequence[_Piece]) -> Markup:
        words = self._text[begin:end]
        span = next((p.span for p in reversed(within) if p.span.link and p.span.link.href), None)
        if not words.strip() or span is None or span.link is None:
            return Markup("{}").format(words)
        key = (span.link.href, span.anchor)
        again = Markup(' tabindex="-1"') if key in self._linked else Markup("")
        self._linked.add(key)
        link = Markup('<a href="{}" title="{}"{}>{}</a>')
        return link.format(span.link.href, span.link.label, again, words)
