"""Dates as sources state them, and the days that they allow."""

from __future__ import annotations

import calendar
import datetime
from random import Random

from benchmarks.answers import Span
from benchmarks.ntriples import date

__all__ = ["bounds", "some_days"]


def some_days(day: int, random: Random) -> tuple[Span | None, str]:
    """Return a stated date near a day and what it allows: most often the day, sometimes its month, or none."""
    share = random.random()
    moment = datetime.date.fromordinal(day)
    if share < 0.85:
        return (day, day), str(moment)
    if share < 0.93:
        last = calendar.monthrange(moment.year, moment.month)[1]
        return (day - moment.day + 1, day - moment.day + last), f"{moment:%Y-%m}"
    return None, ""


def bounds(first: str, last: str, span: Span) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the two statements that say what days a date allows."""
    return (first, date(span[0])), (last, date(span[1]))
