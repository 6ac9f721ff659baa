"""The stages of an instrument: when it reached each, and how far it had come at which date."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.term import Node

from averment.namespaces import AV, KIND
from averment.showing.findings import node_of
from averment.showing.lookup import Lookup
from averment.showing.pages import StageDates, Standing, Timeline
from averment.showing.parts import Answer, Answers, Statement, Subject

__all__ = ["timeline_of"]


def timeline_of(lookup: Lookup, process: Node | None, subject: Subject | None) -> Timeline | None:
    """Return the timeline of an instrument, or None if no source says anything of its stages.

    Args:
        lookup: the graph.
        process: the process that the instrument follows.
        subject: the instrument with the questions about it.
    """
    if process is None or subject is None:
        return None
    stages, standings = _stages(lookup, process, subject), _standings(lookup, subject)
    if not standings and not any(stage.answers or stage.apart for stage in stages):
        return None
    return Timeline(stages=stages, standings=standings)


def _stages(lookup: Lookup, process: Node, subject: Subject) -> tuple[StageDates, ...]:
    by_aspect: dict[Node, list[Answers]] = {}
    for answers in subject.questions:
        aspect = lookup.value(URIRef(answers.question.iri), AV.hasAspect)
        if aspect is not None:
            by_aspect.setdefault(aspect, []).append(answers)
    stages = [
        (position, lookup.thing(stage).iri, stage)
        for stage in lookup.subjects(AV.inProcess, process)
        if (position := lookup.number(stage, AV.stagePosition)) is not None
    ]
    found = []
    for _, _, stage in sorted(stages, key=lambda one: one[:2]):
        aspect = lookup.value(stage, AV.hasDateAspect)
        if aspect is None:
            continue
        asked = by_aspect.get(aspect, [])
        dated = [answer for answers in asked for answer in answers.answers]
        found.append(
            StageDates(
                stage=lookup.thing(stage),
                asked=lookup.name(aspect),
                questions=tuple(answers.question for answers in asked),
                answers=tuple(sorted(dated, key=lambda answer: _first_day(lookup, answer))),
                apart=tuple(said for answers in asked for said in answers.apart),
            )
        )
    return tuple(found)


def _first_day(lookup: Lookup, answer: Answer) -> tuple[str, str]:
    claim = node_of(answer.statements[0].claim.iri)
    return (lookup.text(claim, AV.earliest) or lookup.text(claim, AV.latest) or "~", answer.in_words)


def _standings(lookup: Lookup, subject: Subject) -> tuple[Standing, ...]:
    alike: dict[tuple[str, str], list[Statement]] = {}
    for answers in subject.questions:
        if lookup.value(URIRef(answers.question.iri), AV.hasKind) != KIND.stage:
            continue
        for answer in answers.answers:
            for one in answer.statements:
                day = lookup.text(node_of(one.claim.iri), AV.asOfEarliest) or "~"
                alike.setdefault((day, answer.in_words), []).append(one)
    return tuple(
        Standing(
            as_of=said[0].as_of or said[0].published,
            in_words=in_words,
            is_at_odds=any(one.is_at_odds for one in said),
            sources=tuple(dict.fromkeys(one.source.name for one in said if one.source is not None)),
        )
        for (_, in_words), said in sorted(alike.items(), key=lambda item: item[0])
    )
