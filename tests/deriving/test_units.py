"""Units: which are known, and which are converted into which."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deriving.small import TURTLE, expanded, world

from averment.deriving.units import Units
from averment.deriving.world import World
from averment.values import ValueFault, parse_quantity

OWN = """
ex:fortnight a av:Unit ; skos:notation 'fn' ; av:hasDimension dimension:time ; av:conversionFactor 336.0 .
ex:moment a av:Unit ; skos:notation 'mt' ; av:hasDimension dimension:time ; av:conversionFactor 'some' .
ex:never a av:Unit ; skos:notation 'nv' ; av:hasDimension dimension:time ; av:conversionFactor 0.0 .
ex:crown a av:Unit ; skos:notation 'XAK' ; av:hasDimension dimension:money .
ex:toll a av:Aspect ; av:hasKind kind:extent ; av:hasDimension dimension:money ; av:prefersUnit ex:crown .
ex:tax a av:Aspect ; av:hasKind kind:extent ; av:hasDimension dimension:money .
ex:wait a av:Aspect ; av:hasKind kind:extent ; av:hasDimension dimension:time .
ex:walk a av:Aspect ; av:hasKind kind:extent ; av:hasDimension ex:length .
"""
WORLD = world(TURTLE + OWN, base=False)
UNITS = Units(WORLD)
EX = "https://example.org/vocabulary#"


def convert(text: str, aspect: str) -> tuple[Decimal | None, str | None]:
    prefix, _, name = aspect.partition(":")
    node = expanded(aspect) if prefix == "aspect" else next(s for s in SUBJECTS if str(s) == EX + name)
    interval, unit = UNITS.convert(parse_quantity(text), node, text)
    return interval.lower, str(unit).rpartition("#")[2] if unit is not None else None


SUBJECTS = sorted(set(WORLD.stated.subjects()), key=str)


@pytest.mark.parametrize(
    ("text", "aspect", "figure", "unit"),
    [
        ("5 h", "aspect:community-work", "5", "h"),
        ("5 d", "aspect:community-work", "120", "h"),
        ("1 fn", "aspect:community-work", "336", "h"),
        ("12 mo", "aspect:venue-ban", "1", "y"),
        ("7 mo", "aspect:venue-ban", "0.583333333", "y"),
        ("2 y", "aspect:contract-length", "24", "mo"),
        ("2 d", "ex:wait", "48", "h"),
        ("2 h", "ex:wait", "2", "h"),
        ("1000 USD", "aspect:fine", "1000", "USD"),
        ("1000 USD", "ex:toll", "1000", "USD"),
        ("1000 XAK", "ex:toll", "1000", "crown"),
        ("7 mt", "ex:wait", "7", "moment"),
        ("7 nv", "aspect:community-work", "7", "never"),
        ("999999999999999999 wk", "aspect:community-work", "167999999999999999832", "h"),
    ],
)
def test_figure_in_the_unit_in_which_answers_compare(text: str, aspect: str, figure: str, unit: str) -> None:
    assert convert(text, aspect) == (Decimal(figure), unit)


@pytest.mark.parametrize(
    ("text", "aspect", "fault"),
    [
        ("5", "aspect:community-work", "'5' needs a unit: write it as in '5 h'"),
        ("5", "ex:tax", "'5' needs a unit: write it as in '5 AMD'"),
        ("5", "ex:walk", "'5' needs a unit: write it as in '5 RUB'"),
        ("5 km", "aspect:community-work", "'km' is no known unit: write one of d, fn, h, mt, nv, wk"),
        ("5 %", "aspect:community-work", "'%' is no unit of time: write one of d, fn, h, mt, nv, wk"),
        ("5 h", "aspect:bill-count", "'5 h' has a unit where a plain number is asked: leave 'h' out"),
    ],
)
def test_fault(text: str, aspect: str, fault: str) -> None:
    with pytest.raises(ValueFault) as raised:
        convert(text, aspect)
    assert str(raised.value) == fault


def test_only_units_with_a_ratio_are_convertible() -> None:
    units = Units(WORLD)
    convertible = {
        str(WORLD.literal(unit, expanded("skos:notation")))
        for unit in WORLD.instances(expanded("av:Unit"))
        if units.is_convertible(unit)
    }
    assert convertible == {"%", "d", "fn", "h", "mo", "wk", "y"}


@settings(deadline=None, max_examples=200, database=None)
@given(st.integers(0, 10**18 - 1), st.sampled_from(["d", "wk", "fn", "h"]))
def test_conversion_is_exact_for_whole_ratios(figure: int, unit: str) -> None:
    factor = {"h": 1, "d": 24, "wk": 168, "fn": 336}[unit]
    assert convert(f"{figure} {unit}", "aspect:community-work") == (Decimal(figure * factor), "h")


@settings(deadline=None, max_examples=200, database=None)
@given(st.integers(0, 10**18 - 1))
def test_years_and_months_meet(years: int) -> None:
    if years * 12 < 10**18:
        assert convert(f"{years * 12} mo", "aspect:venue-ban") == convert(f"{years} y", "aspect:venue-ban")


def test_worlds_do_not_share_units() -> None:
    other = Units(world(base=True))
    with pytest.raises(ValueFault, match="'fn' is no known unit"):
        other.convert(parse_quantity("1 fn"), expanded("aspect:community-work"), "1 fn")
    assert isinstance(WORLD, World)
