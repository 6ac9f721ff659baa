"""What mutates the graph does one known thing each time, and a check notices what makes it inconsistent."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from mutants.__main__ import GRAPH, main
from mutants.choosing import choose
from mutants.operators import BY_NAME, OPERATORS
from mutants.running import judge_all
from mutants.sheet import Sheet

from averment import resources
from averment.reading import Reading, read

WORLD = Path(__file__).with_name("world.yaml")
NAMES = [each.name for each in OPERATORS]


@cache
def small() -> Reading:
    return read([WORLD])


@cache
def sheet() -> Sheet:
    return Sheet(small().graph(), resources.ontology())


def test_operators_are_named_once_and_say_why() -> None:
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []
    assert len(OPERATORS) >= 60
    assert all(each.because.endswith(".") for each in OPERATORS)
    kinds = Counter(each.is_consistent for each in OPERATORS)
    assert kinds[True] >= 15
    assert kinds[False] >= 40


def test_every_family_has_an_operator() -> None:
    named = {family for each in OPERATORS for family in each.families}
    assert named >= {"structure", "disagreement", "attribution", "lifecycle", "drift"}


@pytest.mark.parametrize("name", NAMES)
def test_operator_changes_what_it_says_and_nothing_else(name: str) -> None:
    chosen = choose(sheet(), [BY_NAME[name]], 5, 1)
    for _, mutant in chosen:
        graph = small().graph()
        mutated = mutant.edit.apply(graph)
        assert set(mutant.edit.removed) <= set(graph), "it takes away what is not there"
        assert set(mutated) ^ set(graph) == {*mutant.edit.removed, *mutant.edit.added} - (
            set(mutant.edit.removed) & set(mutant.edit.added)
        ) - (set(mutant.edit.added) & set(graph))
        assert set(mutated) != set(graph), "it changes nothing"


def test_choice_depends_on_the_seed_alone() -> None:
    one, again, other = (
        [mutant.what for _, mutant in choose(sheet(), OPERATORS, 80, seed)] for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_operators_take_turns() -> None:
    counts = Counter(operator.name for operator, _ in choose(sheet(), OPERATORS, 40, 3))
    assert max(counts.values()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--count", "2", "--only", NAMES[0], "--processes", "1", "nowhere"], 2)],
)
def test_what_cannot_be_read_ends_with_two(arguments: list[str], code: int) -> None:
    assert main(arguments) == code


def test_operators_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert capsys.readouterr().out.count("\n") == len(OPERATORS)


@pytest.mark.slow
def test_a_check_notices_what_is_inconsistent_and_nothing_else() -> None:
    reading = read([GRAPH])
    chosen = choose(Sheet(reading.graph(), resources.ontology()), OPERATORS, 8, 11)
    verdicts = judge_all(reading, chosen, processes=1)
    missed = [
        f"{verdict.mutant.operator}: {verdict.mutant.what}"
        for verdict in verdicts
        if not BY_NAME[verdict.mutant.operator].is_consistent and not verdict.detected
    ]
    assert missed == []
    reported = [
        f"{verdict.mutant.operator}: {verdict.mutant.what}: {verdict.new}"
        for verdict in verdicts
        if BY_NAME[verdict.mutant.operator].is_consistent and verdict.new
    ]
    assert reported == []
