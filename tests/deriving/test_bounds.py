"""Bounds and concepts of stated values, kind by kind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import pytest
from rdflib import XSD, Literal
from rdflib.term import Node
from tests.deriving.small import TURTLE, Triple, of, world

from averment.deriving.bounds import derive_bounds
from averment.namespaces import AV, ID, PREFIXES

DEPTH = "https://example.org/vocabulary#depth"
NOTICE = "https://example.org/vocabulary#notice"
RU = PREFIXES["ru"]
UNIT = PREFIXES["unit"]
GROUP = PREFIXES["group"]
PLAIN = {"isSingleFigure": "false", "isApproximate": "false"}


def low(figure: str, *, is_open: bool = False) -> dict[str, str]:
    return {"lower": figure, "lowerIsOpen": str(is_open).lower()}


def high(figure: str, *, is_open: bool = False) -> dict[str, str]:
    return {"upper": figure, "upperIsOpen": str(is_open).lower()}


def exactly(figure: str) -> dict[str, str]:
    return low(figure) | high(figure)


def unit(name: str) -> dict[str, str]:
    return {"hasUnit": UNIT + name}


ONE = {"isSingleFigure": "true", "isApproximate": "false"}
DAYS = {"isApproximate": "false"}

STATED: list[tuple[str, str, dict[str, str]]] = [
    # estimate
    ("bill-count", "3", exactly("3") | ONE),
    ("bill-count", ">3", low("4") | PLAIN),
    (DEPTH, ">3", low("3", is_open=True) | PLAIN),
    (DEPTH, "~2.5", low("2.45") | high("2.55") | {"isSingleFigure": "true", "isApproximate": "true"}),
    (DEPTH, "-1.50", exactly("-1.50") | ONE),
    (DEPTH, "?", PLAIN),
    (DEPTH, "999999999999999999.999999999", exactly("999999999999999999.999999999") | ONE),
    ("bill-count", "120", exactly("120") | ONE | {"roundedLower": "115", "roundedUpper": "125"}),
    ("bill-count", "100", exactly("100") | ONE),
    # growing
    ("headcount", "..5000", high("5000") | PLAIN),
    (
        "headcount",
        "~18000",
        low("17500") | high("18500") | {"isSingleFigure": "true", "isApproximate": "true"},
    ),
    # extent
    ("fine", "1000..50000 RUB", low("1000") | high("50000") | PLAIN | unit("RUB")),
    ("fine", "? USD", PLAIN | unit("USD")),
    ("fine", "1000 RUB", exactly("1000") | ONE | unit("RUB")),
    ("community-work", "..<1 wk", high("168", is_open=True) | PLAIN | unit("h")),
    ("community-work", "0.5 d", exactly("12") | ONE | unit("h")),
    ("community-work", "999999999999999999 wk", exactly("167999999999999999832") | ONE | unit("h")),
    ("venue-ban", "12..84 mo", low("1") | high("7") | PLAIN | unit("y")),
    ("venue-ban", "1 mo", exactly("0.083333333") | ONE | unit("y")),
    ("venue-ban", "6 mo", exactly("0.500000000") | ONE | unit("y")),
    (NOTICE, "2 d", exactly("48") | ONE | unit("h")),
    (NOTICE, "48 h", exactly("48") | ONE | unit("h")),
    ("fine", "18000 RUB", exactly("18000") | ONE | unit("RUB")),
    ("fine", "none", {"isNone": "true"}),
    ("venue-ban", "unspecified", {"isUnspecified": "true"}),
    # moment
    ("signature-date", "2026-02", {"earliest": "2026-02-01", "latest": "2026-02-28"} | DAYS),
    ("signature-date", "2022-02-24/..", {"earliest": "2022-02-24"} | DAYS),
    ("signature-date", "../2025", {"latest": "2025-12-31"} | DAYS),
    (
        "signature-date",
        "2025-07-10~",
        {"earliest": "2025-07-09", "latest": "2025-07-11", "isApproximate": "true"},
    ),
    ("entry-into-force", "publication", exactly("0") | {"hasAnchor": RU + "published"}),
    ("entry-into-force", "published", exactly("0") | {"hasAnchor": RU + "published"}),
    ("entry-into-force", "signature + 1 wk", exactly("7") | {"hasAnchor": RU + "signed"}),
    ("entry-into-force", "signature - 3 d", exactly("-3") | {"hasAnchor": RU + "signed"}),
    ("entry-into-force", "within 30 d of signed", low("0") | high("30") | {"hasAnchor": RU + "signed"}),
    # stage
    ("stage", "signed", low("8") | high("10") | {"hasConcept": RU + "signed"}),
    ("stage", "committee", exactly("4") | {"hasConcept": RU + "committee"}),
    ("stage", "first-reading", exactly("3") | {"hasConcept": RU + "first-reading"}),
    ("stage", "second-reading", low("5") | high("6") | {"hasConcept": RU + "second-reading"}),
    ("stage", "enacted", low("8") | high("10") | {"hasConcept": RU + "enacted"}),
    ("stage", "..third-reading", high("6") | {"hasConcept": RU + "third-reading"}),
    ("stage", "..final-readings", high("6") | {"hasConcept": RU + "final-readings"}),
    ("stage", "enacted..", low("8") | {"hasConcept": RU + "enacted"}),
    ("stage", "подписан..", low("8") | {"hasConcept": RU + "signed"}),
    # choice and force
    ("addressee", "group:carters", {"hasConcept": GROUP + "carters"}),
    ("addressee", "Carters", {"hasConcept": GROUP + "carters"}),
    ("force", "must not", {"hasConcept": PREFIXES["force"] + "must-not"}),
    # set with one member; those with several stand below
    ("refused-requests", "исполнение приговора", {"hasConcept": PREFIXES["request"] + "sentence"}),
    # tally
    ("vote", "301-44-?", {"votesFor": "301", "votesAgainst": "44"}),
    (
        "vote",
        "301-44-7 of 352",
        {"votesFor": "301", "votesAgainst": "44", "votesAbstained": "7", "votesTotal": "352"},
    ),
    # text, of which nothing follows
    ("effect", "301-44-7", {}),
]

FAULTS = [
    ("bill-count", "2.5", "'2.5' has decimals, and only whole numbers can be true: write it as in '1100'"),
    ("bill-count", "3 d", "'3 d' has a unit where a plain number is asked: leave 'd' out"),
    ("fine", "1000", "'1000' needs a unit: write it as in '1000 AMD'"),
    ("fine", "None", "'None' has capitals: write 'none'"),
    ("fine", "max(5 RUB)", "'max(5 RUB)' has one part: write two or more, as in 'max(1000000 RUB, 10 %)'"),
    ("fine", "max(5 RUB, 3 parsec)", "'parsec' is no known unit: write one of AMD, AZN, BYN, CNY, EUR, GBP, GEL, KGS, "
     "KZT, MDL, RUB, TJS, TRY, UAH, USD, UZS"),
    ("vote", "1-4-7 of 13", "'1-4-7 of 13' has entries that make 12: write as many after 'of', or leave it out"),
    ("venue-ban", "3", "'3' needs a unit: write it as in '3 y'"),
    ("venue-ban", "3 d", "'d' is no unit of calendar time: write one of mo, y"),
    ("venue-ban", "3 parsec", "'parsec' is no known unit: write one of mo, y"),
    ("signature-date", "2025-13", "'2025-13' has no month 13: months run from 01 to 12"),
    (
        "entry-into-force",
        "puplication + 3 d",
        "'puplication' names nothing to count days from: did you mean 'publication'?",
    ),
    ("stage", "signed..submitted", "'signed..submitted' ends before it starts: write the earlier stage first"),
    ("stage", "first reeding", "'first reeding' names no term of 'Russian legislative process': "
     "did you mean 'first reading'?"),
    ("force", "should", "'should' names no force: write one of may, must, must-not, need-not"),
    ("signatory", "actor:anne", "'actor:anne' names no person: did you mean 'actor:ann'?"),
    ("signatory", "actor:board", "'actor:board' names no person: did you mean 'actor:ann'?"),
    ("refused-requests", "prosecution; prosecution", "'prosecution; prosecution' has 'prosecution' more than once: "
     "write prosecution"),
]  # fmt: skip


def subject_of(aspect: str) -> str:
    if aspect == "headcount":
        return "group:ferrymen"
    if aspect in {"stage", "signatory", "bill-count", "vote"} or aspect.endswith("-date"):
        return "law:xa-bridges"
    return "law:xa-bridges/toll"


def page(stated: Sequence[tuple[str, str]]) -> str:
    return json.dumps(
        {
            "id": "article:a",
            "type": "Article",
            "claims": [
                {"id": f"c{number}", "about": subject_of(aspect), "aspect": aspect, "value": value}
                for number, (aspect, value) in enumerate(stated)
            ],
        }
    )


@cache
def derived() -> list[Triple]:
    stated = [(aspect, value) for aspect, value, _ in [*STATED, *FAULTS]]
    return list(derive_bounds(world(page(stated))))


@pytest.mark.parametrize(
    ("number", "case"), [*enumerate(STATED)], ids=[f"{aspect} {value}" for aspect, value, _ in STATED]
)
def test_what_follows_from_a_value(number: int, case: tuple[str, str, dict[str, str]]) -> None:
    assert of(f"article:a/c{number}", derived()) == case[2]


@pytest.mark.parametrize(
    ("number", "case"), [*enumerate(FAULTS)], ids=[f"{aspect} {value}" for aspect, value, _ in FAULTS]
)
def test_fault_of_a_value_and_nothing_else(number: int, case: tuple[str, str, str]) -> None:
    assert of(f"article:a/c{number + len(STATED)}", derived()) == {"valueFault": case[2]}


def test_every_kind_has_a_case() -> None:
    said = {str(predicate).rpartition("#")[2] for _, predicate, _ in derived()}
    assert said == {
        "earliest", "hasAnchor", "hasConcept", "hasUnit", "isApproximate", "isNone", "isSingleFigure", "isUnspecified",
        "latest", "lower", "lowerIsOpen", "roundedLower", "roundedUpper", "upper", "upperIsOpen", "valueFault",
        "votesAbstained", "votesAgainst", "votesFor", "votesTotal",
    }  # fmt: skip


def test_bounds_have_their_datatypes() -> None:
    types = {
        predicate: {
            value.datatype
            for _, other, value in derived()
            if other == predicate and isinstance(value, Literal)
        }
        for predicate in (AV["lower"], AV["upper"], AV.lowerIsOpen, AV.isSingleFigure, AV.earliest, AV.latest)
    }
    assert types == {
        AV["lower"]: {XSD.decimal},
        AV["upper"]: {XSD.decimal},
        AV.lowerIsOpen: {XSD.boolean},
        AV.isSingleFigure: {XSD.boolean},
        AV.earliest: {XSD.date},
        AV.latest: {XSD.date},
    }


def test_set_has_all_its_members() -> None:
    made = world(page([("refused-requests", "sentence; prosecution")]))
    concepts = {value for _, predicate, value in derive_bounds(made) if predicate == AV.hasConcept}
    assert {str(concept).rpartition("#")[2] for concept in concepts} == {"sentence", "prosecution"}


def test_range_of_stages_names_both_ends() -> None:
    triples = list(derive_bounds(world(page([("stage", "submitted..signed")]))))
    concepts = {str(value) for _, predicate, value in triples if predicate == AV.hasConcept}
    assert concepts == {RU + "submitted", RU + "signed"}
    bounds = [triple for triple in triples if triple[1] != AV.hasConcept]
    assert of("article:a/c0", bounds) == low("2") | high("8")


# --- answers that follow from a claim ---------------------------------------------------------------------------


def claims_with(**fields: str) -> list[Triple]:
    claim = {"id": "c0", "about": "law:xa-bridges/toll", "aspect": "fine", **fields}
    return list(derive_bounds(world(json.dumps({"id": "article:a", "type": "Article", "claims": [claim]}))))


ANSWER = {"type": str(AV.DerivedAnswer), "followsFrom": f"{ID}article/a/c0"}


def test_parts_of_an_expression_are_answers() -> None:
    triples = claims_with(value="max(1000..5000 RUB, 10 %)")
    assert of("article:a/c0", triples) == {"hasOperator": PREFIXES["operator"] + "highest"}
    assert of("article:a/c0/part/1", triples) == ANSWER | low("1000") | high("5000") | PLAIN | unit("RUB")
    assert of("article:a/c0/part/2", triples) == ANSWER | exactly("10") | ONE | unit("percent")
    assert {str(subject) for subject, _, _ in triples} == {
        f"{ID}article/a/c0{name}" for name in ("", "/part/1", "/part/2")
    }


def test_part_in_a_unit_of_the_aspect_is_converted_and_one_in_another_is_not() -> None:
    triples = claims_with(aspect="venue-ban", value="min(6 mo, 30 d)")
    assert of("article:a/c0", triples) == {"hasOperator": PREFIXES["operator"] + "lowest"}
    assert of("article:a/c0/part/1", triples) == ANSWER | exactly("0.500000000") | ONE | unit("y")
    assert of("article:a/c0/part/2", triples) == ANSWER | exactly("30") | ONE | unit("d")


def test_what_a_value_was_is_an_answer() -> None:
    triples = claims_with(value="none", was="1000 RUB")
    assert of("article:a/c0", triples) == {"isNone": "true"}
    assert of("article:a/c0/was", triples) == ANSWER | exactly("1000") | ONE | unit("RUB")


def test_expression_that_a_value_was_has_parts_of_its_own() -> None:
    triples = claims_with(value="max(9 RUB, 1 %)", was="min(8 RUB, 2 %)")
    assert of("article:a/c0/part/1", triples)["lower"] == "9"
    assert of("article:a/c0/was", triples) == ANSWER | {"hasOperator": PREFIXES["operator"] + "lowest"}
    assert of("article:a/c0/was/part/1", triples) == ANSWER | exactly("8") | ONE | unit("RUB")
    assert of("article:a/c0/was/part/2", triples) == ANSWER | exactly("2") | ONE | unit("percent")


@pytest.mark.parametrize(
    ("aspect", "value", "was", "expected"),
    [
        ("force", "may", "must", {"hasConcept": PREFIXES["force"] + "must"}),
        ("entry-into-force", "2026", "2025", {"earliest": "2025-01-01", "latest": "2025-12-31"} | DAYS),
        ("fine", "1000 rubles", "900 RUB", exactly("900") | ONE | unit("RUB")),
    ],
)
def test_what_a_value_was_is_read_as_the_aspect_has_it(
    aspect: str, value: str, was: str, expected: dict[str, str]
) -> None:
    assert of("article:a/c0/was", claims_with(aspect=aspect, value=value, was=was)) == ANSWER | expected


def test_what_a_value_was_can_be_at_fault_by_itself() -> None:
    triples = claims_with(value="1000 RUB", was="900 rubles")
    assert of("article:a/c0", triples) == exactly("1000") | ONE | unit("RUB") | {
        "priorValueFault": of("article:a/c0", triples)["priorValueFault"]
    }
    assert of("article:a/c0", triples)["priorValueFault"].startswith(
        "'rubles' is no known unit: write one of AMD, "
    )
    assert of("article:a/c0/was", triples) == {}


# --- what the shapes report by themselves ---------------------------------------------------------------------------

CLAIM = (
    "<article/t/c> a av:Claim ; av:about <law/xa-bridges> ; av:hasAspect aspect:stage ; av:value 'signed' ."
)


@pytest.mark.parametrize(
    ("what", "turtle"),
    [
        ("no subject", CLAIM.replace("av:about <law/xa-bridges> ; ", "")),
        ("undefined subject", CLAIM.replace("bridges", "fords")),
        ("subject of another sort", CLAIM.replace("<law/xa-bridges>", "<group/ferrymen>")),
        ("no aspect", CLAIM.replace("av:hasAspect aspect:stage ; ", "")),
        ("unknown aspect", CLAIM.replace("aspect:stage", "aspect:phase")),
        ("two aspects", CLAIM.replace("aspect:stage", "aspect:stage , aspect:fine")),
        ("no value", CLAIM.replace("av:value 'signed' ", "")),
        ("empty value", CLAIM.replace("'signed'", "''")),
        ("two values", CLAIM.replace("'signed'", "'signed' , 'submitted'")),
        ("value with a language", CLAIM.replace("'signed'", "'sined'@en")),
        ("bare number", CLAIM.replace("'signed'", "3")),
        ("value that is a node", CLAIM.replace("'signed'", "<actor/ann>")),
        (
            "undefined process",
            CLAIM.replace("bridges", "fords") + "<law/xa-fords> a av:Law ; av:followsProcess ex:p .",
        ),
        (
            "provision of nothing",
            "<law/xa-fords/rule> a av:Provision ."
            + CLAIM.replace("bridges", "fords/rule")
            .replace("stage", "introduction")
            .replace("signed", "signature"),
        ),
    ],
)
def test_fault_that_the_shapes_report_is_none_of_the_grammar(what: str, turtle: str) -> None:
    assert list(derive_bounds(world(TURTLE + turtle))) == []


def test_value_with_a_needless_language_is_read_all_the_same() -> None:
    triples = list(derive_bounds(world(TURTLE + CLAIM.replace("'signed'", "'signed'@en"))))
    assert of("article:t/c", triples) == low("8") | high("10") | {"hasConcept": RU + "signed"}


@pytest.mark.parametrize("about", ["<law/xa-fords>", "<law/xa-fords/rule>"])
def test_instrument_without_a_process_is_a_fault_that_names_it(about: str) -> None:
    law = (
        "<law/xa-fords> a av:Law ; skos:prefLabel 'Fords Act'@en . "
        "<law/xa-fords/rule> a av:Provision ; av:isProvisionOf <law/xa-fords> . "
    )
    claim = CLAIM.replace("<law/xa-bridges>", about).replace("aspect:stage", "aspect:entry-into-force")
    triples = list(derive_bounds(world(TURTLE + law + claim.replace("signed", "signature + 3 d"))))
    assert of("article:t/c", triples) == {
        "valueFault": "'Fords Act' follows no process, so its stages have no order: "
        "give the instrument 'process: ru' or another"
    }


@pytest.mark.parametrize("position", ["", "; av:stagePosition 'last'", "; av:stagePosition -1"])
def test_stage_without_a_position_is_a_fault(position: str) -> None:
    process = (
        "ex:p a av:Process . ex:end a av:Stage ; rdfs:label 'end'@en ; skos:notation 'end' ; "
        f"av:inProcess ex:p {position} . <law/xa-fords> a av:Law ; av:followsProcess ex:p ."
    )
    made = world(TURTLE + process + CLAIM.replace("bridges", "fords").replace("'signed'", "'end'"))
    assert of("article:t/c", derive_bounds(made)) == {
        "valueFault": "the stage 'end' has no position in its process: give it av:stagePosition"
    }


def test_claim_without_an_iri_has_bounds_too() -> None:
    made = world(TURTLE + CLAIM.replace("<article/t/c>", "[]").replace("[] a", "[ a").rstrip(" .") + " ] .")
    [claim] = made.claims
    assert of(claim, derive_bounds(made))["lower"] == "8"


def test_statements_are_of_claims_only() -> None:
    subjects: set[Node] = {subject for subject, _, _ in derived()}
    assert subjects <= set(world(page([(aspect, value) for aspect, value, _ in [*STATED, *FAULTS]])).claims)
