"""The part of a store that a check of some nodes looks at, as a graph that is checked as any other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox
from rdflib import OWL, RDF, Graph
from rdflib.term import Node

from averment.building import Build
from averment.graphs import graph_of
from averment.reading import Positions, Reading
from averment.storing.lookups import Lookups, Named, as_node
from averment.storing.names import TYPE

__all__ = ["excerpt", "whole"]


def excerpt(lookups: Lookups, nodes: Collection[Named], shapes: Graph, *, is_whole: bool = False) -> Build:
    """Return what a store has of some nodes, ready to be checked.

    Args:
        lookups: the store.
        nodes: the nodes, such as `surroundings` finds.
        shapes: the shapes.
        is_whole: whether these are all nodes of the store.
    """
    nodes = {*nodes, *_properties(lookups)}
    stated = graph_of(_triples(nodes, lookups.stated))
    derived = graph_of(_triples(nodes, lookups.derived))
    reading = Reading([], lookups.positions(nodes))
    return Build(
        reading=reading,
        stated=stated,
        derived=derived,
        shapes=shapes,
        shape_positions=Positions(),
        is_excerpt=not is_whole,
    )


def whole(store: ox.Store, shapes: Graph) -> Build:
    """Return all that a small store has, ready to be checked.

    Nodes that nobody defines are told as in a part of it, without what their names are near to.
    """
    lookups = Lookups(store)
    nodes = {
        quad.subject
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if not isinstance(quad.subject, ox.Triple)
    }
    return excerpt(lookups, nodes, shapes)


def _properties(lookups: Lookups) -> Iterator[Named]:
    """Iterate over the properties that files declare, which a key may be meant for."""
    for kind in (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty):
        for node in lookups.having(TYPE, ox.NamedNode(kind)):
            if lookups.stated(node):
                yield node


def _triples(nodes: Iterable[Named], of) -> Iterator[tuple[Node, Node, Node]]:  # type: ignore[no-untyped-def]
    for node in nodes:
        subject = as_node(node)
        for predicate, value in of(node):
            yield subject, as_node(predicate), as_node(value)
