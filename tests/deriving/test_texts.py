"""Which text of an instrument an answer speaks of, where it does not say so itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.bounds import derive_bounds
from averment.deriving.dates import derive_dates
from averment.deriving.texts import Texts
from averment.deriving.world import World
from averment.graphs import graph_of
from averment.namespaces import ID, PREFIXES

LAW = expanded("law:xa-bridges")
TOLL = expanded("law:xa-bridges/toll")
BILL, ACT = "law:xa-bridges/introduced", "law:xa-bridges/signed"
FINE = {"about": "law:xa-bridges/toll", "aspect": "fine", "value": "1 RUB", "stance": "asserts"}
STAGE = {"about": "law:xa-bridges", "aspect": "stage", "stance": "asserts"}


def page(name: str, published: str | None, *claims: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": f"article:{name}",
        "type": "Article",
        "claims": [{"id": f"c{number}", **claim} for number, claim in enumerate(claims)],
    }
    return document | ({"published": published} if published else {})


def stage(value: str, **fields: Any) -> dict[str, Any]:
    return STAGE | {"value": value} | fields


def read(*pages: dict[str, Any], more: str = "") -> World:
    return world(json.dumps({"graph": list(pages)}), *([TURTLE + more] if more else []))


def texts(made: World, *withdrawn: str) -> Texts:
    derived = graph_of(derive_bounds(made), derive_dates(made))
    return Texts(made, derived, {expanded(name) for name in withdrawn})


def text_of(*pages: dict[str, Any], withdrawn: tuple[str, ...] = (), more: str = "") -> str | None:
    """Give the text of the first claim of the page `p`, in short."""
    found = texts(read(*pages, more=more), *withdrawn).of(expanded("article:p/c0"), TOLL)
    if found is None:
        return None
    short = str(found).removeprefix(f"{ID}law/xa-bridges/")
    return short.replace(PREFIXES["ru"], "ru:")


EARLY = page("early", "2026-01-21", stage("submitted"))
LATE = page("late", "2026-03-10", stage("signed"))


def unsaid(stance: str) -> dict[str, Any]:
    return page("late", "2026-03-10", stage("signed", stance=stance))


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([page("p", "2026-02-01", FINE)], None),
        ([page("p", "2026-02-01", FINE), EARLY], None),
        ([page("p", "2026-02-01", FINE), EARLY, page("other", "2026-02-01", stage("first-reading"))], None),
        ([page("p", "2026-02-01", FINE), EARLY, LATE], "introduced"),
        ([page("p", "2026-01-21", FINE), EARLY, LATE], "introduced"),
        ([page("p", "2026-01-20", FINE), EARLY, LATE], None),
        ([page("p", "2026-03-10", FINE), EARLY, LATE], "signed"),
        ([page("p", "2026-04", FINE), EARLY, LATE], "signed"),
        ([page("p", None, FINE), EARLY, LATE], None),
        ([page("p", None, FINE | {"asOf": "2026-02"}), EARLY, LATE], "introduced"),
        ([page("p", "2026-04-01", FINE, stage("submitted")), LATE], "introduced"),
        ([page("p", "2026-01-01", FINE, stage("submitted"), stage("signed"))], "signed"),
        ([page("p", "2026-02-01", FINE), EARLY, page("other", "2026-01-30", stage("committee")), LATE], "ru:committee"),
        ([page("p", "2026-02-01", FINE), EARLY, page("q", "2026-01-21", stage("second-reading")), LATE], "introduced"),
        ([page("p", "2026-02-01", FINE), EARLY, page("other", "2026-01-30", stage("third-reading"))], "signed"),
        ([page("p", "2026-02-01", FINE), EARLY, page("other", "2026-03-10", stage("..third-reading"))], "introduced"),
        ([page("p", "2026-04-01", FINE), EARLY, unsaid("predicts")], None),
        ([page("p", "2026-04-01", FINE), EARLY, unsaid("denies")], None),
        ([page("p", "2026-04-01", FINE), EARLY, page("other", None, stage("signed"))], "introduced"),
        ([page("p", "2026-04-01", FINE), EARLY, page("other", "2026-03", stage("no such stage"))], None),
    ],
)  # fmt: skip
def test_text_under_way_at_the_date_of_an_answer(pages: list[dict[str, Any]], expected: str | None) -> None:
    assert text_of(*pages) == expected


def test_a_figure_is_no_stage() -> None:
    depth = {"about": "law:xa-bridges", "aspect": "https://example.org/vocabulary#depth", "stance": "asserts"}
    assert text_of(page("p", "2026-02-01", FINE, depth | {"value": "2.5"}), EARLY, LATE) == "introduced"


def test_a_report_that_was_taken_back_tells_nothing() -> None:
    pages = [page("p", "2026-04-01", FINE), EARLY, page("other", "2026-02", stage("committee")), LATE]
    assert text_of(*pages) == "signed"
    assert text_of(*pages, withdrawn=("article:late/c0",)) == "ru:committee"
    assert text_of(*pages[:3], withdrawn=("article:other/c0",)) is None


def test_reports_on_a_package_tell_the_stage_of_its_parts() -> None:
    package = "<law/package> a av:Package ; av:followsProcess <https://w3id.org/averment/process/ru> . "
    part = "<law/xa-bridges> av:isPartOf <law/package> . "
    pages = [
        page("p", "2026-02-01", FINE),
        page("early", "2026-01-21", stage("submitted", about="law:package")),
        page("late", "2026-03-10", stage("signed", about="law:package")),
    ]
    assert text_of(*pages, more=package) is None
    assert text_of(*pages, more=package + part) == "introduced"


def test_versions_of_one_text_are_one() -> None:
    more = (
        "<law/xa-bridges/read> a av:DraftVersion ; av:isVersionOf <law/xa-bridges> ; av:standsAt ru:first-reading . "
        "<law/xa-bridges/tabled> a av:DraftVersion ; av:isVersionOf <law/xa-bridges> ; av:standsAt ru:committee . "
        "<law/xa-bridges/lost> a av:DraftVersion ; av:isVersionOf <law/xa-bridges> . "
    )
    found = texts(read(page("p", "2026-02-01", FINE), more=more))
    read_, bill, tabled, lost = (
        expanded(f"law:xa-bridges/{name}") for name in ("read", "introduced", "tabled", "lost")
    )
    assert found.same_as(bill) == found.same_as(read_) == read_
    assert found.same_as(tabled) == tabled
    assert found.same_as(lost) == lost
    assert found.same_as(expanded("law:nowhere/text")) == expanded("law:nowhere/text")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        (BILL, 2),
        (ACT, 5),
        ("ru:committee", 4),
        ("ru:signed", 8),
        ("ru:enacted", None),
        ("law:nowhere/text", None),
    ],
)
def test_where_a_text_starts(text: str, position: int | None) -> None:
    assert texts(read(page("p", None, FINE))).start(expanded(text)) == position


def test_instrument_without_a_process_has_one_text() -> None:
    more = "<law/other> a av:Law . <law/other/rule> a av:Provision ; av:isProvisionOf <law/other> . "
    made = read(page("p", "2026-02-01", FINE | {"about": "law:other/rule"}), EARLY, LATE, more=more)
    assert texts(made).of(expanded("article:p/c0"), expanded("law:other/rule")) is None
    assert texts(made).of(expanded("article:p/c0"), expanded("group:ferrymen")) is None


def test_a_claim_about_the_instrument_has_the_text_of_its_date() -> None:
    made = read(page("p", "2026-02-01", FINE | {"about": "law:xa-bridges"}), EARLY, LATE)
    assert texts(made).of(expanded("article:p/c0"), LAW) == expanded(BILL)
