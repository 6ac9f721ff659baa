"""Answers to questions about days and stages."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from random import Random

from benchmarks.answers import Answer, Dated, Span, Topic, interval
from benchmarks.ntriples import AV, boolean, date, iri, plain
from benchmarks.process import LAST, STAGES, index_of

__all__ = ["Days", "Moment", "Stage"]


class Moment(Topic):
    """A day."""

    kind, rule, value_is_reported = "kind:moment", "Question-moment", False

    def __init__(self, day: int) -> None:
        self._day = day

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        share = 0.0 if number == 0 else random.random()
        day = datetime.date.fromordinal(self._day)
        if share < 0.5:
            return _days(str(day), self._day, self._day)
        if share < 0.7:
            last = calendar.monthrange(day.year, day.month)[1]
            return _days(f"{day:%Y-%m}", self._day - day.day + 1, self._day - day.day + last)
        if share < 0.8:
            new_year, old_year = datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
            return _days(f"{day.year}", new_year.toordinal(), old_year.toordinal())
        around = random.randint(0, 20)
        if share < 0.9:
            return _days(f"{datetime.date.fromordinal(self._day - around)}/..", self._day - around, None)
        return _days(f"../{datetime.date.fromordinal(self._day + around)}", None, self._day + around)

    def odd(self, random: Random, span: Span | None) -> Answer:
        day = self._day + 800
        return _days(str(datetime.date.fromordinal(day)), day, day)


def _days(stated: str, first: int | None, last: int | None) -> Answer:
    bounds = []
    if first is not None:
        bounds.append((AV.earliest, date(first)))
    if last is not None:
        bounds.append((AV.latest, date(last)))
    bounds.append((AV.isApproximate, boolean(False)))
    return Answer(plain(stated), bounds)


class Days(Topic):
    """A number of days after an event."""

    kind, rule, value_is_reported = "kind:moment", "Question-anchored", False

    def __init__(self, anchor: str, stage: str, days: int, within: bool) -> None:
        self._anchor, self.stage, self._days, self._within = anchor, iri(stage), days, within

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return self._stated(self._days, random)

    def odd(self, random: Random, span: Span | None) -> Answer:
        return self._stated(self._days + 7, random)

    def _stated(self, days: int, random: Random) -> Answer:
        count = f"{days // 7} wk" if days % 7 == 0 and random.random() < 0.3 else f"{days} d"
        answer = interval(0 if self._within else days, days, None)
        answer.value = plain(
            f"within {count} of {self._anchor}" if self._within else f"{self._anchor} + {count}"
        )
        answer.bounds.append((AV.hasAnchor, self.stage))
        return answer


class Stage(Topic):
    """A stage that an instrument reaches with time.

    Args:
        reached: the day on which it reaches each stage, ascending.
    """

    kind, rule = "kind:stage", "Question-stage"

    def __init__(self, reached: Sequence[int]) -> None:
        self._reached = reached

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        day = self._reached[index_of("third-reading")] if span is None else random.randint(*span)
        position = max(1, sum(day >= reached for reached in self._reached))
        share = random.random()
        if share < 0.7:
            name, lower, upper = STAGES[position - 1]
            return _stage(name, name, lower, upper)
        if share < 0.9:
            name, lower, _ = random.choice(STAGES[:position])
            return _stage(f"{name}..", name, lower, None)
        name, upper, _ = random.choice(STAGES[position - 1 :])
        return _stage(f"..{name}", name, None, upper)

    def odd(self, random: Random, span: Span | None) -> Answer:
        return _stage(LAST.name, LAST.name, LAST.lower, LAST.upper)

    def pick(self, spans: Sequence[Span | None]) -> int:
        dated = [(span, number) for number, span in enumerate(spans) if span is not None]
        return min(dated)[1] if dated else 0

    def at_odds(self, answers: Dated, odd: int) -> list[int]:
        span = answers[odd][1]
        found = [
            number
            for number, (answer, other) in enumerate(answers)
            if number != odd
            and span is not None
            and other is not None
            and span[1] <= other[0]
            and answer.upper is not None
            and answer.upper < LAST.lower
        ]
        return [*found, odd] if found else []


def _stage(stated: str, name: str, lower: int | None, upper: int | None) -> Answer:
    answer = interval(lower, upper, None)
    answer.value = plain(stated)
    answer.bounds.append((AV.hasConcept, iri(f"ru:{name}")))
    return answer
