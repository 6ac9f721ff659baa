"""Answers to one question that agree with one another, and one that is at odds with them.

A topic holds what is true of its question. Each answer states it more or less exactly, with the bounds
that deriving would compute; the odd answer contradicts what the others say, and the topic knows which
claims a rule then has to report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.ntriples import AV, boolean, decimal, iri, plain

__all__ = ["DENIAL", "NONE", "Answer", "Dated", "Estimate", "Extent", "Growing", "Span", "Topic", "interval"]

DENIAL, NONE = "Question-denial", "Question-none"

Span = tuple[int, int]
"""First and last day, as `datetime.date.toordinal` counts them."""


@dataclass(slots=True)
class Answer:
    """What one claim states.

    Attributes:
        value: the stated value, as N-Triples writes it.
        bounds: what deriving finds in it.
        lower: the lower bound as a number, if there is one.
        upper: the upper bound as a number, if there is one.
        extra: what else the claim states.
        following: the answers that follow from it, by the names of their nodes.
    """

    value: str
    bounds: list[tuple[str, str]] = field(default_factory=list)
    lower: int | None = None
    upper: int | None = None
    extra: list[tuple[str, str]] = field(default_factory=list)
    following: dict[str, Answer] = field(default_factory=dict)

    def lies_in(self, other: Answer) -> bool:
        """Return whether all that it allows is allowed by the other as well."""
        if other.lower is None and other.upper is None:
            concepts = {value for predicate, value in other.bounds if predicate == AV.hasConcept}
            return any(value in concepts for predicate, value in self.bounds if predicate == AV.hasConcept)
        return (other.lower is None or (self.lower is not None and other.lower <= self.lower)) and (
            other.upper is None or (self.upper is not None and self.upper <= other.upper)
        )


Dated = Sequence[tuple[Answer, Span | None]]
"""Answers with the days that they are given for."""


class Topic:
    """What is asked by one question, and how it is answered.

    Attributes:
        sort: what a planter counts it among.
        rules: the rules that an odd answer can break.
        changes: whether the answer depends on the day for which it is given.
    """

    sort = ""
    rules: tuple[str, ...] = ()
    changes = False

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        """Return an answer that agrees with all others; those with a low number are the most exact ones."""
        raise NotImplementedError

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        """Return an answer with which the rule is broken; the whole truth, where it is to be denied."""
        raise NotImplementedError

    def untrue(self) -> Answer | None:
        """Return an answer that may be denied since nobody gives it; None if such answers are not denied."""
        return None

    def pick(self, spans: Sequence[Span | None]) -> int:
        """Return which answer is to be the odd one: the last, unless days matter."""
        return len(spans) - 1

    def at_odds(self, answers: Dated, odd: int, rule: str) -> dict[str, list[int]]:
        """Return the answers that each rule then reports, the odd one included; none if nothing is at odds."""
        if rule == DENIAL:
            found = [
                number
                for number, (answer, _) in enumerate(answers)
                if number != odd and self.is_denied(answer, answers[odd][0])
            ]
        else:
            found = self.contradicting(answers, odd, rule)
        return {rule: [*found, odd]} if found else {}

    def is_denied(self, answer: Answer, denied: Answer) -> bool:
        """Return whether who denies the one answer denies the other as well."""
        return answer.lies_in(denied)

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        """Return the answers that contradict the odd one: all that say anything, unless told otherwise."""
        return [number for number, (answer, _) in enumerate(answers) if number != odd and answer.bounds]


def interval(lower: int | None, upper: int | None, single: bool | None, approximate: bool = False) -> Answer:
    """Return an answer with closed bounds, whose value is still to be written."""
    bounds = []
    if lower is not None:
        bounds += [(AV.lower, decimal(lower)), (AV.lowerIsOpen, boolean(False))]
    if upper is not None:
        bounds += [(AV.upper, decimal(upper)), (AV.upperIsOpen, boolean(False))]
    if single is not None:
        bounds += [(AV.isSingleFigure, boolean(single)), (AV.isApproximate, boolean(approximate))]
    return Answer("", bounds, lower, upper)


class Extent(Topic):
    """A range that a rule sets, in one of two units.

    Args:
        lower: its lower end in the unit that answers are compared in.
        upper: its upper end.
        unit: that unit.
        units: what answers write, with how many of the first make one of it: `[("h", 1, 1), ("d", 24, 1)]`.
    """

    sort, rules = "extent", ("Question-extent", NONE, DENIAL)

    def __init__(self, lower: int, upper: int, unit: str, units: Sequence[tuple[str, int, int]]) -> None:
        self._lower, self._upper, self._unit, self._units = lower, upper, iri(unit), units

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        share = 0.0 if number == 0 else random.random()
        notation, up, down = random.choice(self._units)
        return self._stated(share, notation, self._lower * down // up, self._upper * down // up)

    def _stated(self, share: float, notation: str, lower: int, upper: int) -> Answer:
        low, high = self._lower, self._upper
        if share < 0.5:
            answer, stated = interval(low, high, False), f"{lower}..{upper}"
        elif share < 0.7:
            answer, stated = interval(None, high, False), f"..{upper}"
        elif share < 0.85:
            answer, stated = interval(high, high, True), f"{upper}"
        elif share < 0.95:
            answer, stated = interval(low, None, False), f">={lower}"
        else:
            answer, stated = interval(None, None, False), "?"
        answer.value = plain(f"{stated} {notation}")
        answer.bounds.append((AV.hasUnit, self._unit))
        return answer

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        if rule == NONE:
            return Answer(plain("none"), [(AV.isNone, boolean(True))])
        return self.answer(random, 0, span) if rule == DENIAL else self._range(2, 3)

    def untrue(self) -> Answer:
        return self._range(5, 6)

    def is_denied(self, answer: Answer, denied: Answer) -> bool:
        return (answer.lower, answer.upper) == (denied.lower, denied.upper)

    def _range(self, low: int, high: int) -> Answer:
        """Return a range so many times as high as the upper end."""
        answer = interval(self._upper * low, self._upper * high, False)
        notation, up, down = self._units[0]
        answer.value = plain(
            f"{self._upper * low * down // up}..{self._upper * high * down // up} {notation}"
        )
        answer.bounds.append((AV.hasUnit, self._unit))
        return answer

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        return [
            number
            for number, (answer, _) in enumerate(answers)
            if number != odd and (rule == NONE or answer.lower is not None or answer.upper is not None)
        ]


class Growing(Topic):
    """A number that grows by some each day from a first day on."""

    sort, rules, changes = "growing", ("Question-growing",), True

    def __init__(self, start: int, first: int, daily: int) -> None:
        self._start, self._first, self._daily = start, first, daily

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        day = self._start + 200 if span is None else random.randint(*span)
        true, share, around = (
            self._first + self._daily * (day - self._start),
            random.random(),
            random.randint(1, 50),
        )
        if share < 0.4:
            return _count(f"{true}", true, true, True)
        if share < 0.6:
            return _count(f">{true - around}", true - around + 1, None, False)
        if share < 0.7:
            return _count(f"<={true + around}", None, true + around, False)
        if share < 0.85:
            return _count(f"{true - around}..{true + around}", true - around, true + around, False)
        rounded = round(true, -2)
        digits = str(rounded)
        half = 10 ** (len(digits) - len(digits.rstrip("0"))) // 2
        return _count(f"~{rounded}", rounded - half, rounded + half, True, approximate=True)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return _count("12", 12, 12, True)

    def untrue(self) -> Answer:
        return _count("5", 5, 5, True)

    def pick(self, spans: Sequence[Span | None]) -> int:
        dated = [(span[::-1], number) for number, span in enumerate(spans) if span is not None]
        return max(dated)[1] if dated else 0

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        span = answers[odd][1]
        return [
            number
            for number, (answer, other) in enumerate(answers)
            if number != odd
            and span is not None
            and other is not None
            and other[1] <= span[0]
            and answer.lower is not None
        ]


def _count(
    stated: str, lower: int | None, upper: int | None, single: bool, approximate: bool = False
) -> Answer:
    answer = interval(lower, upper, single, approximate)
    answer.value = plain(stated)
    if single and not approximate and lower is not None:
        zeros = len(stated) - len(stated.rstrip("0"))
        if zeros and len(stated) - zeros > 1:
            half = 10**zeros // 2
            answer.bounds += [
                (AV.roundedLower, decimal(lower - half)),
                (AV.roundedUpper, decimal(lower + half)),
            ]
    return answer


class Estimate(Topic):
    """A number that does not change."""

    sort, rules = "estimate", ("Question-estimate", DENIAL)

    def __init__(self, true: int) -> None:
        self._true = true

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        true, share = self._true, 0.0 if number == 0 else random.random()
        if share < 0.5:
            return _count(f"{true}", true, true, True)
        if share < 0.7:
            return _count(f">={true - 1}", true - 1, None, False)
        if share < 0.85:
            return _count(f"..{true + 3}", None, true + 3, False)
        return _count(f"{true - 1}..{true + 2}", true - 1, true + 2, False)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        other = self._true if rule == DENIAL else self._true + 51
        return _count(f"{other}", other, other, True)

    def untrue(self) -> Answer:
        return _count(f"{self._true + 91}", self._true + 91, self._true + 91, True)

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        return [
            number for number, (answer, _) in enumerate(answers) if number != odd and answer.upper is not None
        ]
