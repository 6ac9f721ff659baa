"""Quotations in a form in which only their words count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rdflib import Literal
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import ASPECT, AV

__all__ = ["derive_quotations", "normalise_quotation"]


def derive_quotations(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the normalised texts of all quotations, each with the language it is given in."""
    for claim in world.claims:
        if world.only_value(claim, AV.hasAspect) == ASPECT.quotation:
            for value in world.values(claim, AV.value):
                if isinstance(value, Literal) and value.language:
                    yield (
                        claim,
                        AV.normalisedText,
                        Literal(normalise_quotation(str(value)), lang=value.language),
                    )


def normalise_quotation(text: str) -> str:
    """Return a text without case, punctuation and repeated space.

    >>> normalise_quotation("We’re  PAWNS, here.")
    'we re pawns here'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))
