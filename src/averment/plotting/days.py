"""A span of days on a line: where a day stands, and which days to name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Scale", "Tick", "as_day"]

_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000, 120000)
"""How many months may lie between two ticks."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_day(text: str | None) -> date | None:
    """Return the day that a derived bound is, or None for one that no calendar of ours has.

    >>> as_day("2026-03-09"), as_day("-0044-03-15"), as_day(None)
    (datetime.date(2026, 3, 9), None, None)
    """
    try:
        return date.fromisoformat(text) if text is not None and len(text) == 10 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is named, and where it stands."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the days between two stand.

    Attributes:
        first: the first day.
        last: the last day, later than the first.
        left: where the first day stands.
        right: where the last day stands.
    """

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def of(cls, days: list[date], left: float, right: float) -> Scale:
        """Return a scale on which all days have a place, with some room at both ends."""
        first, last = min(days).toordinal(), max(days).toordinal()
        room = max((last - first) // 20, 7)
        return cls(
            date.fromordinal(max(first - room, date.min.toordinal())),
            date.fromordinal(min(last + room, date.max.toordinal())),
            left,
            right,
        )

    def x(self, day: date) -> float:
        """Return where a day stands; one beyond the ends stands at the end."""
        share = (day - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self, most: int) -> list[Tick]:
        """Return months to name, at the same distance from each other, and at most so many."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in _STEPS if months // step <= most - 1), _STEPS[-1])
        start = self.first.year * 12 + self.first.month - 1
        found = []
        for month in range(-(-start // step) * step, start + months + 1, step):
            year, index = divmod(month, 12)
            if date.min.year <= year <= date.max.year:
                day = date(year, index + 1, 1)
                if self.first <= day <= self.last:
                    words = str(year) if step >= 12 else f"{_MONTHS[index]} {year}"
                    found.append(Tick(self.x(day), words))
        return found or [Tick(self.x(self.first + timedelta(days=1)), str(self.first + timedelta(days=1)))]
