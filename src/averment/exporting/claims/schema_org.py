"""Claims, and the reviews that editors made of them, as JSON-LD in the terms of schema.org."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import RDF, SKOS, BNode, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.deriving.concepts import Concepts
from averment.exporting.claims.accounting import ClaimAccount
from averment.namespaces import AV, PREFIXES
from averment.showing.lookup import Lookup
from averment.showing.parts import Statement
from averment.showing.statements import answer_in_words, claim_in_words, side_in_words, statement

__all__ = ["CONTEXT", "write_schema_org"]

CONTEXT: dict[str, Any] = {
    "@vocab": PREFIXES["schema"],
    "dateCreated": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
    "sameAs": {"@type": "@id"},
    "url": {"@type": "@id"},
}
"""What the keys mean, as schema.org's own context has it; it stands in the file, so that nothing is fetched."""

Thing: TypeAlias = dict[str, Any]

_CLASSES = {
    AV.Country: "Country",
    AV.Instrument: "Legislation",
    AV.Provision: "Legislation",
    AV.Version: "Legislation",
    AV.Person: "Person",
    AV.Outlet: "NewsMediaOrganization",
    AV.Organisation: "Organization",
    AV.Article: "NewsArticle",
    AV.SocialPost: "SocialMediaPosting",
    AV.Document: "CreativeWork",
}
"""The class of schema.org for each of averment's, narrower ones before wider; others are a Thing."""

_WORKS = ("NewsArticle", "SocialMediaPosting", "CreativeWork")
_AGENTS = ("Person", "NewsMediaOrganization", "Organization")

_IN_WORDS = {
    AV.hasStance: "stances",
    AV.hasForce: "forces of norms",
    AV.isComplete: "marks of complete answers",
    AV.condition: "conditions",
    AV.hasAddressee: "addressees",
    AV.inVersion: "text versions",
    AV.ofPopulation: "populations",
    AV.atStage: "stages that an answer belongs to",
    AV.asOf: "days for which an answer is given",
    AV.isPrior: "marks of what held before",
    AV.priorValue: "earlier values",
    AV.converts: "amounts that were converted",
    AV.isHopOf: "attributions",
}
_IN_WORDS_WHY = "schema.org has no property for it, so that it stands in the text alone"
_DROPPED = {
    AV.hasEvidence: "passages",
    AV.wording: "wordings",
    AV.inPart: "parts of a document",
    SKOS.note: "notes",
}
_DROPPED_WHY = "schema.org has no place for it"

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def write_schema_org(lookup: Lookup, account: ClaimAccount) -> str:
    """Return a Claim for each claim, and a ClaimReview for each acceptance that is in force.

    What an editor accepted is said to be accepted; of the other answers nothing is said.
    """
    writer = _Writer(lookup, account)
    account.written.update({"Claim": 0, "ClaimReview": 0})
    for claim in lookup.subjects(RDF.type, AV.Claim):
        if isinstance(claim, URIRef):
            writer.add_claim(claim)
        else:
            account.leave_out("without an id", "nobody could refer to it; give it one")
    classes = lookup.subclasses(AV.Judgement)
    for judgement in sorted({node for each in classes for node in lookup.subjects(RDF.type, each)}, key=str):
        writer.add_review(judgement)
    document = {"@context": CONTEXT, "@graph": [writer.things[iri] for iri in sorted(writer.things)]}
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    return text.replace("<", "\\u003c") + "\n"  # so that it can stand within a script of a page


