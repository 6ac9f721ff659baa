"""What came of the mutants: a table by operator, the two shares, and each mutant that was judged wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from averment.cli.text import clean
from mutants.model import Operator
from mutants.running import Verdict

__all__ = ["TARGET", "Shares", "listed_operators", "report", "shares"]

TARGET = 0.95
"""The least share of the inconsistent mutants that a check has to detect."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many mutants there were, and how many a check judged as it should.

    Attributes:
        inconsistent: how many made the graph inconsistent.
        detected: how many of these the check detected.
        consistent: how many left it consistent.
        reported: how many of these the check reported.
    """

    inconsistent: int
    detected: int
    consistent: int
    reported: int

    @property
    def reach_target(self) -> bool:
        """Whether enough of the one kind were detected, and none of the other reported; not so if there were none."""
        detected = self.inconsistent > 0 and self.detected >= TARGET * self.inconsistent
        return detected and self.reported == 0 and self.consistent > 0


def shares(operators: Sequence[Operator], verdicts: Iterable[Verdict]) -> Shares:
    """Count the mutants of operators by what they are and how they were judged."""
    consistent = {each.name: each.is_consistent for each in operators}
    judged = [(consistent[verdict.mutant.operator], verdict) for verdict in verdicts]
    return Shares(
        inconsistent=sum(not is_consistent for is_consistent, _ in judged),
        detected=sum(verdict.detected for is_consistent, verdict in judged if not is_consistent),
        consistent=sum(is_consistent for is_consistent, _ in judged),
        reported=sum(bool(verdict.new) for is_consistent, verdict in judged if is_consistent),
    )


def report(operators: Sequence[Operator], verdicts: Sequence[Verdict]) -> str:
    """Return the table, in Markdown, what was judged wrongly, and the shares."""
    lines = [
        "| mutation | the graph is | mutants | detected | wrongly reported |",
        "|---|---|---:|---:|---:|",
    ]
    for each in operators:
        own = [verdict for verdict in verdicts if verdict.mutant.operator == each.name]
        counted = shares([each], own)
        if each.is_consistent:
            cells = f"consistent | {len(own)} | | {counted.reported} |"
        else:
            cells = f"inconsistent | {len(own)} | {counted.detected} | |"
        lines.append(f"| {each.name} | {cells}")
    total = shares(operators, verdicts)
    wrong = list(_wrong(operators, verdicts))
    return "\n".join([*lines, "", *wrong, *([""] if wrong else []), *_summary(total), ""])


def _wrong(operators: Sequence[Operator], verdicts: Sequence[Verdict]) -> Iterator[str]:
    by_name = {each.name: each for each in operators}
    for verdict in verdicts:
        each, mutant = by_name[verdict.mutant.operator], verdict.mutant
        if each.is_consistent and verdict.new:
            found = ", ".join(f"{rule} at {subject}" for rule, subject in verdict.new)
            yield clean(f"wrongly reported: {each.name}: {mutant.what}. {each.because} Found: {found}.")
        elif not each.is_consistent and not verdict.detected:
            found = ", ".join(sorted({rule for rule, _ in verdict.new})) or "nothing"
            yield clean(f"not detected: {each.name}: {mutant.what}. {each.because} Found: {found}.")


def _summary(total: Shares) -> Iterator[str]:
    yield (
        f"{_share(total.detected, total.inconsistent)} of the inconsistent mutants detected: "
        f"{total.detected} of {total.inconsistent}; the target is {TARGET:.0%}"
    )
    yield (
        f"{_share(total.reported, total.consistent)} of the consistent mutants reported: "
        f"{total.reported} of {total.consistent}; the target is none"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"


def listed_operators(operators: Iterable[Operator]) -> str:
    """Return all operators with what makes their mutants inconsistent, or leaves them consistent."""
    return "".join(
        f"{each.name} ({'consistent' if each.is_consistent else 'inconsistent'}): {each.because}\n"
        for each in operators
    )
