"""What is relied on in rdflib, json and ruamel.yaml beyond what they document.

Positions are learnt in subclasses of parsers, whose methods may change between minor releases. These tests
compare what the subclasses read with what another parser reads, and see that every hook is still called.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib.term
from rdflib import RDF, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from tests.reading.samples import ONTOLOGY, errors_of

from averment.errors import ReadError
from averment.namespaces import ID
from averment.reading import jsonld, turtle
from averment.reading.json_files import load_json
from averment.reading.nquads import from_oxigraph
from averment.reading.positions import Positions
from averment.reading.screening import hardened
from averment.reading.triples import Triple
from averment.reading.yaml_files import load_yaml

P = "@prefix : <http://example.org/> .\n"
TURTLE = {
    "nothing but a prefix": P,
    "a triple": "<http://a/s> <http://a/p> <http://a/o> .",
    "no space": P + ":s :p<http://a/o>.<http://a/s><http://a/p>'o'.",
    "the word a": P + ":s a :T . :a a :a ; a :T .",
    "semicolons": P + ":s :p :o ; :q 1 ;; ; :r 2 ; .",
    "commas": P + ':s :p :o , "x" , 1 , [] , ( ) ; :q _:b , _:b .',
    "numbers": P + ":s :p 1 , -1 , +1 , 01 , 1.5 , -.5 , 1.10 , 1e5 , 1.E-3 , .5e+0 , 1. :s :p 0.0 .",
    "booleans": P + ":s :p true , false . :t :p true.",
    "languages": P + ":s :p 'x'@en , 'x'@en-GB , 'x'@zh-Hans-CN , 'y' .",
    "datatypes": P
    + f":s :p '1'^^<{XSD.integer}> , 'x'^^:t , 'maybe'^^<{XSD.boolean}> , 'x'^^<{XSD.string}> .",
    "long strings": P
    + ':s :p """a "quoted" word\n\n\\u00e9 \\\\ \\t""" , \'\'\'it\'s\n\'\'\' , """""" , "" .',
    "escapes": P + r""":s :p "\t\b\n\r\f\"\'\\ \u00E9 \U0001F389" , 'a"b' , "a'b" .""",
    "odd characters": P + ":s :p 'é\u200f\u202e\u2028🎉' , '#no comment' , '<<' , '[(' .",
    "nested blank nodes": P + ":s :p [ :q [ :r [ :s 1 ] , [ ] ; a :T ] ; :u :v ] . [ :p :o ] . [] :p [] .",
    "blank subjects with properties": P + "[ :p :o ] :q [ :r :s ] ; a :T .",
    "labels": P + "_:b1 :p _:b.2 , _:é , _:1 . _:b.2 :p _:b1 .",
    "lists": P + ":s :p ( 1 :a 'x'@en [ :q ( ( ) ( _:b true ) ) ] ) . ( 1 2 ) :p ( ) . ( [] ) :p :o .",
    "a list in a list first": P + ":s :p ( ( 1 ) 2 ) , ( ( ( :a ) ) ) .",
    "prefix redefined": P + ":s :p :o . @prefix : <http://other.org/> . :s :p :o .",
    "prefix of a prefix": "@prefix a: <http://a/> . @prefix b: <http://a/b/> . a:b b:a a:b\\/c .",
    "SPARQL directives": "PREFIX : <http://a/>\nbase <http://b/>\nprefix x: <y#>\n:s :p <z> , x:w .",
    "base": "@base <http://a/b/c> . <d> <#e> <../f> . <> </g> <h?i> . @base <i/> . <j> <http://k/> <//l/m> .",
    "base of averment": "<article/x> <http://a/p> <law/y> , <> .",
    "comments": "# one\n" + P + ":s # two :x\n :p # three\n :o # four .\n . # five",
    "local names": P + ":a.b :c-d :e_f , :1 , :é , :a%20b , :a\\,b , :a\\(b\\) , :x:y , : .",
    "IRIs": "<http://a/\\u00e9> <http://a/#p> <urn:x:y> , <http://a/?q=1&r=(2)> , <http://a/%C3%A9> .",
    "words as names": "@prefix is: <http://a/> . @prefix true: <http://b/> . is:of is:a true:false .",
    "spaces": "\t" + P + "\n\n:s\t:p\n\t:o\t.\n\n",
}
TRIG = {
    **TURTLE,
    "graphs": P + ":g { :s :p :o } GRAPH :h { :s :p 1 . :t :p 2 } { :u :p 3 . } :v :p 4 .",
    "blank graphs": P + "_:g { :s :p _:g } [] { :s :p [] } GRAPH _:h { }",
    "blank nodes across graphs": P + ":g { _:b :p :o . } :h { _:b :q [ :r _:b ] }",
    "prefix between graphs": P + ":g { :s :p :o } @prefix : <http://other.org/> . :g { :s :p ( 1 :x ) }",
}
CASES = [
    *(pytest.param(text, False, id=f"Turtle: {name}") for name, text in TURTLE.items()),
    *(pytest.param(text, True, id=f"TriG: {name}") for name, text in TRIG.items()),
]


def read_with_positions(text: str, *, trig: bool) -> tuple[list[Triple], Positions]:
    positions = Positions()
    errors: list[ReadError] = []
    with hardened():
        triples = turtle.to_triples(text, "a.ttl", positions, errors, named_graphs=trig)
    assert not errors
    return triples, positions


def graph_of(triples: list[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def strict_graph(text: str, *, trig: bool = False) -> Graph:
    rdf_format = ox.RdfFormat.TRIG if trig else ox.RdfFormat.TURTLE
    graph = Graph()
    with hardened():
        for quad in ox.parse(input=text.encode(), format=rdf_format, base_iri=str(ID)):
            graph.add(
                (from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object))
            )
    return graph


@pytest.mark.parametrize(("text", "trig"), CASES)
def test_turtle_and_trig_are_read_as_the_strict_parser_reads_them(text: str, trig: bool) -> None:
    triples, positions = read_with_positions(text, trig=trig)
    assert isomorphic(graph_of(triples), strict_graph(text, trig=trig))
    assert all(positions.of(subject) is not None for subject, _, _ in triples)


@pytest.mark.parametrize(("text", "trig"), CASES)
def test_each_statement_of_turtle_has_places_inside_the_text(text: str, trig: bool) -> None:
    triples, positions = read_with_positions(text, trig=trig)
    lines = text.split("\n")
    for subject, predicate, _ in triples:
        for place in (positions.of(subject), positions.of(subject, predicate)):
            assert place is not None
            assert lines[place.line - 1][place.column - 1].strip()
            assert lines[place.line - 1][place.column - 1] not in ".;,)]}"


def test_the_whole_ontology_is_read_as_the_strict_parser_reads_it() -> None:
    assert len(ONTOLOGY) >= 16
    for path in ONTOLOGY:
        text = path.read_text(encoding="utf-8")
        triples, positions = read_with_positions(text, trig=False)
        assert isomorphic(graph_of(triples), strict_graph(text)), path.name
        assert all(positions.of(subject) is not None for subject, _, _ in triples), path.name


def test_the_comparison_of_the_two_parsers_finds_a_statement_that_only_one_has() -> None:
    text = P + ":s :p :o ;\n :q [] ."
    triples, positions = read_with_positions(text, trig=False)
    quads = list(ox.parse(input=text.encode(), format=ox.RdfFormat.TURTLE))
    for changed, place in (
        (triples, None),
        ([*triples, (*triples[0][:2], Literal("more"))], (2, 7)),
        (triples[1:], (1, 1)),
        (triples[:1], (1, 1)),
    ):
        errors: list[ReadError] = []
        turtle.compare(changed, quads, "a.ttl", positions, errors)
        assert [(e.position.line, e.position.column) for e in errors] == ([place] if place else [])


def test_a_relative_iri_that_rdflib_resolves_wrongly_is_refused(tmp_path: Path) -> None:
    text = "@base <http://a/b/c> .\n<d> <p> <e> ;\n  <q> <?h> ."
    (error,) = errors_of(tmp_path, "a.ttl", text)
    assert (error.position.line, error.position.column) == (3, 7)
    assert error.problem == "two parsers read this differently"


JSON_LD = {
    "nested": {
        "@context": {"@vocab": "http://v/", "ref": {"@type": "@id"}},
        "@id": "http://a/1",
        "@type": ["T", "U"],
        "p": {"@id": "http://a/2", "q": [{"r": 1}, {"r": 1.5}, True, "x"]},
        "ref": ["http://a/3", {"@id": "_:b", "p": "x"}],
    },
    "reverse": {
        "@context": {"@vocab": "http://v/", "back": {"@reverse": "p", "@type": "@id"}},
        "@id": "http://a/1",
        "back": ["http://a/2", {"@id": "http://a/3", "q": 1}],
        "@reverse": {"s": {"@id": "http://a/4", "q": 2}},
    },
    "lists and sets": {
        "@context": {"@vocab": "http://v/", "l": {"@container": "@list"}, "s": {"@container": "@set"}},
        "@id": "http://a/1",
        "l": [1, {"p": "x"}, [2, []]],
        "s": [1, [2, {"@set": [3]}]],
        "e": {"@list": []},
        "m": {"@list": [{"@value": "x", "@language": "en"}]},
    },
    "languages and datatypes": {
        "@context": {
            "@language": "de",
            "@vocab": "http://v/",
            "n": {"@container": "@language"},
            "d": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
        },
        "@id": "http://a/1",
        "n": {"en": ["x", "y"], "@none": "z"},
        "d": "2025-01-01",
        "p": ["Wort", {"@value": "v", "@type": "http://t/"}, {"@value": "w"}],
    },
    "scoped contexts": {
        "@context": {
            "@vocab": "http://v/",
            "p": {"@type": "@vocab", "@context": {"@vocab": "http://w/"}},
            "T": {"@id": "http://v/T", "@context": {"q": "http://t/q"}},
        },
        "@id": "http://a/1",
        "@type": "T",
        "p": "x",
        "q": {"@context": {"r": "http://s/r"}, "@id": "http://a/2", "r": 1, "q": 2},
    },
    "graphs": {
        "@context": {"@vocab": "http://v/"},
        "@id": "http://a/g",
        "p": 1,
        "@graph": [{"@id": "http://a/1", "p": 2}, {"p": 3, "@included": [{"@id": "http://a/2", "p": 4}]}],
    },
    "JSON literals": {
        "@context": {"@vocab": "http://v/", "j": {"@type": "@json"}},
        "@id": "http://a/1",
        "j": {"b": [1, None], "a": {"c": True}},
    },
}


@pytest.mark.parametrize("name", JSON_LD)
def test_json_ld_is_read_as_rdflib_reads_it_and_every_subject_gets_a_place(name: str) -> None:
    text = json.dumps(JSON_LD[name], indent=1)
    document, faults = load_json(text, "a.jsonld")
    positions = Positions()
    with hardened():
        triples = jsonld.to_triples(document, "a.jsonld", positions, faults)
        plain = Dataset().parse(data=text, format="json-ld", publicID=str(ID))
    assert not faults
    assert isomorphic(graph_of(triples), graph_of([quad[:3] for quad in plain.quads()]))
    assert not [triple for triple in triples if positions.of(*triple[:2]) is None]


def test_json_values_are_those_of_the_json_module() -> None:
    text = '{"a": [1, -2.5, 1e3, "x\\u00e9\\n", true, false, null, [], {}], "b": {"c": {"d": [[1]]}}, "": ""}'
    loaded, errors = load_json(text, "a.json")
    assert not errors
    assert loaded == json.loads(text)


def test_each_json_value_knows_its_place() -> None:
    document, _ = load_json('{"a":\n [1, {"b": "x"},\n  [2]], "c":   null}', "a.json")
    assert [(p.line, p.column) for p in document.value_positions.values()] == [(2, 2), (3, 16)]
    assert [(p.line, p.column) for p in document["a"].positions] == [(2, 3), (2, 6), (3, 3)]
    inner = document["a"][1]
    assert (inner.position.line, inner.position.column) == (2, 6)
    assert [(p.line, p.column) for p in inner.value_positions.values()] == [(2, 12)]
    assert [(p.line, p.column) for p in document["a"][2].positions] == [(3, 4)]


def test_yaml_aliases_reach_the_composer_that_refuses_them() -> None:
    document, errors = load_yaml("a: &x [b]\nc: *x\n", "a.yaml")
    assert document is None
    assert [(e.position.line, e.position.column) for e in errors] == [(2, 4)]


@pytest.mark.parametrize("datatype", [RDF.XMLLiteral, RDF.HTML])
def test_markup_is_not_parsed_while_reading_and_is_again_afterwards(datatype: URIRef) -> None:
    before = dict(rdflib.term._toPythonMapping)
    with hardened():
        assert Literal("<a>b</a>", datatype=datatype).value == "<a>b</a>"
    assert dict(rdflib.term._toPythonMapping) == before
    assert Literal("<a>b</a>", datatype=RDF.XMLLiteral).value != "<a>b</a>"


def test_a_literal_that_is_not_of_its_type_is_kept_without_noise(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    text = P + f":s :p 'maybe'^^<{XSD.boolean}> , 'soon'^^<{XSD.date}> , 'x'^^<{XSD.integer}> ."
    triples, _ = read_with_positions(text, trig=False)
    assert {str(value) for _, _, value in triples} == {"maybe", "soon", "x"}
    assert not caplog.records
    assert not capfd.readouterr().err
    assert not logging.getLogger("rdflib.term").disabled


def test_reading_leaves_no_switch_of_rdflib_changed() -> None:
    assert rdflib.NORMALIZE_LITERALS
    with pytest.raises(ZeroDivisionError), hardened():
        _ = 1 / 0
    assert rdflib.NORMALIZE_LITERALS
    assert str(Literal("01", datatype=XSD.integer)) == "1"
    assert BNode() != BNode()
