"""The names of answers that follow from a claim."""

from __future__ import annotations

from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from averment.deriving.derived_answers import answer_node, derived_answer, renamed
from averment.namespaces import AV

CLAIM = URIRef("https://example.org/claim")
BLANK = BNode("claim")


def test_answer_is_named_after_its_claim() -> None:
    assert answer_node(CLAIM, "was") == URIRef("https://example.org/claim/was")
    assert answer_node(CLAIM, "was/part/1") == URIRef("https://example.org/claim/was/part/1")


def test_answer_of_a_claim_without_an_iri_is_a_blank_node_of_that_name() -> None:
    assert answer_node(BLANK, "was/part/1") == BNode("claim-was-part-1")
    assert answer_node(BLANK, "was") == answer_node(BNode("claim"), "was")


def test_answer_follows_from_its_claim() -> None:
    node = answer_node(CLAIM, "was")
    assert set(derived_answer(CLAIM, "was")) == {
        (node, RDF.type, AV.DerivedAnswer),
        (node, AV.followsFrom, CLAIM),
    }


def test_what_was_derived_for_a_claim_is_said_of_the_answer() -> None:
    part = answer_node(CLAIM, "part/1")
    said: list[tuple[Node, Node, Node]] = [
        (CLAIM, AV.hasOperator, Literal("x")),
        (part, RDF.type, AV.DerivedAnswer),
        (part, AV.followsFrom, CLAIM),
        (part, AV.isSingleFigure, Literal(True)),
    ]
    was = URIRef(f"{CLAIM}/was")
    assert list(renamed(iter(said), CLAIM, "was")) == [
        (was, AV.hasOperator, Literal("x")),
        (URIRef(f"{CLAIM}/was/part/1"), RDF.type, AV.DerivedAnswer),
        (URIRef(f"{CLAIM}/was/part/1"), AV.followsFrom, CLAIM),
        (URIRef(f"{CLAIM}/was/part/1"), AV.isSingleFigure, Literal(True)),
    ]


def test_parts_of_a_claim_without_an_iri_are_renamed_too() -> None:
    part = answer_node(BLANK, "part/1")
    said: list[tuple[Node, Node, Node]] = [
        (part, AV.followsFrom, BLANK),
        (part, AV.isSingleFigure, Literal(True)),
    ]
    node = answer_node(BLANK, "was/part/1")
    assert list(renamed(iter(said), BLANK, "was")) == [
        (node, AV.followsFrom, BLANK),
        (node, AV.isSingleFigure, Literal(True)),
    ]
