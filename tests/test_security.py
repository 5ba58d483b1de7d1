"""What docs/security.md says is held by tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "security.md").read_text("utf-8")
LINES = [line for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]


def test_every_fault_has_its_line_and_at_least_one_test():
    assert [int(line.split("|")[1]) for line in LINES] == list(range(1, 40))
    assert [line for line in LINES if not re.search(r"`test_\w+`", line.rsplit("|", 2)[1])] == []


def test_every_test_that_is_named_exists():
    written = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    known = set(re.findall(r"^(?:async )?def (test_\w+)", written, re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert len(named) > 60
    assert named - known == set()


def test_every_place_in_the_source_that_is_named_exists():
    package = TESTS.parent / "src" / "dispatchgraph"
    places = re.findall(r"`((?:\w+/)*\w+(?:\.py|/))`", TEXT)
    assert len(places) > 10
    assert [place for place in places if not (package / place).exists()] == []
