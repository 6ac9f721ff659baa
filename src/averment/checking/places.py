"""The places of everything that a validation result involves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.building import Build
from averment.checking.consequences import properties_of_path
from averment.checking.engine import Result
from averment.checking.findings import Place
from averment.deriving import label
from averment.deriving.concepts import Concepts
from averment.errors import Position
from averment.namespaces import AV

__all__ = ["Places"]


class _Told(NamedTuple):
    """What is told of a node wherever it stands: its claim with what that states, and who says so and when."""

    claim: Node | None
    answer: Literal | None
    source: str | None
    date: str | None


class Places:
    """Finds where the nodes of a result are written.

    Args:
        build: the graph with the positions of its files.
        data: what was validated.
    """

    def __init__(self, build: Build, data: Graph) -> None:
        self._build = build
        self._data = data
        self._positions = build.reading.positions
        self._told: dict[Node, _Told] = {}

    def of(self, result: Result, at_odds: set[Node] | None = None) -> tuple[Place, ...]:
        """Return the places of a result; all sides of it where it has several.

        Args:
            result: what the engine found.
            at_odds: the claims that cannot all hold, for a question, all that are compared if None; what is set
                against any other focus node, such as a claim that it relays.
        """
        focus = result.focus
        if (focus, RDF.type, AV.Question) in self._data:
            return tuple(self._of_answers(at_odds or self._data.objects(focus, AV.hasAnswer)))
        if (focus, RDF.type, AV.UnknownTerm) in self._data:
            return tuple(self._of_unknown_term(focus))
        if result.path == AV.timesDefined:
            return tuple(self._place(focus, at, None) for at in self._positions.definitions(focus))
        if result.path == AV.isAtOddsWith:
            others = sorted(self._data.objects(focus, AV.isAtOddsWith), key=str)
            return tuple(self._of_acceptance(judgement) for judgement in (focus, *others))
        if result.path == AV.statesDerived:
            properties = sorted(self._data.objects(focus, AV.statesDerived), key=str)
            return tuple(self._place(focus, self._position(focus, path), None) for path in properties)
        if (focus, RDF.type, AV.IdleShape) in self._data:
            return (self._place(focus, self._build.shape_positions.of(focus), None),)
        if (focus, RDF.type, AV.Evidence) in self._data and result.path == AV.hasVerification:
            owner = min(self._data.subjects(AV.hasEvidence, focus), key=str, default=focus)
            return (self._place(owner, self._position(owner, None), None),)
        if result.path == AV.contradicts:
            return tuple(self._of_judgements(focus))
        path = result.path if isinstance(result.path, URIRef) else self._start_of_path(result)
        own = self._place(focus, self._position(focus, path), self._stated_value(result))
        beside = self._of_answers(
            other for other in at_odds or () if other != focus and self._is_written(other)
        )
        return (own, *beside)

    def _is_written(self, node: Node) -> bool:
        """Return whether a node, or the claim that it follows from, stands in a file."""
        return self._positions.of(node) is not None or (node, AV.followsFrom, None) in self._data

    def _start_of_path(self, result: Result) -> Node | None:
        """Return the property of the focus node that a path of several starts with."""
        properties = properties_of_path(self._build.shapes, result.shape)
        return next((each for each in properties if (result.focus, each, None) in self._data), None)

    def _stated_value(self, result: Result) -> Node | None:
        """Return the value at fault as the file states it; a rule on grammar has the fault as its value."""
        if isinstance(result.path, URIRef) and isinstance(result.value, Literal):
            stated = set(self._data.objects(result.focus, result.path))
            if stated and result.value not in stated:
                return min(stated, key=str)
        return result.value

    def _of_answers(self, claims: Iterable[Node]) -> list[Place]:
        """Return the places of claims, those with one answer together; each once, whatever follows from it."""
        places = {self._of_answer(claim) for claim in claims}
        return sorted(
            places, key=lambda p: (p.value or "", p.path or "", p.line or 0, p.column or 0, p.claim or "")
        )

    def _of_answer(self, answer: Node) -> Place:
        """Return the place of a claim, or of the one that an answer follows from, with that answer."""
        claim = self._data.value(answer, AV.followsFrom)
        if claim is None:
            return self._place(answer, self._position(answer, None), None)
        place = self._place(claim, self._position(claim, None), None)
        name = str(answer).removeprefix(str(claim))[1:]
        prior, converted = self._data.value(claim, AV.priorValue), self._data.value(claim, AV.converts)
        if prior is not None and name.startswith("was"):
            return replace(place, value=f"{prior}, until then")
        if converted is not None and name == "converts":
            return replace(place, value=f"{converted}, as {place.value}")
        return place

    def _of_acceptance(self, judgement: Node) -> Place:
        """Return the place where an editor accepts an answer: the editor is its source."""
        claim = min(self._data.objects(judgement, AV.accepts), key=str, default=judgement)
        editor = min(self._data.objects(judgement, AV.judgedBy), key=str, default=None)
        day = min(self._data.objects(judgement, AV.judgedOn), key=str, default=None)
        place = self._place(judgement, self._position(judgement, AV.accepts), self._answer(claim))
        return replace(
            place,
            source=str(editor) if editor is not None else None,
            date=str(day) if day is not None else None,
        )

    def _of_unknown_term(self, term: Node) -> Iterator[Place]:
        found: set[tuple[Position | None, Node]] = set()
        for user in self._data.objects(term, AV.usedBy):
            for predicate, value in self._build.stated.predicate_objects(user):
                if term in (predicate, value):
                    found.add((self._position(user, predicate), user))
        for at, user in sorted(found, key=lambda item: (str(item[0] or ""), str(item[1]))):
            yield self._place(user, at, None)

    def _of_judgements(self, judgement: Node) -> Iterator[Place]:
        """Iterate over the places of what a judgement says, and then of what those that it contradicts say."""
        others = sorted(set(self._data.objects(judgement, AV.contradicts)) - {judgement}, key=str)
        for one, verdict in ((judgement, AV.differsFrom), *((other, AV.isSameAs) for other in others)):
            judged, named = (
                ", ".join(
                    sorted(Concepts.compact(URIRef(str(actor))) for actor in self._data.objects(one, said))
                )
                for said in (AV.judges, verdict)
            )
            said = label(verdict, self._data)
            yield self._place(one, self._position(one, verdict), Literal(f"{judged} {said} {named}"))

    def _position(self, node: Node, path: Node | None) -> Position | None:
        at = self._positions.of(node, path)
        if at is not None:
            return at
        for whole, predicate in sorted(self._build.stated.subject_predicates(node), key=str):
            at = self._positions.of(whole, predicate)
            if at is not None:
                return at
        return None

    def _place(self, node: Node, at: Position | None, value: Node | None) -> Place:
        told = self._told.get(node)
        if told is None:
            claim = self._claim_of(node)
            answer = self._answer(claim) if claim is not None and claim == node else None
            whole = claim if claim is not None else node
            told = self._told[node] = _Told(claim, answer, self._source(whole), self._date(whole))
        stated = told.answer if told.claim == node else value
        return Place(
            claim=str(told.claim) if told.claim is not None else None,
            path=at.path if at else None,
            line=at.line if at else None,
            column=at.column if at else None,
            source=told.source,
            value=str(stated) if isinstance(stated, Literal) else None,
            date=told.date,
        )

    def _answer(self, claim: Node) -> Literal | None:
        """Return what a claim states; all of it, if it has several values at fault."""
        values = sorted(str(value) for value in self._data.objects(claim, AV.value))
        return Literal(" / ".join(values)) if values else None

    def _claim_of(self, node: Node) -> Node | None:
        if (node, RDF.type, AV.Claim) in self._data:
            return node
        wholes = {*self._data.objects(node, AV.isHopOf), *self._data.subjects(AV.hasEvidence, node)}
        return min(wholes, key=str, default=None)

    def _date(self, node: Node) -> str | None:
        document = self._data.value(node, AV.statedIn) or node
        return min((str(day) for day in self._data.objects(document, AV.published)), default=None)

    def _source(self, node: Node) -> str | None:
        document = min(self._data.objects(node, AV.statedIn), key=str, default=node)
        publisher = min(self._data.objects(document, DCTERMS.publisher), key=str, default=None)
        if publisher is not None:
            return label(publisher, self._data)
        return label(document, self._data) if document != node else None
