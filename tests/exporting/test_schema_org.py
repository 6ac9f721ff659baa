"""JSON-LD of schema.org: it parses without a network, and says nothing that schema.org does not declare."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SDO, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from averment.building import build_from
from averment.exporting.claims import ClaimAccounting, export_claims
from averment.namespaces import ID
from averment.reading import Reading, read_also

from .world import kites_build

VOCABULARY = Path(pyshacl.__file__).parent / "assets" / "schema.ttl"
"""Schema.org as shapes, which pySHACL brings along."""

DATES = {XSD.date, XSD.dateTime, XSD.time}


@cache
def kites() -> tuple[dict[str, Any], ClaimAccounting]:
    text, accounting = export_claims(kites_build(), "claimreview")
    return json.loads(text), accounting


def thing(name: str) -> dict[str, Any]:
    (found,) = (thing for thing in kites()[0]["@graph"] if thing["@id"] == ID[name].toPython())
    assert isinstance(found, dict)
    return found


@cache
def parsed() -> Graph:
    graph = Graph(bind_namespaces="none")
    graph.parse(data=json.dumps(kites()[0]), format="json-ld")
    return graph


@cache
def vocabulary() -> Graph:
    """Return the classes and properties of schema.org, with the prefix that is written today."""
    graph = Graph(bind_namespaces="none")
    wanted = {
        RDFS.subClassOf,
        SH.property,
        SH.path,
        SH["class"],
        SH.datatype,
        SH["or"],
        SH.nodeKind,
        RDF.first,
        RDF.rest,
    }
    lines = (
        f"{quad.subject} {quad.predicate} {quad.object} ."
        for quad in ox.parse(VOCABULARY.read_bytes(), format=ox.RdfFormat.TURTLE)
        if URIRef(quad.predicate.value) in wanted
    )
    text = "\n".join(lines).replace("<http://schema.org/", f"<{SDO}")
    graph.parse(data=text, format="nt")
    return graph


def classes_of(type_: Node) -> set[Node]:
    found = vocabulary().transitive_objects(type_, RDFS.subClassOf)
    return {class_ for class_ in found if class_ is not None}


def ranges(type_: Node, path: Node) -> set[Node]:
    """Return what the values of a property can be, for things of a type; nothing if these have no such property."""
    known = vocabulary()
    shapes = [
        shape
        for class_ in classes_of(type_)
        for shape in known.objects(class_, SH.property)
        if known.value(shape, SH.path) == path
    ]
    options = [
        *shapes,
        *(
            one
            for shape in shapes
            for list_ in known.objects(shape, SH["or"])
            for one in Collection(known, list_)
        ),
    ]
    kinds = (SH["class"], SH.datatype, SH.nodeKind)
    return {found for one in options for kind in kinds for found in known[one:kind]}


def complaints(graph: Graph) -> list[str]:
    """List the statements that schema.org does not allow."""
    found = []
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            if (value, None, None) not in vocabulary():
                found.append(f"{value} is no class")
            continue
        type_ = graph.value(subject, RDF.type)
        allowed = ranges(type_, predicate) if type_ is not None else set()
        if not allowed:
            found.append(f"{type_} has no {predicate}")
        elif isinstance(value, Literal):
            text_only = allowed & {XSD.string, RDF.langString} or any("Text" in str(each) for each in allowed)
            if not (DATES & allowed if value.datatype == SDO.Date else text_only):
                found.append(f"{predicate} {value!r} is none of {allowed}")
        elif not allowed & (classes_of(graph.value(value, RDF.type) or SDO.URL) | {XSD.anyURI, SH.IRI}):
            found.append(f"{predicate} {value} is none of {allowed}")
    return found


def test_every_statement_is_one_that_schema_org_declares() -> None:
    assert complaints(parsed()) == []
    assert len(parsed()) > 100


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("a schema:Averment", "is no class"),
        ("a schema:Claim ; schema:stance 'asserts'", "has no https://schema.org/stance"),
        ("a schema:Claim ; schema:appearance 'Kites'", "is none of"),
        ("a schema:Claim ; schema:author <x:p> . <x:p> a schema:Country", "is none of"),
    ],
)
def test_what_it_does_not_declare_would_be_seen(line: str, complaint: str) -> None:
    graph = Graph()
    graph.parse(data=f"@prefix schema: <{SDO}> . <x:c> {line} .", format="turtle")
    assert any(complaint in one for one in complaints(graph))


def test_every_claim_is_a_claim_with_its_page_and_its_source() -> None:
    assert thing("article/quill-1/c3") == {
        "@id": ID["article/quill-1/c3"].toPython(),
        "@type": "Claim",
        "name": "Signatory of Kite Act: Ann Archer; Bo Bell",
        "text": (
            'The </script> "Quill", as told by Bo Bell, word for word, says: '
            "Signatory of Kite Act: Ann Archer; Bo Bell"
        ),
        "identifier": "article:quill-1/c3",
        "about": {"@id": ID["law/zz-kites"].toPython()},
        "appearance": {"@id": ID["article/quill-1"].toPython()},
        "author": {"@id": ID["actor/bo"].toPython()},
        "keywords": "signatory",
        "datePublished": "2026-02-09",
    }
    assert sum(thing["@type"] == "Claim" for thing in kites()[0]["@graph"]) == 8


def test_limits_stand_in_the_text() -> None:
    text = thing("article/quill-1/c5")["text"]
    assert text.endswith(
        "Fine of flying a kite: 1 to 5 EUR; addressee: children; 3 EUR until then; <b>if</b> it rains"
    )


def test_the_name_of_what_is_not_asserted_says_so() -> None:
    assert thing("article/quill-1/c4")["name"] == "Instruments repealed of Kite Act: String Act (alleges)"
    denial = """graph:
  - {id: law:zz, type: Law, name: {en: Kite Act}}
  - {id: article:a, type: Article, title: {en: Page}, claims: [
      {id: c1, about: law:zz, aspect: signature-date, value: 2026-02-09, stance: denies}]}
