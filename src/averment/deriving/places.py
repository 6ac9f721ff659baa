"""Name, path, line and column of every node, as statements that queries can ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

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
        yield node, AV.path, _text(position.path)
        yield node, AV.line, _number(position.line)
        yield node, AV.column, _number(position.column)


@lru_cache(maxsize=4096)
def _text(text: str) -> Literal:
    return Literal(text)


@lru_cache(maxsize=4096)
def _number(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
