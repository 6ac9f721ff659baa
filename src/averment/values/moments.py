"""Moments as stated: a date, or days counted from a stage of the instrument.

| written | lower | upper |
|---|---|---|
| `publication` | 0 | 0 |
| `publication + 10 d` | 10 | 10 |
| `signature - 3 d` | -3 | -3 |
| `signature + 1 wk` | 7 | 7 |
| `within 30 d of signature` | 0 | 30 |

Days (`d`) and weeks (`wk`) are counted. Months and years have no fixed length in days, and are refused.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from averment.values._habits import cured, named
from averment.values._moment_habits import HABITS
from averment.values._text import quoted, stated
from averment.values.dates import DateSpan, date_cure, parse_date
from averment.values.errors import ValueFault

__all__ = ["AnchoredSpan", "parse_moment"]

MOST_DIGITS = 6

_ANCHOR = "[a-z][a-z0-9-]*"
_OFFSET = re.compile(rf"(?P<anchor>{_ANCHOR})(?: (?P<sign>[+-]) (?P<count>[0-9]+) (?P<unit>[a-zA-Z]+))?")
_WITHIN = re.compile(rf"within (?P<count>[0-9]+) (?P<unit>[a-zA-Z]+) of (?P<anchor>{_ANCHOR})")
_DAYS_IN = {"d": 1, "wk": 7}
_NO_FIXED_LENGTH = {"mo": "months", "y": "years"}
_CALENDAR_COUNT = re.compile(r"(?i)(?<![0-9.-])[0-9]+\s*(?P<unit>mo|y)(?:nths?|ears?|rs?)?\b")


@dataclass(frozen=True, slots=True)
class AnchoredSpan:
    """Hold the days that a stated moment allows, counted from an anchor.

    `anchor` is a token; whether it names a stage is for the caller. The bounds are whole days, both ends
    included, negative before the anchor; None is no bound, which no form of the grammar has so far.
    """

    anchor: str
    lower_days: Decimal | None
    upper_days: Decimal | None


def parse_moment(text: str) -> DateSpan | AnchoredSpan:
    """Read a date or span of dates, or days counted from an anchor.

    >>> parse_moment("within 30 d of signature")
    AnchoredSpan(anchor='signature', lower_days=Decimal('0'), upper_days=Decimal('30'))
    >>> parse_moment("2025").latest
    datetime.date(2025, 12, 31)
    >>> parse_moment("10 d after signing")
    Traceback (most recent call last):
    averment.values.errors.ValueFault: '10 d after signing' has its stage at the end: write signing + 10 d

    Raises:
        ValueFault: if the text is in neither grammar, or counts in units other than days and weeks.
    """
    value = stated(text, "publication + 10 d")
    try:
        return _anchored(value) or parse_date(value)
    except ValueFault as fault:
        raise _cure(value) or fault from None


def _cure(value: str) -> ValueFault | None:
    """Give the fault that says most about a value in neither grammar; None if the one at hand does."""
    calendar = _CALENDAR_COUNT.search(value)
    if calendar:
        return _no_fixed_length(value, calendar["unit"].lower())
    habit = cured(value, HABITS, _only_anchored)
    if habit or _has_form(value):
        return habit
    habit = date_cure(value) or named(value, HABITS)
    if habit or any(character.isdigit() or character == "/" for character in value):
        return habit
    return ValueFault(
        f"{quoted(value)} is neither a date nor days counted from a stage: "
        "write it as in '2025-07-10', 'publication' or 'publication + 10 d'"
    )


def _only_anchored(value: str) -> AnchoredSpan:
    span = _anchored(value)
    if span is None:
        raise ValueFault(f"{quoted(value)} has no anchor: write it as in 'publication + 10 d'")
    return span


def _has_form(value: str) -> bool:
    return bool(_OFFSET.fullmatch(value) or _WITHIN.fullmatch(value))


def _anchored(value: str) -> AnchoredSpan | None:
    """Read an anchored moment; None if the text does not have the form of one."""
    within = _WITHIN.fullmatch(value)
    match = within or _OFFSET.fullmatch(value)
    if not match:
        return None
    if not match["count"]:
        return AnchoredSpan(match["anchor"], Decimal(0), Decimal(0))
    days = _days(value, match["count"], match["unit"])
    if within:
        return AnchoredSpan(match["anchor"], Decimal(0), Decimal(days))
    exactly = Decimal(-days if match["sign"] == "-" else days)
    return AnchoredSpan(match["anchor"], exactly, exactly)


def _days(value: str, count: str, unit: str) -> int:
    if unit in _NO_FIXED_LENGTH:
        raise _no_fixed_length(value, unit)
    if unit not in _DAYS_IN:
        raise ValueFault(
            f"{quoted(value)} counts in {quoted(unit)}: "
            "write days or weeks, as in 'publication + 10 d' or 'publication + 1 wk'"
        )
    if len(count) > MOST_DIGITS:
        raise ValueFault(
            f"{quoted(value)} has a count of more than {MOST_DIGITS} digits: "
            "write a smaller one, as in 'publication + 10 d'"
        )
    return int(count) * _DAYS_IN[unit]


def _no_fixed_length(value: str, unit: str) -> ValueFault:
    name = _NO_FIXED_LENGTH[unit]
    return ValueFault(
        f"{quoted(value)} counts in {name}, and {name} have no fixed length in days: "
        "write the days if they are stated, as in 'publication + 10 d', or else the date, as in '2025-07'"
    )
