"""The findings of a check, by what they are about and by the claims that they involve."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SH, BNode, URIRef
from rdflib.term import Node

from averment.checking import SEVERITIES, STATUSES, Finding, Place, Report
from averment.errors import Position
from averment.namespaces import AV, AVSH
from averment.showing.lookup import Lookup
from averment.showing.parts import Found, Side
from averment.showing.statements import side_in_words

__all__ = ["Findings", "gravest_first", "is_marked", "node_of"]

_ABOUT_FILES = ("structure", "evidence")
"""The families that are about how files are written and pages archived, not about what sources say."""


class Findings:
    """Finds the findings about a thing.

    Args:
        lookup: the graph that was checked.
        report: what came of it.
    """

    def __init__(self, lookup: Lookup, report: Report) -> None:
        self._lookup = lookup
        self._findings = report.findings
        self._by_subject: dict[Node, list[int]] = {}
        self._by_claim: dict[Node, list[int]] = {}
        self._at_odds: dict[Node, set[Node]] = {}
        self._known: dict[int, Found] = {}
        for number, finding in enumerate(report.findings):
            subject = node_of(finding.subject)
            self._by_subject.setdefault(subject, []).append(number)
            for claim in {node_of(place.claim) for place in finding.places if place.claim is not None}:
                self._by_claim.setdefault(claim, []).append(number)
                if is_marked(finding):
                    self._at_odds.setdefault(claim, set()).add(subject)

    def are_at_odds(self, claims: Iterable[Node], question: Node | None = None) -> bool:
        """Return whether a finding sets one of the claims against another.

        Args:
            claims: the claims.
            question: the question under which they are, as a claim may answer several; any if None.
        """
        return any(
            question in (None, subject) or not self._answers(claim, subject)
            for claim in claims
            for subject in self._at_odds.get(claim, ())
        )

    def _answers(self, claim: Node, question: Node) -> bool:
        """Return whether a claim, or an answer that follows from it, answers a question."""
        answers = (claim, *self._lookup.graph.subjects(AV.followsFrom, claim))
        return any((answer, AV.answers, question) in self._lookup.graph for answer in answers)

    def all(self) -> tuple[Found, ...]:
        """Return all findings, open ones before others, the gravest first."""
        return self._found(set(range(len(self._findings))))

    def about(self, nodes: Iterable[Node]) -> tuple[Found, ...]:
        """Return the findings about the nodes themselves, the gravest first."""
        return self._found({number for node in nodes for number in self._by_subject.get(node, ())})

    def involving(self, claims: Iterable[Node]) -> tuple[Found, ...]:
        """Return the findings that have one of the claims as a side, the gravest first."""
        return self._found({number for claim in claims for number in self._by_claim.get(claim, ())})

    def about_claim(self, claim: Node) -> tuple[Found, ...]:
        """Return the findings about a claim alone, its chain and its evidence among it, the gravest first."""
        return self.about(
            [claim, *self._lookup.values(claim, AV.hasEvidence), *self._lookup.subjects(AV.isHopOf, claim)]
        )

    def _found(self, numbers: set[int]) -> tuple[Found, ...]:
        return gravest_first(self._numbered(number) for number in sorted(numbers))

    def _numbered(self, number: int) -> Found:
        """Return a finding as it is shown, which is worked out once: it stands on the page of each of its sides."""
        if number not in self._known:
            self._known[number] = self._shown(self._findings[number])
        return self._known[number]

    def _shown(self, finding: Finding) -> Found:
        subject = node_of(finding.subject)
        title = self._title(subject) if finding.family not in _ABOUT_FILES else None
        return Found(
            rule=finding.rule,
            family=finding.family,
            severity=finding.severity,
            status=finding.status,
            subject=self._lookup.thing(subject),
            title=title,
            message=finding.message,
            explanation=finding.message if title is None else self._explanation(finding, title),
            sides=tuple(self._side(place) for place in finding.places),
        )

    def _title(self, subject: Node) -> str | None:
        """Return what is asked by a question, or by the one that a claim answers."""
        is_question = (subject, RDF.type, AV.Question) in self._lookup.graph
        question = subject if is_question else self._lookup.value(subject, AV.answers)
        return self._lookup.name(question) if question is not None else None

    def _explanation(self, finding: Finding, title: str) -> str:
        """Return what a finding says of the answers, which stand beside it anyway."""
        rule = str(self._lookup.shapes.value(AVSH[finding.rule], SH.message) or "")
        start = finding.message.find(rule) if rule else -1
        if start >= 0:
            return finding.message[start:]
        return finding.message.removeprefix(f"{title[:1].upper()}{title[1:]}: ")

    def _side(self, place: Place) -> Side:
        claim = node_of(place.claim) if place.claim is not None else None
        return Side(
            at=Position(place.path, place.line or 0, place.column or 0) if place.path is not None else None,
            claim=place.claim,
            source=place.source,
            in_words=(side_in_words(self._lookup, claim, place.value) if claim is not None else place.value)
            or None,
        )


def is_marked(found: Finding | Found) -> bool:
    """Return whether a finding says that its sides cannot all hold, and nobody has decided which does."""
    return found.family == "disagreement" and found.severity != "info" and found.status == "open"


def gravest_first(findings: Iterable[Found]) -> tuple[Found, ...]:
    """Return findings, each once, open ones before others, the gravest first."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda found: (STATUSES.index(found.status), SEVERITIES.index(found.severity)),
        )
    )


def node_of(name: str) -> Node:
    """Return the node that a finding names: by its IRI, or by the name of a blank node, which has no colon."""
    return URIRef(name) if ":" in name else BNode(name)
