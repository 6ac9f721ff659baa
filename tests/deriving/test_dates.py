"""First and last day of dates, and the date of a document where a claim has none."""

from __future__ import annotations

import pytest
from rdflib import XSD, Literal
from tests.deriving.small import TURTLE, of, world

from averment.deriving.dates import date_literal, derive_dates
from averment.deriving.world import World


def made(published: str | None, as_of: str | None, more: str = "") -> World:
    page = "<article/a> a av:Article" + (f" ; av:published {published}" if published else "") + " . "
    claim = (
        "<article/a/c> a av:Claim ; av:statedIn <article/a>"
        + (f" ; av:asOf {as_of}" if as_of else "")
        + " . "
    )
    return world(TURTLE + page + claim + more)


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        (None, None, {}),
        ("'2026-01-21'", None, {"asOfEarliest": "2026-01-21", "asOfLatest": "2026-01-21"}),
        ("'2026-01'", None, {"asOfEarliest": "2026-01-01", "asOfLatest": "2026-01-31"}),
        ("'2026-01'", "'2025-23'", {"asOfEarliest": "2025-09-01", "asOfLatest": "2025-11-30"}),
        ("'2026-01'", "'2025/..'", {"asOfEarliest": "2025-01-01"}),
        ("'2026-01'", "'../2025-05'", {"asOfLatest": "2025-05-31"}),
        (None, "'2025'", {"asOfEarliest": "2025-01-01", "asOfLatest": "2025-12-31"}),
        (
            "'2026-01'",
            "'soon'",
            {
                "asOfFault": "'soon' is not a date: write it as in '2025', '2025-07', '2025-07-10' or '2022-02-24/..'"
            },
        ),
        ("'some day'", None, {}),
        ("'2026-01-21'^^xsd:date", None, {"asOfEarliest": "2026-01-21", "asOfLatest": "2026-01-21"}),
        ("'2026-01'", "'soon'^^xsd:date", {}),
        ("'2026-01'", "<actor/ann>", {"asOfEarliest": "2026-01-01", "asOfLatest": "2026-01-31"}),
    ],
)
def test_as_of_date_of_a_claim(published: str | None, as_of: str | None, expected: dict[str, str]) -> None:
    assert of("article:a/c", derive_dates(made(published, as_of))) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("'2026-01-21'", {"earliest": "2026-01-21", "latest": "2026-01-21"}),
        ("'2026'", {"earliest": "2026-01-01", "latest": "2026-12-31"}),
        ("'21.01.2026'", {"publishedFault": "'21.01.2026' does not start with its year: write 2026-01-21"}),
        (
            "'2026-02-30'",
            {"publishedFault": "'2026-02-30' has no day 30: the days of 2026-02 run from 01 to 28"},
        ),
        ("''", {"publishedFault": "the value is empty: write it as in '2025-07-10'"}),
        ("'soon'^^xsd:date", {}),
        ("'soon'@en", {}),
        ("2026", {"earliest": "2026-01-01", "latest": "2026-12-31"}),
    ],
)
def test_date_of_a_document(published: str, expected: dict[str, str]) -> None:
    assert of("article:a", derive_dates(made(published, None))) == expected


@pytest.mark.parametrize(
    ("end", "expected"), [("since", {"earliest": "2021-01-01"}), ("until", {"latest": "2021-12-31"})]
)
def test_date_of_a_membership(end: str, expected: dict[str, str]) -> None:
    good, bad = (f"<actor/ann/{name}> a av:Membership ; av:{end} '{text}' . " for name, text in
                 (("good", "2021"), ("bad", "last spring")))  # fmt: skip
    triples = list(derive_dates(made(None, None, good + bad)))
    assert of("actor:ann/good", triples) == expected
    assert list(of("actor:ann/bad", triples)) == [f"{end}Fault"]
    assert of("actor:ann/bad", triples)[f"{end}Fault"].startswith("'last spring' is not a date: ")


def test_a_membership_lasts_from_the_first_day_it_can_to_the_last() -> None:
    open_ended = "<actor/ann/m> a av:Membership ; av:since '../2020' ; av:until '2021/..' . "
    assert of("actor:ann/m", derive_dates(made(None, None, open_ended))) == {}
    lasting = "<actor/ann/m> a av:Membership ; av:since '2020-05' ; av:until '2021-07' . "
    expected = {"earliest": "2020-05-01", "latest": "2021-07-31"}
    assert of("actor:ann/m", derive_dates(made(None, None, lasting))) == expected


def test_days_are_of_type_date() -> None:
    assert date_literal("2026-01-21") == Literal("2026-01-21", datatype=XSD.date)
    values = [value for _, _, value in derive_dates(made("'2026'", None))]
    assert {value.datatype for value in values if isinstance(value, Literal)} == {XSD.date}
