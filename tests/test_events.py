"""Who does what to whom, in each construction that tells an event."""

from __future__ import annotations

import pytest

E = [
    # (sentence, class, roles)
]
