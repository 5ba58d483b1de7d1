"""An archive on a server elsewhere: a SPARQL 1.1 endpoint, asked and changed over HTTP."""

from dispatchgraph.archive.endpoint.endpoint import Endpoint

__all__ = ["Endpoint"]
