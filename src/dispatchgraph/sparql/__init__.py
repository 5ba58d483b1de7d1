"""SPARQL as text: its tokens, and the guard that refuses a query before any engine sees it."""

from __future__ import annotations

from dispatchgraph.sparql.guard import ELSEWHERE, QUERY, Checked, Limits, guard, guard_update
from dispatchgraph.sparql.plain import form_of
from dispatchgraph.sparql.tokens import in_order

__all__ = ["ELSEWHERE", "QUERY", "Checked", "Limits", "form_of", "guard", "guard_update", "in_order"]
