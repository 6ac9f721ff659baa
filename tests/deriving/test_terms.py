"""Unknown terms, stated derived properties, and what is defined twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph
from rdflib.term import Node
from tests.deriving.small import TURTLE, expanded, of, world

from averment.deriving.terms import derive_terms
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import AV
from averment.reading import read
from averment.shapes import load_shapes


def unknown(made: World, shapes: Graph | None = None) -> dict[str, set[str]]:
    """Give the unknown terms, each with the nodes that use it, by the last parts of their IRIs."""
    triples = list(derive_terms(made, shapes if shapes is not None else Graph()))
    assert {node for node, _, value in triples if value == AV.UnknownTerm} == {
        node for node, prop, _ in triples if prop == AV.usedBy
    }
    found: dict[str, set[str]] = {}
    for term, predicate, user in triples:
        if predicate == AV.usedBy:
            found.setdefault(short(term), set()).add(short(user))
    return found


def short(node: Node) -> str:
    """Give the last part of an IRI of ours, and brackets for a blank node."""
    if isinstance(node, BNode):
        return "[]"
    return str(node).removeprefix("https://w3id.org/averment/").removeprefix("id/")


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("<a> av:abuot <b> .", {"ontology#abuot": {"a"}}),
        ("<a> a av:Artcle .", {"ontology#Artcle": {"a"}}),
        ("<a> av:hasAspect aspect:fien . <b> av:hasAspect aspect:fien .", {"aspect#fien": {"a", "b"}}),
        ("<a> av:hasStance stance:asserts ; av:followsProcess <https://w3id.org/averment/process/rus> .",
         {"process/rus": {"a"}}),
        ("<a> av:hasStance stance:asserts , stance:doubts ; av:hasVerb verb:sais .",
         {"stance#doubts": {"a"}, "verb#sais": {"a"}}),
        ("<a> av:about <nothing> ; ex:any ex:thing ; skos:related <https://example.org/x> .", {}),
        ("aspect:mood a av:Aspect . <a> av:hasAspect aspect:mood .", {}),
        ("aspect:mood rdfs:label 'mood'@en . <a> av:hasAspect aspect:mood .", {"aspect#mood": {"a"}}),
        ("<a> av:titel [ av:en 'x' ; av:more [ av:nested 1 ] ] .", {"ontology#titel": {"a"}}),
        ("<a> av:chain ( [ av:sorce 1 ] ) .", {"ontology#chain": {"a"}}),
        ("<a> av:attributionChain ( [ av:sorce 1 ] ) .", {"ontology#sorce": {"[]"}}),
        ("<a> av:titel <b> . <b> av:en 'x' .", {"ontology#titel": {"a"}, "ontology#en": {"b"}}),
    ],
)  # fmt: skip
def test_unknown_terms_and_their_users(turtle: str, expected: dict[str, set[str]]) -> None:
    assert unknown(world(TURTLE + turtle)) == expected


def test_waived_rule_has_to_be_a_shape() -> None:
    shapes, _ = load_shapes()
    made = world(TURTLE + "<w> av:waivesRule avsh:Question-force , avsh:Question-farce .")
    assert unknown(made, shapes) == {"shapes#Question-farce": {"w"}}


def test_a_shape_of_the_users_own_may_be_waived(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(TURTLE + "@prefix sh: <http://www.w3.org/ns/shacl#> . avsh:Own a sh:NodeShape .", "utf-8")
    shapes, positions = load_shapes([own])
    assert unknown(world(TURTLE + "<w> av:waivesRule avsh:Own ."), shapes) == {}
    place = positions.of(expanded("avsh:Own"))
    assert place is not None
    assert place.path == str(own)


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("<article/a> av:lower 5 .", {"ontology#lower"}),
        ("<article/a> av:answers <question/x> ; av:path 'a.ttl' .", {"ontology#answers", "ontology#path"}),
        ("<article/a> av:value '5' ; av:passageStart 5 .", set()),
    ],
)
def test_stated_derived_properties(turtle: str, expected: set[str]) -> None:
    triples = list(derive_terms(world(TURTLE + turtle), Graph()))
    assert {short(value) for _, prop, value in triples if prop == AV.statesDerived} == expected
    assert {short(node) for node, prop, _ in triples if prop == AV.statesDerived} == (
        {"article/a"} if expected else set()
    )


def test_times_defined(tmp_path: Path) -> None:
    one, other = tmp_path / "one.yaml", tmp_path / "other.ttl"
    one.write_text(
        "graph:\n  - {id: actor:a, type: Person, name: {en: A}}\n  - {id: actor:a, type: Person, name: {en: A}}\n"
        "  - {id: actor:b, type: Person, name: {en: B}}\n  - {id: actor:c, type: Person, name: {en: C}}\n",
        "utf-8",
    )
    other.write_text(
        f"{TURTLE} <actor/a> a av:Person . <actor/b> a av:Person .\n<actor/c> a av:Outlet . <actor/c> av:note 'x' .",
        "utf-8",
    )
    triples = list(derive_terms(World(read([one, other])), Graph()))
    assert of("actor:a", triples) == {"timesDefined": "3"}
    assert of("actor:b", triples) == {"timesDefined": "2"}
    assert of("actor:c", triples) == {}


def test_small_world_has_nothing_to_report() -> None:
    assert list(derive_terms(world(), Graph())) == []


def test_everything_that_the_ontology_uses_it_declares() -> None:
    made = world()
    vocabulary = graph_of(made.vocabulary)
    made.stated = vocabulary
    undeclared = unknown(made)
    assert undeclared == {}
    assert (AV.Claim, RDF.type, None) in vocabulary
