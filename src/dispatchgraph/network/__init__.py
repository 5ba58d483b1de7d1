"""RDF → networkx: the picture of a graph, as a graph of its own.

Nodes are people, bodies, states, places, groups, documents and events; edges are what ties them. `project` gives all
of it: each event as a node with an edge to everyone in it (kind «role»), and, where the event has someone who does it
and someone or something it is done to, one edge between the two in the words of the ontology (kind «relation»:
«oppose son veto à»). An event that the second way tells whole is *folded*: its node and its role edges carry
`folded = 1` and a picture leaves them out. Of any other event the role edges that say the same as a relation edge do,
so that nothing is drawn twice. All attributes are plain strings and
numbers, so that `to_graphml` and `to_gexf` can write them.

Node attributes: `label`, `kind`, `class`, `class_label`, `names`, `same_as`, `weight` (its mentions), `folded`,
`evidence` (JSON, see `evidence.Reader.evidence`), for events `status`, `begins`, `ends`, `when`, `place`, `speaker`.
Edge attributes: `label`, `kind` (relation, role, affiliation, location, alliance, source, statement), `role`, `event`,
`directed`, `folded`, `status`, `class` (of the event), `evidence`. Both also carry the evidence as columns (`sentence`,
`mention`, `speaker`, …), the IRIs of who says so (`speakers`, parted by spaces) and the triples they were read from
(`rdf`, N-Triples). Events say themselves in one line in `told`. Graph attributes: `language`, and as JSON `dispatches`
and `figures` (see `figures.figures`).
"""

from dispatchgraph.network.export import to_gexf, to_graphml
from dispatchgraph.network.projection import project

__all__ = ["project", "to_gexf", "to_graphml"]
