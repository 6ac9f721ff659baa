"""Nanopublications: what the nanopub package takes for valid, and what each of their graphs says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

from averment.building import build, build_from
from averment.exporting.claims import ClaimAccounting, Publication, export_claims
from averment.exporting.claims.nanopublications import DRAFTS
from averment.namespaces import AV, ID
from averment.reading import Reading, read_also

from .world import KITES, kites_build

ROOT = Path(__file__).resolve().parents[2]
NP = Namespace("http://www.nanopub.org/nschema#")
NPX = Namespace("http://purl.org/nanopub/x/")
ORCID = "https://orcid.org/0000-0002-1825-0097"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@cache
def kites() -> tuple[str, ClaimAccounting]:
    publication = Publication(date(2026, 3, 1), ORCID, LICENCE)
    return export_claims(kites_build(), "nanopub", publication)


def parts(claim: str, text: str = "") -> dict[str, Graph]:
    """Return the four graphs of a claim's nanopublication by their names."""
    graphs: dict[str, Graph] = {}
    for quad in ox.parse(text or kites()[0], format=ox.RdfFormat.TRIG):
        name, _, part = str(quad.graph_name)[1:-1].rpartition("#")
        if name == DRAFTS + claim:
            line = f"{quad.subject} {quad.predicate} {quad.object} ."
            graphs.setdefault(part, Graph()).parse(data=line, format="nt")
    return graphs


def each(text: str) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Iterate over nanopublications with their names."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(text, format=ox.RdfFormat.TRIG):
        found.setdefault(str(quad.graph_name)[1:-1].rpartition("#")[0], []).append(quad)
    yield from found.items()


@pytest.fixture(autouse=True)
def switch_of_rdflib() -> Iterator[None]:
    """Put back what nanopub changes in rdflib, for all, when it is imported."""
    normalise = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = normalise


@contextmanager
def quietly() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nanopub uses what rdflib is going to drop
        yield


def nanopub(quads: list[ox.Quad], **options: Any) -> Any:
    from nanopub.nanopub import Nanopub
    from rdflib import ConjunctiveGraph

    graph = ConjunctiveGraph()
    graph.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
    return Nanopub(rdf=graph, **options)


def test_all_of_them_are_valid() -> None:
    with quietly():
        found = [(name, nanopub(quads)) for name, quads in each(kites()[0])]
        assert len(found) == 8
        for name, one in found:
            assert one.is_valid
            assert str(one.metadata.np_uri) == f"{name}#"
            assert one.metadata.trusty is None


def test_one_that_lacks_its_provenance_is_not() -> None:
    from nanopub.utils import MalformedNanopubError

    name, quads = next(each(kites()[0]))
    without = [quad for quad in quads if quad.graph_name != ox.NamedNode(f"{name}#provenance")]
    with quietly(), pytest.raises(MalformedNanopubError, match="provenance graph is empty"):
        assert nanopub(without).is_valid


def test_a_draft_can_be_signed() -> None:
    import base64

    from Crypto.PublicKey import RSA
    from nanopub.nanopub_conf import NanopubConf
    from nanopub.profile import Profile

    key = RSA.generate(1024)
    private, public = (base64.b64encode(each.export_key("DER")).decode() for each in (key, key.public_key()))
    profile = Profile(name="A. Editor", orcid_id=ORCID, private_key=private, public_key=public)
    with quietly():
        one = nanopub(
            dict(each(kites()[0]))[f"{DRAFTS}article/quill-1/c1"], conf=NanopubConf(profile=profile)
        )
        one.sign()
        assert one.has_valid_signature
        assert one.has_valid_trusty
        assert DRAFTS not in one.rdf.serialize(format="nquads")
        assert f"<{ID}article/quill-1/c1>" in one.rdf.serialize(format="nquads")


def test_the_head_names_the_other_graphs() -> None:
    name = Namespace(f"{DRAFTS}article/quill-1/c1#")
    assert set(parts("article/quill-1/c1")["Head"]) == {
        (URIRef(name), RDF.type, NP.Nanopublication),
        (URIRef(name), NP.hasAssertion, name.assertion),
        (URIRef(name), NP.hasProvenance, name.provenance),
        (URIRef(name), NP.hasPublicationInfo, name.pubinfo),
    }


def test_the_assertion_is_what_the_claim_says_with_its_bounds() -> None:
    claim, graph = ID["article/quill-1/c5"], parts("article/quill-1/c5")["assertion"]
    assert set(graph.subjects()) == {claim}
    said = {str(p).rpartition("#")[2]: str(o).rpartition("/")[2].rpartition("#")[2] for p, o in graph[claim]}
    assert said["value"] == "1..5 EUR"
    assert (said["hasAspect"], said["hasStance"], said["hasUnit"]) == ("fine", "asserts", "EUR")
    assert (said["lower"], said["upper"], said["priorValue"]) == ("1", "5", "3 EUR")
    assert graph.value(claim, AV.about) == ID["law/zz-kites/flying"]
    assert graph.value(claim, AV.hasAddressee) == ID["group/children"]
    assert not {"statedIn", "hasEvidence", "attributionChain", "path", "line", "answers"} & said.keys()


