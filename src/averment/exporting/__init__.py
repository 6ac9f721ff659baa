"""The graph in other formats, alike to the byte for the same files."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from rdflib import Graph, URIRef

from averment.building import Build
from averment.errors import UsageError
from averment.exporting.jsonld import write_json_ld
from averment.exporting.turtle import write_trig, write_turtle
from averment.namespaces import ID
from averment.terms import to_oxigraph, to_quad

__all__ = ["WRITERS", "export", "graph_name"]

Triples = dict[str, Graph]
"""Graphs by the path of the file that states them; what the build derived is under the empty path."""


def export(build: Build, rdf_format: str, *, derived: bool = False) -> str:
    """Return the graph as text in one of the formats of `WRITERS`.

    Args:
        build: the graph.
        rdf_format: a key of `WRITERS`.
        derived: whether to write what the build derived as well; what is read back is then no longer what
            the files state.

    Raises:
        UsageError: there is no such format.
        AvermentError: the graph holds what is no RDF term.
    """
    if rdf_format not in WRITERS:
        raise UsageError(f"there is no format '{rdf_format}'; use one of {', '.join(sorted(WRITERS))}")
    graphs = {file.path: file.graph for file in build.reading.files}
    if derived:
        graphs[""] = build.derived
    return WRITERS[rdf_format](graphs)


def graph_name(path: str) -> URIRef:
    """Return the name of the graph that holds what a file states, or, for an empty path, what is derived.

    >>> str(graph_name("graph/actors/ap.yaml"))
    'https://w3id.org/averment/id/graph/graph/actors/ap.yaml'
    """
    if not path:
        return URIRef(ID + "graph/derived")
    return URIRef(ID + "graph/" + quote(path.replace("\\", "/").lstrip("/"), errors="surrogateescape"))


def _merged(graphs: Triples) -> Graph:
    merged = Graph(bind_namespaces="none")
    for graph in graphs.values():
        merged += graph
    return merged


def _n_quads(graphs: Triples) -> str:
    lines: set[str] = set()
    for path, graph in graphs.items():
        name = to_oxigraph(graph_name(path))
        lines.update(f"{to_quad(triple)} {name} .\n" for triple in graph)
    return "".join(sorted(lines))


WRITERS: dict[str, Callable[[Triples], str]] = {
    "jsonld": lambda graphs: write_json_ld(_merged(graphs)),
    "nquads": _n_quads,
    "trig": lambda graphs: write_trig({graph_name(path): graphs[path] for path in sorted(graphs)}),
    "turtle": lambda graphs: write_turtle(_merged(graphs)),
}
"""The function that writes each format."""
