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


def derived(made: World, *withdrawn: str) -> Graph:
    known = graph_of(derive_bounds(made), derive_conversions(made), derive_dates(made))
    return graph_of(derive_questions(made, known, {expanded(name) for name in withdrawn}))


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


# --- what else is asked ------------------------------------------------------------------------------------------

MORE = (
    "<law/xa-bridges/successor> a av:Provision ; av:isProvisionOf <law/xa-bridges> ; "
    "av:replaces <law/xa-bridges/ticket> ."
)


def reports(**stages: str) -> str:
    """Write a page that puts the law at stages, each as of a date."""
    claims = [
        {
            "id": stage,
            "about": "law:xa-bridges",
            "aspect": "stage",
            "stance": "asserts",
            "value": stage,
            "asOf": date,
        }
        for stage, date in stages.items()
    ]
    pages = [{"id": f"article:{claim['id']}", "type": "Article", "claims": [claim]} for claim in claims]
    return json.dumps({"graph": pages})


def only(found: Graph, name: str = "c0") -> dict[str, str]:
    """Give what the question of a claim, or of what follows from it, asks, by local names."""
    question = found.value(expanded(f"article:a/{name}"), AV.answers)
    assert question is not None
    return {
        str(predicate).rpartition("#")[2]: str(value).rpartition("/")[2].rpartition("#")[2]
        for predicate, value in found.predicate_objects(question)
        if predicate not in (RDF.type, AV.hasAnswer, AV.hasDenial)
    }


def test_conversion_is_asked_apart_from_amounts_of_their_own() -> None:
    found = questions({"value": "38 USD", "converts": "3000 RUB"}, {"value": "38 USD"})
    assert question_of(found, 0) != question_of(found, 1)
    assert only(found)["hasKind"] == "conversion"
    assert only(found)["convertedFrom"] == "RUB"
    assert (
        only(found)["label"] == "fine of crossing without a ticket (converted from Russian ruble, US dollar)"
    )
    assert only(found, "c1")["hasKind"] == "extent"


def test_what_held_before_is_asked_apart() -> None:
    found = questions({"before": "true"}, {"before": "false"}, {})
    assert question_of(found, 1) == question_of(found, 2) != question_of(found, 0)
    assert only(found)["isPrior"] == "true"
    assert only(found)["label"] == "fine of crossing without a ticket (Russian ruble, before)"


def test_what_held_before_is_asked_of_what_was_replaced() -> None:
    found = questions({"about": "law:xa-bridges/successor", "before": "true"}, {}, more=TURTLE + MORE)
    assert question_of(found, 0) == question_of(found, 1)
    assert "isPrior" not in only(found)


def test_what_a_value_was_answers_the_question_of_what_was_replaced() -> None:
    found = questions({"about": "law:xa-bridges/successor", "was": "2 RUB"}, {}, more=TURTLE + MORE)
    answer = expanded("article:a/c0/was")
    assert found.value(answer, AV.answers) == found.value(expanded("article:a/c1"), AV.answers)
    assert (found.value(answer, AV.answers), AV.hasAnswer, answer) in found
    assert question_of(found, 0) != question_of(found, 1)


def test_answer_that_follows_has_the_dates_of_its_claim_and_what_it_states() -> None:
    found = questions({"was": "2 RUB", "asOf": "2026", "complete": "true", "part": "headline"})
    answer = expanded("article:a/c0/was")
    assert set(found.predicate_objects(answer)) == {
        (AV.answers, found.value(answer, AV.answers)),
        (AV.asOfEarliest, Literal("2026-01-01", datatype=XSD.date)),
        (AV.asOfLatest, Literal("2026-12-31", datatype=XSD.date)),
        (AV.isComplete, Literal("true", datatype=XSD.boolean)),
        (AV.inPart, expanded("part:headline")),
    }


@pytest.mark.parametrize(
    ("claim", "answers", "denials"),
    [
        ({}, ["c0"], []),
        ({"stance": "denies"}, [], ["c0"]),
        ({"stance": "predicts"}, [], []),
        ({"stance": "denies", "was": "2 RUB"}, [], ["c0"]),
        ({"was": "2 RUB"}, ["c0", "c0/was"], []),
        ({"value": "max(9 RUB, 1 %)"}, ["c0", "c0/part/1", "c0/part/2"], []),
    ],
)
def test_what_is_compared_and_what_denies(
    claim: dict[str, Any], answers: list[str], denials: list[str]
) -> None:
    found = questions(claim)
    for predicate, expected in ((AV.hasAnswer, answers), (AV.hasDenial, denials)):
        names = {str(value).removeprefix(f"{ID}article/a/") for value in found.objects(None, predicate)}
        assert names == set(expected)


