"""Answers to one question that agree with one another, and one that is at odds with them.

A topic holds what is true of its question. Each answer states it more or less exactly, with the bounds
that deriving would compute; the odd answer contradicts what the others say, and the topic knows which
claims a rule then has to report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.ntriples import AV, boolean, decimal, iri, plain, text

__all__ = [
    "Answer",
    "Choice",
    "Dated",
    "Estimate",
    "Extent",
    "Growing",
    "Norm",
    "Prose",
    "Set",
    "Span",
    "Topic",
    "interval",
]

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
    """

    value: str
    bounds: list[tuple[str, str]] = field(default_factory=list)
    lower: int | None = None
    upper: int | None = None
    extra: list[tuple[str, str]] = field(default_factory=list)


Dated = Sequence[tuple[Answer, Span | None]]
"""Answers with the days that they are given for."""


class Topic:
    """What is asked by one question, and how it is answered."""

    kind = ""
    rule = ""
    value_is_reported = True

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        """Return an answer that agrees with all others; those with a low number are the most exact ones."""
        raise NotImplementedError

    def odd(self, random: Random, span: Span | None) -> Answer:
        """Return an answer that does not agree."""
        raise NotImplementedError

    def pick(self, spans: Sequence[Span | None]) -> int:
        """Return which answer is to be the odd one: the last, unless days matter."""
        return len(spans) - 1

    def at_odds(self, answers: Dated, odd: int) -> list[int]:
        """List the answers that contradict another, the odd one included; none if nothing does."""
        found = [number for number, (answer, _) in enumerate(answers) if number != odd and answer.bounds]
        return [*found, odd] if found else []


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

    kind, rule = "kind:extent", "Question-extent"

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

    def odd(self, random: Random, span: Span | None) -> Answer:
        answer = interval(self._upper * 2, self._upper * 3, False)
        notation, up, down = self._units[0]
        answer.value = plain(f"{self._upper * 2 * down // up}..{self._upper * 3 * down // up} {notation}")
        answer.bounds.append((AV.hasUnit, self._unit))
        return answer

    def at_odds(self, answers: Dated, odd: int) -> list[int]:
        found = [
            number
            for number, (answer, _) in enumerate(answers)
            if number != odd and (answer.lower is not None or answer.upper is not None)
        ]
        return [*found, odd] if found else []


class Growing(Topic):
    """A number that grows by some each day from a first day on."""

    kind, rule = "kind:growing", "Question-growing"

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

    def odd(self, random: Random, span: Span | None) -> Answer:
        return _count("12", 12, 12, True)

    def pick(self, spans: Sequence[Span | None]) -> int:
        dated = [(span[::-1], number) for number, span in enumerate(spans) if span is not None]
        return max(dated)[1] if dated else 0

    def at_odds(self, answers: Dated, odd: int) -> list[int]:
        span = answers[odd][1]
        found = [
            number
            for number, (answer, other) in enumerate(answers)
            if number != odd
            and span is not None
            and other is not None
            and other[1] <= span[0]
            and answer.lower is not None
        ]
        return [*found, odd] if found else []


def _count(
    stated: str, lower: int | None, upper: int | None, single: bool, approximate: bool = False
) -> Answer:
    answer = interval(lower, upper, single, approximate)
    answer.value = plain(stated)
    return answer


class Estimate(Topic):
    """A number that does not change."""

    kind, rule, value_is_reported = "kind:estimate", "Question-estimate", False

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

    def odd(self, random: Random, span: Span | None) -> Answer:
        return _count(f"{self._true + 50}", self._true + 50, self._true + 50, True)


class Norm(Topic):
    """The force of a norm."""

    kind, rule = "kind:force", "Question-force"
    _FORCES = ("must", "may", "must-not", "need-not")

    def __init__(self, force: int) -> None:
        self._force = force

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return self._stated(self._force)

    def odd(self, random: Random, span: Span | None) -> Answer:
        return self._stated(self._force + 1)

    def _stated(self, force: int) -> Answer:
        name = self._FORCES[force % 4]
        return Answer(plain(name), [(AV.hasConcept, iri(f"force:{name}"))])


class Choice(Topic):
    """One of several classes; an answer names the whole rule, or a part of it.

    Args:
        classes: compact IRIs with their English names; the first is the whole rule.
    """

    kind, rule = "kind:choice", "Question-choice"

    def __init__(self, classes: Sequence[tuple[str, str]]) -> None:
        self._classes = classes

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        if number < 2 or random.random() < 0.2:
            return self._stated(self._classes[0], random, complete=True)
        return self._stated(random.choice(self._classes), random, complete=False)

    def odd(self, random: Random, span: Span | None) -> Answer:
        return self._stated(self._classes[1], random, complete=True)

    @staticmethod
    def _stated(class_: tuple[str, str], random: Random, *, complete: bool) -> Answer:
        answer = Answer(plain(random.choice(class_)), [(AV.hasConcept, iri(class_[0]))])
        if complete:
            answer.extra.append((AV.isComplete, boolean(True)))
        return answer

    def at_odds(self, answers: Dated, odd: int) -> list[int]:
        found = [number for number, (answer, _) in enumerate(answers) if number != odd and answer.extra]
        return [*found, odd] if found else []


class Set(Topic):
    """Some members of a scheme; such answers are not compared.

    Args:
        members: what answers write, with the concept that it names.
    """

    kind = "kind:set"

    def __init__(self, members: Sequence[tuple[str, str]]) -> None:
        self._members = members

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        chosen = random.sample(self._members, random.randint(1, min(2, len(self._members))))
        return Answer(
            plain("; ".join(stated for stated, _ in chosen)),
            [(AV.hasConcept, iri(concept)) for _, concept in chosen],
        )


class Prose(Topic):
    """Free text; such answers are not compared."""

    kind = "kind:text"

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return Answer(text(f"leads to case {random.randint(1, 999)}"))
