"""Terms that nobody declares, derived properties that a file states, nodes that are defined twice."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV, AVSH, BASE, ID

__all__ = ["derive_terms"]


def derive_terms(world: World, shapes: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over what is to be said of the terms and nodes that the files use.

    Args:
        world: the statements and the ontology.
        shapes: the shapes, whose IRIs a waiver may name.
    """
    derived = set(world.vocabulary.subjects(RDF.type, AV.DerivedProperty))
    unknown = {
        term
        for term in {*world.stated.predicates(), *world.stated.objects()}
        if _is_ours(term) and not _is_declared(term, world, shapes)
    }
    within = _blank_nodes_under(unknown, world.stated)
    for subject, predicate, value in world.stated:
        for term in (predicate, value):
            is_judged = term is value and predicate == AV.judges  # a judgement on a term is no use of it
            if term in unknown and subject not in within and not is_judged:
                yield term, RDF.type, AV.UnknownTerm
                yield term, AV.usedBy, subject
        if predicate in derived:
            yield subject, AV.statesDerived, predicate
    for node in world.positions.defined_twice():
        count = len(world.positions.definitions(node))
        yield node, AV.timesDefined, Literal(str(count), datatype=XSD.integer)


def _blank_nodes_under(properties: set[Node], stated: Graph) -> set[Node]:
    """Return the blank nodes that are there only as values of the properties, at whatever depth.

    What stands under a misspelt key is not understood, and the key is what there is to correct.
    """
    within: set[Node] = set()
    waiting = [value for property_ in properties for value in stated.objects(None, property_)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, BNode) and node not in within:
            within.add(node)
            waiting.extend(stated.objects(node, None))
    return within


def _is_ours(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(BASE) and not term.startswith(ID)


def _is_declared(term: Node, world: World, shapes: Graph) -> bool:
    if isinstance(term, URIRef) and term.startswith(AVSH):
        return (term, None, None) in shapes
    return (term, None, None) in world.vocabulary or (term, RDF.type, None) in world.stated
