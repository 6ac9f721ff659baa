"""What is reported of an instrument and what is not: the aspects one expects to be answered, and how well they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, URIRef
from rdflib.term import Node

from averment.namespaces import ASPECT, AV
from averment.showing.findings import Findings, node_of
from averment.showing.lookup import Lookup
from averment.showing.parts import Answers, Thing
from averment.showing.questions import subjects_of

__all__ = ["Coverage", "Covered", "coverage_of"]


@dataclass(frozen=True, slots=True)
class Covered:
    """One aspect of a subject.

    Attributes:
        aspect: the aspect.
        is_expected: whether it is expected of such a subject.
        answers: how many different answers there are.
        is_at_odds: whether an open finding sets some of them against each other.
        is_accepted: whether a judgement that holds accepts one.
        reports: how many documents give an answer.
        origins: how many independent origins the best founded of its questions has.
        quoted: how many of the claims have a passage as evidence.
        countries: where the outlets are based that give an answer, by name; those without a country are left out.
        questions: the questions, one for each scope.
    """

    aspect: Thing
    is_expected: bool
    answers: int
    is_at_odds: bool
    is_accepted: bool
    reports: int
    origins: int
    quoted: int
    countries: tuple[str, ...]
    questions: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is reported of one subject, the expected aspects first."""

    subject: Thing
    aspects: tuple[Covered, ...]

    @property
    def expected(self) -> tuple[Covered, ...]:
        """The aspects that are expected of it."""
        return tuple(one for one in self.aspects if one.is_expected)


def coverage_of(lookup: Lookup, findings: Findings, instrument: URIRef) -> tuple[Coverage, ...]:
    """Return what is reported of an instrument, and of each of its provisions.

    An aspect is expected of a subject where the ontology says so of its class (`av:isExpectedOf`), or where it
    is the date of a step that a report puts the instrument at or past.
    """
    provisions = sorted(lookup.subjects(AV.isProvisionOf, instrument), key=lookup.place)
    asked = {
        subject.about.iri: subject.questions
        for subject in subjects_of(lookup, findings, [instrument, *provisions])
    }
    return tuple(
        Coverage(lookup.thing(node), tuple(_aspects(lookup, node, asked.get(str(node), ()))))
        for node in (instrument, *provisions)
    )


def _aspects(lookup: Lookup, subject: Node, questions: tuple[Answers, ...]) -> Iterator[Covered]:
    by_aspect: dict[Node, list[Answers]] = {}
    for asked in questions:
        aspect = lookup.value(URIRef(asked.question.iri), AV.hasAspect)
        if aspect is not None and asked.answers:
            by_aspect.setdefault(aspect, []).append(asked)
    expected = _expected(lookup, subject, by_aspect.get(ASPECT.stage, []))
    for aspect in sorted(expected, key=lookup.name):
        yield _covered(lookup, aspect, by_aspect.pop(aspect, []), is_expected=True)
    for aspect in sorted(by_aspect, key=lookup.name):
        yield _covered(lookup, aspect, by_aspect[aspect], is_expected=False)


def _expected(lookup: Lookup, subject: Node, stages: list[Answers]) -> set[Node]:
    types = [
        (aspect, URIRef(str(class_)))
        for aspect in lookup.subjects(RDF.type, AV.Aspect)
        for class_ in lookup.values(aspect, AV.isExpectedOf)
    ]
    expected = {aspect for aspect, class_ in types if lookup.is_a(subject, class_)}
    process = lookup.value(subject, AV.followsProcess)
    reached = max((_reached(lookup, asked) for asked in stages), default=0)
    for stage in lookup.subjects(AV.inProcess, process) if process is not None else ():
        position = lookup.number(stage, AV.stagePosition)
        if position is not None and position <= reached:
            expected.update(lookup.values(stage, AV.hasDateAspect))
    return expected


def _reached(lookup: Lookup, asked: Answers) -> int:
    """Return the position of the furthest stage that an answer puts a subject at or past, 0 if none does."""
    return max(
        (
            lookup.number(node_of(said.claim.iri), AV["lower"]) or 0
            for answer in asked.answers
            for said in answer.statements
        ),
        default=0,
    )


def _covered(lookup: Lookup, aspect: Node, questions: list[Answers], *, is_expected: bool) -> Covered:
    answers = [answer for asked in questions for answer in asked.answers]
    claims = {node_of(said.claim.iri): said for answer in answers for said in answer.statements}
    countries = {
        lookup.name(country)
        for said in claims.values()
        if said.source is not None
        for country in lookup.values(URIRef(said.source.iri), AV.isBasedIn)
    }
    return Covered(
        aspect=lookup.thing(aspect),
        is_expected=is_expected,
        answers=len(answers),
        is_at_odds=any(answer.is_at_odds for answer in answers),
        is_accepted=any(answer.is_accepted for answer in answers),
        reports=len({said.document.iri for said in claims.values() if said.document is not None}),
        origins=max((asked.origins for asked in questions), default=0),
        quoted=sum(bool(lookup.values(claim, AV.hasEvidence)) for claim in claims),
        countries=tuple(sorted(countries)),
        questions=tuple(asked.question for asked in questions),
    )
