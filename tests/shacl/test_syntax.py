"""Shapes that are not well formed: each fault is named, at the node that has it."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from averment.shacl.syntax import Fault, find_faults

PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
: sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""


def faults(shapes: str) -> list[Fault]:
    return list(find_faults(Graph().parse(data=PREFIXES + shapes, format="turtle")))


def on_path(constraint: str) -> str:
    return f":S a sh:PropertyShape ; sh:targetClass :C ; sh:path :p ; {constraint} ."


def with_query(query: str, kind: str = "a sh:NodeShape") -> str:
    return f':S {kind} ; sh:targetClass :C ; sh:sparql [ sh:prefixes : ; sh:select """{query}""" ] .'


MALFORMED = {
    "count": (on_path("sh:minCount 'two'"), 'the value "two" of sh:minCount is not an integer'),
    "count-decimal": (on_path("sh:maxCount 1.5"), "of sh:maxCount is not an integer"),
    "two-counts": (on_path("sh:maxCount 1, 2"), "it has 2 values of sh:maxCount"),
    "count-on-node-shape": (":S sh:targetClass :C ; sh:minCount 1 .", "a node shape cannot have sh:minCount"),
    "unique-on-node-shape": (
        ":S sh:targetClass :C ; sh:uniqueLang true .",
        "a node shape cannot have sh:uniqueLang",
    ),
    "datatype": (on_path("sh:datatype 'date'"), "is not the IRI of a datatype"),
    "two-datatypes": (on_path("sh:datatype xsd:date, xsd:time"), "it has 2 values of sh:datatype"),
    "node-kind": (on_path("sh:nodeKind sh:Thing"), "is not a node kind"),
    "class": (on_path("sh:class 'C'"), "is not the IRI of a class"),
    "length": (on_path("sh:minLength 1.0"), "of sh:minLength is not an integer"),
    "bound": (on_path("sh:minInclusive :three"), "of sh:minInclusive is not a literal"),
    "pattern": (on_path("sh:pattern '(a'"), 'the value "(a" of sh:pattern is not a regular expression'),
    "pattern-iri": (on_path("sh:pattern :a"), "of sh:pattern is not a regular expression"),
    "unique": (on_path("sh:uniqueLang 'yes'"), "of sh:uniqueLang is not true or false"),
    "in": (on_path("sh:in :a"), "of sh:in is not a list"),
    "languages": (on_path("sh:languageIn ( :en )"), "of sh:languageIn is not a list of language tags"),
    "or": (on_path("sh:or :a"), "of sh:or is not a list of shapes"),
    "closed": (":S sh:targetClass :C ; sh:closed 'yes' .", "of sh:closed is not true or false"),
    "ignored": (
        ":S sh:targetClass :C ; sh:closed true ; sh:ignoredProperties ( 'p' ) .",
        "of sh:ignoredProperties is not a list of IRIs",
    ),
    "severity": (on_path("sh:minCount 1 ; sh:severity 'bad'"), "of sh:severity is not an IRI"),
    "message": (on_path("sh:minCount 1 ; sh:message 3"), "of sh:message is not a text"),
    "deactivated": (on_path("sh:minCount 1 ; sh:deactivated 'no'"), "of sh:deactivated is not true or false"),
    "target": (":S sh:targetClass 'C' ; sh:nodeKind sh:IRI .", "of sh:targetClass is not the IRI of a class"),
    "two-paths": (":S sh:targetClass :C ; sh:path :p, :q ; sh:minCount 1 .", "it has 2 paths"),
    "path-literal": (":S sh:targetClass :C ; sh:path 'p' ; sh:minCount 1 .", "is none that SHACL knows"),
    "path-unknown": (
        ":S sh:targetClass :C ; sh:path [ :reverse :p ] ; sh:minCount 1 .",
        "is none that SHACL",
    ),
    "path-circular": (
        ":S sh:targetClass :C ; sh:path _:p ; sh:minCount 1 . _:p sh:inversePath _:p .",
        "contains itself",
    ),
    "property-shape-as-node": (
        ":T sh:targetClass :C ; sh:node :S . :S sh:path :p ; sh:minCount 1 .",
        "sh:node names it and it has an sh:path",
    ),
    "no-path": (":S sh:targetClass :C ; sh:property :P . :P sh:minCount 1 .", "has no sh:path"),
    "list-that-loops": (
        on_path("sh:in _:l") + " _:l rdf:first :a ; rdf:rest _:l .",
        "of sh:in is not a list",
    ),
    "list-without-end": (on_path("sh:in _:l") + " _:l rdf:first :a .", "of sh:in is not a list"),
    "recursion": (
        ":S sh:targetClass :C ; sh:node :T . :T sh:property [ sh:path :p ; sh:node :S ] .",
        "it contains itself",
    ),
    "recursion-in-list": (":S sh:targetClass :C ; sh:not [ sh:or ( :S ) ] .", "it contains itself"),
    "query": (with_query("SELECT $this WHERE { $this :p }"), "it cannot be parsed"),
    "query-prefix": (with_query("SELECT $this WHERE { $this no:p 1 }"), "it cannot be parsed"),
    "query-minus": (with_query("SELECT $this WHERE { $this :p 1 MINUS { $this :q 1 } }"), "it uses MINUS"),
    "query-values": (with_query("SELECT $this WHERE { $this :p ?x VALUES ?x { 1 } }"), "it uses VALUES"),
    "query-values-after": (
        with_query("SELECT $this WHERE { $this :p ?x } VALUES ?x { 1 }"),
        "it uses VALUES",
    ),
    "query-service": (
        with_query("SELECT $this WHERE { SERVICE :e { $this :p 1 } }"),
        "it uses SERVICE",
    ),
    "query-bind": (with_query("SELECT $this WHERE { BIND (:x AS $this) }"), "it binds $this again"),
    "query-projection": (
        with_query("SELECT (?x AS ?this) WHERE { ?x :p 1 }"),
        "it binds $this again",
    ),
    "query-sub-select": (
        with_query("SELECT $this WHERE { $this :p ?n { SELECT ?n WHERE { $this :q ?n } } }"),
        "a sub-SELECT does not project $this",
    ),
    "query-ask": (with_query("ASK { $this :p 1 }"), "asks where it has to select"),
    "query-missing": (":S a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ ] .", "has no sh:select"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_each_fault_is_named_at_its_shape(name: str) -> None:
    shapes, problem = MALFORMED[name]
    found = faults(shapes)
    assert len(found) == 1
    assert problem in found[0].problem
    assert found[0].cure
    if name not in ("no-path", "recursion", "recursion-in-list"):
        assert found[0].node == URIRef("https://example.org/S")


def test_all_faults_are_found_in_one_run() -> None:
    found = faults(on_path("sh:minCount 'a' ; sh:maxCount 'b' ; sh:datatype 'c'"))
    assert [fault.predicate for fault in found] == [
        URIRef(f"http://www.w3.org/ns/shacl#{name}") for name in ("datatype", "minCount", "maxCount")
    ]


@pytest.mark.parametrize(
    "shapes",
    [
        on_path("sh:minCount 1 ; sh:pattern '^a' ; sh:flags 'i' ; sh:message 'x'@en, 'y'@de"),
        ":S sh:targetClass :C ; sh:or ( [ sh:class :D ] :T ) . :T sh:nodeKind sh:IRI .",
        with_query('SELECT $this WHERE { $this :p "MINUS and VALUES" . FILTER (false) } # SERVICE'),
        # what only has no translation is no fault
        with_query("SELECT $this WHERE { $this :p ?x FILTER (SHA256(STR(?x)) = 'x') }"),
        with_query("SELECT $this WHERE { GRAPH $shapesGraph { $this :p 1 } }"),
        # the parameters of a component may bear names that shapes use
        """:K a sh:ConstraintComponent ; sh:parameter [ sh:path :k ; sh:datatype xsd:integer ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes : ; sh:ask "ASK { FILTER ($value > $k) }" ] .
           :S sh:targetClass :C ; :k 3 .""",
    ],
)
def test_well_formed_shapes_have_no_fault(shapes: str) -> None:
    assert faults(shapes) == []
