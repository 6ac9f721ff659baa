"""Operators that close a loop in a relation that leads from one thing to another and never back."""

from __future__ import annotations

from random import Random

from rdflib import SKOS, URIRef

from averment.namespaces import AV
from mutants.model import Edit, Operator, Site, Sites, operator
from mutants.sheet import Sheet, name

__all__ = ["OPERATORS"]


def _loop(what: str, because: str, *predicates: URIRef) -> Operator:
    """Make an operator that leads a link back to where it starts, directly or over another link."""

    @operator(f"close a loop of {what}", because, ["attribution", "structure"])
    def close(sheet: Sheet, random: Random) -> Sites:
        for predicate in predicates:
            links = sheet.links(predicate)
            for one, other in links:
                ends = [other, *(further for nearer, further in links if nearer == other)]
                for end in ends:
                    edit = Edit(added=((end, predicate, one),))
                    involved = tuple(each for each in (one, other) if each != end)
                    if (end, predicate, one) not in sheet.graph:
                        yield Site(
                            end, f"{name(end)} has {name(one)} under '{name(predicate)}'", edit, involved
                        )
                itself = Edit(added=((one, predicate, one),))
                yield Site(one, f"{name(one)} has itself under '{name(predicate)}'", itself)

    return close


OPERATORS: tuple[Operator, ...] = (
    _loop("relays", "Of claims that pass each other on, nobody was the first to say it.", AV.relays),
    _loop("documents", "Of documents that are based on each other, none was the first.", AV.isBasedOn),
    _loop("owners", "Nobody owns his owner, or himself.", AV.isOwnedBy),
    _loop(
        "groups",
        "A group that is a part of another does not contain it, and none is a part of itself.",
        SKOS.broader,
        AV.allOf,
        AV.anyOf,
    ),
    _loop("packages", "A package is not a part of its parts, nor of itself.", AV.isPartOf),
    _loop(
        "provisions",
        "A provision that takes the place of another is not replaced by it, nor by itself.",
        AV.replaces,
    ),
)