@pytest.mark.parametrize("stance", ["asserts", "denies"])
def test_claim_that_was_taken_back_is_not_compared(stance: str) -> None:
    page = {"id": "article:a", "type": "Article", "claims": [{"id": "c0", **FINE, "stance": stance}]}
    found = derived(world(json.dumps(page)), "article:a/c0")
    assert len(list(found.objects(None, AV.answers))) == 1
    assert not list(found.objects(None, AV.hasAnswer))
    assert not list(found.objects(None, AV.hasDenial))


def test_parts_in_another_dimension_are_asked_apart() -> None:
    found = questions(
        {"aspect": "venue-ban", "value": "min(6 mo, 30 d)"}, {"aspect": "venue-ban", "value": "1 y"}
    )
    question = {
        name: found.value(expanded(f"article:a/{name}"), AV.answers)
        for name in ("c0/part/1", "c0/part/2", "c1")
    }
    assert question["c0/part/1"] == question["c1"] != question["c0/part/2"]
    assert only(found, "c0/part/2")["hasUnit"] == "d"


@pytest.mark.parametrize(
    ("as_of", "scope", "label"),
    [
        ("2026-01-21", "2026-01-21/2026-01-21", "strength of ferrymen (as of 2026-01-21)"),
        ("2026-01", "2026-01-01/2026-01-31", "strength of ferrymen (as of 2026-01-01 to 2026-01-31)"),
        ("2026/..", "2026-01-01/..", "strength of ferrymen (as of 2026-01-01 on)"),
        ("../2026", "../2026-12-31", "strength of ferrymen (as of up to 2026-12-31)"),
    ],
)
def test_date_keeps_answers_apart_where_the_aspect_says_so(as_of: str, scope: str, label: str) -> None:
    found = questions({"about": "group:ferrymen", "aspect": "strength", "value": "3", "asOf": as_of})
    [question] = found.subjects(RDF.type, AV.Question)
    assert found.value(question, AV.asOf) == Literal(scope)
    assert found.value(question, RDFS.label) == Literal(label, lang="en")


def test_answer_without_a_date_is_asked_without_one() -> None:
    found = questions({"about": "group:ferrymen", "aspect": "strength", "value": "3"})
    assert (None, AV.asOf, None) not in found


@pytest.mark.parametrize(
    ("claim", "implied"),
    [
        ({"asOf": "2026-02"}, "introduced"),
        ({"asOf": "2026-04"}, "signed"),
        ({"asOf": "2025"}, None),
        ({"asOf": "2026-02", "version": "law:xa-bridges/signed"}, None),
        ({"asOf": "2026-02", "before": "true"}, None),
        ({"asOf": "2026-02", "value": "38 USD", "converts": "3000 RUB"}, None),
        ({"asOf": "2026-02", "about": "law:xa-bridges", "aspect": "entry-into-force", "value": "2026"}, None),
        ({"asOf": "2026-02", "about": "law:xa-bridges", "aspect": "expiry", "value": "2026"}, "introduced"),
        ({"asOf": "2026-02", "about": "law:xa-bridges", "aspect": "signature-date", "value": "2026"}, None),
    ],
)
def test_text_that_the_date_of_an_answer_implies(claim: dict[str, Any], implied: str | None) -> None:
    found = questions(claim, more=reports(submitted="2026-01-01", signed="2026-03-09"))
    text = found.value(expanded("article:a/c0"), AV.impliedVersion)
    assert (str(text).rpartition("/")[2] if text is not None else None) == implied
    asked = only(found).get("inVersion")
    assert asked == (implied or ("signed" if "version" in claim else None))


def test_text_without_a_version_is_named_after_the_stage_that_began_it() -> None:
    found = questions({"asOf": "2026-02"}, more=reports(submitted="2026-01-01", committee="2026-02-01"))
    assert found.value(expanded("article:a/c0"), AV.impliedVersion) == expanded("ru:committee")
    [label] = [str(text) for text in found.objects(None, RDFS.label) if str(text).startswith("fine")]
    assert label == "fine of crossing without a ticket (Russian ruble, text from committee on)"
