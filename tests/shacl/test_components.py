"""Each constraint component on deliberately bad data: the compiled engine agrees with pySHACL.

A case is a shape and data that breaks it; the results have to agree in focus node, path, value, component,
severity and source shape, and there has to be at least one of the component that the case is for.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, TypeAlias

import pyshacl
import pytest
from rdflib import SH, BNode, Graph, URIRef
from rdflib.term import Node

from averment.shacl import engine
from averment.shacl.duck import validate
from averment.shacl.model import read_path
from averment.shacl.sparql_paths import path_text

PREFIXES = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
: sh:declare [ sh:prefix "" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""

Key: TypeAlias = tuple[object, ...]


class Case(NamedTuple):
    """What `:Shape` says besides its targets, the data, and how often the component is violated."""

    component: str
    shape: str
    data: str
    violations: int


def on_path(constraint: str, path: str = ":p") -> str:
    return f"sh:property :Property . :Property sh:path {path} ; {constraint}"


CASES = {
    "class": Case(
        "Class", on_path("sh:class :C"), ":C2 rdfs:subClassOf :C . :a :p :i, :j, 'x' . :i a :C2 .", 2
    ),
    "datatype": Case(
        "Datatype",
        on_path("sh:datatype xsd:date"),
        ":a :p '2026-01-01'^^xsd:date, '2026-02-30'^^xsd:date, 'x', :i, 1 .",
        4,
    ),
    "datatype-integer": Case(
        "Datatype",
        on_path("sh:datatype xsd:byte"),
        ":a :p '127'^^xsd:byte, '300'^^xsd:byte, '1'^^xsd:int .",
        2,
    ),
    "nodeKind-IRI": Case("NodeKind", on_path("sh:nodeKind sh:IRI"), ":a :p :i, [], 'x' .", 2),
    "nodeKind-Literal": Case("NodeKind", on_path("sh:nodeKind sh:Literal"), ":a :p :i, [], 'x' .", 2),
    "nodeKind-BlankNode": Case("NodeKind", on_path("sh:nodeKind sh:BlankNode"), ":a :p :i, [], 'x' .", 2),
    "nodeKind-BlankNodeOrIRI": Case(
        "NodeKind", on_path("sh:nodeKind sh:BlankNodeOrIRI"), ":a :p :i, 'x' .", 1
    ),
    "nodeKind-IRIOrLiteral": Case("NodeKind", on_path("sh:nodeKind sh:IRIOrLiteral"), ":a :p [], 'x' .", 1),
    "nodeKind-BlankNodeOrLiteral": Case(
        "NodeKind", on_path("sh:nodeKind sh:BlankNodeOrLiteral"), ":a :p [], :i .", 1
    ),
    "minCount": Case("MinCount", on_path("sh:minCount 2"), ":a :p 1 . :b :p 1, 2 . :c :q 1 .", 2),
    "maxCount": Case("MaxCount", on_path("sh:maxCount 1"), ":a :p 1 . :b :p 1, 2 .", 1),
    "minExclusive": Case("MinExclusive", on_path("sh:minExclusive 3"), ":a :p 3, 3.5, 2e0, 'x', :i .", 4),
    "minInclusive": Case("MinInclusive", on_path("sh:minInclusive 3"), ":a :p 3, 2.9, 2e0, 'x' .", 3),
    "maxExclusive": Case("MaxExclusive", on_path("sh:maxExclusive 3"), ":a :p 3, 2.9, 4e0, 'x' .", 3),
    "maxInclusive": Case("MaxInclusive", on_path("sh:maxInclusive 3"), ":a :p 3, 3.1, 4e0, 'x' .", 3),
    "maxInclusive-date": Case(
        "MaxInclusive",
        on_path("sh:maxInclusive '2026-01-31'^^xsd:date"),
        ":a :p '2026-01-31'^^xsd:date, '2026-02-01'^^xsd:date, '1999-12-31'^^xsd:date .",
        1,
    ),
    "minLength": Case("MinLength", on_path("sh:minLength 3"), ":a :p 'ab', 'abc', 12, [] .", 3),
    "maxLength": Case("MaxLength", on_path("sh:maxLength 3"), ":a :p 'abcd', 'abc', 1234, 'ééé' .", 2),
    "pattern": Case("Pattern", on_path("sh:pattern '^a.c$'"), ":a :p 'abc', 'ABC', 'xabc', :abc, [] .", 4),
    "pattern-flags": Case(
        "Pattern", on_path("sh:pattern '^a.c$' ; sh:flags 'i'"), ":a :p 'ABC', 'xabc' .", 1
    ),
    "pattern-lines": Case(
        "Pattern", on_path("sh:pattern '^b$' ; sh:flags 'm'"), ":a :p 'a\\nb', 'ab', 'b' .", 1
    ),
    "pattern-dot": Case("Pattern", on_path("sh:pattern '^a.b$'"), ":a :p 'a\\nb', 'a-b' .", 1),
    "languageIn": Case(
        "LanguageIn", on_path("sh:languageIn ( 'en' 'de' )"), ":a :p 'x'@en, 'x'@en-GB, 'x'@fr, 'x', 1 .", 3
    ),
    "uniqueLang": Case(
        "UniqueLang",
        on_path("sh:uniqueLang true"),
        ":a :p 'x'@en, 'y'@en, 'z'@de, 'x', 'y' . :b :p 'x'@en .",
        1,
    ),
    "equals": Case("Equals", on_path("sh:equals :q"), ":a :p 1, 2 ; :q 2, 3 . :b :p 1 ; :q 1 .", 2),
    "disjoint": Case("Disjoint", on_path("sh:disjoint :q"), ":a :p 1, 2 ; :q 2, 3 .", 1),
    "lessThan": Case("LessThan", on_path("sh:lessThan :q"), ":a :p 1, 3 ; :q 2, 'x' .", 3),
    "lessThanOrEquals": Case("LessThanOrEquals", on_path("sh:lessThanOrEquals :q"), ":a :p 2, 3 ; :q 2 .", 1),
    "not": Case("Not", on_path("sh:not [ sh:datatype xsd:string ]"), ":a :p 'x', 1 .", 1),
    "and": Case(
        "And", on_path("sh:and ( [ sh:minLength 2 ] [ sh:maxLength 3 ] )"), ":a :p 'x', 'xx', 'xxxx' .", 2
    ),
    "or": Case(
        "Or", on_path("sh:or ( [ sh:datatype xsd:string ] [ sh:nodeKind sh:IRI ] )"), ":a :p 'x', 1, :i .", 1
    ),
    "xone": Case(
        "Xone", on_path("sh:xone ( [ sh:minLength 2 ] [ sh:maxLength 3 ] )"), ":a :p 'x', 'xx', :i .", 1
    ),
    "node": Case(
        "Node",
        on_path("sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]"),
        ":a :p :i, :j . :i :q 1 .",
        1,
    ),
    "qualifiedMinCount": Case(
        "QualifiedMinCount",
        on_path("sh:qualifiedValueShape [ sh:datatype xsd:string ] ; sh:qualifiedMinCount 2"),
        ":a :p 'x', 1, 2 . :b :p 'x', 'y' .",
        2,
    ),
    "qualifiedMaxCount": Case(
        "QualifiedMaxCount",
        on_path("sh:qualifiedValueShape [ sh:datatype xsd:string ] ; sh:qualifiedMaxCount 1"),
        ":a :p 'x', 1, 2 . :b :p 'x', 'y' .",
        1,
    ),
    "closed": Case(
        "Closed",
        "sh:closed true ; sh:ignoredProperties ( rdfs:label ) ; " + on_path("sh:minCount 0"),
        ":a :p 1 ; :q 1, 2 ; rdfs:label 'a' . :b :p 1 .",
        2,
    ),
    "hasValue": Case("HasValue", on_path("sh:hasValue 1"), ":a :p 2 . :b :p 1, 2 .", 2),
    "in": Case("In", on_path("sh:in ( 1 'x' :i )"), ":a :p 1, 'x', :i, 01.0, 'x'@en, :j .", 3),
    "sparql": Case(
        "SPARQL",
        'sh:sparql [ sh:prefixes : ; sh:select "SELECT $this ?value { $this :p ?value . FILTER (?value > 2) }" ] .',
        ":a :p 1, 3 . :b :p 4, 2.0 .",
        2,
    ),
    "sparql-path": Case(
        "SPARQL",
        on_path(
            'sh:sparql [ sh:prefixes : ; sh:select "SELECT $this ?value { $this $PATH ?value FILTER NOT EXISTS '
            '{ ?value :q ?any } }" ] .',
            "( :p :p )",
        ),
        ":a :p :i . :i :p :j, :k . :j :q 1 .",
        1,
    ),
    "nested-property": Case(
        "MinCount",
        on_path("sh:property [ sh:path :q ; sh:minCount 1 ]"),
        ":a :p :i, :j . :b :p :i . :j :q 1 .",
        2,
    ),
    "severity": Case("MaxCount", on_path("sh:maxCount 0 ; sh:severity sh:Warning"), ":a :p 1 .", 1),
    "on-a-node-shape": Case("NodeKind", "sh:nodeKind sh:BlankNode", ":a :q 1 . :b :q 1 .", 3),
    "path-inverse": Case(
        "MinCount", on_path("sh:minCount 1", "[ sh:inversePath :p ]"), ":b :p :a . :c :p :a .", 2
    ),
    "path-sequence": Case(
        "MaxCount", on_path("sh:maxCount 1", "( :p :q )"), ":a :p :i, :j . :i :q 1 . :j :q 2 .", 1
    ),
    "path-alternative": Case(
        "MaxCount",
        on_path("sh:maxCount 1", "[ sh:alternativePath ( :p :q ) ]"),
        ":a :p 1 ; :q 2 . :b :p 1 ; :q 1 .",
        1,
    ),
    "path-zeroOrMore": Case(
        "NodeKind", on_path("sh:nodeKind sh:IRI", "[ sh:zeroOrMorePath :p ]"), ":a :p :b . :b :p :a, 'x' .", 2
    ),
    "path-oneOrMore": Case(
        "Disjoint",
        on_path("sh:disjoint :self", "[ sh:oneOrMorePath :p ]"),
        ":a :p :b ; :self :a . :b :p :a .",
        1,
    ),
    "path-zeroOrOne": Case(
        "MaxCount", on_path("sh:maxCount 1", "[ sh:zeroOrOnePath :p ]"), ":a :p :b . :b :p :b .", 1
    ),
}


def _graphs(case: Case) -> tuple[Graph, Graph]:
    targets = ":Shape a sh:NodeShape ; sh:targetNode :a, :b, :c ; sh:targetSubjectsOf :p ; "
    shapes = Graph().parse(data=f"{PREFIXES}{targets}{case.shape.removesuffix('.')} .", format="turtle")
    return Graph().parse(data=PREFIXES + case.data, format="turtle"), shapes


def _node(node: Node | None) -> object:
    return "_" if isinstance(node, BNode) else node


def _path(graph: Graph, node: Node | None) -> str | None:
    return path_text(read_path(graph, node)) if node is not None else None


def _by_pyshacl(data: Graph, shapes: Graph) -> Counter[Key]:
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, Graph)
    return Counter(
        (
            _node(report.value(result, SH.focusNode)),
            _path(report, report.value(result, SH.resultPath)),
            _node(report.value(result, SH.value)),
            report.value(result, SH.sourceConstraintComponent),
            report.value(result, SH.resultSeverity),
            _node(report.value(result, SH.sourceShape)),
        )
        for result in report.objects(None, SH.result)
    )


def _by_relations(data: Graph, shapes: Graph) -> Counter[Key]:
    return Counter(
        (
            _node(result.focus),
            _path(shapes, result.path if result.path is not None else result.query.shape.path_node),
            _node(result.value),
            result.query.component,
            result.query.shape.severity,
            _node(result.query.shape.node),
        )
        for result in validate(data, shapes)
    )


def _by_engine(data: Graph, shapes: Graph, most_triples: int) -> Counter[Key]:
    """Return the results of the compiled engine, which takes Oxigraph up to a number of triples."""
    outcome = engine.validate(data, shapes, most_triples=most_triples)
    assert not outcome.handed_over
    return Counter(
        (
            _node(result.focus),
            _path(shapes, result.path),
            _node(result.value),
            result.component,
            shapes.value(result.shape, SH.severity, default=SH.Violation),
            _node(result.shape),
        )
        for result in outcome.results
    )


@pytest.mark.parametrize("name", CASES)
def test_all_engines_agree(name: str) -> None:
    case = CASES[name]
    data, shapes = _graphs(case)
    found = _by_relations(data, shapes)
    assert found == _by_pyshacl(data, shapes)
    assert found == _by_engine(data, shapes, most_triples=1000)
    assert found == _by_engine(data, shapes, most_triples=0)
    component = URIRef(f"{SH}{case.component}ConstraintComponent")
    assert sum(count for key, count in found.items() if key[3] == component) == case.violations


def test_comparing_what_has_no_order_is_an_error() -> None:
    """SPARQL drops the row; rdflib, which pySHACL asks, puts the text after the number."""
    data, shapes = _graphs(CASES["sparql"]._replace(data=":a :p 'x', 3 ."))
    assert [str(key[2]) for key in _by_relations(data, shapes)] == ["3"]


def test_a_dot_is_any_character_where_the_flags_say_so() -> None:
    """As in XPath; pySHACL leaves the flag out."""
    case = CASES["pattern"]._replace(
        shape=on_path("sh:pattern '^A.b$' ; sh:flags 'si'"), data=":a :p 'a\\nb', 'a-b', 'ab' ."
    )
    data, shapes = _graphs(case)
    for most_triples in (0, 1000):
        assert [str(key[2]) for key in _by_engine(data, shapes, most_triples)] == ["ab"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("[ sh:inversePath ( :p :q ) ]", {"a"}),
        ("[ sh:inversePath [ sh:inversePath :p ] ]", {"b", "c"}),
        ("[ sh:inversePath ( [ sh:inversePath :p ] :r ) ]", {"b", "c"}),
    ],
)
def test_an_inverted_sequence_is_walked_from_its_end(path: str, found: set[str]) -> None:
    """And what is inverted twice goes forth, as in SPARQL; pySHACL does neither."""
    shape = on_path("sh:nodeKind sh:Literal", path)
    data, shapes = _graphs(Case("NodeKind", shape, ":a :p :b, :c . :c :q :a . :a :r :a .", len(found)))
    expected = Counter(URIRef(f"https://example.org/{name}") for name in found)
    for results in (_by_relations(data, shapes), *(_by_engine(data, shapes, most) for most in (0, 1000))):
        assert Counter(key[2] for key in results if key[0] == URIRef("https://example.org/a")) == expected


def test_every_component_has_a_case() -> None:
    named = {f"{SH}{case.component}ConstraintComponent" for case in CASES.values()}
    known = {str(term) for term in dir(SH) if str(term).endswith("ConstraintComponent")} - {
        str(SH.ConstraintComponent),
        str(SH.sourceConstraintComponent),
    }
    without = {f"{SH}{name}ConstraintComponent" for name in ("Property", "JS", "Expression")}
    assert len(known) > 25
    assert known - named <= without
