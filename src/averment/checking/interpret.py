"""From the results of an engine to findings that a reader understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.checking.consequences import Consequences
from averment.checking.engine import Result
from averment.checking.findings import SEVERITIES, Finding, Place
from averment.checking.fingerprints import fingerprint_of_finding, told_apart
from averment.checking.places import Places
from averment.checking.rules import family_of, rule_name, severity_of
from averment.checking.settling import Settling
from averment.checking.spelling import Spelling
from averment.checking.wording import Wording, shorten
from averment.deriving import label
from averment.deriving.concepts import Concepts
from averment.namespaces import AV

__all__ = ["Interpreter", "in_order"]


class Interpreter:
    """Makes findings out of validation results: rule, family, severity, message and places.

    Args:
        build: the graph and its shapes.
        data: what was validated.
        incomplete: whether some files could not be read.
        spelling: what unknown terms and names stand for, where the build does not hold all that they may.
    """

    def __init__(
        self, build: Build, data: Graph, *, incomplete: bool = False, spelling: Spelling | None = None
    ) -> None:
        self._incomplete = incomplete
        self._build = build
        self._data = data
        self._places = Places(build, data)
        self._spelling = spelling if spelling is not None else Spelling(build)
        self._wording = Wording(data)
        self._settling = Settling(build)
        # shapes and focus nodes are few, and results many
        self._family_of = cache(partial(family_of, shapes=build.shapes))
        self._is_question = cache(lambda node: (node, RDF.type, AV.Question) in data)

    def findings(self, results: Iterable[Result]) -> list[Finding]:
        """Return the findings in order, without those that only follow from another; see `check`."""
        found, untyped = self.parts(results)
        return in_order([*found, *untyped.values()])

    def parts(self, results: Iterable[Result]) -> tuple[list[Finding], dict[tuple[Node, Node], Finding]]:
        """Return the findings, and by shape and value those on values without a type, whose focus nodes vary.

        Args:
            results: all results of some focus nodes.
        """
        results = sorted(results, key=lambda r: (str(r.component), str(r.value)))
        consequences = Consequences(self._build, self._data, self._spelling, results)
        merged: dict[tuple[Node, Node, Node | None], Result] = {}
        untyped: dict[tuple[Node, Node], Result] = {}
        at_odds: dict[tuple[Node, Node], set[Node]] = {}
        for result in results:
            value = result.value
            if self._is_question(result.focus):
                if value is not None and value != result.focus:
                    at_odds.setdefault((result.shape, result.focus), set()).add(value)
                value = None
            elif consequences.has(result):
                continue
            elif self._is_set_against_another(result):
                at_odds.setdefault((result.shape, result.focus), set()).update([value] if value else [])
                value = None
            elif value is not None and consequences.lacks_type(result):
                untyped.setdefault((result.shape, value), replace(result, focus=value))
                continue
            merged.setdefault((result.shape, result.focus, value), result)
        found = [
            self._finding(result, at_odds=at_odds.get((result.shape, result.focus)))
            for result in merged.values()
        ]
        return found, {key: self._finding(result, lacks_type=True) for key, result in untyped.items()}

    def _is_set_against_another(self, result: Result) -> bool:
        """Return whether a rule on what sources say sets another node against the focus node.

        All that is set against one node is one finding.
        """
        return (
            result.path is None
            and isinstance(result.value, URIRef)
            and self._is_about_what_is_said(result.shape)
        )

    def _is_undefined(self, value: Node | None) -> bool:
        return isinstance(value, URIRef) and (value, None, None) not in self._data

    def _finding(
        self, result: Result, *, at_odds: set[Node] | None = None, lacks_type: bool = False
    ) -> Finding:
        places = self._places.of(result, at_odds)
        message = " ".join(self._message(result, places))
        if lacks_type:
            node = Concepts.compact(URIRef(str(result.focus)))
            message = f"'{node}' has no type; add one, such as 'type: Article'. {message}"
        family = self._family_of(result.shape)
        status, judgement = self._settling.of(result.shape, result.focus, family)
        rule = rule_name(result.shape, self._build.shapes)
        is_together = at_odds is not None or self._is_question(result.focus)
        value = None if is_together else result.value
        return Finding(
            rule=rule,
            family=family,
            severity=severity_of(result.shape, self._build.shapes),
            message=message,
            subject=str(result.focus),
            places=places,
            status=status,
            judgement=judgement,
            fingerprint=fingerprint_of_finding(rule, result.focus, value, places, self._build.stated),
            constraint=str(result.component),
        )

    def _message(self, result: Result, places: tuple[Place, ...]) -> Iterator[str]:
        message = result.message or "The graph does not conform to this shape."
        if self._is_question(result.focus):
            title = label(result.focus, self._data)
            yield f"{title[:1].upper()}{title[1:]}: {self._wording.answers(places)}."
        elif (result.focus, RDF.type, AV.Claim) in self._data and self._is_about_what_is_said(result.shape):
            yield self._wording.claims(result.focus, places)
        elif (result.focus, RDF.type, AV.UnknownTerm) in self._data:
            term = URIRef(str(result.focus))
            yield f"'{Concepts.compact(term)}' is unknown{self._spelling.cure_of_term(term)}"
        elif (result.focus, RDF.type, AV.IdleShape) in self._data:
            yield f"Shape <{result.focus}>:"
        elif self._is_undefined(result.value):
            node = URIRef(str(result.value))
            unread = ", unless in a file that could not be read" if self._incomplete else ""
            yield f"'{Concepts.compact(node)}' is not defined{unread}{self._spelling.cure_of_node(node)}"
        elif (
            isinstance(result.value, Literal)
            and not re.search(rf"(?<!\w){re.escape(str(result.value))}(?!\w)", message)
            and result.path != AV.timesDefined
        ):
            yield f"Found '{shorten(str(result.value))}'."
        elif result.path == AV.statesDerived and result.value is None:
            names = sorted(_local_name(value) for value in self._data.objects(result.focus, AV.statesDerived))
            yield f"Found '{', '.join(names)}'."
        elif result.path == AV.contradicts:
            others = sorted(self._data.objects(result.focus, AV.contradicts), key=str)
            yield f"{_named(result.focus)} against {', '.join(_named(other) for other in others)}."
        yield message.removesuffix(".") if message.endswith("?.") else message
        for note in sorted(self._data.objects(result.focus, AV.verificationNote), key=str):
            yield f"({note}.)"
        for cure in sorted(self._build.shapes.objects(result.shape, AV.settledBy), key=str):
            yield str(cure)

    def _is_about_what_is_said(self, shape: Node) -> bool:
        """Return whether a shape is about what sources say, not about how files are written or pages archived."""
        return self._family_of(shape) not in ("structure", "evidence")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order of a report, told apart where their fingerprints do not."""
    return told_apart(sorted(findings, key=_order))


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


def _named(node: Node) -> str:
    return f"'{Concepts.compact(node)}'" if isinstance(node, URIRef) else "a judgement without an id"
