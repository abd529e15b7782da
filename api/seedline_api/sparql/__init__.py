"""The SPARQL endpoint: SPARQL 1.1 Protocol, query side, read-only, with every limit announced."""

from seedline_api.sparql.endpoint import Endpoint

__all__ = ["Endpoint"]
