"""What was known on a day: only what had been published by then, or only what had come true by then."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.bounds import derive_bounds
from averment.deriving.dates import derive_dates
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import AV, KIND
from averment.reading import Reading

__all__ = ["EVERYTHING", "Viewpoint", "published", "seen_from"]

_PARTS = (AV.attributionChain, AV.hasEvidence, AV.hasSnapshot, RDF.first, RDF.rest)
"""What belongs to a claim or a document and to nothing else."""

_LATER_ON = frozenset({AV.corrects, AV.retracts, AV.hasSnapshot})
"""What is not told of a document that is not published yet and that others name already."""

_OF_A_DAY = (KIND.stage, KIND.growing)
"""Kinds of answers that hold for the day they are given for, and say nothing of an earlier one."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """From when a graph is looked at.

    Attributes:
        published_by: only what had been published by the end of this day counts; everything if None.
        true_by: only what had happened, or begun to hold, by the end of this day counts, whenever it was
            published; everything if None.
    """

    published_by: date | None = None
    true_by: date | None = None

    def __bool__(self) -> bool:
        """Return whether it leaves anything out."""
        return self.published_by is not None or self.true_by is not None


EVERYTHING = Viewpoint()


def seen_from(reading: Reading, viewpoint: Viewpoint) -> tuple[Reading, tuple[str, ...]]:
    """Return what of the files counts from a viewpoint, and notes on what does not for want of a date.

    Documents that were surely published by the day, by their date or by that of a copy, stay with their claims,
    and with the corrections and retractions that they make themselves. A later one, or one of which no date
    tells, goes with all its claims; where a document that stays names it, its description stays. Judgements of
    later days go, except those on who is the same actor, which are about the files.

    Args:
        reading: what the files state.
        viewpoint: from when they are looked at.
    """
    world = World(reading)
    days = graph_of(derive_dates(world))
    gone: set[Node] = set()
    notes: list[str] = []
    if viewpoint.published_by is not None:
        gone, notes = _unpublished(world, days, viewpoint.published_by)
    if viewpoint.true_by is not None:
        gone |= _to_come(world, graph_of(days, derive_bounds(world)), viewpoint.true_by)
        notes.append(f"what had not happened, or did not hold, by {viewpoint.true_by} is left out")
    gone = _with_parts(world, gone)
    named = {node for node in world.documents if node in gone and _is_named(world, node, gone)}
    files = [
        replace(file, graph=graph_of(triple for triple in file.graph if _stays(triple, gone, named)))
        for file in reading.files
    ]
    return Reading(files, reading.positions), tuple(notes)


def published(reading: Reading, *days: date) -> list[set[Node]]:
    """List, for each day, the documents that were surely published by it, by their date or by that of a copy."""
    world = World(reading)
    dates = graph_of(derive_dates(world))
    return [_published(world, dates, day) for day in days]


def _published(world: World, days: Graph, day: date) -> set[Node]:
    return {
        document
        for document in world.documents
        if any(
            known is not None and known <= day
            for known in (_day(days, document, AV.latest), *_retrieved(world, document))
        )
    }


def _stays(triple: tuple[Node, Node, Node], gone: set[Node], named: set[Node]) -> bool:
    subject, predicate, value = triple
    if subject in named and predicate in _LATER_ON:
        return False
    return (subject not in gone or subject in named) and (value not in gone or value in named)


def _unpublished(world: World, days: Graph, day: date) -> tuple[set[Node], list[str]]:
    """Return the documents that may have been published after a day, with their claims, and later judgements."""
    known = _published(world, days, day)
    gone: set[Node] = set()
    undated = unsure = 0
    for document in world.documents:
        claims = list(world.subjects(AV.statedIn, document))
        if document in known:
            continue
        gone |= {document, *claims}
        if claims:
            earliest = _day(days, document, AV.earliest)
            undated += earliest is None and _day(days, document, AV.latest) is None
            unsure += earliest is not None and earliest <= day
    for judgement in world.instances(AV.Judgement) - world.instances(AV.Identity):
        judged = world.literal(judgement, AV.judgedOn)
        if judged is not None and judged > day.isoformat():
            gone.add(judgement)
    notes = [f"as of {day}: {len(known)} of {_documents(len(world.documents))} had been published"]
    notes += [
        f"{_documents(count)} {why}: left out as of {day}"
        for count, why in (
            (undated, "without a date may have been published later"),
            (unsure, "with a date that is no single day may have been published later"),
        )
        if count
    ]
    return gone, notes


def _documents(count: int) -> str:
    return f"{count} document" if count == 1 else f"{count} documents"


def _retrieved(world: World, document: Node) -> Iterator[date]:
    """Iterate over the days on which a copy of a document was taken: by then it had been published."""
    for snapshot in world.values(document, AV.hasSnapshot):
        with contextlib.suppress(ValueError):
            yield date.fromisoformat((world.literal(snapshot, AV.retrieved) or "")[:10])


def _to_come(world: World, days: Graph, day: date) -> set[Node]:
    """Return the claims on what had not happened by a day, or did not hold yet, and the posts not held yet."""
    gone: set[Node] = set()
    for claim in world.claims:
        aspect = world.only_value(claim, AV.hasAspect)
        kind = world.value(aspect, AV.hasKind) if aspect is not None else None
        bounds = [AV.duringEarliest]
        if kind == KIND.moment:
            bounds.append(AV.earliest)
        if kind in _OF_A_DAY or world.literal(claim, AV.asOf) is not None:
            bounds.append(AV.asOfEarliest)
        if any((found := _day(days, claim, bound)) is not None and found > day for bound in bounds):
            gone.add(claim)
    for membership in world.instances(AV.Membership):
        since = _day(days, membership, AV.earliest)
        if since is not None and since > day:
            gone.add(membership)
    return gone


def _day(days: Graph, node: Node, predicate: URIRef) -> date | None:
    value = days.value(node, predicate)
    return date.fromisoformat(str(value)) if isinstance(value, Literal) else None


def _with_parts(world: World, nodes: Iterable[Node]) -> set[Node]:
    found: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found and node != RDF.nil:
            found.add(node)
            waiting.extend(part for predicate in _PARTS for part in world.values(node, predicate))
    return found


def _is_named(world: World, document: Node, gone: set[Node]) -> bool:
    """Return whether something that stays names a document."""
    return any(subject not in gone for subject in world.stated.subjects(None, document))
