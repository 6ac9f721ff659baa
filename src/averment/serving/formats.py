"""The formats of answers, by media type; the first of each kind is the one that is sent unless another is asked for."""

from __future__ import annotations

import pyoxigraph as ox

__all__ = ["GRAPHS", "HTML", "RESULTS", "content_type"]

HTML = "text/html"

RESULTS: dict[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
"""What SELECT and ASK are answered in."""

GRAPHS: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
"""What CONSTRUCT and DESCRIBE are answered in."""


def content_type(media: str) -> str:
    """Return the header for a media type; what is text says how it is encoded."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
