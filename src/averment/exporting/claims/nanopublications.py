"""Nanopublications: each claim with its provenance and who publishes it, as TriG, ready to be signed."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from rdflib import PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.exporting.claims.accounting import ClaimAccount
from averment.exporting.claims.publication import Publication
from averment.exporting.turtle import write_trig
from averment.namespaces import AV, ID, PREFIXES
from averment.showing.lookup import Lookup
from averment.showing.statements import claim_in_words

__all__ = ["DRAFTS", "write_nanopublications"]

DRAFTS = "http://purl.org/nanopub/temp/averment/"
"""What the names of nanopublications start with until they are signed; signing replaces them by trusty URIs."""

_NP = Namespace("http://www.nanopub.org/nschema#")
_NPX = Namespace("http://purl.org/nanopub/x/")
_PREFIXES = {**PREFIXES, "np": str(_NP), "npx": str(_NPX)}
_URL = URIRef(PREFIXES["schema"] + "url")

_PROVENANCE = (AV.statedIn, AV.relays, AV.inPart, AV.hasEvidence, AV.isWithdrawn, SKOS.note)
"""What the statements on a claim say of where it comes from; its chain is written hop by hop."""

_DERIVED = frozenset(
    {
        *(AV.asOfEarliest, AV.asOfLatest, AV.earliest, AV.latest, AV.hasAnchor, AV.hasConcept, AV.hasUnit),
        *(AV["lower"], AV["upper"], AV.lowerIsOpen, AV.upperIsOpen),
        *(AV.isApproximate, AV.isNone, AV.isSingleFigure, AV.votesFor, AV.votesAgainst, AV.votesAbstained),
    }
)
"""What is derived of a claim and belongs to what it asserts: its value as bounds."""

_DOCUMENT = (RDF.type, DCTERMS.title, DCTERMS.publisher, DCTERMS.language, AV.published, AV.isBasedOn, _URL)
_ACTOR = (RDF.type, SKOS.prefLabel)
_HOP = (AV.hasSource, AV.hasVerb, AV.unnamed, AV.isVerbatim, AV.inCapacity, AV.isHopOf, AV.hopPosition)
_EVIDENCE = (RDF.type, AV.passageStart, AV.passageEnd, AV.passageHash, AV.hasVerification)
_SNAPSHOT = (RDF.type, AV.textHash, AV.retrieved)

_UNDATED = "nanopublications that say no day of creation"
_UNDATED_WHY = "no file of the graph says it, and no clock is read; give the day with --created"


def write_nanopublications(lookup: Lookup, account: ClaimAccount, publication: Publication) -> str:
    """Return each claim as a nanopublication of four graphs, in the order of their IRIs.

    Raises:
        AvermentError: the graph holds what is no RDF term.
    """
    graphs: dict[URIRef, Graph] = {}
    account.written["nanopublication"] = 0
    for claim in lookup.subjects(RDF.type, AV.Claim):
        document = lookup.value(claim, AV.statedIn)
        if not isinstance(claim, URIRef):
            account.leave_out("without an id", "nobody could refer to it; give it one")
        elif document is None or isinstance(document, Literal):
            account.leave_out(
                "without a document", "a nanopublication needs a source; state the claim in one"
            )
        else:
            graphs |= _Nanopublication(lookup, claim, document).graphs(publication)
            account.claims += 1
            account.written["nanopublication"] += 1
            if publication.created is None:
                account.lose(_UNDATED, _UNDATED_WHY)
    return write_trig(graphs, _PREFIXES)


class _Nanopublication:
    """One claim, on the way to its nanopublication."""

    def __init__(self, lookup: Lookup, claim: URIRef, document: Node) -> None:
        self._lookup = lookup
        self._claim = claim
        self._document = document
        # some tools take every 'RA' in a name for the start of the hash that signing adds
        name = quote(claim.removeprefix(ID), safe="/:-._~").replace("RA", "R%41")
        self._name = Namespace(f"{DRAFTS}{name}#")
        self._blank: dict[Node, URIRef] = {}

    def graphs(self, publication: Publication) -> dict[URIRef, Graph]:
        name, itself = self._name, URIRef(self._name)
        head = Graph()
        head.add((itself, RDF.type, _NP.Nanopublication))
        head.add((itself, _NP.hasAssertion, name.assertion))
        head.add((itself, _NP.hasProvenance, name.provenance))
        head.add((itself, _NP.hasPublicationInfo, name.pubinfo))
        return {
            name.Head: head,
            name.assertion: self._assertion(),
            name.provenance: self._provenance(),
            name.pubinfo: self._publication_info(publication),
        }

    def _assertion(self) -> Graph:
        graph, known = Graph(), self._lookup.graph
        for predicate, value in sorted(known.predicate_objects(self._claim)):
            is_derived = (predicate, RDF.type, AV.DerivedProperty) in known
            if predicate in _DERIVED or not (
                is_derived or predicate in _PROVENANCE or predicate == AV.attributionChain
            ):
                graph.add((self._claim, predicate, self._named(value)))
        return graph

    def _provenance(self) -> Graph:
        graph, lookup = Graph(), self._lookup
        assertion, hops = self._name.assertion, lookup.hops(self._claim)
        sources = [source for hop in hops for source in lookup.values(hop, AV.hasSource)]
        self._describe(graph, self._claim, _PROVENANCE)
        for origin in (self._document, *lookup.values(self._claim, AV.relays)):
            graph.add((assertion, PROV.wasDerivedFrom, self._named(origin)))
        primary = lookup.values(hops[-1], AV.hasSource) if hops else [self._document]
        for node in primary:
            if self._is_document(node):
                graph.add((assertion, PROV.hadPrimarySource, self._named(node)))
        for node in (*lookup.values(self._document, DCTERMS.publisher), *sources):
            if not self._is_document(node):
                graph.add((assertion, PROV.wasAttributedTo, self._named(node)))
                self._describe(graph, node, _ACTOR)
        for node in (self._document, *sources):
            if self._is_document(node):
                self._describe(graph, node, _DOCUMENT)
        for hop in hops:
            self._describe(graph, hop, _HOP)
        for evidence in lookup.values(self._claim, AV.hasEvidence):
            self._describe(graph, evidence, _EVIDENCE)
            for snapshot in lookup.values(self._document, AV.hasSnapshot):
                self._describe(graph, snapshot, _SNAPSHOT)
                graph.add((self._named(evidence), PROV.wasDerivedFrom, self._named(snapshot)))
        return graph

    def _publication_info(self, publication: Publication) -> Graph:
        graph, itself = Graph(), URIRef(self._name)
        graph.add((itself, _NPX.hasNanopubType, AV.Claim))
        graph.add((itself, _NPX.introduces, self._claim))
        graph.add((itself, RDFS.label, Literal(claim_in_words(self._lookup, self._claim), lang="en")))
        if publication.created is not None:
            text = f"{publication.created.isoformat()}T00:00:00Z"
            moment = Literal(text, datatype=XSD.dateTime, normalize=False)
            graph.add((itself, DCTERMS.created, moment))
        if publication.creator is not None:
            graph.add((itself, DCTERMS.creator, URIRef(publication.creator)))
        if publication.licence is not None:
            graph.add((itself, DCTERMS.license, URIRef(publication.licence)))
        return graph

    def _is_document(self, node: Node) -> bool:
        return node == self._document or self._lookup.is_a(node, AV.Document)

    def _describe(self, graph: Graph, node: Node, predicates: Iterable[URIRef]) -> None:
        for predicate in predicates:
            for value in self._lookup.values(node, predicate):
                if not isinstance(node, Literal):
                    graph.add((self._named(node), predicate, self._named(value)))

    def _named(self, node: Node) -> Node:
        """Return a node under a name: within a nanopublication nothing may be without one."""
        if not isinstance(node, BNode):
            return node
        return self._blank.setdefault(node, self._name[f"node-{len(self._blank) + 1}"])
