"""What answers say, in a form that those which are alike share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.quotations import normalise_quotation
from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_senses", "sense_of"]

_PARTS = (
    AV.hasConcept, AV["lower"], AV["upper"], AV.lowerIsOpen, AV.upperIsOpen, AV.isSingleFigure, AV.isApproximate,
    AV.hasUnit, AV.hasAnchor, AV.earliest, AV.latest, AV.isNone, AV.isUnspecified,
)  # fmt: skip
"""What is derived of a value: answers that are alike in all of it are one answer."""


def derive_senses(world: World, derived: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the senses of all answers that are compared.

    Args:
        world: the statements of the files.
        derived: the questions with their answers, and what is derived of the values of these.
    """
    for answer in derived.objects(None, AV.hasAnswer):
        claim = derived.value(answer, AV.followsFrom) or answer
        sense = sense_of(
            {part: [str(value) for value in derived.objects(answer, part)] for part in _PARTS},
            [str(value) for value in world.values(claim, AV.value)],
            str(answer).removeprefix(str(claim)),
        )
        if sense:
            yield answer, AV.sense, Literal(sense)


def sense_of(derived: Mapping[URIRef, Collection[str]], stated: Iterable[str], suffix: str) -> str:
    """Return the sense of an answer: what is derived of its value, or else its words.

    Args:
        derived: the values of what is derived of it, by property.
        stated: the values as its claim states them.
        suffix: what tells an answer that follows from a claim from the claim; empty for the claim itself.

    >>> sense_of({AV["upper"]: ["5"], AV["lower"]: ["1"]}, ["1..5"], "")
    'lower 1; upper 5'
    >>> sense_of({}, ["It helps!"], "/was")
    '/was it helps'
    """
    parts = [
        f"{part.removeprefix(AV)} {' '.join(sorted(derived[part]))}" for part in _PARTS if derived.get(part)
    ]
    return "; ".join(parts or [f"{suffix} {normalise_quotation(value)}".strip() for value in sorted(stated)])
