"""The stages of processes, as the oracle reads them from the ontology."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from averment.namespaces import AV

__all__ = ["Process", "Reach"]

Reach = tuple[int | None, int | None]
"""The first and the last position that a report of a stage allows; None is no bound."""


class Process:
    """How far an instrument has come when it is reported at a stage, and which aspects date which stages.

    Args:
        vocabulary: the ontology.

    Attributes:
        stages: the reach of a report of each stage, by the stage's notation. Such a report stands for the stages
            that are usually reached on the same day as well.
        dated: the position of the stage that an aspect dates.
    """

    def __init__(self, vocabulary: Graph) -> None:
        self._vocabulary = vocabulary
        self.stages: dict[str, tuple[int, int]] = {}
        self._last: dict[str, int] = {}
        for stage in sorted(vocabulary.subjects(RDF.type, AV.Stage), key=str):
            notation = str(vocabulary.value(stage, SKOS.notation))
            own = self._positions(self._members(stage))
            around = [self._members(group) for group in vocabulary.objects(stage, SKOS.broader)]
            on_the_day = [position for members in around for position in self._positions(members)]
            self.stages[notation] = (min(own), max([*own, *on_the_day]))
            self._last[notation] = max(own)
        self.dated: dict[URIRef, int] = {
            aspect: position
            for stage, aspect in sorted(vocabulary.subject_objects(AV.hasDateAspect), key=str)
            if isinstance(aspect, URIRef)
            for position in self._positions([stage])
        }

    def _members(self, stage: Node) -> list[Node]:
        return [stage, *self._vocabulary.subjects(SKOS.broader, stage)]

    def _positions(self, stages: Iterable[Node]) -> list[int]:
        found = (self._vocabulary.value(stage, AV.stagePosition) for stage in stages)
        return [int(str(position)) for position in found if position is not None]

    def reach(self, value: str) -> Reach | None:
        """Return what a value such as `..third-reading` allows; None if it names no stage."""
        first, dots, last = value.partition("..")
        if not dots:
            return self.stages.get(first)
        if any(end and end not in self.stages for end in (first, last)):
            return None
        return (self.stages[first][0] if first else None), (self._last[last] if last else None)
