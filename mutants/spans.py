"""What stated values allow, read in the plainest way: the oracle does not ask the parsers that it is to test."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

__all__ = ["Span", "day_of", "days", "numbers"]

_NUMBERS = re.compile(
    r"(?:(?P<sign>~|>=?|<=?)?(?P<figure>\d+)|(?P<first>[>~]?\d+)?\.\.(?P<last>[<~]?\d+)?)(?: (?P<unit>[A-Za-z]+|%))?"
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Hold the numbers, or the days by their ordinals, that a value allows; None is an open end.

    `single` says that one exact figure, or one day, was stated.
    """

    low: Decimal | None
    high: Decimal | None
    single: bool
    unit: str = ""

    def meets(self, other: Span) -> bool:
        """Return whether some number satisfies both.

        >>> numbers("1..5").meets(numbers("5..9")), numbers("1..5").meets(numbers("6.."))
        (True, False)
        """
        return not self.is_below(other) and not other.is_below(self)

    def is_below(self, other: Span) -> bool:
        """Return whether each number of this one is below each of the other."""
        return self.high is not None and other.low is not None and self.high < other.low


def numbers(text: str) -> Span | None:
    """Read a figure, a bound or a range with or without a unit; None for anything else.

    >>> numbers("1000..50000 RUB")
    Span(low=Decimal('1000'), high=Decimal('50000'), single=False, unit='RUB')
    >>> numbers("~18000").low, numbers("? RUB")
    (Decimal('17500'), None)
    """
    match = _NUMBERS.fullmatch(text)
    if match is None or not (match["figure"] or match["first"] or match["last"]):
        return None
    unit = match["unit"] or ""
    if match["figure"]:
        sign, figure = match["sign"] or "", match["figure"]
        low = None if sign.startswith("<") else _end(sign + figure, -1)
        high = None if sign.startswith(">") else _end(sign + figure, 1)
        return Span(low, high, sign == "", unit)
    first, last = match["first"], match["last"]
    return Span(_end(first, -1) if first else None, _end(last, 1) if last else None, False, unit)


def _end(text: str, direction: int) -> Decimal:
    figure = Decimal(text.lstrip("<>=~"))
    if "~" not in text:
        return figure
    digits = str(figure)
    zeros = len(digits) - len(digits.rstrip("0")) if figure else 0
    return figure + direction * Decimal(5).scaleb(zeros - 1)


def days(text: str) -> Span | None:
    """Read a day, a month, a year or an interval of them; None for anything else.

    >>> days("2025-07").high - days("2025-07").low
    Decimal('30')
    >>> days("../2026-02-26").low, days("publication + 10 d")
    (None, None)
    """
    first, slash, last = text.partition("/")
    ends = [
        _days_of(part) if part != ".." else (None, None)
        for part in ((first, last) if slash else (first, first))
    ]
    if any(end is None for end in ends):
        return None
    (low, until), (_, high) = (end or (None, None) for end in ends)
    if low is None and high is None:
        return None
    return Span(low, high, not slash and low == until)


def _days_of(text: str) -> tuple[Decimal, Decimal] | None:
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if month > 12:
        return None
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return Decimal(first.toordinal()), Decimal(last.toordinal())


def day_of(ordinal: Decimal) -> str:
    """Write a day as values state it.

    >>> day_of(days("2026-03-01").low - 1)
    '2026-02-28'
    """
    return date.fromordinal(int(ordinal)).isoformat()
