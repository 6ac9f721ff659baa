"""The graph in other formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from rdflib import Graph, URIRef
from rdflib.term import Node

from averment import resources
from averment.building import Build
from averment.namespaces import ID, PREFIXES

__all__ = ["WRITERS", "export"]

_LISTS = ("@list", "chain")

Triples = dict[str, Graph]
"""Graphs by the path of the file that states them; what the build derived is under the empty path."""


def export(build: Build, rdf_format: str, *, derived: bool = False) -> str:
    """Return the graph as text in one of the formats of `WRITERS`, alike to the byte for the same files.

    Args:
        build: the graph.
        rdf_format: a key of `WRITERS`.
        derived: whether to write what the build derived as well; what is read back is then no longer what
            the files state.
    """
    graphs = {file.path: file.graph for file in build.reading.files}
    if derived:
        graphs[""] = build.derived
    return WRITERS[rdf_format](graphs)


def _merged(graphs: Triples) -> Graph:
    merged = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        merged.bind(prefix, namespace)
    for graph in graphs.values():
        for triple in graph:
            merged.add(triple)
    return merged


def _graph_name(path: str) -> URIRef:
    return URIRef(ID + "graph/" + (quote(path.replace("\\", "/").lstrip("/")) if path else "derived"))


def _turtle(graphs: Triples) -> str:
    return _merged(graphs).serialize(format="turtle")


def _trig(graphs: Triples) -> str:
    """Write each file's triples as a named graph; rdflib's own writer orders graphs by chance."""
    header, _ = _split_header(_turtle(graphs))
    blocks = [header]
    for path in sorted(graphs):
        _, body = _split_header(_turtle({path: graphs[path]}))
        blocks.append(f"{_graph_name(path).n3()} {{\n{body.strip()}\n}}\n")
    return "\n".join(blocks)


def _split_header(turtle: str) -> tuple[str, str]:
    """Split Turtle after its prefixes."""
    lines = turtle.split("\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    return "\n".join(lines[:count]) + "\n", "\n".join(lines[count:])


def _n_quads(graphs: Triples) -> str:
    lines = {
        " ".join((*(_n3(term) for term in triple), _n3(_graph_name(path)), ".\n"))
        for path, graph in graphs.items()
        for triple in graph
    }
    return "".join(sorted(lines))


def _n3(term: Node) -> str:
    written: str = term.n3()
    return (
        written.replace("\n", "\\n").replace("\r", "\\r") if "\n" in written or "\r" in written else written
    )


def _json_ld(graphs: Triples) -> str:
    document: Any = json.loads(_merged(graphs).serialize(format="json-ld", context=resources.context()))
    document["@context"] = resources.CONTEXT_IRI
    return json.dumps(_sorted(document), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _sorted(value: Any) -> Any:
    """Return a JSON-LD value with its sets in a fixed order; lists keep theirs."""
    if isinstance(value, dict):
        return {key: inner if key in _LISTS else _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(
            (_sorted(inner) for inner in value), key=lambda inner: json.dumps(_named(inner), sort_keys=True)
        )
    return value


def _named(value: Any) -> Any:
    return value.get("id", value) if isinstance(value, dict) else value


WRITERS: dict[str, Callable[[Triples], str]] = {
    "jsonld": _json_ld,
    "nquads": _n_quads,
    "trig": _trig,
    "turtle": _turtle,
}
"""The function that writes each format."""
