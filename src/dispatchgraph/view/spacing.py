"""Room for words: the boxes of signs and labels, and how they push each other apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from dispatchgraph.view.selection import Line, Spot

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

__all__ = ["label_boxes", "node_boxes", "pushed", "wrapped"]

LINE = 18.0  #: height of a line of text, pixels
CHARACTER = 8.2  #: mean width of a character of a node's label, pixels
SMALL = 0.84  #: the label of a line to the label of a node
MOST = 900  #: boxes that can be looked at in pairs; beyond, labels of lines wait for the reader to zoom in
SETTLED = 0.25  #: a step that nobody sees, pixels
ROWS = 4  #: lines that a label may take
LONG = 28  #: characters before a word is cut
WRAP = 18  #: characters before a label breaks


def wrapped(label: str) -> list[str]:
    """`label` broken at spaces into lines of about `WRAP` characters, `ROWS` at most; the page's script does the same.

    >>> wrapped("Organisation des Nations unies")
    ['Organisation des', 'Nations unies']
    >>> wrapped("un " * 100)[-1]
    'un un un un un un …'
    """
    lines: list[str] = []
    for word in (_cut(word) for word in label.split()):
        if lines and len(lines[-1]) + 1 + len(word) <= WRAP:
            lines[-1] += f" {word}"
        elif len(lines) == ROWS:
            return [*lines[:-1], f"{lines[-1]} …"]
        else:
            lines.append(word)
    return lines


def _cut(word: str) -> str:
    return word if len(word) <= LONG else f"{word[: LONG - 1]}…"


def node_boxes(spots: Sequence[Spot]) -> Array:
    """For each node half its width, its height above and below the middle of its sign, label included; pixels."""
    import numpy as np

    broken = [(s, wrapped(s.label)) for s in spots]
    boxes = [[max(_width(b) / 2, s.size) + 7, s.size + 6, s.size + LINE * len(b) + 8] for s, b in broken]
    return np.array(boxes).reshape(-1, 3)


def label_boxes(lines: Sequence[Line]) -> Array:
    """The same for the labels in the middle of lines."""
    import numpy as np

    broken = [[row for label in a.labels for row in wrapped(label)] for a in lines]
    boxes = [[SMALL * _width(b) / 2 + 5, SMALL * LINE * len(b) / 2 + 2, SMALL * LINE * len(b) / 2 + 2] for b in broken]
    return np.array(boxes).reshape(-1, 3)


def _width(broken: Sequence[str]) -> float:
    return CHARACTER * max((len(row) for row in broken), default=0)


def pushed(at: Array, ends: Array, nodes: Array, labels: Array, bends: Array, *, free: Array | None = None) -> Array:
    """Positions `at` moved until neither nodes nor the labels of their lines overlap, or patience ends.

    `ends` are the places in `at` of the ends of each line, `bends` how far it bows; only nodes that are `free` move.
    """
    import numpy as np

    weight = np.ones(len(at)) if free is None else free.astype(float)

    if len(nodes) + len(labels) > MOST:
        ends, labels, bends = ends[:0], labels[:0], bends[:0]
    boxes = np.vstack([nodes, labels])
    size = np.column_stack([boxes[:, 0], boxes[:, 1:].sum(axis=1) / 2])
    lower = np.column_stack([np.zeros(len(boxes)), (boxes[:, 2] - boxes[:, 1]) / 2])
    at = at.copy()
    for _ in range(_patience(len(boxes))):
        centres = np.vstack([at, _middles(at, ends, bends)]) + lower
        push = _push(centres, size, _lengthwise(at, ends))
        step = np.clip(_shared(push, ends, len(at)), -24, 24) * weight[:, None]
        if not push.any() or np.abs(step).max() < SETTLED:
            break
        at += step
    return at


def _patience(boxes: int) -> int:
    """Rounds that a second or so allows: each looks at all pairs of boxes."""
    return max(40, min(300, 60_000_000 // boxes**2))


def _middles(at: Array, ends: Array, bends: Array) -> Array:
    """Where the labels of lines stand: half way, and aside where the line bows."""
    import numpy as np

    across = at[ends[:, 1]] - at[ends[:, 0]]
    aside = np.column_stack([across[:, 1], -across[:, 0]])
    return np.asarray(at[ends].mean(axis=1) + 0.5 * bends[:, None] * aside)


def _shared(push: Array, ends: Array, count: int) -> Array:
    """What moves nodes: their own push, and half the push on the label of each line of theirs."""
    import numpy as np

    own, lent = push[:count].copy(), push[count:]
    for side in (0, 1):
        np.add.at(own, ends[:, side], lent * 0.5)
    return np.asarray(own * 0.6)


def _lengthwise(at: Array, ends: Array) -> tuple[Array, Array, Array]:
    """Pairs of boxes, a label and an end of its own line, and whether that line runs across rather than down.

    Such two must part along the line: any other way the label would follow its ends.
    """
    import numpy as np

    labels = np.arange(len(ends)) + len(at)
    run = np.abs(at[ends[:, 1]] - at[ends[:, 0]])
    across = run[:, 0] > run[:, 1]
    one, other = np.concatenate([labels, labels]), np.concatenate([ends[:, 0], ends[:, 1]])
    return np.concatenate([one, other]), np.concatenate([other, one]), np.tile(across, 4)


def _push(centres: Array, size: Array, lengthwise: tuple[Array, Array, Array]) -> Array:
    """For each box the way out of all boxes it overlaps, along the shorter side or along its line."""
    import numpy as np

    count = len(centres)
    one, other = _overlapping(centres, size)
    away = centres[one] - centres[other]
    over = size[one] + size[other] - np.abs(away)
    same = np.where(one > other, 1.0, -1.0)[:, None]
    way = np.where(away == 0, same, np.sign(away))
    across = _across(one * count + other, over[:, 0] < over[:, 1], lengthwise, count)
    moved = way * over * np.column_stack([across, ~across]) * 0.5
    return np.column_stack([np.bincount(one, weights=moved[:, side], minlength=count) for side in (0, 1)])


def _overlapping(centres: Array, size: Array) -> tuple[Array, Array]:
    """The pairs of boxes that overlap, each both ways round."""
    import numpy as np

    hit = np.ones((len(centres), len(centres)), dtype=bool)
    for side in (0, 1):
        at, half = centres[:, side], size[:, side]
        hit &= np.abs(at[:, None] - at[None, :]) < half[:, None] + half[None, :]
    np.fill_diagonal(hit, False)
    one, other = np.nonzero(hit)
    return one, other


def _across(pairs: Array, shorter: Array, lengthwise: tuple[Array, Array, Array], count: int) -> Array:
    """Whether each pair parts from left to right: as is shorter, but for a label and an end of its own line."""
    import numpy as np

    own = lengthwise[0] * count + lengthwise[1]
    if not len(own) or not len(pairs):
        return shorter
    order = np.argsort(own, kind="stable")
    last = np.maximum(np.searchsorted(own[order], pairs, side="right") - 1, 0)
    return np.where(own[order][last] == pairs, lengthwise[2][order][last], shorter)
