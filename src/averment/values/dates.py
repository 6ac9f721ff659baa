"""Days and spans of days as stated: a subset of the Extended Date/Time Format (EDTF, ISO 8601-2).

| written | earliest | latest |
|---|---|---|
| `2025`, `2025-07`, `2025-07-10` | its first day | its last day |
| `2025-21` spring | 2025-03-01 | 2025-05-31 |
| `2025-22` summer | 2025-06-01 | 2025-08-31 |
| `2025-23` autumn | 2025-09-01 | 2025-11-30 |
| `2025-24` winter | 2025-12-01 | 2026-02-28 |
| `2025-04/2025-06` | first day of the start | last day of the end |
| `2022-02-24/..`, `../2025-07` | open where `..` stands | open where `..` stands |

Seasons are the meteorological ones of the northern hemisphere; a winter belongs to the year in which it
begins. A date may end in `~` (approximate), `?` (uncertain) or `%` (both). `~` and `%` widen it on each side:
a day by 1 day, a month by 15, a season by 30, a year by 183. `?` changes nothing: it doubts the source, not
the precision.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from averment.values._date_habits import HABITS
from averment.values._habits import cured, named
from averment.values._text import quoted, stated
from averment.values.errors import ValueFault

__all__ = ["DateSpan", "date_cure", "parse_date"]

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_WIDER_BY = {"day": 1, "month": 15, "season": 30, "year": 183}
_SEASONS = range(21, 25)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Hold the days that a stated moment allows, both ends included; None is an open end.

    `approximate` says that `~` or `%` widened an end; widening stops at 0001-01-01 and at 9999-12-31.
    """

    earliest: date | None
    latest: date | None
    approximate: bool


def parse_date(text: str) -> DateSpan:
    """Read a day, month, season, year or a span of them.

    >>> parse_date("2025-07")
    DateSpan(earliest=datetime.date(2025, 7, 1), latest=datetime.date(2025, 7, 31), approximate=False)
    >>> parse_date("2022-02-24/..").latest is None
    True
    >>> parse_date("10.07.2025")
    Traceback (most recent call last):
    averment.values.errors.ValueFault: '10.07.2025' does not start with its year: write 2025-07-10

    Raises:
        ValueFault: if the text is not in the grammar, names a day that does not exist, or ends before it
            starts.
    """
    value = stated(text, "2025-07-10")
    try:
        return _read(value)
    except ValueFault as fault:
        raise date_cure(value) or named(value, HABITS) or fault from None


def date_cure(value: str) -> ValueFault | None:
    """Give the fault that offers this date as the grammar writes it, or None if no cure is known."""
    return _two_readings(value) or cured(value, HABITS, _read)


def _two_readings(value: str) -> ValueFault | None:
    match = re.fullmatch(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})", value)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    low, high = sorted((first, second))
    return ValueFault(
        f"{quoted(value)} can be read as two days: "
        f"write {year}-{low:02}-{high:02} or {year}-{high:02}-{low:02}, whichever is meant"
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """One date without widening: its days, its precision (a key of `_WIDER_BY`) and its mark of doubt."""

    first: date
    last: date
    precision: str
    mark: str

    @property
    def is_approximate(self) -> bool:
        return self.mark in ("~", "%")

    @property
    def earliest(self) -> date:
        return _moved(self.first, -_WIDER_BY[self.precision]) if self.is_approximate else self.first

    @property
    def latest(self) -> date:
        return _moved(self.last, _WIDER_BY[self.precision]) if self.is_approximate else self.last


def _read(value: str) -> DateSpan:
    if "/" not in value:
        point = _point(value, value)
        return DateSpan(point.earliest, point.latest, point.is_approximate)
    start, _, end = value.partition("/")
    if "/" in end:
        raise ValueFault(f"{quoted(value)} has more than one '/': write one span, as in '2025-04/2025-06'")
    if start == end == "..":
        raise ValueFault(
            f"{quoted(value)} has no date at either end: write it as in '2022-02-24/..' or '../2025-07'"
        )
    opening = None if start == ".." else _point(value, start)
    closing = None if end == ".." else _point(value, end)
    if opening and closing and opening.first > closing.last:
        raise ValueFault(
            f"{quoted(value)} ends before it starts: write the earlier date first, as in '{end}/{start}'"
        )
    return DateSpan(
        opening.earliest if opening else None,
        closing.latest if closing else None,
        any(point is not None and point.is_approximate for point in (opening, closing)),
    )


def _point(value: str, part: str) -> _Point:
    match = _DATE.fullmatch(part)
    if not match:
        raise ValueFault(quoted(value) + _not_a_date(value, part))
    year, month, mark = int(match[1]), match[2], match[4]
    if year == 0:
        raise ValueFault(f"{quoted(value)} has no year 0000: years run from 0001 to 9999")
    if month is None:
        return _Point(date(year, 1, 1), date(year, 12, 31), "year", mark)
    number = int(month)
    if number in _SEASONS and match[3] is None:
        return _season(year, number, mark)
    if not 1 <= number <= 12:
        seasons = " and seasons from 21 to 24" if number > _SEASONS.start - 2 else ""
        days = ", and a season has no days" if number in _SEASONS else ""
        raise ValueFault(f"{quoted(value)} has no month {month}: months run from 01 to 12{seasons}{days}")
    length = monthrange(year, number)[1]
    if match[3] is None:
        return _Point(date(year, number, 1), date(year, number, length), "month", mark)
    day = int(match[3])
    if not 1 <= day <= length:
        raise ValueFault(
            f"{quoted(value)} has no day {match[3]}: the days of {match[1]}-{month} run from 01 to {length}"
        )
    return _Point(date(year, number, day), date(year, number, day), "day", mark)


def _season(year: int, number: int, mark: str) -> _Point:
    first_month = 3 * (number - _SEASONS.start + 1)
    earliest = date(year, first_month, 1)
    if first_month < 12:
        last_month = first_month + 2
        return _Point(earliest, date(year, last_month, monthrange(year, last_month)[1]), "season", mark)
    if year == date.max.year:
        return _Point(earliest, date.max, "season", mark)
    return _Point(earliest, date(year + 1, 2, monthrange(year + 1, 2)[1]), "season", mark)


def _not_a_date(value: str, part: str) -> str:
    if re.fullmatch(r"-?[0-9]+", part):
        return " has a year that is not of four digits: write it as in '2025', from 0001 to 9999"
    where = " is" if part == value else f" has {quoted(part)}, which is"
    return f"{where} not a date: write it as in '2025', '2025-07', '2025-07-10' or '2022-02-24/..'"


def _moved(day: date, days: int) -> date:
    """Move a day, stopping at the first and the last that there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
