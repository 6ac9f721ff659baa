"""Every node and every value is found at the line and column it is written at, both counted from 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, BNode, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from tests.reading.samples import ARTICLE, EX, ROOT, SUFFIXES, at, text_from, write

from averment.building import build
from averment.errors import Position
from averment.exporting import export
from averment.namespaces import AV, ID, PREFIXES
from averment.reading import Reading, read

YAML = """\
# 🎉
id: article:x
type: Article
title: {en: "a 🎉", ru: б}
claims:
  - id: c1
    about: law:y
    value: {en: "ten 🎉"}
    chain:
      - {source: actor:a, verb: reports}
      - unnamed: {en: "é"}
        verb: says
    evidence: {start: 1,   end: 2}
  - {id: c2, about: law:z,
     value: plain}
credits:
  - actor:a
"""
IN_YAML = {
    ("article/x", None): (2, 1),
    ("article/x", DCTERMS.title): (4, 8),
    ("article/x", AV.credits): (17, 3),
    ("article/x/c1", None): (6, 5),
    ("article/x/c1", AV.about): (7, 12),
    ("article/x/c1", AV.value): (8, 12),
    ("article/x/c1", AV.attributionChain): (10, 7),
    ("article/x/c1/chain/1", None): (10, 9),
    ("article/x/c1/chain/1", AV.hasSource): (10, 18),
    ("article/x/c1/chain/1", AV.hasVerb): (10, 33),
    ("article/x/c1/chain/2", None): (11, 9),
    ("article/x/c1/chain/2", AV.unnamed): (11, 18),
    ("article/x/c1/chain/2", AV.hasVerb): (12, 15),
    ("article/x/c1/evidence", None): (13, 15),
    ("article/x/c1/evidence", AV.passageEnd): (13, 33),
    ("article/x/c2", None): (14, 5),
    ("article/x/c2", AV.about): (14, 21),
    ("article/x/c2", AV.value): (15, 13),
}

JSON = """\
{
  "id": "article:x", "type": "Article",
  "title": {"en": "🎉"}, "url":   "https://example.org/",
  "claims": [
    {"id": "c1", "about": "law:y", "value": {"en": "ten"},
      "chain": [{"source": "actor:a", "verb": "says"},
        {"source": "actor:b"}]},
\t{ "id": "c2", "complete":
      true }
  ]
}
"""
IN_JSON = {
    ("article/x", None): (1, 1),
    ("article/x", DCTERMS.title): (3, 12),
    ("article/x", URIRef("https://schema.org/url")): (3, 34),
    ("article/x/c1", None): (5, 5),
    ("article/x/c1", AV.about): (5, 27),
    ("article/x/c1", AV.value): (5, 45),
    ("article/x/c1", AV.attributionChain): (6, 16),
    ("article/x/c1/chain/1", None): (6, 17),
    ("article/x/c1/chain/1", AV.hasSource): (6, 28),
    ("article/x/c1/chain/2", None): (7, 9),
    ("article/x/c2", None): (8, 2),
    ("article/x/c2", AV.isComplete): (9, 7),
}

TURTLE = """\
@prefix av: <https://w3id.org/averment/ontology#> .
PREFIX c: <https://w3id.org/averment/id/article/x/>
# <article/x> a av:Nothing .
<article/x> a av:Article ; <http://purl.org/dc/terms/title> "🎉 \\u00e9"@en , "б"@ru .

  c:c1 av:statedIn <article/x> ;
    av:about <law/y> ; a av:Claim ;
    av:value \"\"\"ten
lines\"\"\"@en ;
\tav:attributionChain ( <article/x/c1/chain/1>
      <article/x/c1/chain/2> ) . <article/x/c1/chain/1> av:hasSource
  <actor/a> .
