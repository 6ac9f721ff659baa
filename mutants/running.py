"""Making a graph of each mutant, checking it, and telling whether the check was right."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from averment.building import Build, build_from
from averment.checking import check
from averment.reading import Reading, SourceFile
from mutants.comparing import Key, concerns, keys, new_findings
from mutants.model import Mutant, Operator

__all__ = ["Bench", "Verdict", "judge_all"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found of a mutant.

    Attributes:
        mutant: the mutant.
        detected: whether a new finding of one of the operator's families is about the mutation.
        new: rule and subject of each new finding, without those that the operator allows.
    """

    mutant: Mutant
    detected: bool
    new: tuple[tuple[str, str], ...]


class Bench:
    """A graph that mutants are made of.

    Args:
        reading: the files.
    """

    def __init__(self, reading: Reading) -> None:
        self._positions = reading.positions
        self.graph = reading.graph()

    def build(self, mutant: Mutant | None = None) -> Build:
        """Return the graph with one mutation, or as it is."""
        graph = self.graph if mutant is None else mutant.edit.apply(self.graph)
        return build_from(Reading([SourceFile("mutant", graph)], self._positions))

    @cached_property
    def known(self) -> frozenset[Key]:
        """What a check finds in the graph as it is."""
        build = self.build()
        findings = check(build, limit=None).findings
        return frozenset(key for finding in findings for key in keys(finding, build.derived))

    def judge(self, mutant: Mutant, operator: Operator) -> Verdict:
        """Check the graph with one mutation, and compare what is found with what is known."""
        try:
            build = self.build(mutant)
            found = check(build, limit=None).findings
        except (
            Exception
        ) as error:  # a mutant that nobody can check is a fault of the check, and counts as one
            return Verdict(mutant, False, ((f"{type(error).__name__}: {error}", str(mutant.node)),))
        new = new_findings(found, self.known, build.derived)
        families = operator.families
        detected = any(each.family in families and concerns(each, mutant, build.derived) for each in new)
        listed = sorted({(each.rule, each.subject) for each in new if each.family not in operator.allowed})
        return Verdict(mutant, detected, tuple(listed))


def judge_all(
    reading: Reading,
    chosen: Sequence[tuple[Operator, Mutant]],
    *,
    processes: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Verdict]:
    """Return the verdicts on mutants, in their order.

    Args:
        reading: the files of the graph.
        chosen: the mutants, each with its operator.
        processes: how many to use.
        progress: told how many are done, after each.
    """
    verdicts = []
    for verdict in _verdicts(reading, chosen, processes):
        verdicts.append(verdict)
        progress(len(verdicts))
    return verdicts


def _verdicts(
    reading: Reading, chosen: Sequence[tuple[Operator, Mutant]], processes: int
) -> Iterator[Verdict]:
    if processes == 1:
        bench = Bench(reading)
        for operator, mutant in chosen:
            yield bench.judge(mutant, operator)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, _start, (reading,)) as pool:
        yield from pool.imap(_judge, [mutant for _, mutant in chosen])


_benches: list[Bench] = []
"""The bench of a process that was started to judge mutants."""


def _start(reading: Reading) -> None:
    bench = Bench(reading)
    _benches[:] = [bench]
    _ = bench.known
    gc.freeze()  # what is there now stays, and to look through it again and again takes a fifth of the time
    gc.set_threshold(200_000)


def _judge(mutant: Mutant) -> Verdict:
    from mutants.operators import BY_NAME

    return _benches[0].judge(mutant, BY_NAME[mutant.operator])
