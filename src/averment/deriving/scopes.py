"""How questions that ask the same within different scopes relate to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rdflib import RDF, URIRef
from rdflib.term import Node

from averment.deriving.containment import wider_than
from averment.deriving.texts import Texts
from averment.deriving.world import World
from averment.namespaces import AV

if TYPE_CHECKING:
    from averment.deriving.questions import Asked

__all__ = ["relate"]

Statement = tuple[Node, Node, Node]
_Open = dict[URIRef, Node]


def relate(world: World, questions: Mapping[Asked, URIRef], texts: Texts) -> Iterator[Statement]:
    """Iterate over the relations between questions of one subject and aspect.

    Which scope may be left unsaid, and within which of them what holds for a wider value holds for a
    narrower one too, is declared in the ontology (`av:OpenScope`, `av:InheritedScope`).

    Args:
        world: the statements and the ontology.
        questions: the IRIs of all questions.
        texts: which text of an instrument follows which.
    """
    relater = _Relater(world, texts)
    groups: dict[tuple[URIRef, URIRef], list[Asked]] = defaultdict(list)
    for asked in questions:
        groups[asked.subject, asked.aspect].append(asked)
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            for other in group:
                relation = relater.relation(one, other) if one is not other else None
                if relation is not None:
                    yield questions[one], relation, questions[other]


class _Relater:
    def __init__(self, world: World, texts: Texts) -> None:
        self._world = world
        self._texts = texts
        self._open = set(world.subjects(RDF.type, AV.OpenScope))
        self._inherited = set(world.subjects(RDF.type, AV.InheritedScope))
        self._above: dict[Node, set[Node]] = {}

    def relation(self, one: Asked, other: Asked) -> URIRef | None:
        """Return how one question relates to another of its subject and aspect; None if not at all."""
        here, there = dict(one.scope), dict(other.scope)
        differing = {key for key in {*here, *there} if here.get(key) != there.get(key)}
        if not differing:
            return None
        if differing == {AV.hasUnit}:
            return AV.isAskedInUnit if AV.hasUnit not in here else None
        if not differing <= self._open:
            return None
        if all(key not in here for key in differing):
            return AV.isRefinedBy
        if differing <= self._inherited and all(
            key in here and key in there and there[key] in self._wider(here[key]) for key in differing
        ):
            return AV.isWithin
        if differing == {AV.inVersion} and AV.inVersion in here and AV.inVersion in there:
            first, second = self._texts.start(here[AV.inVersion]), self._texts.start(there[AV.inVersion])
            if first is not None and second is not None and first < second:
                return AV.isFollowedBy
        return None

    def _wider(self, concept: Node) -> set[Node]:
        if concept not in self._above:
            self._above[concept] = wider_than(self._world, concept)
        return self._above[concept]
