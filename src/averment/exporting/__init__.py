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

__all__ = ["WHOLE_WRITERS", "WRITERS", "export", "export_whole", "graph_name"]

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


def export_whole(build: Build, rdf_format: str) -> str:
    """Return all that a check looks at, for a store: what files state, what follows from it, and the ontology.

    Args:
        build: the graph.
        rdf_format: a key of `WHOLE_WRITERS`.

    Raises:
        UsageError: there is no such format.
        AvermentError: the graph holds what is no RDF term.
    """
    if rdf_format not in WHOLE_WRITERS:
        raise UsageError(
            f"a whole graph is one graph, which is not written as {rdf_format}; use one of "
            f"{', '.join(sorted(WHOLE_WRITERS))}"
        )
    return WHOLE_WRITERS[rdf_format](build.everything)


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


WHOLE_WRITERS: dict[str, Callable[[Graph], str]] = {
    "nquads": lambda graph: "".join(sorted(f"{to_quad(triple)} .\n" for triple in graph)),
    "turtle": write_turtle,
}
"""The function that writes a graph for a store in each format; N-Quads are then N-Triples."""

WRITERS: dict[str, Callable[[Triples], str]] = {
    "jsonld": lambda graphs: write_json_ld(_merged(graphs)),
    "nquads": _n_quads,
    "trig": lambda graphs: write_trig({graph_name(path): graphs[path] for path in sorted(graphs)}),
    "turtle": lambda graphs: write_turtle(_merged(graphs)),
}
"""The function that writes each format."""