def test_the_provenance_says_who_and_through_whom() -> None:
    graph, name = parts("article/EXTRA-1/c1".replace("RA", "R%41"))["provenance"], ID["article/EXTRA-1/c1"]
    assertion = URIRef(f"{DRAFTS}article/EXTR%41-1/c1#assertion")
    assert set(graph.objects(assertion, PROV.wasDerivedFrom)) == {
        ID["article/EXTRA-1"],
        ID["article/quill-1/c1"],
    }
    assert set(graph.objects(assertion, PROV.wasAttributedTo)) == {ID["actor/EXTRA"], ID["actor/quill"]}
    assert list(graph.objects(assertion, PROV.hadPrimarySource)) == []
    (hop,) = graph.subjects(AV.isHopOf, name)
    assert graph.value(hop, AV.hasSource) == ID["actor/quill"]
    assert graph.value(hop, AV.hopPosition) == Literal(1)
    assert Literal('Extra\x1b[31m, "the" \n paper', lang="en") in set(graph.objects(None, SKOS.prefLabel))


def test_a_document_that_ends_the_chain_is_the_primary_source_and_so_is_a_page_that_speaks_for_itself() -> (
    None
):
    for claim, source in (("c2", "document/zz-gazette"), ("c1", "article/quill-1")):
        graph = parts(f"article/quill-1/{claim}")["provenance"]
        assert list(graph.objects(None, PROV.hadPrimarySource)) == [ID[source]]
    graph = parts("article/quill-1/c1")["provenance"]
    (evidence,) = graph.objects(ID["article/quill-1/c1"], AV.hasEvidence)
    assert graph.value(evidence, AV.passageEnd) == Literal(4)
    snapshot = graph.value(evidence, PROV.wasDerivedFrom)
    assert graph.value(snapshot, AV.retrieved) == Literal("2026-02-10", datatype=XSD.date)


def test_the_publication_info_says_only_what_is_stated() -> None:
    itself = URIRef(f"{DRAFTS}article/quill-1/c6#")
    graph = parts("article/quill-1/c6")["pubinfo"]
    created = graph.value(itself, DCTERMS.created)
    assert isinstance(created, Literal)
    assert created.eq(Literal("2026-03-01T00:00:00Z", datatype=XSD.dateTime))
    assert graph.value(itself, DCTERMS.creator) == URIRef(ORCID)
    assert graph.value(itself, DCTERMS.license) == URIRef(LICENCE)
    assert graph.value(itself, NPX.introduces) == ID["article/quill-1/c6"]
    label = 'The </script> "Quill" says: Entry into force of Kite Act: 2026'
    assert graph.value(itself, RDFS.label) == Literal(label, lang="en")
    assert kites()[1].losses == ()

    text, accounting = export_claims(kites_build(), "nanopub")
    graph = parts("article/quill-1/c6", text)["pubinfo"]
    assert {p for _, p, _ in graph} == {NPX.hasNanopubType, NPX.introduces, RDFS.label}
    assert [(loss.what, loss.count) for loss in accounting.losses] == [
        ("nanopublications that say no day of creation", 8)
    ]


def test_nothing_is_without_a_name_and_the_text_is_alike_each_time() -> None:
    quads = list(ox.parse(kites()[0], format=ox.RdfFormat.TRIG))
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    again = export_claims(build([KITES]), "nanopub", Publication(date(2026, 3, 1), ORCID, LICENCE))
    assert again[0] == kites()[0]
    read_by_rdflib = Dataset()
    read_by_rdflib.parse(data=kites()[0], format="trig")
    assert len(list(read_by_rdflib.quads())) == len(quads)


def test_claims_that_cannot_be_one_are_left_out_and_counted() -> None:
    claims = """
    <https://x.invalid/c> a av:Claim ; av:value "1" .
    <https://x.invalid/d> a av:Claim ; av:statedIn <https://x.invalid/page> ; av:value "1" ;
        av:hasEvidence [ av:passageStart 1 ] .
    [] a av:Claim ; av:statedIn <https://x.invalid/page> .
    """
    reading = read_also(Reading(), "x.ttl", f"@prefix av: <{AV}> .{claims}")
    text, accounting = export_claims(build_from(reading), "nanopub")
    assert [(name, len(quads) > 4) for name, quads in each(text)] == [(f"{DRAFTS}https://x.invalid/d", True)]
    assert "_:" not in text
    told = {loss.what: loss.count for loss in accounting.losses if loss.what.startswith("claims")}
    assert told == {"claims not written: without a document": 1, "claims not written: without an id": 1}


@pytest.mark.slow
def test_those_of_the_shipped_graph_are_valid() -> None:
    text, accounting = export_claims(build([ROOT / "graph"]), "nanopub")
    found = list(each(text))
    assert len(found) == accounting.graph_claims
    with quietly():
        assert all(nanopub(quads).is_valid for _, quads in found[::10])  # each takes a tenth of a second
