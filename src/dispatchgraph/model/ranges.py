"""The values that a figure allows, and figures that no value satisfies both of."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

__all__ = ["Ranged", "cannot_both_hold"]

_INFINITE = Decimal("Infinity")
_SLACK = Decimal("0.1")  # of a value that is «environ»


class Ranged(Protocol):
    """A figure, as far as its value goes."""

    @property
    def value(self) -> Decimal:
        """The value, the least where there are two."""

    @property
    def upper(self) -> Decimal | None:
        """The greatest value, of a range."""

    @property
    def bound(self) -> str:
        """How the figure stands to the value: a `Bound`."""


def cannot_both_hold(a: Ranged, b: Ranged) -> bool:
    """Whether no value satisfies both figures."""
    (low_a, high_a), (low_b, high_b) = _range(a), _range(b)
    return high_a < low_b or high_b < low_a


def _range(figure: Ranged) -> tuple[Decimal, Decimal]:
    """The least and greatest value a figure allows; «environ» a tenth either way."""
    value, upper = figure.value, figure.upper if figure.upper is not None else figure.value
    if figure.bound in {"atLeast", "moreThan"}:
        return value, _INFINITE
    if figure.bound in {"atMost", "lessThan"}:
        return Decimal(0), upper
    slack = _SLACK if figure.bound == "about" else Decimal(0)
    return value * (1 - slack), upper * (1 + slack)
