"""What later documents took back: claims of retracted documents, and answers that a correction gives anew."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import XSD, Literal
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_withdrawals"]

_TRUE = Literal("true", datatype=XSD.boolean)


def derive_withdrawals(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the claims that no longer stand.

    A retraction withdraws every claim of the document that it names; a correction those whose subject and
    aspect it has an answer to itself.
    """
    claims: dict[Node, list[Node]] = {}
    for claim in world.claims:
        for document in world.values(claim, AV.statedIn):
            claims.setdefault(document, []).append(claim)
    for document in world.documents:
        for retracted in world.values(document, AV.retracts):
            if retracted != document:
                for claim in claims.get(retracted, ()):
                    yield claim, AV.isWithdrawn, _TRUE
        answered = {_asked(world, claim) for claim in claims.get(document, ())}
        for corrected in world.values(document, AV.corrects):
            if corrected != document:
                for claim in claims.get(corrected, ()):
                    if _asked(world, claim) in answered:
                        yield claim, AV.isWithdrawn, _TRUE


def _asked(world: World, claim: Node) -> tuple[Node | None, Node | None]:
    return world.only_value(claim, AV.about), world.only_value(claim, AV.hasAspect)
