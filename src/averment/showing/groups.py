"""Pages of groups and of questions."""

from __future__ import annotations

from rdflib import SKOS, URIRef

from averment.namespaces import AV
from averment.showing.findings import Findings
from averment.showing.header import header_of
from averment.showing.instruments import remaining
from averment.showing.lookup import Lookup
from averment.showing.pages import GroupPage, QuestionPage
from averment.showing.parts import Subject
from averment.showing.questions import answers_to, mentions_of, subjects_of

__all__ = ["group_page", "question_page"]


def group_page(lookup: Lookup, findings: Findings, node: URIRef) -> GroupPage:
    """Return the page of a group."""
    subjects = subjects_of(lookup, findings, [node])
    return GroupPage(
        header=header_of(lookup, node),
        wider=lookup.things(lookup.values(node, SKOS.broader)),
        narrower=lookup.things(lookup.subjects(SKOS.broader, node)),
        all_of=lookup.things(lookup.values(node, AV.allOf)),
        any_of=lookup.things(lookup.values(node, AV.anyOf)),
        subjects=subjects,
        mentions=mentions_of(lookup, [node]),
        findings=remaining(findings, [node], subjects),
    )


def question_page(lookup: Lookup, findings: Findings, node: URIRef) -> QuestionPage:
    """Return the page of a question."""
    answers = answers_to(lookup, findings, node)
    kind = lookup.value(node, AV.hasKind)
    return QuestionPage(
        header=header_of(lookup, node),
        compared=lookup.text(kind, SKOS.definition) if kind is not None else None,
        answers=answers,
        refined_by=lookup.things(lookup.values(node, AV.isRefinedBy)),
        within=lookup.things(lookup.values(node, AV.isWithin)),
        in_units=lookup.things(lookup.values(node, AV.isAskedInUnit)),
        followed_by=lookup.things(lookup.values(node, AV.isFollowedBy)),
        findings=remaining(findings, [], (Subject(about=answers.about, questions=(answers,)),)),
    )
