"""The questions that claims answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import quote

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.units import Units
from averment.deriving.world import World
from averment.namespaces import ASPECT, AV, ID

__all__ = ["derive_questions"]


def derive_questions(world: World, bounds: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over questions, what they ask, and the claims that answer them.

    Claims answer one question when they share subject, aspect, all scope that the aspect declares with
    `av:isScopedBy`, the unit where units have no fixed ratio, and the anchor of an anchored moment; nodes
    that editors judged to be one actor are one subject. A claim with several subjects or aspects, which the
    shapes report, answers none.

    Args:
        world: the statements and the ontology.
        bounds: what `derive_bounds` found, for units and anchors.
    """
    units = Units(world)
    for claim in world.claims:
        subject, aspect = world.only_value(claim, AV.about), world.only_value(claim, AV.hasAspect)
        if not isinstance(subject, URIRef) or not isinstance(aspect, URIRef):
            continue
        subject = world.canonical(subject)
        scope: list[tuple[URIRef, Node]] = []
        for scope_property in sorted(set(world.values(aspect, AV.isScopedBy)), key=str):
            within = world.value(claim, URIRef(str(scope_property)))
            if within is not None:
                scope.append((URIRef(str(scope_property)), world.canonical(within)))
        unit, anchor = bounds.value(claim, AV.hasUnit), bounds.value(claim, AV.hasAnchor)
        if unit is not None and not units.is_convertible(unit):
            scope.append((AV.hasUnit, unit))
        if anchor is not None:
            scope.append((AV.hasAnchor, anchor))
        question = _name(subject, aspect, scope)
        yield claim, AV.answers, question
        if _is_compared(world, claim):
            yield question, AV.hasAnswer, claim
        yield question, RDF.type, AV.Question
        yield question, AV.about, subject
        yield question, AV.hasAspect, aspect
        kind = world.value(aspect, AV.hasKind)
        if kind is not None:
            yield question, AV.hasKind, kind
        for scope_property, within in scope:
            yield question, scope_property, within
        within_text = ", ".join(world.label(within) for _, within in scope)
        title = f"{world.label(aspect)} of {world.label(subject)}" + (
            f" ({within_text})" if within_text else ""
        )
        yield question, RDFS.label, Literal(title, lang="en")


def _is_compared(world: World, claim: Node) -> bool:
    stances = world.values(claim, AV.hasStance)
    return any(world.literal(stance, AV.isCompared) in ("true", "1") for stance in stances)


def _name(subject: URIRef, aspect: URIRef, scope: list[tuple[URIRef, Node]]) -> URIRef:
    """Return an IRI that says what is asked, with a hash of the scope and of what does not fit into a name."""
    parts = [
        str(subject).removeprefix(ID) if subject.startswith(ID) else _digest(str(subject)),
        str(aspect).removeprefix(ASPECT) if aspect.startswith(ASPECT) else _digest(str(aspect)),
    ]
    if scope:
        parts.append(_digest("\n".join(f"{scope_property} {within}" for scope_property, within in scope)))
    return URIRef(ID + "question/" + "/".join(quote(part, safe="/-._~%") for part in parts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
