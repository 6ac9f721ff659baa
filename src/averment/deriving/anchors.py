"""Dates of moments that are counted from another, once that one has a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rdflib import Graph
from rdflib.term import Node

from averment.deriving.dates import date_literal
from averment.deriving.derived_answers import answer_node, derived_answer
from averment.deriving.world import World
from averment.namespaces import AV

__all__ = ["derive_anchored"]


def derive_anchored(world: World, bounds: Graph, withdrawn: set[Node]) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over dated answers that follow from claims such as '10 days after publication'.

    The anchor has a date where reports date that stage of the same instrument, and a day satisfies all of them.

    Args:
        world: the statements and the ontology.
        bounds: what `derive_bounds` found.
        withdrawn: claims that no longer stand.
    """
    reports: dict[tuple[Node, Node], list[tuple[date, date]]] = {}
    for claim in world.claims:
        aspect, subject = world.only_value(claim, AV.hasAspect), world.only_value(claim, AV.about)
        first, last = bounds.value(claim, AV.earliest), bounds.value(claim, AV.latest)
        if aspect is None or subject is None or first is None or last is None or claim in withdrawn:
            continue
        if world.is_compared(claim):
            span = date.fromisoformat(str(first)), date.fromisoformat(str(last))
            reports.setdefault((subject, aspect), []).append(span)
    for claim, anchor in sorted(bounds.subject_objects(AV.hasAnchor), key=str):
        subject, aspect = world.only_value(claim, AV.about), world.value(anchor, AV.hasDateAspect)
        if subject is None or aspect is None:
            continue
        instrument = world.value(subject, AV.isProvisionOf) or subject
        spans = reports.get((instrument, aspect), [])
        if not spans:
            continue
        first_day, last_day = max(start for start, _ in spans), min(end for _, end in spans)
        lower, upper = bounds.value(claim, AV["lower"]), bounds.value(claim, AV["upper"])
        if first_day > last_day or lower is None or upper is None:
            continue
        try:
            earliest = first_day + timedelta(days=int(str(lower)))
            latest = last_day + timedelta(days=int(str(upper)))
        except OverflowError:
            continue
        yield from derived_answer(claim, "dated")
        node = answer_node(claim, "dated")
        yield node, AV.earliest, date_literal(earliest)
        yield node, AV.latest, date_literal(latest)
