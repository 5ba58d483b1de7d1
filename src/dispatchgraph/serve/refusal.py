"""What the service says no with: a status, a line for a person, and the limit that was met, if one was."""

from __future__ import annotations

__all__ = ["Refusal"]


class Refusal(Exception):
    """An answer that is none. `limit` names what was over («time», «rows», «memory»…); `retry` is in seconds."""

    def __init__(self, status: int, message: str, *, limit: str = "", retry: int | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.limit, self.retry = status, message, limit, retry
