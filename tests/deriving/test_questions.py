"""The questions that claims answer: which claims share one, and what it is called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.bounds import derive_bounds
from averment.deriving.conversions import derive_conversions
from averment.deriving.dates import derive_dates
from averment.deriving.questions import derive_questions
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import AV, ID, KIND

FINE = {"about": "law:xa-bridges/ticket", "aspect": "fine", "value": "1 RUB", "stance": "asserts"}


def questions(*claims: dict[str, Any], more: str = "") -> Graph:
    page = {
        "id": "article:a",
        "type": "Article",
        "claims": [{"id": f"c{number}", **FINE, **claim} for number, claim in enumerate(claims)],
    }
    return derived(world(json.dumps(page), *([more] if more else [])))


def derived(made: World) -> Graph:
    stated = graph_of(derive_bounds(made), derive_conversions(made), derive_dates(made))
    return graph_of(derive_questions(made, stated, set()))


def question_of(found: Graph, number: int = 0) -> str:
    [question] = found.objects(expanded(f"article:a/c{number}"), AV.answers)
    return str(question).removeprefix(ID + "question/")


def test_question_in_full() -> None:
    found = questions(FINE | {"aspect": "force", "value": "must"})
    question = URIRef(ID + "question/law/xa-bridges/ticket/force")
    claim = expanded("article:a/c0")
    assert set(found) == {
        (claim, AV.answers, question),
        (question, AV.hasAnswer, claim),
        (question, RDF.type, AV.Question),
        (question, AV.about, expanded("law:xa-bridges/ticket")),
        (question, AV.hasAspect, expanded("aspect:force")),
        (question, AV.hasKind, KIND.force),
        (question, RDFS.label, Literal("force of crossing without a ticket", lang="en")),
    }


@pytest.mark.parametrize(
    ("claim", "name", "label"),
    [
        ({"about": "law:xa-bridges", "aspect": "stage"}, "law/xa-bridges/stage", "stage of Bridges Act"),
        ({"aspect": "effect", "value": {"en": "x"}}, "law/xa-bridges/ticket/effect", None),
        ({"about": "group:ferrymen", "aspect": "headcount", "value": "3"}, "group/ferrymen/headcount", None),
        ({}, "law/xa-bridges/ticket/fine/becd29851e79", "fine of crossing without a ticket (Russian ruble)"),
        (
            {"value": "1 USD"},
            "law/xa-bridges/ticket/fine/454a394efbfd",
            "fine of crossing without a ticket (US dollar)",
        ),
        (
            {"addressee": "group:carters"},
            "law/xa-bridges/ticket/fine/83b5ac35b824",
            "fine of crossing without a ticket (carters, Russian ruble)",
        ),
        (
            {"about": "law:xa-bridges", "aspect": "entry-into-force", "value": "signature + 3 d"},
            "law/xa-bridges/entry-into-force/b3e9de6e1dad",
            "entry into force of Bridges Act (signed)",
        ),
        ({"about": "law:nowhere"}, "law/nowhere/fine/becd29851e79", "fine of nowhere (Russian ruble)"),
        ({"about": "law:café"}, "law/caf%C3%A9/fine/becd29851e79", None),
        ({"about": "https://example.org/law"}, "e950dd651dfe/fine/becd29851e79", None),
        (
            {"aspect": "https://example.org/vocabulary#depth", "value": "3"},
            "law/xa-bridges/ticket/5c08b7851fe9",
            None,
        ),
    ],
)
def test_name_says_what_is_asked(claim: dict[str, Any], name: str, label: str | None) -> None:
    found = questions(claim)
    assert question_of(found) == name
    if label is not None:
        assert set(found.objects(None, RDFS.label)) == {Literal(label, lang="en")}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"value": "2..5 RUB"}, True),
        ({}, {"stance": "denies"}, True),
        ({}, {"asOf": "2026"}, True),
        ({}, {"value": "2 USD"}, False),
        ({}, {"about": "law:xa-bridges/toll"}, False),
        ({}, {"aspect": "force", "value": "must"}, False),
        ({}, {"addressee": "group:carters"}, False),
        ({"addressee": "group:carters"}, {"addressee": "group:carters"}, True),
        ({"addressee": "group:carters"}, {"addressee": "group:drivers"}, False),
        ({}, {"version": "law:xa-bridges/introduced"}, False),
        ({}, {"population": "group:ferrymen"}, True),
        ({"aspect": "community-work", "value": "1 d"}, {"aspect": "community-work", "value": "24 h"}, True),
        (
            {"aspect": "introduction", "value": "2026"},
            {"aspect": "introduction", "value": "signature"},
            False,
        ),
        (
            {"aspect": "introduction", "value": "signed"},
            {"aspect": "introduction", "value": "within 3 d of signature"},
            True,
        ),
        (
            {"aspect": "introduction", "value": "publication"},
            {"aspect": "introduction", "value": "signature"},
            False,
        ),
        ({}, {"value": "no fine"}, False),
    ],
)
def test_claims_share_a_question(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    found = questions(one, other)
    assert (question_of(found, 0) == question_of(found, 1)) is same
    assert len(set(found.subjects(RDF.type, AV.Question))) == (1 if same else 2)


@pytest.mark.parametrize(
    ("stance", "compared"),
    [
        ("asserts", True),
        ("alleges", True),
        ("conditional", True),
        ("denies", False),
        ("opines", False),
        ("predicts", False),
        ("unheard-of", False),
        ("https://example.org/vocabulary#insists", True),
        ("https://example.org/vocabulary#hints", False),
    ],
)
def test_claim_is_compared_by_its_stance(stance: str, compared: bool) -> None:
    own = "ex:insists a av:Stance ; av:isCompared '1'^^xsd:boolean . ex:hints a av:Stance ; av:isCompared false ."
    found = questions({"stance": stance}, more=TURTLE + own)
    assert bool(list(found.objects(None, AV.hasAnswer))) is compared
    assert len(list(found.objects(None, AV.answers))) == 1


CLAIM = "<article/t/c> a av:Claim ; av:about <law/xa-bridges> ; av:hasAspect aspect:stage ; av:hasStance stance:asserts"


@pytest.mark.parametrize(
    "turtle",
    [
        CLAIM.replace("av:about <law/xa-bridges> ; ", ""),
        CLAIM.replace("av:hasAspect aspect:stage ; ", ""),
        CLAIM.replace("<law/xa-bridges>", "<law/xa-bridges> , <group/ferrymen>"),
        CLAIM.replace("aspect:stage", "aspect:stage , aspect:amends"),
        CLAIM.replace("<law/xa-bridges>", "'Bridges Act'"),
        CLAIM.replace("<law/xa-bridges>", "[ a av:Law ]"),
        CLAIM.replace("aspect:stage", "'stage'"),
    ],
)
def test_claim_that_the_shapes_refuse_answers_no_question(turtle: str) -> None:
    assert set(derived(world(TURTLE + turtle + " ."))) == set()


def test_aspect_of_no_kind_still_makes_a_question() -> None:
    found = derived(world(TURTLE + CLAIM.replace("aspect:stage", "ex:mood") + " ."))
    [question] = found.subjects(RDF.type, AV.Question)
    assert (question, AV.hasKind, None) not in found


def test_claim_without_an_iri_answers_a_question() -> None:
    made = world(TURTLE + "[] " + CLAIM.partition(" ")[2] + " .")
    found = derived(made)
    assert set(found.objects(None, AV.hasAnswer)) == set(made.claims)
    assert len(made.claims) == 1


def test_scope_is_stated_of_the_question() -> None:
    found = questions({"addressee": "group:carters", "version": "law:xa-bridges/introduced"})
    [question] = found.subjects(RDF.type, AV.Question)
    assert set(found.predicate_objects(question)) >= {
        (AV.hasAddressee, expanded("group:carters")),
        (AV.inVersion, expanded("law:xa-bridges/introduced")),
        (AV.hasUnit, expanded("unit:RUB")),
    }
    assert not {
        value for value in found.objects() if isinstance(value, Literal) and value.datatype == XSD.decimal
    }
