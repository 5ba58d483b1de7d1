"""The picture's graph as files for Gephi, yEd, Cytoscape and the like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["to_gexf", "to_graphml"]

#: What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Attributes that only a page reads.
ASIDE = {"rdf", "speakers"}

GEXF = "http://www.gexf.net/1.2draft"


def to_graphml(network: nx.MultiDiGraph) -> bytes:
    """GraphML, UTF-8; the same graph gives the same bytes."""
    import networkx as nx

    out = BytesIO()
    nx.write_graphml_xml(_clean(network), out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def to_gexf(network: nx.MultiDiGraph) -> bytes:
    """GEXF 1.2, UTF-8, without the day of writing: the same graph gives the same bytes."""
    import networkx as nx

    out = BytesIO()
    nx.write_gexf(_clean(network), out, encoding="utf-8", prettyprint=True, version="1.2draft")
    return _undated(out.getvalue())


def _undated(xml: bytes) -> bytes:
    ElementTree.register_namespace("", GEXF)
    root = ElementTree.fromstring(xml)
    for meta in root.iter(f"{{{GEXF}}}meta"):
        meta.attrib.pop("lastmodifieddate", None)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _clean(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy whose strings XML can hold, without what belongs to pages alone."""
    copy = network.__class__(language=_legal(network.graph.get("language", "")))
    for node, data in network.nodes(data=True):
        copy.add_node(_legal(node), **_told(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        copy.add_edge(_legal(source), _legal(target), key=_legal(key), **_told(data))
    return copy


def _told(data: Mapping[str, object]) -> dict[str, object]:
    return {key: _legal(value) for key, value in data.items() if key not in ASIDE}


def _legal(value: object) -> object:
    return NOT_XML.sub("", value) if isinstance(value, str) else value
