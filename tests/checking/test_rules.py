"""Rules are the shapes that results come from, under the names that findings give them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from tests.checking.examples import ARCHIVE, COUNTRIES, write_example

from averment.building import build
from averment.checking import check
from averment.checking.rules import find_rules, is_turtle, list_rules
from averment.errors import UsageError
from averment.shapes import load_shapes, shipped_shapes

PREFIXES = """\
@prefix av: <https://w3id.org/averment/ontology#> .
@prefix ex: <https://example.org/rules#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def names(turtle: str) -> list[str]:
    shapes = Graph().parse(data=PREFIXES + turtle, format="turtle")
    return [rule.name for rule in list_rules(shapes)]


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("ex:A sh:targetClass av:Claim ; sh:nodeKind sh:IRI .", ["A"]),
        ("ex:A sh:targetClass av:Claim ; sh:property ex:A-b . ex:A-b sh:path av:about .", ["A-b"]),
        ("ex:A sh:targetClass av:Claim ; sh:property [ sh:path av:about ; sh:minCount 1 ] .", ["A-about"]),
        (
            "ex:A sh:targetClass av:Claim ; sh:property [ sh:path av:about ; sh:property ex:in ] ."
            "ex:in sh:path av:published ; sh:minCount 1 .",
            ["A-about", "in"],
        ),
        ("ex:A sh:targetNode ex:x ; sh:or ( [ sh:class av:Claim ] [ sh:property ex:B ] ) .", ["A"]),
        ("ex:A sh:targetSubjectsOf av:about ; sh:node ex:B . ex:B sh:class av:Claim .", ["A"]),
        ("ex:A sh:targetObjectsOf av:about ; sh:closed true .", ["A"]),
        ("ex:A sh:targetClass av:Claim ; sh:deactivated true ; sh:class av:Claim .", []),
        ("ex:A sh:targetClass av:Claim ; rdfs:label 'nothing asked' ; sh:message 'no' .", []),
        ("ex:A a sh:NodeShape ; sh:class av:Claim .", []),
        ("ex:A a sh:NodeShape , rdfs:Class ; sh:class av:Claim .", ["A"]),
        ("ex:A a sh:NodeShape , owl:Class ; sh:class av:Claim .", ["A"]),
    ],
)
def test_rules_are_the_shapes_that_results_come_from(turtle: str, expected: list[str]) -> None:
    assert names(turtle) == expected


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("sh:name 'b'", "whole: b"),
        ("rdfs:label 'b'", "whole: b"),
        ("sh:name 'b'@de , 'c'@en", "whole: c"),
        ("sh:name 'whole'", "whole"),
        ("sh:order 1", "whole"),
    ],
)
def test_title_is_what_the_shape_is_called_after_its_whole(said: str, title: str) -> None:
    turtle = (
        f"ex:A sh:targetClass av:Claim ; rdfs:label 'whole' ; sh:property [ sh:path av:about ; {said} ] ."
    )
    [rule] = list_rules(Graph().parse(data=PREFIXES + turtle, format="turtle"))
    assert rule.title == title


def test_title_leaves_out_a_whole_that_the_rule_is_not_named_for() -> None:
    turtle = (
        "ex:A sh:targetClass av:Claim ; rdfs:label 'whole' ; sh:property ex:B-c ."
        "ex:B-c sh:path av:about ; sh:name 'c' ."
    )
    [rule] = list_rules(Graph().parse(data=PREFIXES + turtle, format="turtle"))
    assert rule.title == "c"


def test_a_rule_without_any_name_is_called_as_findings_call_it() -> None:
    [rule] = list_rules(
        Graph().parse(data=PREFIXES + "ex:A sh:targetClass av:Claim ; sh:class av:Claim .", format="turtle")
    )
    assert (rule.name, rule.title, rule.message, rule.meaning, rule.path) == ("A", "A", None, None, None)


def test_findings_are_of_rules_that_are_listed(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        PREFIXES
        + """ex:Own sh:targetClass av:Instrument ; sh:property ex:Own-note , [ sh:path av:isPartOf ; sh:minCount 1 ;
        sh:severity sh:Info ] ; sh:node [ sh:property [ sh:path av:replaces ; sh:minCount 1 ] ] .
        ex:Own-note sh:path av:note ; sh:minCount 1 ; sh:severity sh:Warning .""",
        encoding="utf-8",
    )
    write_example("chain: []", tmp_path / "example", "own")
    made = build([COUNTRIES, tmp_path / "example"], archive=ARCHIVE, shapes=[file])
    rules = {
        (rule.name, rule.family, rule.severity) for rule in list_rules(made.shapes, made.shape_positions)
    }
    found = {(finding.rule, finding.family, finding.severity) for finding in check(made).findings}
    assert {name for name, _, _ in found} == {"Own", "Own-note", "Own-isPartOf"}
    assert found <= rules


def test_rules_stand_where_their_files_say(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        PREFIXES
        + "\nex:A sh:targetClass av:Claim ;\n  sh:property [ sh:path av:about ; sh:minCount 1 ] ,\n    ex:b .\n"
        "ex:b sh:path av:value .\n",
        encoding="utf-8",
    )
    shapes, positions = load_shapes([file])
    own = [rule for rule in list_rules(shapes, positions) if rule.path == str(file)]
    assert [(rule.name, rule.line) for rule in own] == [("A-about", 8), ("b", 10)]


def test_shipped_rules_stand_in_the_files_of_the_ontology() -> None:
    rules = list_rules(shipped_shapes())
    assert [rule.name for rule in rules if rule.path is None or rule.line is None] == []
    assert {rule.path for rule in rules} >= {"ontology/shapes/claims.ttl", "ontology/shapes/derived.ttl"}


def test_a_rule_is_found_by_name_and_by_iri() -> None:
    rules = list_rules(shipped_shapes())
    for name in ("Claim-value", "avsh:Claim-value", "https://w3id.org/averment/shapes#Claim-value"):
        [rule] = find_rules(rules, name)
        assert rule.name == "Claim-value"


def test_a_rule_that_there_is_not_is_refused_with_near_ones() -> None:
    with pytest.raises(UsageError, match=r"'Claim-value'\?$"):
        find_rules(list_rules(shipped_shapes()), "claim-vaule")
    with pytest.raises(UsageError, match="lists all rules"):
        find_rules([], "Claim-value")


@pytest.mark.parametrize(
    ("example", "turtle"),
    [
        ("my:x a av:Unit .", True),
        ("# a comment\n\n<urn:x> a av:Unit ;\n  av:hasDimension dimension:time .", True),
        ("id: law:x\ntype: Law\nname: {en: a law.}", False),
        ("reason: It is a good reason.", False),
        ("value: {en: what a law is}", False),
        ("- {id: group:a, type: Group}", False),
    ],
)
def test_turtle_is_told_from_yaml(example: str, turtle: bool) -> None:
    assert is_turtle(example) is turtle
