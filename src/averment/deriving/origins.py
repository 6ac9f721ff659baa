"""How many independent origins the answers to a question have."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import XSD, Graph, Literal
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_independent_origins"]


def derive_independent_origins(world: World, derived: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the independent origins of the answers to each question, and their number.

    Origins that have one owner, at whatever distance, count as one, which is the owner.

    Args:
        world: the statements and the ontology.
        derived: the origins of claims, the questions and their answers.
    """
    origins: dict[Node, set[Node]] = {}
    for question, answer in derived.subject_objects(AV.hasAnswer):
        claim = derived.value(answer, AV.followsFrom) or answer
        origin = derived.value(claim, AV.hasOrigin)
        found = origins.setdefault(question, set())
        if origin is not None:
            found.add(_owner(world, origin))
    for question, found in origins.items():
        for origin in found:
            yield question, AV.hasIndependentOrigin, origin
        yield question, AV.originCount, Literal(str(len(found)), datatype=XSD.integer)


def _owner(world: World, actor: Node) -> Node:
    """Return who owns an actor in the end; the first by IRI of several, and of owners that own each other.

    What is stated of one node of an actor holds for the others.
    """
    line: list[Node] = []
    while actor not in line:
        line.append(actor)
        nodes = world.identities.nodes(actor)
        owners = {world.canonical(owner) for node in nodes for owner in world.values(node, AV.isOwnedBy)}
        if not owners - {actor}:
            return actor
        actor = min(owners - {actor}, key=str)
    return min(line[line.index(actor) :], key=str)
