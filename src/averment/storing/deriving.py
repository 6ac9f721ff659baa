"""Deriving what follows from some nodes of a store, and from all of them in several processes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from rdflib import RDF, Graph
from rdflib.term import Node

from averment.deriving import Archive, derive
from averment.deriving.judgements import derive_judgements
from averment.namespaces import AV
from averment.storing.families import parts_of
from averment.storing.lookups import Lookups, Named, as_named_term, as_node
from averment.storing.world import StoredDerived, StoredWorld

__all__ = ["derive_for", "judge_for", "with_parts"]

Statement = tuple[Node, Node, Node]


def with_parts(lookups: Lookups, nodes: Iterable[Named]) -> dict[Node, None]:
    """Return nodes with all their parts."""
    return {as_node(part): None for node in nodes for part in parts_of(lookups, node)}


def derive_for(
    lookups: Lookups, nodes: Iterable[Named], shapes: Graph, archive: Archive | None = None
) -> set[Statement]:
    """Return what follows from nodes and their parts, and from claims as well about the questions they answer.

    Args:
        lookups: the store.
        nodes: whole families of claims, and any other nodes but judgements, whose own state is left out.
        shapes: the shapes that a check would run.
        archive: the archived pages, if there are any.

    Raises:
        ReadFailure: a page of the archive can't be read.
    """
    own = with_parts(lookups, nodes)
    world = _Unjudged(lookups, own)
    derived = derive(world, shapes, archive, None)
    kept = _Kept(world, derived)
    return {triple for triple in derived if kept.has(triple)}


class _Unjudged(StoredWorld):
    """A world in which no judgement is looked at: they are judged once all else is known."""

    def own(self, class_: Node) -> Collection[Node]:
        return () if class_ == AV.Judgement else super().own(class_)


class _Kept:
    """Tells what follows of the nodes that are derived for from what only happened to be derived as well."""

    def __init__(self, world: StoredWorld, derived: Graph) -> None:
        self._world = world
        self._used = set(derived.subjects(RDF.type, AV.UnknownTerm))

    def has(self, triple: Statement) -> bool:
        subject, predicate, value = triple
        if predicate == AV.usedBy:
            return value in self._world.own_nodes
        if subject in self._world.own_nodes or subject in self._used:
            return True
        # a question, or an answer that follows from a claim
        return (
            not self._world.lookups.stated(as_named_term(subject))
            and (subject, None, None) not in self._world.vocabulary
        )


def judge_for(
    lookups: Lookups, judgements: Iterable[Named], shapes: Graph, today: date | None
) -> set[Statement]:
    """Return what follows from judgements, once all else that follows is in the store.

    Args:
        lookups: the store.
        judgements: the judgements, with all others on the same matters.
        shapes: the shapes that a check would run, which waivers may be about.
        today: the day on which waivers have to hold; without one, none does.
    """
    own = with_parts(lookups, judgements)
    world = StoredWorld(lookups, own)
    derived = StoredDerived(lookups, own)
    return set(derive_judgements(world, derived, shapes, today))  # type: ignore[arg-type]
