"""Pages of actors."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import SKOS, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import AV
from averment.showing.findings import Findings
from averment.showing.header import header_of
from averment.showing.instruments import remaining
from averment.showing.judgements import judgements_of
from averment.showing.lookup import Lookup
from averment.showing.pages import ActorPage, Citation, Post, Published
from averment.showing.parts import Thing
from averment.showing.questions import claim_with_question, mentions_of, subjects_of

__all__ = ["actor_page", "by_date", "citations_of"]


def by_date(lookup: Lookup, document: Node) -> tuple[str, str]:
    """Return what puts documents in the order of their dates, undated ones last."""
    return (lookup.text(document, AV.earliest) or lookup.text(document, AV.latest) or "~", str(document))


def actor_page(lookup: Lookup, findings: Findings, node: URIRef) -> ActorPage:
    """Return the page of a person, an organisation or an outlet."""
    nodes = same_actor(lookup, node)
    documents = sorted(
        {document for one in nodes for document in lookup.subjects(DCTERMS.publisher, one)},
        key=lambda document: by_date(lookup, document),
    )
    memberships = _memberships(lookup, nodes)
    originated = [claim for one in nodes for claim in lookup.subjects(AV.hasOrigin, one)]
    subjects = subjects_of(lookup, findings, nodes)
    return ActorPage(
        header=header_of(lookup, node),
        same_as=lookup.things([one for one in nodes if one != node]),
        based_in=lookup.thing_of(node, AV.isBasedIn),
        owners=_owners(lookup, node),
        owns=lookup.things(lookup.subjects(AV.isOwnedBy, node)),
        posts=tuple(_post(lookup, membership) for membership in memberships),
        judgements=judgements_of(lookup, nodes),
        published=tuple(_published(lookup, findings, document) for document in documents),
        at_odds=tuple(
            claim_with_question(lookup, findings, claim)
            for document in documents
            for claim in sorted(lookup.subjects(AV.statedIn, document), key=lookup.place)
            if findings.are_at_odds([claim])
        ),
        cited_by=citations_of(lookup, findings, nodes, documents),
        credited_by=lookup.things(
            [document for one in nodes for document in lookup.subjects(AV.credits, one)]
        ),
        originates=len(originated),
        originates_in=len({lookup.value(claim, AV.statedIn) or claim for claim in originated}),
        subjects=subjects,
        mentions=mentions_of(lookup, nodes),
        findings=remaining(findings, [*nodes, *memberships], subjects),
    )


def same_actor(lookup: Lookup, node: Node) -> list[Node]:
    """List the nodes that editors judged to be one actor with a node, which is the first of them."""
    first = lookup.value(node, AV.countsAs) or node
    return list(dict.fromkeys((node, first, *lookup.subjects(AV.countsAs, first))))


def _owners(lookup: Lookup, node: Node) -> tuple[Thing, ...]:
    """Return all who own an actor, the nearest first; owners that own each other are named once."""
    owners: dict[Node, None] = {}
    waiting = lookup.values(node, AV.isOwnedBy)
    while waiting:
        owner = waiting.pop(0)
        if owner != node and owner not in owners:
            owners[owner] = None
            waiting.extend(lookup.values(owner, AV.isOwnedBy))
    return tuple(lookup.thing(owner) for owner in owners)


def _memberships(lookup: Lookup, nodes: Iterable[Node]) -> list[Node]:
    """List the memberships of a person, or those in an organisation or in one of its posts."""
    found: set[Node] = set()
    for node in nodes:
        found.update(lookup.subjects(AV.hasMember, node))
        for within in lookup.subjects(AV.inOrganisation, node):
            found.update((within, *lookup.subjects(AV.holdsPost, within)))
    memberships = [one for one in found if lookup.is_a(one, AV.Membership)]
    return sorted(memberships, key=lambda one: (lookup.text(one, AV.since) or "", str(one)))


def _post(lookup: Lookup, membership: Node) -> Post:
    post = lookup.value(membership, AV.holdsPost)
    organisation = lookup.value(membership, AV.inOrganisation)
    if organisation is None and post is not None:
        organisation = lookup.value(post, AV.inOrganisation)
    return Post(
        person=lookup.thing_of(membership, AV.hasMember),
        post=lookup.thing(post) if post is not None else None,
        organisation=lookup.thing(organisation) if organisation is not None else None,
        since=lookup.date(membership, AV.since),
        until=lookup.date(membership, AV.until),
        note=lookup.text(membership, SKOS.note),
        at=lookup.at(membership),
    )


def _published(lookup: Lookup, findings: Findings, document: Node) -> Published:
    claims = lookup.subjects(AV.statedIn, document)
    return Published(
        document=lookup.thing(document),
        published=lookup.date(document, AV.published),
        claims=len(claims),
        at_odds=sum(findings.are_at_odds([claim]) for claim in claims),
        at=lookup.at(document),
    )


def citations_of(
    lookup: Lookup, findings: Findings, nodes: Iterable[Node], documents: Iterable[Node] = ()
) -> tuple[Citation, ...]:
    """Return the documents that name one of the nodes, or of the documents, as the source of claims, by date."""
    citing: dict[tuple[Node, Node], set[Node]] = {}
    plain = list(nodes)
    for source in (*plain, *documents):
        for hop in lookup.subjects(AV.hasSource, source):
            for claim in lookup.values(hop, AV.isHopOf):
                document = lookup.value(claim, AV.statedIn) or claim
                citing.setdefault((document, source), set()).add(claim)
    return tuple(
        Citation(
            document=lookup.thing(document),
            publisher=lookup.thing_of(document, DCTERMS.publisher),
            published=lookup.date(document, AV.published),
            source=lookup.thing(source) if source not in plain[:1] else None,
            claims=tuple(
                claim_with_question(lookup, findings, claim) for claim in sorted(claims, key=lookup.place)
            ),
        )
        for (document, source), claims in sorted(
            citing.items(), key=lambda item: (by_date(lookup, item[0][0]), str(item[0][1]))
        )
    )
