"""Pages of documents."""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import AV
from averment.showing.actors import citations_of
from averment.showing.findings import Findings, gravest_first
from averment.showing.header import header_of
from averment.showing.lookup import Lookup
from averment.showing.pages import DocumentPage
from averment.showing.parts import Found
from averment.showing.questions import claim_with_question, subjects_of

__all__ = ["document_page"]

_URL = URIRef("https://schema.org/url")


def document_page(lookup: Lookup, findings: Findings, node: URIRef) -> DocumentPage:
    """Return the page of a document, with its claims in the order in which they are written."""
    claims = sorted(lookup.subjects(AV.statedIn, node), key=lookup.place)
    subjects = subjects_of(lookup, findings, [node])
    verification = lookup.value(node, AV.hasVerification)
    url = lookup.value(node, _URL)
    return DocumentPage(
        header=header_of(lookup, node),
        publisher=lookup.thing_of(node, DCTERMS.publisher),
        published=lookup.date(node, AV.published),
        language=lookup.text(node, DCTERMS.language),
        url=str(url) if url is not None else None,
        credits=lookup.things(lookup.values(node, AV.credits)),
        based_on=lookup.things(lookup.values(node, AV.isBasedOn)),
        basis_of=lookup.things(lookup.subjects(AV.isBasedOn, node)),
        corrects=lookup.things(lookup.values(node, AV.corrects)),
        corrected_by=lookup.things(lookup.subjects(AV.corrects, node)),
        retracts=lookup.things(lookup.values(node, AV.retracts)),
        retracted_by=lookup.things(lookup.subjects(AV.retracts, node)),
        verification=lookup.name(verification) if verification is not None else None,
        claims=tuple(claim_with_question(lookup, findings, claim) for claim in claims),
        cited_by=citations_of(lookup, findings, [node]),
        subjects=subjects,
        findings=_findings(lookup, findings, node, claims),
    )


def _findings(lookup: Lookup, findings: Findings, node: Node, claims: list[Node]) -> tuple[Found, ...]:
    """Return the findings about a document, and those that involve its claims and do not stand with one of them."""
    own = findings.about([node, *lookup.values(node, AV.hasSnapshot)])
    alone = {found for claim in claims for found in findings.about_claim(claim)}
    return gravest_first((*own, *(found for found in findings.involving(claims) if found not in alone)))
