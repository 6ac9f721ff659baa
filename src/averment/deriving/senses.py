"""What answers say, in a form that those which are alike share."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal
from rdflib.term import Node

from averment.deriving.quotations import normalise_quotation
from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_senses"]

_PARTS = (
    AV.hasConcept, AV["lower"], AV["upper"], AV.lowerIsOpen, AV.upperIsOpen, AV.isSingleFigure, AV.isApproximate,
    AV.hasUnit, AV.hasAnchor, AV.earliest, AV.latest, AV.isNone, AV.isUnspecified,
)  # fmt: skip
"""What is derived of a value: answers that are alike in all of it are one answer."""


def derive_senses(world: World, derived: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the senses of all answers that are compared.

    What has no derived value, such as an effect in words, means its words.

    Args:
        world: the statements of the files.
        derived: the questions with their answers, and what is derived of the values of these.
    """
    for answer in derived.objects(None, AV.hasAnswer):
        parts = [
            f"{part.removeprefix(AV)} {' '.join(values)}"
            for part in _PARTS
            if (values := sorted(map(str, derived.objects(answer, part))))
        ]
        if not parts:
            claim = derived.value(answer, AV.followsFrom) or answer
            stated = sorted(str(value) for value in world.values(claim, AV.value))
            suffix = str(answer).removeprefix(str(claim))
            parts = [f"{suffix} {normalise_quotation(value)}".strip() for value in stated]
        if parts:
            yield answer, AV.sense, Literal("; ".join(parts))
