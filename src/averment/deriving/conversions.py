"""Rates between currencies, as claims imply them that convert one amount into another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from rdflib import XSD, Literal
from rdflib.term import Node

from averment.deriving.units import Units
from averment.deriving.world import World, is_plain
from averment.namespaces import AV
from averment.values import Interval, ValueFault, half_unit, parse_quantity

__all__ = ["derive_conversions"]

_STEPS = 10**9

Statement = tuple[Node, Node, Node]


def derive_conversions(world: World) -> Iterator[Statement]:
    """Iterate over the unit that each conversion starts from and over the bounds of its rate, or its fault.

    The rate is how many units of the amount that is converted one unit of the value stands for. Each end that
    both amounts state bounds it, with what rounding the value can have changed; bounds are rounded outwards to
    nine decimals. Ends that contradict each other give no common rate,
    and then the widest bounds are kept.
    """
    units = Units(world)
    for claim in world.claims:
        value, amount = world.only_value(claim, AV.value), world.only_value(claim, AV.converts)
        if not isinstance(value, Literal) or not isinstance(amount, Literal) or not is_plain(amount):
            continue
        try:
            original = parse_quantity(str(amount))
            unit = units.currency_of(original, str(amount))
        except ValueFault as fault:
            yield claim, AV.convertsFault, Literal(str(fault))
            continue
        yield claim, AV.convertedFrom, unit
        try:
            bounds = _rate(original, parse_quantity(str(value)))
        except ValueFault:
            continue  # reported at the value
        if bounds is not None:
            yield claim, AV.rateLower, _decimal(bounds[0], up=False)
            yield claim, AV.rateUpper, _decimal(bounds[1], up=True)


def _rate(original: Interval, converted: Interval) -> tuple[Fraction, Fraction] | None:
    """Return the bounds of the rate: where the ends agree, their common part; else all that they span."""
    rates = []
    for before, after in ((original.lower, converted.lower), (original.upper, converted.upper)):
        if before is None or after is None or before <= 0 or after - half_unit(after) <= 0:
            continue
        half = Fraction(0) if converted.approximate else Fraction(half_unit(after))
        rates.append(
            (Fraction(before) / (Fraction(after) + half), Fraction(before) / (Fraction(after) - half))
        )
    if not rates:
        return None
    common = max(low for low, _ in rates), min(high for _, high in rates)
    if common[0] <= common[1]:
        return common
    return min(low for low, _ in rates), max(high for _, high in rates)


def _decimal(rate: Fraction, *, up: bool) -> Literal:
    steps, rest = divmod(rate.numerator * _STEPS, rate.denominator)
    return Literal(f"{Decimal(steps + (1 if up and rest else 0)).scaleb(-9):f}", datatype=XSD.decimal)
