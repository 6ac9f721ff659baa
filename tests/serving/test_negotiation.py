"""Which media type a client gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.serving.negotiation import choose

OFFERS = ["application/json", "text/csv", "text/turtle"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/turtle, text/csv;q=0.9", "text/turtle"),
        ("text/turtle;q=0.1, text/csv;q=0.2", "text/csv"),
        ("text/csv;q=0, text/*", "text/turtle"),
        ("application/json;q=0, */*;q=0.1", "text/csv"),
        ("*/*;q=1, text/csv;q=0.5", "application/json"),
        ("text/csv; charset=utf-8; q=1.000", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nan", None),
        ("text/csv;q=2", None),
        ("nonsense", None),
        (";;;,,,", None),
    ],
)
def test_the_most_precise_range_tells_how_much_an_offer_is_liked(
    accept: str | None, chosen: str | None
) -> None:
    assert choose(accept, OFFERS) == chosen


def test_a_browser_gets_a_page() -> None:
    assert choose(BROWSER, ["application/json", "application/xml", "text/html"]) == "text/html"


@given(st.text(max_size=60))
def test_any_header_gets_an_offer_or_none(accept: str) -> None:
    assert choose(accept, OFFERS) in (*OFFERS, None)


@given(st.permutations(["text/csv;q=0.7", "text/*;q=0.3", "*/*;q=0.5"]))
def test_the_order_of_ranges_does_not_matter(ranges: list[str]) -> None:
    assert choose(", ".join(ranges), ["text/turtle", "text/csv", "application/json"]) == "text/csv"
    assert choose(", ".join(ranges), ["text/turtle", "application/json"]) == "application/json"
