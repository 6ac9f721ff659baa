"""Name, path, line and column of every node, as statements that queries can ask for."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_names", "derive_places"]


def derive_names(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the display names of all nodes of the files and of the ontology that have a type."""
    for graph in (world.stated, world.vocabulary):
        for node in set(graph.subjects(RDF.type, None)):
            if isinstance(node, URIRef):
                yield node, AV.displayName, Literal(world.label(node))


def derive_places(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the places of all nodes that have a type and an IRI."""
    for node, position in world.positions.written():
        if isinstance(node, BNode) or (node, RDF.type, None) not in world.stated:
            continue
        yield node, AV.path, Literal(position.path)
        yield node, AV.line, Literal(str(position.line), datatype=XSD.integer)
        yield node, AV.column, Literal(str(position.column), datatype=XSD.integer)
