"""Which mutants to check: as many of each operator as there are places, in turn."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from mutants.model import Mutant, Operator
from mutants.sheet import Sheet

__all__ = ["choose"]


def choose(
    sheet: Sheet, operators: Iterable[Operator], count: int, seed: int
) -> list[tuple[Operator, Mutant]]:
    """Return mutants by operator, the operators taking turns until there are as many as asked for.

    One operator's mutants depend on the seed and its name, not on the other operators.

    Args:
        sheet: the graph.
        operators: the operators.
        count: how many mutants to choose; there are fewer if there are not as many.
        seed: what makes one choice differ from another.
    """
    waiting = [(each, each.mutants(sheet, Random(f"{seed}/{each.name}"))) for each in operators]
    taken = [0] * len(waiting)
    left = min(count, sum(len(mutants) for _, mutants in waiting))
    while left:
        for number, (_, mutants) in enumerate(waiting):
            if left and taken[number] < len(mutants):
                taken[number] += 1
                left -= 1
    return [
        (each, mutant)
        for (each, mutants), number in zip(waiting, taken, strict=True)
        for mutant in mutants[:number]
    ]
