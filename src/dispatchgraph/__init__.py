"""Reads news dispatches into a knowledge graph in which every statement leads back to its words and its speaker.

import dispatchgraph as dg
graph = dg.build("La Russie a mis son veto…", date="2016-12-05")
"""

from dispatchgraph.errors import DispatchGraphError
from dispatchgraph.pipeline import KnowledgeGraph, build

__version__ = "0.1.0"
__all__ = ["DispatchGraphError", "KnowledgeGraph", "__version__", "build"]
