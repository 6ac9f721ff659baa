"""The numbers that round to a stated figure."""

from __future__ import annotations

from decimal import Decimal

from averment.values import Interval, half_unit

__all__ = ["rounding_of"]

_LEAST_DIGITS = 2
"""A figure with fewer digits before its zeros, such as 100, would agree by rounding with half as much again."""


def rounding_of(interval: Interval, least_digits: int = _LEAST_DIGITS) -> tuple[Decimal, Decimal] | None:
    """Return between which numbers, the latter left out, lie those that round to a single figure as stated.

    None for ranges, for approximate figures, which are as wide by themselves, and for figures whose last
    digit is not zero or that have fewer digits before their zeros than the least, two unless told otherwise.

    >>> rounding_of(Interval(Decimal(18000), False, Decimal(18000), False, True, False, None))
    (Decimal('17500'), Decimal('18500'))
    """
    if not interval.single or interval.approximate or interval.lower is None:
        return None
    shortened = interval.lower.normalize().as_tuple()
    if int(shortened.exponent) <= 0 or len(shortened.digits) < least_digits:
        return None
    half = half_unit(interval.lower)
    return interval.lower - half, interval.lower + half
