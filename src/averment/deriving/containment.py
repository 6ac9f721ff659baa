"""Which concepts contain which: by being broader, by what a class is all of, and by what it is any of."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import SKOS
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_containment", "wider_than"]


def derive_containment(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the concepts in which each concept is contained, at whatever distance.

    A concept that is reached from itself is contained in itself, which the shapes report.
    """
    unions = sorted(set(world.having(AV.anyOf)), key=str)
    for concept in {
        *world.having(SKOS.broader),
        *world.having(AV.allOf),
        *world.values_of(AV.anyOf),
        *unions,
    }:
        for wider in wider_than(world, concept):
            yield concept, AV.isContainedIn, wider


def wider_than(world: World, concept: Node) -> set[Node]:
    """Return the concepts that contain one: itself only if it is defined by itself.

    What contains each of several classes that a concept is any of contains the concept as well.
    """
    found = _reached(world, [concept])
    members = set(world.values(concept, AV.anyOf))
    if len(members) > 1 and concept not in found:
        shared = set.intersection(*({member, *_reached(world, [member])} for member in members)) - {concept}
        found |= {*shared, *_reached(world, sorted(shared, key=str))} - {concept}
    return found


def _reached(world: World, concepts: list[Node]) -> set[Node]:
    """Return the concepts that are reached from any of some, by one step or more."""
    found: set[Node] = set()
    waiting = list(concepts)
    while waiting:
        current = waiting.pop()
        for wider in (
            *world.values(current, SKOS.broader),
            *world.values(current, AV.allOf),
            *world.subjects(AV.anyOf, current),
        ):
            if wider not in found:
                found.add(wider)
                waiting.append(wider)
    return found
