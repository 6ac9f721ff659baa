"""The numbers that round to a stated figure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.deriving.rounding import rounding_of
from averment.values import parse_quantity


def rounding(text: str) -> tuple[str, str] | None:
    found = rounding_of(parse_quantity(text))
    return (str(found[0]), str(found[1])) if found is not None else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18000", ("17500", "18500")),
        ("110", ("105", "115")),
        ("1200000 RUB", ("1150000", "1250000")),
        ("-1800", ("-1850", "-1750")),
        ("100", None),
        ("90000", None),
        ("17843", None),
        ("15", None),
        ("0", None),
        ("2.50", None),
        ("~18000", None),
        (">18000", None),
        ("18000..", None),
        ("18000..19000", None),
        ("?", None),
    ],
)
def test_what_rounds_to_a_figure(text: str, expected: tuple[str, str] | None) -> None:
    assert rounding(text) == expected


@given(st.integers(11, 999).filter(lambda digits: digits % 10), st.integers(1, 6), st.integers(0, 10**9))
def test_what_is_inside_rounds_to_the_figure_and_nothing_else_does(
    digits: int, zeros: int, number: int
) -> None:
    figure, unit = Decimal(digits) * 10**zeros, Decimal(10) ** zeros
    found = rounding_of(parse_quantity(f"{figure:f}"))
    assert found is not None
    for tried in (Decimal(number), figure, figure - unit / 2, figure + unit / 2, figure + unit / 2 - 1):
        rounds = (tried / unit).to_integral_value(ROUND_HALF_UP) * unit == figure
        assert (found[0] <= tried < found[1]) is rounds
