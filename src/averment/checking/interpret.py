"""From the results of an engine to findings that a reader understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cached_property

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment import resources
from averment.building import Build
from averment.checking.engine import Result
from averment.checking.findings import SEVERITIES, Finding, Place
from averment.checking.places import Places
from averment.deriving import label
from averment.deriving.concepts import Concepts
from averment.namespaces import AV, ID

__all__ = ["Interpreter"]

_REPEATS = (SH.MaxCountConstraintComponent, SH.UniqueLangConstraintComponent)


class Interpreter:
    """Makes findings out of validation results: rule, family, severity, message and places.

    Args:
        build: the graph and its shapes.
        data: what was validated.
    """

    def __init__(self, build: Build, data: Graph) -> None:
        self._build = build
        self._data = data
        self._places = Places(build, data)

    def findings(self, results: Iterable[Result], *, incomplete: bool) -> list[Finding]:
        """Return the findings in order, without those that only follow from another; see `check`."""
        merged: dict[tuple[Node, Node, Node | None], Result] = {}
        at_odds: dict[tuple[Node, Node], set[Node]] = {}
        for result in sorted(results, key=lambda r: (str(r.component), str(r.value))):
            value = result.value
            if (result.focus, RDF.type, AV.Question) in self._data:
                if value is not None and value != result.focus:
                    at_odds.setdefault((result.shape, result.focus), set()).add(value)
                value = None
            merged.setdefault((result.shape, result.focus, value), result)
        kept = [
            result
            for result in merged.values()
            if not self._is_consequence(result) and not (incomplete and self._is_undefined(result.value))
        ]
        return sorted(
            (self._finding(result, at_odds.get((result.shape, result.focus))) for result in kept), key=_order
        )

    def _is_consequence(self, result: Result) -> bool:
        """Return whether another finding already says what is at fault.

        A node that is defined twice has too many of everything, and a term that nobody declares is of no
        class that it ought to be of.
        """
        if result.component in _REPEATS and (result.focus, AV.timesDefined, None) in self._data:
            return (result.focus, AV.statesDerived, None) not in self._data
        unknown = (
            (result.value, RDF.type, AV.UnknownTerm) in self._data if result.value is not None else False
        )
        return unknown and result.path != AV.usedBy

    def _is_undefined(self, value: Node | None) -> bool:
        return isinstance(value, URIRef) and (value, None, None) not in self._data

    def _finding(self, result: Result, at_odds: set[Node] | None) -> Finding:
        places = self._places.of(result, at_odds)
        return Finding(
            rule=_local_name(result.shape),
            family=self._family(result.shape),
            severity=self._severity(result.shape),
            message=" ".join(self._message(result, places)),
            subject=str(result.focus),
            places=places,
        )

    def _family(self, shape: Node) -> str:
        shapes = self._build.shapes
        for candidate in (shape, *shapes.subjects(SH.property, shape)):
            family = shapes.value(candidate, AV.hasFamily)
            if family is not None:
                return _local_name(family)
        return "structure"

    def _severity(self, shape: Node) -> str:
        severity = self._build.shapes.value(shape, SH.severity)
        name = _local_name(severity).lower() if severity is not None else "violation"
        return name if name in SEVERITIES else "violation"

    def _message(self, result: Result, places: tuple[Place, ...]) -> Iterator[str]:
        message = result.message or "The graph does not conform to this shape."
        if (result.focus, RDF.type, AV.Question) in self._data:
            title = label(result.focus, self._data)
            yield f"{title[:1].upper()}{title[1:]}: {self._answers(places)}."
        elif (result.focus, RDF.type, AV.UnknownTerm) in self._data:
            yield f"'{Concepts.compact(URIRef(str(result.focus)))}' is unknown{self._nearest_term(result.focus)}."
        elif self._is_undefined(result.value):
            yield f"'{Concepts.compact(URIRef(str(result.value)))}' is not defined{self._nearest_node(result.value)}."
        elif isinstance(result.value, Literal) and str(result.value) not in message:
            yield f"Found '{_shorten(str(result.value))}'."
        elif result.path == AV.statesDerived and result.value is None:
            names = sorted(_local_name(value) for value in self._data.objects(result.focus, AV.statesDerived))
            yield f"Found '{', '.join(names)}'."
        elif (result.focus, RDF.type, AV.IdleShape) in self._data:
            yield f"Shape <{result.focus}>:"
        yield message
        for note in sorted(self._data.objects(result.focus, AV.verificationNote), key=str):
            yield f"({note}.)"

    def _answers(self, places: tuple[Place, ...]) -> str:
        """Return the answers that stand at the places, each with the sources that give it."""
        answers: dict[str, list[str]] = {}
        for place in places:
            who = place.source or "unknown source"
            sources = answers.setdefault(self._in_words(place), [])
            if who not in sources:
                sources.append(who)
        return " against ".join(
            f"'{_shorten(value)}' ({', '.join(sources)})" for value, sources in answers.items()
        )

    def _in_words(self, place: Place) -> str:
        """Return an answer as stated, or by the names of the concepts that it names by their IRIs."""
        stated = place.value or ""
        concepts = self._data.objects(URIRef(place.claim or ""), AV.hasConcept)
        names = sorted(label(concept, self._data) for concept in concepts) if ":" in stated else []
        return "; ".join(names) or stated

    def _nearest_term(self, term: Node) -> str:
        near = difflib.get_close_matches(str(term), self._terms, n=1, cutoff=0.85)
        return f"; did you mean '{_local_name(URIRef(near[0]))}'?" if near else ""

    @cached_property
    def _terms(self) -> list[str]:
        return sorted(
            str(term)
            for term in set(resources.ontology().subjects(RDF.type, None))
            if isinstance(term, URIRef)
        )

    def _nearest_node(self, node: Node | None) -> str:
        near = difflib.get_close_matches(str(node), self._nodes, n=1, cutoff=0.85)
        return (
            f"; did you mean '{Concepts.compact(URIRef(near[0]))}'?"
            if near
            else ": define it, or correct its name"
        )

    @cached_property
    def _nodes(self) -> list[str]:
        titled = {
            *self._build.stated.subjects(RDF.type, None),
            *self._build.stated.subjects(DCTERMS.title, None),
        }
        return sorted(str(node) for node in titled if isinstance(node, URIRef) and node.startswith(ID))


def _order(finding: Finding) -> tuple[int, str, int, int, str, str]:
    first = finding.places[0] if finding.places else None
    return (
        SEVERITIES.index(finding.severity),
        (first.path or "") if first else "",
        (first.line or 0) if first else 0,
        (first.column or 0) if first else 0,
        finding.rule,
        finding.subject,
    )


def _local_name(node: Node) -> str:
    return str(node).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _shorten(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
