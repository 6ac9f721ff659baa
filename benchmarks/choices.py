"""Answers that name concepts, count votes, or are free text."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.answers import DENIAL, Answer, Dated, Span, Topic
from benchmarks.ntriples import AV, boolean, integer, iri, plain, text

__all__ = ["Choice", "Norm", "Prose", "Set", "Tally"]


class Norm(Topic):
    """The force of a norm."""

    sort, rules = "force", ("Question-force", DENIAL)
    _FORCES = ("must", "may", "must-not", "need-not")

    def __init__(self, force: int) -> None:
        self._force = force

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return self._stated(self._force)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return self._stated(self._force if rule == DENIAL else self._force + 1)

    def untrue(self) -> Answer:
        return self._stated(self._force + 2)

    def _stated(self, force: int) -> Answer:
        name = self._FORCES[force % 4]
        return Answer(plain(name), [(AV.hasConcept, iri(f"force:{name}"))])


class Choice(Topic):
    """One of several classes; an answer names the whole rule, or a part of it.

    Args:
        classes: compact IRIs with their English names; the first is the whole rule.
    """

    sort, rules = "choice", ("Question-choice",)

    def __init__(self, classes: Sequence[tuple[str, str]]) -> None:
        self._classes = classes

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        if number < 2 or random.random() < 0.2:
            return self._stated(self._classes[0], random, complete=True)
        return self._stated(random.choice(self._classes), random, complete=False)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return self._stated(self._classes[1], random, complete=True)

    @staticmethod
    def _stated(class_: tuple[str, str], random: Random, *, complete: bool) -> Answer:
        answer = Answer(plain(random.choice(class_)), [(AV.hasConcept, iri(class_[0]))])
        if complete:
            answer.extra.append((AV.isComplete, boolean(True)))
        return answer

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        return [number for number, (answer, _) in enumerate(answers) if number != odd and answer.extra]


class Set(Topic):
    """Some members of a scheme, or all of them.

    Args:
        members: what answers write, with the concept that it names.
        another: a member of the scheme that does not belong to them.
    """

    sort, rules = "set", ("Question-set",)

    def __init__(self, members: Sequence[tuple[str, str]], another: tuple[str, str]) -> None:
        self._members, self._another = members, another

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        if number == 0 or random.random() < 0.2:
            return self._stated(self._members, complete=True)
        return self._stated(
            random.sample(self._members, random.randint(1, len(self._members))), complete=False
        )

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return self._stated([self._members[0], self._another], complete=False)

    @staticmethod
    def _stated(members: Sequence[tuple[str, str]], *, complete: bool) -> Answer:
        answer = Answer(
            plain("; ".join(stated for stated, _ in members)),
            [(AV.hasConcept, iri(concept)) for _, concept in members],
        )
        if complete:
            answer.extra.append((AV.isComplete, boolean(True)))
        return answer

    def contradicting(self, answers: Dated, odd: int, rule: str) -> list[int]:
        return [number for number, (answer, _) in enumerate(answers) if number != odd and answer.extra]


class Tally(Topic):
    """The votes of one motion; each answer counts those in favour."""

    sort, rules = "tally", ("Question-tally",)

    def __init__(self, in_favour: int, against: int, abstained: int) -> None:
        self._votes = in_favour, against, abstained

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        share = 0.0 if number == 0 else random.random()
        if share < 0.5:
            return _tally(*self._votes, None)
        if share < 0.7:
            return _tally(*self._votes, sum(self._votes))
        return _tally(self._votes[0], None if share < 0.9 else self._votes[1], None, None)

    def odd(self, random: Random, span: Span | None, rule: str) -> Answer:
        return _tally(self._votes[0] + 1, None, None, None)


def _tally(in_favour: int, against: int | None, abstained: int | None, total: int | None) -> Answer:
    entries = ("?" if entry is None else str(entry) for entry in (in_favour, against, abstained))
    named = (
        (AV.votesFor, in_favour),
        (AV.votesAgainst, against),
        (AV.votesAbstained, abstained),
        (AV.votesTotal, total),
    )
    return Answer(
        plain("-".join(entries) + (f" of {total}" if total is not None else "")),
        [(property_, integer(votes)) for property_, votes in named if votes is not None],
    )


class Prose(Topic):
    """Free text; such answers are not compared."""

    def answer(self, random: Random, number: int, span: Span | None) -> Answer:
        return Answer(text(f"leads to case {random.randint(1, 999)}"))
