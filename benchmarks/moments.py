"""Answers to questions about days and stages."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from random import Random

from benchmarks.answers import DENIAL, Answer, Dated, Span, Topic, interval
from benchmarks.ntriples import AV, boolean, date, plain
from benchmarks.vocabulary import stages

__all__ = ["Days", "Moment", "Stage"]


class Moment(Topic):
    """A day.

    Args:
        day: the day.
        is_alone: whether no other day is before or after it by law, so that nothing but the question breaks.
    """

    sort = "moment"

    def __init__(self, day: int, *, is_alone: bool = False) -> None:
        self._day = day
        self.rules = ("Question-moment", DENIAL) if is_alone else ()

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

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        day = self._day if rule == DENIAL else self._day + 800
        return _days(str(datetime.date.fromordinal(day)), day, day)

    def untrue(self) -> Answer:
        day = self._day + 1600
        return _days(str(datetime.date.fromordinal(day)), day, day)

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        return [
            number for number, (answer, _) in enumerate(answers) if number != odd and answer.upper is not None
        ]


def _days(stated: str, first: int | None, last: int | None) -> Answer:
    bounds = []
    if first is not None:
        bounds.append((AV.earliest, date(first)))
    if last is not None:
        bounds.append((AV.latest, date(last)))
    bounds.append((AV.isApproximate, boolean(False)))
    return Answer(plain(stated), bounds, first, last)


class Days(Topic):
    """A number of days after an event.

    Args:
        anchor: what answers call the event.
        stage: the name of its stage.
        days: how many days.
        within: whether they are the most there can be.
        is_alone: whether nobody gives the day of the event, so that no day follows from an answer.
    """

    sort = "days"

    def __init__(self, anchor: str, stage: str, days: int, *, within: bool, is_alone: bool) -> None:
        self._anchor, self._days, self._within = anchor, days, within
        self._stage = stages()[stage].iri
        self.rules = ("Question-anchored",) if is_alone else ()

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return self._stated(self._days, random)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return self._stated(self._days + 7, random)

    def at_odds(self, answers: Dated, odd: int, rule: str) -> dict[str, list[int]]:
        return {rule: []} if self.contradicting(answers, odd, rule) else {}

    def _stated(self, days: int, random: Random) -> Answer:
        count = f"{days // 7} wk" if days % 7 == 0 and random.random() < 0.3 else f"{days} d"
        answer = interval(0 if self._within else days, days, None)
        answer.value = plain(
            f"within {count} of {self._anchor}" if self._within else f"{self._anchor} + {count}"
        )
        answer.bounds.append((AV.hasAnchor, self._stage))
        return answer


class Stage(Topic):
    """A stage that an instrument reaches with time.

    Args:
        reached: the day on which it reaches each of its positions, ascending.
        least: the position that no answer is below.
        is_alone: whether nobody gives a day of a stage, so that nothing but the question breaks.
    """

    sort, changes = "stage", True

    def __init__(self, reached: Sequence[int], least: int, *, is_alone: bool) -> None:
        self._reached, self._least = reached, least
        self._names = list(stages())
        self.rules = ("Question-stage",) if is_alone else ()

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        day = self._reached[5] if span is None else random.randint(*span)
        position = sum(day >= reached for reached in self._reached)
        share = random.random()
        if position < self._least:
            # the day is one before the stage that no answer is below was reached: whoever said that it was would
            # be ahead of the reports that date it
            name = self._names[self._least - 1]
            return _stage(f"..{name}", name, None, stages()[name].position)
        if share < 0.7:
            return self._stage(position)
        if share < 0.9:
            name = random.choice(self._names[self._least - 1 : position])
            return _stage(f"{name}..", name, stages()[name].position, None)
        name = random.choice(self._names[position - 1 :])
        return _stage(f"..{name}", name, None, stages()[name].position)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return self._stage(len(self._names))

    def _stage(self, position: int) -> Answer:
        name = self._names[position - 1]
        return _stage(name, name, position, stages()[name].last)

    def pick(self, spans: Sequence[Span | None]) -> int:
        dated = [(span, number) for number, span in enumerate(spans) if span is not None]
        return min(dated)[1] if dated else 0

    def at_odds(self, answers: Dated, odd: int, rule: str) -> dict[str, list[int]]:
        """Return what is at odds on one day apart from what goes backwards, which is another rule's."""
        span = answers[odd][1]
        found: dict[str, list[int]] = {}
        for number, (answer, other) in enumerate(answers):
            if number == odd or span is None or other is None or span[1] > other[0]:
                continue
            if answer.upper is not None and answer.upper < len(self._names):
                broken = "Question-stage" if span[1] == other[0] else "Question-stale"
                found.setdefault(broken, []).append(number)
        return {broken: [*numbers, odd] for broken, numbers in found.items()}


def _stage(stated: str, name: str, lower: int | None, upper: int | None) -> Answer:
    answer = interval(lower, upper, None)
    answer.value = plain(stated)
    answer.bounds.append((AV.hasConcept, stages()[name].iri))
    return answer