<article/x/c1/chain/2> av:unnamed "é"@en .
c:c2 a av:Claim ; av:isComplete true ; av:asOf 2025 .
"""
IN_TURTLE = {
    ("article/x", None): (4, 1),
    ("article/x", DCTERMS.title): (4, 61),
    ("article/x/c1", None): (6, 3),
    ("article/x/c1", AV.statedIn): (6, 20),
    ("article/x/c1", AV.about): (7, 14),
    ("article/x/c1", RDF.type): (7, 26),
    ("article/x/c1", AV.value): (8, 14),
    ("article/x/c1", AV.attributionChain): (10, 22),
    ("article/x/c1/chain/1", None): (11, 34),
    ("article/x/c1/chain/1", AV.hasSource): (12, 3),
    ("article/x/c1/chain/2", None): (13, 1),
    ("article/x/c1/chain/2", AV.unnamed): (13, 35),
    ("article/x/c2", None): (14, 1),
    ("article/x/c2", AV.isComplete): (14, 33),
    ("article/x/c2", AV.asOf): (14, 48),
}

TRIG = """\
@prefix av: <https://w3id.org/averment/ontology#> .
<graph/one> { <article/x> a av:Article .
  <article/x/c1> av:statedIn <article/x> ; av:value "é" , "z" }
GRAPH <graph/two> {
 <article/x/c2> av:statedIn <article/x> ;
   av:value 7 .
}
{ <article/x/c3> av:value true . }
<article/x/c4> av:value 1.5 .
"""
IN_TRIG = {
    ("article/x", None): (2, 15),
    ("article/x", RDF.type): (2, 29),
    ("article/x/c1", None): (3, 3),
    ("article/x/c1", AV.statedIn): (3, 30),
    ("article/x/c1", AV.value): (3, 53),
    ("article/x/c2", None): (5, 2),
    ("article/x/c2", AV.value): (6, 13),
    ("article/x/c3", None): (8, 3),
    ("article/x/c3", AV.value): (8, 27),
    ("article/x/c4", None): (9, 1),
    ("article/x/c4", AV.value): (9, 25),
}

QUADS = f"""\
# 🎉

<{ID}article/x> <{RDF.type}> <{AV.Article}> .
  <{ID}article/x/c1> <{AV.value}> "🎉 é"@en <{ID}graph/one> .
