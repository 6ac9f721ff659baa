"""Questions: their answers side by side, and what is said besides."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF
from rdflib.term import Node

from averment.namespaces import AV
from averment.showing.findings import Findings
from averment.showing.judgements import judgements_of
from averment.showing.lookup import Lookup
from averment.showing.parts import Answer, Answers, Claim, Mention, Statement, Subject, Thing
from averment.showing.statements import claim_of, scope_of, statement, value_in_words

__all__ = ["answers_to", "claim_with_question", "mentions_of", "statements_in", "subjects_of"]


def answers_to(lookup: Lookup, findings: Findings, question: Node) -> Answers:
    """Return the answers to a question, each with everyone who gives it."""
    scope = scope_of(lookup, question)
    compared = lookup.values(question, AV.hasAnswer)
    accepted = {
        claim
        for judgement in lookup.subjects(AV.judges, question)
        if lookup.is_true(judgement, AV.isInForce)
        for claim in lookup.values(judgement, AV.accepts)
    }
    alike: dict[str, list[Node]] = {}
    for answer in sorted(compared, key=lambda node: lookup.place(claim_of(lookup, node))):
        alike.setdefault(lookup.text(answer, AV.sense) or str(answer), []).append(answer)
    answers = [
        Answer(
            in_words=value_in_words(lookup, same[0]),
            is_derived=all(answer != claim_of(lookup, answer) for answer in same),
            is_at_odds=findings.are_at_odds((claim_of(lookup, answer) for answer in same), question),
            is_accepted=not accepted.isdisjoint(same),
            reports=_reports(lookup, same),
            origins=_origins(lookup, same),
            statements=_statements(lookup, findings, same, question),
        )
        for same in alike.values()
    ]
    beside = {claim_of(lookup, answer) for answer in compared}
    others = (claim_of(lookup, answer) for answer in lookup.subjects(AV.answers, question))
    apart = [claim for claim in others if claim not in beside]
    about = lookup.value(question, AV.about)
    return Answers(
        question=lookup.thing(question),
        asked=_asked(lookup, question),
        about=lookup.thing(about if about is not None else question),
        scope=scope,
        reports=_reports(lookup, compared),
        origins=_independent_origins(lookup, question, compared),
        answers=tuple(sorted(answers, key=lambda one: (-one.reports, -len(one.origins), one.in_words))),
        apart=_statements(lookup, findings, apart, question),
        findings=findings.about([question]),
        judgements=judgements_of(lookup, [question, *beside, *apart]),
    )


def _independent_origins(lookup: Lookup, question: Node, compared: list[Node]) -> int:
    """Return how many independent origins the answers have, as it is derived, or else how many origins."""
    derived = lookup.number(question, AV.originCount)
    return derived if derived is not None else len(_origins(lookup, compared))


def _asked(lookup: Lookup, question: Node) -> str:
    aspect = lookup.value(question, AV.hasAspect)
    return lookup.name(aspect if aspect is not None else question)


def _reports(lookup: Lookup, answers: Iterable[Node]) -> int:
    """Return how many documents give one of the answers; a claim that is in none counts for itself."""
    claims = [claim_of(lookup, answer) for answer in answers]
    return len({lookup.value(claim, AV.statedIn) or claim for claim in claims})


def _origins(lookup: Lookup, answers: Iterable[Node]) -> tuple[Thing, ...]:
    claims = [claim_of(lookup, answer) for answer in answers]
    return lookup.things([origin for claim in claims for origin in lookup.values(claim, AV.hasOrigin)])


def _statements(
    lookup: Lookup, findings: Findings, answers: Iterable[Node], question: Node
) -> tuple[Statement, ...]:
    """Return the claims as statements, those of the earliest documents first, undated ones last."""

    def by_date(claim: Node) -> tuple[str, tuple[str, int, int, str]]:
        document = lookup.value(claim, AV.statedIn)
        day = lookup.text(document, AV.earliest) if document is not None else None
        return (day or "~", lookup.place(claim))

    claims = {claim_of(lookup, answer) for answer in answers}
    within = scope_of(lookup, question)
    return tuple(
        statement(
            lookup,
            claim,
            within,
            is_at_odds=findings.are_at_odds([claim], question),
            findings=findings.about_claim(claim),
        )
        for claim in sorted(claims, key=by_date)
    )


def _subject_of(lookup: Lookup, findings: Findings, about: Node) -> Subject:
    """Return a subject with its questions, those with grave findings first, then by name."""

    def first_the_grave(answers: Answers) -> tuple[bool, str, int, list[str], str]:
        is_grave = any(found.severity != "info" for found in answers.findings)
        scope = [one.in_words for one in answers.scope]
        return (not is_grave, answers.asked.casefold(), len(scope), scope, answers.question.iri)

    questions = [
        answers_to(lookup, findings, question)
        for question in lookup.subjects(AV.about, about)
        if (question, RDF.type, AV.Question) in lookup.graph
    ]
    return Subject(about=lookup.thing(about), questions=tuple(sorted(questions, key=first_the_grave)))


def subjects_of(lookup: Lookup, findings: Findings, nodes: Iterable[Node]) -> tuple[Subject, ...]:
    """Return each of the nodes that some question is about."""
    subjects = (_subject_of(lookup, findings, node) for node in nodes)
    return tuple(subject for subject in subjects if subject.questions)


def mentions_of(lookup: Lookup, nodes: Iterable[Node]) -> tuple[Mention, ...]:
    """Return the questions that some claims answer with one of the nodes, those that most documents do first."""
    answered: dict[Node, list[Node]] = {}
    for answer in {answer for node in nodes for answer in lookup.subjects(AV.hasConcept, node)}:
        for question in lookup.values(claim_of(lookup, answer), AV.answers):
            answered.setdefault(question, []).append(answer)
    mentions = [
        Mention(
            question=lookup.thing(question),
            asked=_asked(lookup, question),
            about=lookup.thing_of(question, AV.about),
            reports=_reports(lookup, answers),
        )
        for question, answers in answered.items()
    ]
    return tuple(sorted(mentions, key=lambda one: (-one.reports, one.question.name, one.question.iri)))


def claim_with_question(lookup: Lookup, findings: Findings, claim: Node) -> Claim:
    """Return a claim with all that it is limited to, and with the question it answers."""
    aspect = lookup.value(claim, AV.hasAspect)
    return Claim(
        question=lookup.thing_of(claim, AV.answers),
        asked=lookup.name(aspect) if aspect is not None else "something",
        about=lookup.thing_of(claim, AV.about),
        statement=statement(
            lookup,
            claim,
            is_at_odds=findings.are_at_odds([claim]),
            findings=findings.about_claim(claim),
        ),
    )


def statements_in(subjects: Iterable[Subject]) -> list[Statement]:
    """List what answers the questions of the subjects; what answers several stands there several times."""
    return [
        one
        for subject in subjects
        for answers in subject.questions
        for one in (*(said for answer in answers.answers for said in answer.statements), *answers.apart)
    ]
