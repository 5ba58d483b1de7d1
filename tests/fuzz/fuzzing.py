"""One property tried on many inputs: on a few in the ordinary suite, for minutes when that is asked for.

`make fuzz MINUTES=10` sets DISPATCHGRAPH_FUZZ_MINUTES; then each property runs for its share of that time on inputs that
are new each time, and what it was given last is kept in a file, for the case that the process dies of it.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

MINUTES = float(os.environ.get("DISPATCHGRAPH_FUZZ_MINUTES", "0"))
BATCH = 300  #: inputs between two looks at the clock
SLOW = 20  #: seconds for one input, on a machine that does other things as well
LAST = Path(tempfile.gettempdir()) / "dispatchgraph-fuzz"

#: How long each property runs; `conftest` sets it.
share = 0.0


def fuzz(tried: Callable[..., None], *strategies: st.SearchStrategy[Any], few: int = 40) -> int:
    """Try a property on `few` inputs, the same each time, or as long as its share of the time is; how many it were."""
    count = 0
    name = tried.__qualname__.partition(".")[0]

    def once(values: tuple[Any, ...]) -> None:
        nonlocal count
        count += 1
        if MINUTES:
            (LAST / f"{name}.txt").write_text(repr(values), "utf-8", "backslashreplace")
        begun = time.perf_counter()
        tried(*values)
        took = time.perf_counter() - begun
        assert took < SLOW, f"{took:.1f} s"

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    common = settings(deadline=None, database=None, suppress_health_check=checks)
    if not MINUTES:
        settings(common, max_examples=few, derandomize=True)(given(st.tuples(*strategies))(once))()
        return count
    LAST.mkdir(exist_ok=True)
    end = time.monotonic() + share
    while time.monotonic() < end:
        again = settings(common, max_examples=min(BATCH, few * 5))(given(st.tuples(*strategies))(once))
        seed(random.SystemRandom().getrandbits(64))(again)()
    print(f"\n{name}: {count} inputs in {share:.0f} s", flush=True)
    return count


def one_line(error: Exception) -> None:
    """An error for users is a line that says something."""
    told = str(error)
    assert told.strip(), repr(error)
    assert "Traceback" not in told


def soup(*words: str, most: int = 40, between: str = "") -> st.SearchStrategy[str]:
    """Texts made of `words`, with a little of anything among them."""
    word = st.one_of(*[st.sampled_from(words)] * 6, st.text(max_size=4))
    return st.lists(word, max_size=most).map(between.join)


def spoilt(data: bytes) -> st.SearchStrategy[bytes]:
    """`data` with some of its bytes changed, lost, or doubled."""

    def change(spots: list[tuple[int, int, bytes]]) -> bytes:
        found = data
        for where, length, other in spots:
            at = where % (len(found) + 1)
            found = found[:at] + other + found[at + length :]
        return found

    return st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 9), st.binary(max_size=4)), max_size=6).map(
        change
    )