\t<{ID}article/x/c1> <{AV.about}>  <{ID}law/y> . # the end
<{ID}article/x/c2><{AV.value}>"1"<{ID}graph/two>.
"""
IN_QUADS = {
    ("article/x", None): (3, 1),
    ("article/x", RDF.type): (3, 92),
    ("article/x/c1", None): (4, 3),
    ("article/x/c1", AV.value): (4, 90),
    ("article/x/c1", AV.about): (5, 90),
    ("article/x/c2", None): (6, 1),
    ("article/x/c2", AV.value): (6, 86),
}

CASES = {
    "a.yaml": (YAML, IN_YAML),
    "a.jsonld": (JSON, IN_JSON),
    "a.ttl": (TURTLE, IN_TURTLE),
    "a.trig": (TRIG, IN_TRIG),
    "a.nq": (QUADS, IN_QUADS),
}


@pytest.mark.parametrize("name", CASES)
def test_nodes_and_values_are_placed_to_the_column(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    path = write(tmp_path, name, text)
    reading = read([path])
    found = {(node, predicate): at(reading, node, predicate) for node, predicate in expected}
    assert found == expected
    assert reading.positions.of(ID["article/x"]) == Position(str(path), *expected["article/x", None])


@pytest.mark.parametrize("name", CASES)
def test_line_ends_of_other_systems_move_nothing(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    for line_end in ("\r\n", "\r"):
        reading = read([write(tmp_path, name, b"\xef\xbb\xbf" + text.replace("\n", line_end).encode())])
        assert {key: at(reading, *key) for key in expected} == expected


@pytest.mark.parametrize("name", CASES)
def test_every_subject_has_a_place(name: str, tmp_path: Path) -> None:
    reading = read([write(tmp_path, name, CASES[name][0])])
    assert all(reading.positions.of(subject) for subject in reading.graph().subjects())


def test_each_key_of_a_claim_leads_to_its_value(tmp_path: Path) -> None:
    reading = read([write(tmp_path, "article.yaml", ARTICLE)])
    expected = {
        AV.about: "law:ru-example/refusal",
        AV.hasAspect: "force",
        AV.value: "must",
        AV.hasStance: "asserts",
        AV.isComplete: "true",
        AV.condition: "{en: if the package is approved",
        AV.hasForce: "may",
        AV.hasAddressee: "group:served-and-fought",
        AV.inVersion: "law:ru-example/introduced",
        AV.ofPopulation: "group:foreign-fighters",
        AV.inPlace: "country:ru",
        AV.asOf: "2025-07",
        AV.attributionChain: "- {source: actor:tass",
        AV.hasEvidence: "{start: 100",
        AV.relays: "article:other/c3",
    }
    claim = ID["article/sample/c1"]
    assert set(expected) == set(reading.graph().predicates(claim)) - {RDF.type, AV.statedIn}
    for predicate, start in expected.items():
        place = reading.positions.of(claim, predicate)
        assert place is not None
        assert text_from(place).startswith(start)


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_the_claims_of_an_export_are_found_where_their_names_stand(rdf_format: str, tmp_path: Path) -> None:
    built = build([write(tmp_path, "article.yaml", ARTICLE)])
    again = write(tmp_path, f"again{SUFFIXES[rdf_format]}", export(built, rdf_format))
    reading = read([again])
    claims = set(reading.graph().subjects(AV.statedIn))
    assert len(claims) == 6
    for claim in claims:
        place = reading.positions.of(claim)
        assert place is not None
        written = text_from(place)
        short = str(claim).replace(PREFIXES["article"], "article:")
        if rdf_format == "jsonld":
            mapping, _ = json.JSONDecoder().raw_decode(written)
            assert mapping["id"] == short
            assert mapping["type"] == "Claim"
        else:
            assert written.startswith((f"<{claim}>", short, short.replace("/", "\\/")))


def test_a_node_is_placed_where_it_is_described_and_not_where_it_is_named(tmp_path: Path) -> None:
    text = """\
{"@context": {"@vocab": "http://example.org/"}, "@graph": [
  {"@id": "http://example.org/a", "p": {"@id": "http://example.org/b"}},
  {"@id": "http://example.org/b", "q": "x"}
]}
"""
    assert at(read([write(tmp_path, "a.jsonld", text)]), EX.b) == (3, 3)


def test_the_first_description_counts_and_all_definitions_are_listed(tmp_path: Path) -> None:
    first = write(tmp_path, "a.ttl", f"\n<law/y> a <{AV.Law}> .")
    second = write(tmp_path, "b.yaml", "# again\n\nid: law:y\ntype: Law\n")
    reading = read([first, second])
    assert reading.positions.of(ID["law/y"]) == Position(str(first), 2, 1)
    places = [Position(str(first), 2, 1), Position(str(second), 3, 1)]
    assert reading.positions.definitions(ID["law/y"]) == places
    assert list(reading.positions.defined_twice()) == [ID["law/y"]]


def test_blank_nodes_of_turtle_are_placed_at_their_brackets(tmp_path: Path) -> None:
    text = """\
@prefix ex: <http://example.org/> .
ex:a ex:p [ ex:q [
    ex:r "x" ] ;
  ex:s ( 1 [ ex:t ex:b ]
         ( ex:c ) ) ] .