class _Writer:
    """Makes things of schema.org, each once."""

    def __init__(self, lookup: Lookup, account: ClaimAccount) -> None:
        self._lookup = lookup
        self._account = account
        self.things: dict[str, Thing] = {}

    def add_claim(self, claim: URIRef) -> None:
        """Add a claim with all that it refers to."""
        lookup, said = self._lookup, statement(self._lookup, claim)
        document, origin = lookup.value(claim, AV.statedIn), lookup.value(claim, AV.hasOrigin)
        aspect = lookup.value(claim, AV.hasAspect)
        thing: Thing = {
            "@id": str(claim),
            "@type": "Claim",
            "name": _name(lookup, claim, said),
            "text": claim_in_words(lookup, claim),
            "identifier": Concepts.compact(claim),
            "about": self._links(lookup.values(claim, AV.about)),
            "appearance": self._links([document] if document is not None else [], _WORKS),
            "firstAppearance": self._links(self._first_appearance(claim), _WORKS),
            "author": self._author(origin),
            "spatialCoverage": self._links(lookup.values(claim, AV.inPlace), ("Country",)),
            "temporalCoverage": lookup.text(claim, AV.during),
            "keywords": lookup.name(aspect) if aspect is not None else None,
            "creativeWorkStatus": "withdrawn" if said.is_withdrawn else None,
            "datePublished": self._date(document),
        }
        self.things[str(claim)] = _filled(thing)
        self._account.claims += 1
        self._account.written["Claim"] += 1
        for names, why in ((_IN_WORDS, _IN_WORDS_WHY), (_DROPPED, _DROPPED_WHY)):
            for property_, what in names.items():
                found = lookup.hops(claim) if property_ == AV.isHopOf else lookup.values(claim, property_)
                self._account.lose(f"{what}, in words only" if names is _IN_WORDS else what, why, len(found))

    def add_review(self, judgement: Node) -> None:
        """Add the review that an acceptance is, if it is in force."""
        lookup = self._lookup
        accepted = [claim for claim in lookup.values(judgement, AV.accepts) if str(claim) in self.things]
        if not isinstance(judgement, URIRef) or not accepted:
            self._account.lose("judgements that accept no claim", "a ClaimReview is about a claim")
            return
        if not lookup.is_true(judgement, AV.isInForce):
            self._account.lose(
                "judgements that are not in force", "what they rest on has changed; judge again"
            )
            return
        reason = lookup.text(judgement, AV.reason)
        thing: Thing = {
            "@id": str(judgement),
            "@type": "ClaimReview",
            "name": f"Accepted: {_name(lookup, accepted[0], statement(lookup, accepted[0]))}",
            "claimReviewed": claim_in_words(lookup, accepted[0]),
            "itemReviewed": [{"@id": str(claim)} for claim in accepted],
            "author": {"@type": "Person", "name": lookup.text(judgement, AV.judgedBy)},
            "datePublished": lookup.text(judgement, AV.judgedOn),
            "reviewBody": reason,
            "reviewRating": _filled(
                {"@type": "Rating", "alternateName": "accepted by an editor", "ratingExplanation": reason}
            ),
        }
        self.things[str(judgement)] = _filled(thing)
        self._account.written["ClaimReview"] += 1

    def _first_appearance(self, claim: Node) -> list[Node]:
        """Return the document of the claim that others passed on until it came to this one, if they form one line."""
        line = [claim]
        while len(relayed := self._lookup.values(line[-1], AV.relays)) == 1 and relayed[0] not in line:
            line.append(relayed[0])
        return self._lookup.values(line[-1], AV.statedIn) if len(line) > 1 else []

    def _author(self, origin: Node | None) -> list[Thing]:
        if origin is None or self._lookup.value(origin, AV.unnamed) is not None:
            self._account.lose("authors of claims", "the source has no name")
            return []
        found = self._links([origin], _AGENTS)
        if not found:
            self._account.lose("authors of claims", "the source is a document; it stands in the text alone")
        return found

    def _links(self, nodes: list[Node], classes: tuple[str, ...] = ()) -> list[Thing]:
        """Return references to nodes that have one of the classes, each added as a thing of its own."""
        found = []
        for node in nodes:
            if not isinstance(node, Literal | BNode) and (not classes or self._class(node) in classes):
                self._add_thing(node)
                found.append({"@id": str(node)})
        return found

    def _class(self, node: Node) -> str:
        return next((name for class_, name in _CLASSES.items() if self._lookup.is_a(node, class_)), "Thing")

    def _add_thing(self, node: Node) -> None:
        if str(node) in self.things:
            return
        lookup, class_ = self._lookup, self._class(node)
        thing = self.things[str(node)] = {"@id": str(node), "@type": class_, "name": lookup.name(node)}
        matches = [str(match) for match in lookup.values(node, SKOS.exactMatch) if isinstance(match, URIRef)]
        more: Thing = {
            "alternateName": [name for name in self._names(node) if name != thing["name"]],
            "sameAs": matches,
        }
        if class_ in _WORKS:
            more |= {
                "publisher": self._links(lookup.values(node, DCTERMS.publisher), _AGENTS),
                "datePublished": self._date(node),
                "inLanguage": lookup.text(node, DCTERMS.language),
                "isBasedOn": self._links(lookup.values(node, AV.isBasedOn), _WORKS),
                "url": self._address(node),
            }
        elif class_ in ("NewsMediaOrganization", "Organization"):
            owners = self._links(lookup.values(node, AV.isOwnedBy), ("NewsMediaOrganization", "Organization"))
            more |= {"parentOrganization": owners, "location": self._links(lookup.values(node, AV.isBasedIn))}
        elif class_ == "Legislation":
            wholes = (*lookup.values(node, AV.isProvisionOf), *lookup.values(node, AV.isPartOf))
            more |= {
                "isPartOf": self._links(list(wholes), ("Legislation",)),
                "legislationJurisdiction": [
                    lookup.name(country) for country in lookup.values(node, AV.hasJurisdiction)
                ],
            }
        thing.update(_filled(more))

    def _names(self, node: Node) -> list[str]:
        return sorted({*self._lookup.texts(node, SKOS.prefLabel), *self._lookup.texts(node, SKOS.altLabel)})

    def _date(self, document: Node | None) -> str | None:
        stated = self._lookup.text(document, AV.published) if document is not None else None
        if stated is None or _DATE.fullmatch(stated):
            return stated
        self._account.lose("dates of publication", "it is no date of ISO 8601, such as 2026-03-09 or 2026-03")
        return None

    def _address(self, document: Node) -> str | None:
        stated = self._lookup.text(document, URIRef(PREFIXES["schema"] + "url"))
        if stated is None:
            return None
        try:
            if _WEB.fullmatch(stated):
                return ox.NamedNode(stated).value
        except ValueError:
            pass
        self._account.lose("addresses", "it is no address on the web")
        return None


def _name(lookup: Lookup, claim: Node, said: Statement) -> str:
    """Return what a claim answers, so that nobody takes for asserted what is not."""
    stance = f" ({said.stance})" if said.stance not in ("asserts", "denies") else ""
    return answer_in_words(lookup, claim, said, side_in_words(lookup, claim, said.value)) + stance


def _filled(thing: Thing) -> Thing:
    """Return a thing without what is empty; a list of one is written as that one."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in thing.items()
        if value not in (None, [], "")
    }
