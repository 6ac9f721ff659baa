"""The stages of the Russian process, as the ontology has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdflib import SKOS, URIRef
from rdflib.term import Node

from averment import resources
from averment.namespaces import AV, BASE

__all__ = ["LAST", "STAGES", "PlacedStage", "index_of"]


class PlacedStage(NamedTuple):
    """A stage with a place of its own in the order.

    Attributes:
        name: its notation.
        lower: its position.
        upper: the last position of the groups that it belongs to, or its own.
    """

    name: str
    lower: int
    upper: int


def _stages() -> Iterator[PlacedStage]:
    ontology = resources.ontology()

    def position(stage: Node) -> int:
        return int(str(ontology.value(stage, AV.stagePosition)))

    for stage in ontology.subjects(AV.inProcess, URIRef(BASE + "process/ru")):
        if (stage, AV.stagePosition, None) in ontology:
            groups = list(ontology.objects(stage, SKOS.broader))
            alike = [
                stage,
                *(member for group in groups for member in ontology.subjects(SKOS.broader, group)),
            ]
            name = str(ontology.value(stage, SKOS.notation))
            yield PlacedStage(name, position(stage), max(map(position, alike)))


STAGES = tuple(sorted(_stages(), key=lambda stage: stage.lower))
"""The stages in their order."""

LAST = STAGES[-1]
"""The stage after which nothing comes."""


def index_of(name: str) -> int:
    """Return where a stage stands among all, counted from 0."""
    return next(index for index, stage in enumerate(STAGES) if stage.name == name)
