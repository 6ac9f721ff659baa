"""What the endpoint says of itself: a SPARQL 1.1 service description."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from averment.namespaces import PREFIXES
from averment.serving.formats import GRAPHS

__all__ = ["describe_service"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_OFFERED = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe_service(address: str, title: str, triples: int, media: str) -> bytes:
    """Return the description in one of the formats of graphs.

    Args:
        address: where the endpoint is.
        title: what the graph is called.
        triples: how many it has.
        media: a media type of `GRAPHS`.
    """
    prefixes = {**PREFIXES, "sd": _SD, "void": _VOID, "formats": _FORMATS}
    written = ox.serialize(_statements(address, title, triples), format=GRAPHS[media], prefixes=prefixes)
    return written or b""


def _statements(address: str, title: str, triples: int) -> Iterator[ox.Triple]:
    service, dataset, graph = (ox.BlankNode(name) for name in ("service", "dataset", "graph"))
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    yield ox.Triple(service, kind, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), ox.NamedNode(address))
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    for name in _OFFERED:
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, sd("Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(PREFIXES["dcterms"] + "title"), ox.Literal(title))
    yield ox.Triple(dataset, sd("defaultGraph"), graph)
    yield ox.Triple(graph, kind, sd("Graph"))
    yield ox.Triple(graph, ox.NamedNode(_VOID + "triples"), ox.Literal(triples))
