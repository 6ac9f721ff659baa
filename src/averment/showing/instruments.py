"""Pages of instruments and of their provisions."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.term import Node

from averment.namespaces import AV
from averment.showing.findings import Findings, gravest_first, node_of
from averment.showing.header import header_of
from averment.showing.lookup import Lookup
from averment.showing.pages import InstrumentPage, ProvisionPage, Version
from averment.showing.parts import Found, Subject
from averment.showing.questions import mentions_of, statements_in, subjects_of
from averment.showing.timeline import timeline_of

__all__ = ["instrument_page", "provision_page", "remaining"]


def remaining(findings: Findings, nodes: list[Node], subjects: tuple[Subject, ...]) -> tuple[Found, ...]:
    """Return the findings about the nodes and their claims that do not stand with the questions already."""
    statements = statements_in(subjects)
    shown = {found for subject in subjects for answers in subject.questions for found in answers.findings}
    shown.update(found for said in statements for found in said.findings)
    involved = findings.involving(node_of(said.claim.iri) for said in statements)
    return gravest_first(found for found in (*findings.about(nodes), *involved) if found not in shown)


def instrument_page(lookup: Lookup, findings: Findings, node: URIRef) -> InstrumentPage:
    """Return the page of a law, bill, decree, code or package."""
    provisions = sorted(lookup.subjects(AV.isProvisionOf, node), key=lookup.place)
    versions = sorted(lookup.subjects(AV.isVersionOf, node), key=lambda one: _order(lookup, one))
    subjects = subjects_of(lookup, findings, [node, *provisions])
    own = next((subject for subject in subjects if subject.about.iri == str(node)), None)
    return InstrumentPage(
        header=header_of(lookup, node),
        jurisdiction=lookup.thing_of(node, AV.hasJurisdiction),
        process=lookup.thing_of(node, AV.followsProcess),
        package=lookup.thing_of(node, AV.isPartOf),
        members=lookup.things(lookup.subjects(AV.isPartOf, node)),
        provisions=tuple(lookup.thing(provision) for provision in provisions),
        versions=tuple(
            Version(
                version=lookup.thing(version),
                stage=lookup.name(stage)
                if (stage := lookup.value(version, AV.standsAt)) is not None
                else None,
                at=lookup.at(version),
            )
            for version in versions
        ),
        timeline=timeline_of(lookup, lookup.value(node, AV.followsProcess), own),
        subjects=subjects,
        mentions=mentions_of(lookup, [node]),
        findings=remaining(findings, [node, *provisions, *versions], subjects),
    )


def _order(lookup: Lookup, version: Node) -> tuple[int, tuple[str, int, int, str]]:
    stage = lookup.value(version, AV.standsAt)
    position = lookup.number(stage, AV.stagePosition) if stage is not None else None
    return (position or 0, lookup.place(version))


def provision_page(lookup: Lookup, findings: Findings, node: URIRef) -> ProvisionPage:
    """Return the page of a provision."""
    acts = lookup.values(node, AV.regulates)
    subjects = subjects_of(lookup, findings, [node])
    return ProvisionPage(
        header=header_of(lookup, node),
        instrument=lookup.thing_of(node, AV.isProvisionOf),
        replaces=lookup.things(lookup.values(node, AV.replaces)),
        replaced_by=lookup.things(lookup.subjects(AV.replaces, node)),
        regulates=lookup.things(acts),
        same_act=lookup.things(
            [other for act in acts for other in lookup.subjects(AV.regulates, act) if other != node]
        ),
        subjects=subjects,
        mentions=mentions_of(lookup, [node]),
        findings=remaining(findings, [node], subjects),
    )
