"""Looking things up in the files and in the ontology; the names and the places of nodes."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from tests.deriving.small import TURTLE, expanded, of, world

from averment.deriving import label
from averment.deriving.places import derive_names, derive_places
from averment.deriving.world import World, is_plain
from averment.namespaces import AV, BASE
from averment.reading import read

OWN = """
ex:crier a rdfs:Class ; rdfs:subClassOf av:Outlet .
ex:town-crier a rdfs:Class ; rdfs:subClassOf ex:crier .
ex:crier rdfs:subClassOf ex:town-crier .
<actor/bell> a ex:town-crier ; skos:prefLabel 'Glocke'@de , 'bell'@en ; skos:altLabel 'ding'@en .
<actor/horn> a ex:crier ; skos:prefLabel 'cor'@fr , 'Horn'@de .
<actor/drum> a av:Person ; rdfs:label 'drum' .
<article/b> a av:PressRelease ; dcterms:title 'Zweitens'@de .
<article/a> a av:Article .
<article/c> a av:Claim .
<article/a/c> a av:Claim .
"""
WORLD = world(TURTLE + OWN)


@pytest.mark.parametrize(
    ("node", "name"),
    [
        ("actor:bell", "bell"),
        ("actor:horn", "Horn"),
        ("actor:drum", "drum"),
        ("article:b", "Zweitens"),
        ("article:a", "a"),
        ("aspect:fine", "fine"),
        ("stance:unheard-of", "unheard-of"),
        ("actor:board", "bridge board"),
    ],
)
def test_name_is_the_english_one_or_any_or_the_end_of_the_iri(node: str, name: str) -> None:
    assert WORLD.label(expanded(node)) == name
    assert label(expanded(node), WORLD.stated, WORLD.vocabulary) == name


def test_name_of_what_is_no_word() -> None:
    assert label(URIRef("https://example.org/"), Graph()) == "example.org"
    assert label(BNode("f1b1"), Graph()) == "f1b1"


def test_instances_are_found_below_a_class_though_classes_may_circle() -> None:
    assert WORLD.instances(AV.Outlet) >= {
        expanded("actor:bell"),
        expanded("actor:horn"),
        expanded("actor:courier"),
    }
    assert expanded("actor:drum") not in WORLD.instances(AV.Outlet)
    assert expanded("actor:drum") in WORLD.instances(AV.Actor)
    assert expanded("unit:RUB") in WORLD.instances(AV.Unit)


def test_claims_and_documents_are_sorted_and_only_those_of_the_files() -> None:
    assert list(map(str, WORLD.claims)) == sorted(map(str, WORLD.claims))
    assert set(WORLD.claims) == {expanded("article:a/c"), expanded("article:c")}
    assert WORLD.documents == [expanded("article:a"), expanded("article:b")]


def test_values() -> None:
    assert WORLD.value(expanded("actor:bell"), SKOS.prefLabel) == Literal("Glocke", lang="de")
    assert WORLD.only_value(expanded("actor:bell"), SKOS.prefLabel) is None
    assert WORLD.only_value(expanded("actor:bell"), SKOS.altLabel) == Literal("ding", lang="en")
    assert WORLD.value(expanded("actor:bell"), SKOS.note) is None
    assert WORLD.literal(expanded("aspect:bill-count"), AV.isIntegral) == "true"
    assert WORLD.literal(expanded("actor:bell"), RDF.type) is None
    assert WORLD.is_defined(expanded("actor:bell"))
    assert WORLD.is_defined(expanded("aspect:fine"))
    assert not WORLD.is_defined(expanded("aspect:fien"))


@pytest.mark.parametrize(
    ("term", "plain"),
    [
        (Literal("x"), True),
        (Literal("x", datatype=XSD.string), True),
        (Literal("x", lang="en"), False),
        (Literal("2026-01-21", datatype=XSD.date), False),
        (Literal("1", datatype=XSD.integer), False),
        (URIRef("https://example.org/"), False),
        (BNode("b1"), False),
    ],
)
def test_plain_text(term: Literal | URIRef | BNode, plain: bool) -> None:
    assert is_plain(term) is plain


def test_names_are_given_to_all_that_has_a_type_and_an_iri() -> None:
    names = list(derive_names(WORLD))
    assert of("actor:bell", names) == {"displayName": "bell"}
    assert of("aspect:fine", names) == {"displayName": "fine"}
    assert of(URIRef(BASE + "process/ru"), names) == {"displayName": "Russian legislative process"}
    named = {node for node, _, _ in names}
    typed = {
        n for g in (WORLD.stated, WORLD.vocabulary) for n in g.subjects(RDF.type) if isinstance(n, URIRef)
    }
    assert named == typed
    assert len(names) == len(set(names)) == len(named)


def test_places_are_given_to_all_that_has_a_type_and_an_iri(tmp_path: Path) -> None:
    page = tmp_path / "page.yaml"
    page.write_text(
        "# A comment.\nid: article:a\ntype: Article\ntitle: {en: A}\nclaims:\n"
        "  - id: c1\n    about: law:x\n    chain:\n      - {source: actor:b, verb: says}\n"
        "  - {id: c2, evidence: {start: 1}}\n",
        "utf-8",
    )
    own = tmp_path / "own.ttl"
    own.write_text(
        TURTLE + "\n  <actor/b> a av:Person ; skos:related [ a av:Person ] .\n<actor/c> skos:note 'x' .\n",
        "utf-8",
    )
    triples = list(derive_places(World(read([page, own]))))
    line = TURTLE.count("\n") + 2
    at = {
        name: (said["path"], said["line"], said["column"])
        for name in ("article:a", "article:a/c1", "article:a/c2", "article:a/c2/evidence", "actor:b")
        if (said := of(name, triples))
    }
    assert at == {
        "article:a": (str(page), "2", "1"),
        "article:a/c1": (str(page), "6", "5"),
        "article:a/c2": (str(page), "10", "5"),
        "article:a/c2/evidence": (str(page), "10", "24"),
        "actor:b": (str(own), str(line), "3"),
    }
    assert {node for node, _, _ in triples} == {
        *map(expanded, at),
        expanded("article:a/c1/chain/1"),
    }
    assert {
        value.datatype for _, prop, value in triples if isinstance(value, Literal) and prop != AV.path
    } == {XSD.integer}
