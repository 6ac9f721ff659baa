"""Rates between currencies, as conversions imply them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.deriving.small import TURTLE, of, world

from averment.deriving.conversions import derive_conversions
from averment.namespaces import PREFIXES


def derived(value: str, converts: str) -> dict[str, str]:
    page = {
        "id": "article:a",
        "type": "Article",
        "claims": [
            {
                "id": "c",
                "about": "law:xa-bridges/toll",
                "aspect": "fine",
                "value": value,
                "converts": converts,
            }
        ],
    }
    found = of("article:a/c", derive_conversions(world(json.dumps(page))))
    if "convertedFrom" in found:
        found["convertedFrom"] = found["convertedFrom"].removeprefix(PREFIXES["unit"])
    return found


def rate(lower: str, upper: str, unit: str = "RUB") -> dict[str, str]:
    return {"convertedFrom": unit, "rateLower": lower, "rateUpper": upper}


@pytest.mark.parametrize(
    ("value", "converts", "expected"),
    [
        ("38 USD", "3000 RUB", rate("77.922077922", "80.000000000")),
        ("38.0 USD", "3000 RUB", rate("77.922077922", "80.000000000")),
        ("38.5 USD", "3000 RUB", rate("77.821011673", "78.023407023")),
        ("40 USD", "3000 RUB", rate("66.666666666", "85.714285715")),
        ("~38 USD", "3000 RUB", rate("77.922077922", "80.000000000")),
        ("38..63 USD", "3000..5000 RUB", rate("78.740157480", "80.000000000")),
        ("..63 USD", "..5000 RUB", rate("78.740157480", "80.000000000")),
        ("38 USD", "3000..5000 RUB", rate("77.922077922", "133.333333334")),
        ("30..63 USD", "3000..5000 RUB", rate("78.740157480", "120.000000000")),
        ("? USD", "3000 RUB", {"convertedFrom": "RUB"}),
        (">38 USD", "..3000 RUB", {"convertedFrom": "RUB"}),
        ("0 USD", "3000 RUB", {"convertedFrom": "RUB"}),
        ("38 USD", "0 RUB", {"convertedFrom": "RUB"}),
        ("none", "3000 RUB", {"convertedFrom": "RUB"}),
        ("3000 RUB", "38 USD", rate("0.010857142", "0.015200000", "USD")),
    ],
)
def test_rate_of_a_conversion(value: str, converts: str, expected: dict[str, str]) -> None:
    assert derived(value, converts) == expected


@pytest.mark.parametrize(
    ("converts", "fault"),
    [
        ("3000", "'3000' has no currency: write one, such as AMD, AZN, BYN, as in '5000 AMD'"),
        ("30 d", "'30 d' has no currency: "),
        ("3000 rubles", "'3000 rubles' has no currency: "),
        ("3,000 RUB", "'3,000 RUB' has a separator: write 3000 RUB"),
        ("three thousand", "'three thousand' "),
        ("", "the value is empty"),
    ],
)
def test_amount_that_cannot_be_read_is_a_fault(converts: str, fault: str) -> None:
    found = derived("38 USD", converts)
    assert list(found) == ["convertsFault"]
    assert found["convertsFault"].startswith(fault)


@pytest.mark.parametrize("converts", ["3000 ; av:converts '4000 RUB'", "'3000 RUB'@en", "<actor/ann>"])
def test_what_the_shapes_refuse_is_left_to_them(converts: str) -> None:
    turtle = f"<article/a/c> a av:Claim ; av:value '38 USD' ; av:converts {converts} ."
    assert list(derive_conversions(world(TURTLE + turtle))) == []


@settings(deadline=None, max_examples=25, database=None)
@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 3)), min_size=2, max_size=6),
    st.fractions(Fraction(1, 100), 10000, max_denominator=1000),
)
def test_conversions_at_one_rate_share_it_however_they_are_rounded(
    amounts: list[tuple[int, int]], true_rate: Fraction
) -> None:
    stated = []
    for amount, decimals in amounts:
        converted = round(Fraction(amount) / true_rate, decimals)
        assume(converted > 0)
        stated.append((f"{Decimal(converted.numerator) / Decimal(converted.denominator):f}", amount))
    claims = [
        {"id": f"c{number}", "about": "law:xa-bridges/toll", "aspect": "fine"}
        | {"value": f"{value} USD", "converts": f"{amount} RUB"}
        for number, (value, amount) in enumerate(stated)
    ]
    made = world(json.dumps({"id": "article:a", "type": "Article", "claims": claims}))
    triples = list(derive_conversions(made))
    for number in range(len(claims)):
        found = of(f"article:a/c{number}", triples)
        if "rateLower" in found:
            assert Fraction(found["rateLower"]) <= true_rate <= Fraction(found["rateUpper"])
