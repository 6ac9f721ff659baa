"""Pairs of names of which it is known whether they stand for one actor, and what of them is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from averment.matching.blocking import worth_comparing
from averment.matching.names import words_of
from averment.matching.scoring import cannot_reach, score

__all__ = ["LISTS", "Counts", "Pair", "counts", "pairs"]

LISTS = {name: Path(__file__).resolve().parent / f"{name}.tsv" for name in ("pairs", "held_out")}


@dataclass(frozen=True)
class Pair:
    """Two names, of persons or of bodies, and whether they stand for one."""

    is_person: bool
    is_one: bool
    one: str
    other: str

    def is_proposed(self, threshold: float) -> bool:
        one, other = words_of(self.one), words_of(self.other)
        if one == other:
            return True
        return (
            len(worth_comparing([one, other])) == 1
            and not cannot_reach(threshold, one, other, persons=self.is_person)
            and score(one, other, persons=self.is_person) >= threshold
        )


@dataclass(frozen=True)
class Counts:
    """How many pairs are one, how many of these are proposed, and the same of those that are not one."""

    ones: int
    found: int
    others: int
    wrong: int


@cache
def pairs(name: str) -> list[Pair]:
    """Read a list."""
    lines = [line for line in LISTS[name].read_text("utf-8").splitlines() if not line.startswith("#")]
    read = []
    for line in lines:
        kind, verdict, one, other = line.split("\t")
        assert kind in ("person", "body")
        assert verdict in ("same", "different")
        read.append(Pair(kind == "person", verdict == "same", one, other))
    return read


def counts(name: str, threshold: float) -> Counts:
    """Count what is proposed of a list."""
    proposed = [(pair.is_one, pair.is_proposed(threshold)) for pair in pairs(name)]
    return Counts(
        ones=sum(is_one for is_one, _ in proposed),
        found=sum(is_one and found for is_one, found in proposed),
        others=sum(not is_one for is_one, _ in proposed),
        wrong=sum(found and not is_one for is_one, found in proposed),
    )