"""
    text, _ = export_claims(build_from(read_also(Reading(), "x.yaml", denial)), "claimreview")
    (claim,) = (one for one in json.loads(text)["@graph"] if one["@type"] == "Claim")
    assert claim["name"] == "Signature of Kite Act: not 9 February 2026"
    assert claim["text"] == "Page denies: Signature of Kite Act: 9 February 2026"


def test_what_is_passed_on_appeared_first_where_it_came_from() -> None:
    claim = thing("article/EXTRA-1/c1")
    assert claim["firstAppearance"] == {"@id": ID["article/quill-1"].toPython()}
    assert claim["author"] == {"@id": ID["actor/quill"].toPython()}
    assert "firstAppearance" not in thing("article/EXTRA-1/c2")


def test_an_acceptance_is_a_review_that_calls_nobody_wrong() -> None:
    review = thing("judgement/kites")
    assert review["@type"] == "ClaimReview"
    assert review["itemReviewed"] == {"@id": ID["article/quill-1/c1"].toPython()}
    assert review["author"] == {"@type": "Person", "name": "A. Editor"}
    assert review["datePublished"] == "2026-02-12"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "accepted by an editor",
        "ratingExplanation": "The </script> gazette has this day.",
    }
    reviews = [thing["@id"] for thing in kites()[0]["@graph"] if thing["@type"] == "ClaimReview"]
    assert reviews == [review["@id"]]


def test_pages_and_their_publishers_are_things_of_their_own() -> None:
    page = thing("article/quill-1")
    assert (page["@type"], page["url"]) == ("NewsArticle", "https://quill.example/kites?a=1&b=2")
    outlet = thing("actor/quill")
    assert outlet["alternateName"] == ["Quill", "Перо"]
    assert outlet["sameAs"] == "http://www.wikidata.org/entity/Q90000002"
    assert outlet["parentOrganization"] == {"@id": ID["actor/mint"].toPython()}
    assert thing("law/zz-kites/flying")["isPartOf"] == {"@id": ID["law/zz-kites"].toPython()}
    assert {"url", "datePublished"}.isdisjoint(thing("article/EXTRA-1"))


def test_what_is_lost_is_counted() -> None:
    accounting = kites()[1]
    assert dict(accounting.written) == {"Claim": 8, "ClaimReview": 1}
    assert [(loss.what, loss.count) for loss in accounting.losses] == [
        ("addressees, in words only", 1),
        ("addresses", 1),
        ("attributions, in words only", 4),
        ("authors of claims", 2),  # nobody is named
        ("authors of claims", 1),  # a document is
        ("conditions, in words only", 1),
        ("dates of publication", 3),
        ("earlier values, in words only", 1),
        ("judgements that accept no claim", 1),
        ("judgements that are not in force", 1),
        ("passages", 1),
        ("stances, in words only", 8),
        ("wordings", 1),
    ]


def test_it_can_stand_in_the_script_of_a_page() -> None:
    text, _ = export_claims(kites_build(), "claimreview")
    assert "<" not in text
    assert "</script>" in thing("actor/quill")["name"]
