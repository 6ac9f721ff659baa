"""The findings of a check, by what they are about and by the claims that they involve."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SH, BNode, URIRef
from rdflib.term import Node

from averment.checking import SEVERITIES, Finding, Place, Report
from averment.errors import Position
from averment.namespaces import AV, AVSH
from averment.showing.lookup import Lookup
from averment.showing.parts import Found, Side
from averment.showing.statements import value_in_words

__all__ = ["Findings", "status_of"]

_DISAGREEMENT = "disagreement"


def status_of(finding: Finding) -> str:
    """Return whether an editor has decided about a finding: each is open."""
    return "open"


class Findings:
    """Finds the findings about a thing.

    Args:
        lookup: the graph that was checked.
        report: what came of it.
    """

    def __init__(self, lookup: Lookup, report: Report) -> None:
        self._lookup = lookup
        self._by_node: dict[Node, list[int]] = {}
        self._findings = report.findings
        self._at_odds: set[Node] = set()
        for number, finding in enumerate(report.findings):
            claims = {_node(place.claim) for place in finding.places if place.claim is not None}
            for node in {_node(finding.subject), *claims}:
                self._by_node.setdefault(node, []).append(number)
            if finding.family == _DISAGREEMENT:
                self._at_odds.update(claims)

    def are_at_odds(self, claims: Iterable[Node]) -> bool:
        """Return whether a finding sets one of the claims against another."""
        return not self._at_odds.isdisjoint(claims)

    def about(self, nodes: Iterable[Node], besides: Iterable[Found] = ()) -> tuple[Found, ...]:
        """Return the findings that are about one of the nodes or involve it, the gravest first.

        Args:
            nodes: things and claims.
            besides: findings that are shown elsewhere, and left out.
        """
        numbers = sorted({number for node in nodes for number in self._by_node.get(node, ())})
        shown = {(one.rule, one.subject.iri, one.message) for one in besides}
        found = [self._found(self._findings[number]) for number in numbers]
        return tuple(
            sorted(
                (one for one in found if (one.rule, one.subject.iri, one.message) not in shown),
                key=lambda one: SEVERITIES.index(one.severity),
            )
        )

    def of_question(self, question: Node) -> tuple[Found, ...]:
        """Return the findings about a question itself, the gravest first."""
        numbers = self._by_node.get(question, [])
        return tuple(self._found(self._findings[number]) for number in numbers)

    def _found(self, finding: Finding) -> Found:
        subject = _node(finding.subject)
        return Found(
            rule=finding.rule,
            family=finding.family,
            severity=finding.severity,
            status=status_of(finding),
            subject=self._lookup.thing(subject),
            message=finding.message,
            explanation=self._explanation(finding, subject),
            sides=tuple(self._side(place) for place in finding.places),
        )

    def _explanation(self, finding: Finding, subject: Node) -> str:
        """Return what a finding says of the answers, which stand beside it anyway."""
        if (subject, RDF.type, AV.Question) not in self._lookup.graph:
            return finding.message
        rule = self._lookup.shapes.value(AVSH[finding.rule], SH.message)
        if rule is not None and finding.message.endswith(str(rule)):
            return str(rule)
        title = self._lookup.name(subject)
        return finding.message.removeprefix(f"{title[:1].upper()}{title[1:]}: ")

    def _side(self, place: Place) -> Side:
        claim = _node(place.claim) if place.claim is not None else None
        stated = value_in_words(self._lookup, claim) if claim is not None else place.value
        return Side(
            at=Position(place.path, place.line or 0, place.column or 0) if place.path is not None else None,
            claim=place.claim,
            source=place.source,
            in_words=stated or None,
        )


def _node(name: str) -> Node:
    """Return the node that a finding names: by its IRI, or by the name of a blank node, which has no colon."""
    return URIRef(name) if ":" in name else BNode(name)
