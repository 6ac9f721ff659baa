"""First and last day of the dates that documents and memberships state."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from averment.deriving.world import World, is_plain
from averment.namespaces import AV
from averment.values import DateSpan, ValueFault, parse_date

__all__ = ["date_literal", "derive_dates", "span_of"]


def date_literal(day: object) -> Literal:
    """Return a day as a literal of type xsd:date."""
    return Literal(str(day), datatype=XSD.date)


def span_of(world: World, node: Node, predicate: URIRef) -> DateSpan | None:
    """Return the days that a node's stated date allows; None if it has none or one that can't be read."""
    stated = world.literal(node, predicate)
    if stated is None:
        return None
    try:
        return parse_date(stated)
    except ValueFault:
        return None


def derive_dates(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the bounds of the dates of documents, memberships and claims, and over the faults of all dates.

    A claim without an as-of date has that of its document. A membership lasts from the first day that its start
    allows to the last that its end does.
    """
    for document in world.documents:
        span = span_of(world, document, AV.published)
        if span is not None:
            yield from _bounds(document, AV.earliest, AV.latest, span)
    for membership in sorted(world.own(AV.Membership), key=str):
        start, end = span_of(world, membership, AV.since), span_of(world, membership, AV.until)
        if start is not None and start.earliest is not None:
            yield membership, AV.earliest, date_literal(start.earliest)
        if end is not None and end.latest is not None:
            yield membership, AV.latest, date_literal(end.latest)
    for claim in world.claims:
        span = span_of(world, claim, AV.asOf)
        source = world.value(claim, AV.statedIn)
        if span is None and source is not None and world.literal(claim, AV.asOf) is None:
            span = span_of(world, source, AV.published)
        if span is not None:
            yield from _bounds(claim, AV.asOfEarliest, AV.asOfLatest, span)
        span = span_of(world, claim, AV.during)
        if span is not None:
            yield from _bounds(claim, AV.duringEarliest, AV.duringLatest, span)
    for predicate, fault_predicate in (
        (AV.published, AV.publishedFault),
        (AV.asOf, AV.asOfFault),
        (AV.during, AV.duringFault),
        (AV.since, AV.sinceFault),
        (AV.until, AV.untilFault),
    ):
        for node, stated in world.stated.subject_objects(predicate):
            if not is_plain(stated):
                continue
            try:
                parse_date(str(stated))
            except ValueFault as fault:
                yield node, fault_predicate, Literal(str(fault))


def _bounds(
    node: Node, earliest: URIRef, latest: URIRef, span: DateSpan
) -> Iterator[tuple[Node, Node, Node]]:
    if span.earliest is not None:
        yield node, earliest, date_literal(span.earliest)
    if span.latest is not None:
        yield node, latest, date_literal(span.latest)
