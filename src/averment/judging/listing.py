"""The judgements of a graph, and whether they hold."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDF, SKOS, URIRef
from rdflib.term import Node

from averment import resources
from averment.building import Build
from averment.namespaces import AV

__all__ = ["Listed", "list_judgements"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A judgement and its state.

    Attributes:
        judgement: its IRI.
        kind: the local name of its class.
        state: the notation of its state, such as `in-force`; None for a waiver if nobody says which day it is.
        judges: the IRIs of what it is about.
        accepts: the IRI of the accepted claim, or None.
        rule: the IRI of the waived rule, or None.
        expires: the last day of a waiver, or None.
        same: the IRIs of actors that are the one judged.
        different: the IRIs of actors that are not.
        editor: who answers for it.
        date: the day on which it was made.
        reason: why.
        basis: the fingerprint that it was based on, or None.
        current: the fingerprint that it would be based on now; None for what needs none, or is gone.
        path: the file that it is written in, or None.
        line: counted from 1.
    """

    judgement: str
    kind: str
    state: str | None
    judges: tuple[str, ...]
    accepts: str | None
    rule: str | None
    expires: str | None
    same: tuple[str, ...]
    different: tuple[str, ...]
    editor: str | None
    date: str | None
    reason: str | None
    basis: str | None
    current: str | None
    path: str | None
    line: int | None


def list_judgements(build: Build) -> list[Listed]:
    """Return all judgements with an IRI, by their IRIs."""
    kinds = {AV.Judgement, AV.Acceptance, AV.Identity, AV.Waiver}
    nodes = {node for kind in kinds for node in build.stated.subjects(RDF.type, kind)}
    return [_listed(build, node) for node in sorted(nodes, key=str) if isinstance(node, URIRef)]


def _listed(build: Build, node: URIRef) -> Listed:
    def values(predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in build.stated.objects(node, predicate)))

    def value(predicate: URIRef) -> str | None:
        return next(iter(values(predicate)), None)

    at = build.reading.positions.of(node)
    current = build.derived.value(node, AV.currentBasis)
    return Listed(
        judgement=str(node),
        kind=str(max(build.stated.objects(node, RDF.type), key=_is_below)).rsplit("#", 1)[-1],
        state=_state(build, node),
        judges=values(AV.judges),
        accepts=value(AV.accepts),
        rule=value(AV.waivesRule),
        expires=value(AV.expires),
        same=values(AV.isSameAs),
        different=values(AV.differsFrom),
        editor=value(AV.judgedBy),
        date=value(AV.judgedOn),
        reason=value(AV.reason),
        basis=value(AV.basis),
        current=str(current) if current is not None else None,
        path=at.path if at is not None else None,
        line=at.line if at is not None else None,
    )


def _is_below(class_: Node) -> tuple[bool, str]:
    return class_ in (AV.Acceptance, AV.Identity, AV.Waiver), str(class_)


def _state(build: Build, node: Node) -> str | None:
    state = build.derived.value(node, AV.hasState)
    notation = resources.ontology().value(state, SKOS.notation) if state is not None else None
    return str(notation) if notation is not None else None
