"""Gives each property its share of the time."""

from __future__ import annotations

import fuzzing
import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Share the minutes among the properties; two run at once where there are two workers."""
    lanes = int(getattr(session.config, "workerinput", {}).get("workercount", 1))
    fuzzing.share = fuzzing.MINUTES * 60 * lanes / max(1, len(session.items))
