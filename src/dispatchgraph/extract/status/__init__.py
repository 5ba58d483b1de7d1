"""How real an event is said to be: occurred, ongoing, planned, requested, hypothetical, alleged, negated."""

from dispatchgraph.extract.status.nouns import noun_status
from dispatchgraph.extract.status.verbs import verb_status

__all__ = ["noun_status", "verb_status"]