_:n ex:p 1 . [] ex:u [ ] .
"""
    reading = read([write(tmp_path, "a.ttl", text)])
    graph = reading.graph()

    def places(node: BNode | URIRef, predicate: URIRef) -> tuple[tuple[int, int], tuple[int, int]]:
        return at_node(reading, node), at_node(reading, node, predicate)

    outer, inner = graph.value(EX.a, EX.p), next(graph.subjects(EX.r))
    assert isinstance(outer, BNode)
    assert isinstance(inner, BNode)
    assert places(outer, EX.q) == ((2, 11), (2, 18))
    assert places(inner, EX.r) == ((2, 18), (3, 10))
    assert at_node(reading, outer, EX.s) == (4, 8)
    head = graph.value(outer, EX.s)
    cells = list(graph.items(head)) if head is not None else []
    assert [at_node(reading, cell) for cell in _cells(reading, head)] == [(4, 10), (4, 12), (5, 10)]
    assert isinstance(cells[1], BNode)
    assert places(cells[1], EX.t) == ((4, 12), (4, 19))
    assert [at_node(reading, cell) for cell in _cells(reading, cells[2])] == [(5, 12)]
    assert at_node(reading, next(graph.subjects(EX.u))) == (6, 14)
    assert {at_node(reading, node) for node in graph.subjects(EX.p)} == {(2, 1), (6, 1)}


def test_blank_nodes_of_n_quads_are_placed(tmp_path: Path) -> None:
    text = '_:a <http://example.org/p> _:b .\n\n  _:b <http://example.org/q> "x" .\n'
    reading = read([write(tmp_path, "a.nq", text)])
    graph = reading.graph()
    assert at_node(reading, next(graph.subjects(EX.p))) == (1, 1)
    assert at_node(reading, next(graph.subjects(EX.q)), EX.q) == (3, 30)


def test_items_of_a_json_ld_list_are_placed(tmp_path: Path) -> None:
    text = """\
{"@id": "http://example.org/a", "http://example.org/p": {"@list": [
  "x",   {"@value": 1},
  {"http://example.org/q": {"@list": [ true ]}}
]}}
"""
    reading = read([write(tmp_path, "a.jsonld", text)])
    head = reading.graph().value(EX.a, EX.p)
    assert [at_node(reading, cell, RDF.first) for cell in _cells(reading, head)] == [(2, 3), (2, 10), (3, 3)]
    nested = next(reading.graph().objects(None, EX.q))
    assert [at_node(reading, cell) for cell in _cells(reading, nested)] == [(3, 40)]


def test_a_value_without_a_place_of_its_own_is_found_at_its_node(tmp_path: Path) -> None:
    reading = read([write(tmp_path, "a.yaml", YAML)])
    assert reading.positions.of(ID["article/x/c1"], AV.statedIn) == reading.positions.of(ID["article/x/c1"])
    assert reading.positions.of(ID["article/x"], SKOS.note) == reading.positions.of(ID["article/x"])
    assert reading.positions.of(ID["nowhere"]) is None


def test_each_term_of_the_ontology_is_placed_where_its_label_follows() -> None:
    files = sorted((ROOT / "ontology").glob("*.ttl"))
    assert len(files) >= 6
    reading = read(files)
    graph = reading.graph()
    terms = [term for term in graph.subjects(RDFS.label) if isinstance(term, URIRef)]
    assert len(terms) > 100
    for term in terms:
        place = reading.positions.of(term)
        assert place is not None
        assert place.column == 1
        start = text_from(place)
        assert start.startswith((f"<{term}>", *_short_names(term)))
        label = reading.positions.of(term, RDFS.label)
        assert label is not None
        assert text_from(label).startswith('"')


def _short_names(term: URIRef) -> list[str]:
    return [
        f"{prefix}:{term.removeprefix(namespace)}"
        for prefix, namespace in PREFIXES.items()
        if term.startswith(namespace)
    ]


def _cells(reading: Reading, head: object) -> list[BNode]:
    graph = reading.graph()
    cells: list[BNode] = []
    cell = head
    while isinstance(cell, BNode):
        cells.append(cell)
        cell = graph.value(cell, RDF.rest)
    assert len(cells) == len(list(Collection(graph, cells[0])))
    return cells


def at_node(reading: Reading, node: object, predicate: URIRef | None = None) -> tuple[int, int]:
    assert isinstance(node, (BNode, URIRef))
    place = reading.positions.of(node, predicate)
    assert place is not None
    return place.line, place.column
