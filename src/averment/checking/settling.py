"""Which judgement in force a finding is settled or waived by."""

from __future__ import annotations

from functools import cached_property

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.checking.findings import Judgement
from averment.deriving.fingerprints import claims_of
from averment.namespaces import AV

__all__ = ["Settling"]


class Settling:
    """Finds the judgement by which a finding is no longer open.

    Args:
        build: the graph, whose derived statements say which judgements are in force.
    """

    def __init__(self, build: Build) -> None:
        self._stated = build.stated
        self._derived = build.derived
        in_force = {
            node for node, holds in build.derived.subject_objects(AV.isInForce) if str(holds) == "true"
        }
        self._acceptances = _of_class(build.stated, in_force, AV.Acceptance)
        self._waivers = _of_class(build.stated, in_force, AV.Waiver)

    def of(self, shape: Node, focus: Node, family: str) -> tuple[str, Judgement | None]:
        """Return the status of a finding, and the judgement that it is due to.

        An acceptance settles a disagreement over its question, and over one that the same claims answer; a
        waiver holds for its rule and its node. Of several judgements the one that holds longest counts, and
        of these the latest.
        """
        if family == "disagreement" and self._acceptances:
            accepted = self._by_question.get(focus) or self._by_claims.get(claims_of(self._derived, focus))
            if accepted is not None:
                return "settled", accepted
        waived = self._by_finding.get((shape, focus)) if self._waivers else None
        return ("waived", waived) if waived is not None else ("open", None)

    @cached_property
    def _by_question(self) -> dict[Node, Judgement]:
        return {
            question: judgement
            for judgement in self._acceptances
            for question in self._stated.objects(URIRef(judgement.iri), AV.judges)
        }

    @cached_property
    def _by_claims(self) -> dict[frozenset[Node], Judgement]:
        return {
            claims: judgement
            for question, judgement in self._by_question.items()
            if (claims := claims_of(self._derived, question))
        }

    @cached_property
    def _by_finding(self) -> dict[tuple[Node, Node], Judgement]:
        return {
            (rule, node): judgement
            for judgement in self._waivers
            for rule in self._stated.objects(URIRef(judgement.iri), AV.waivesRule)
            for node in self._stated.objects(URIRef(judgement.iri), AV.judges)
        }


def _of_class(stated: Graph, nodes: set[Node], class_: URIRef) -> list[Judgement]:
    """Return the judgements of a class, the one that counts last."""
    found = [_judgement(stated, node) for node in nodes if (node, RDF.type, class_) in stated]
    return sorted(found, key=lambda each: (each.expires or "", each.date, each.iri))


def _judgement(stated: Graph, node: Node) -> Judgement:
    def text(predicate: URIRef) -> str:
        return str(
            min((each for each in stated.objects(node, predicate) if isinstance(each, Literal)), key=str)
        )

    return Judgement(
        iri=str(node),
        editor=text(AV.judgedBy),
        date=text(AV.judgedOn),
        reason=text(AV.reason),
        expires=text(AV.expires) if (node, AV.expires, None) in stated else None,
    )
