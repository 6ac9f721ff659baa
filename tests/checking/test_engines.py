"""The rules on disagreement find the same questions in two engines.

pySHACL runs the query of a rule once for each question, with `$this` bound beforehand; Oxigraph runs it once
for all questions, with `$this` free. The two differ where a query errs, so the data errs where it can.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph
from tests.checking.small import (
    AVSH,
    VALID,
    Answer,
    Case,
    module_of_shapes,
    queries_of,
    says,
    write_cases,
)
from tests.checking.test_disagreement_properties import AS_OF, VALUES

from averment.building import Build, build
from averment.checking.reference import run_pyshacl
from averment.querying import to_store

DISAGREEMENT = module_of_shapes("disagreement")
QUERIES = queries_of(DISAGREEMENT)

Found = dict[str, set[tuple[str, str]]]
"""For each rule the questions that it finds, each with the claim that it gives as value, or with nothing."""


def by_pyshacl(data: Graph) -> Found:
    found: Found = {name: set() for name in QUERIES}
    for result in run_pyshacl(data, DISAGREEMENT):
        value = "" if result.value in (None, result.focus) else str(result.value)
        found[str(result.shape).removeprefix(AVSH)].add((str(result.focus), value))
    return found


def by_oxigraph(data: Graph) -> Found:
    store = to_store(data)
    found: Found = {}
    for name, query in QUERIES.items():
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        variables = [str(variable).removeprefix("?") for variable in solutions.variables]
        assert set(variables) <= {"this", "value"}
        found[name] = {
            (row["this"].value, row["value"].value if "value" in variables else "") for row in solutions
        }
    return found


def random_answer(chance: random.Random, aspect: str) -> Answer:
    fields: dict[str, Any] = {
        "asOf": chance.choice(AS_OF),
        "complete": chance.choice([None, "true", "1", "false", "0", "maybe"]),
    }
    return says(
        chance.choice([*VALUES[aspect], *VALUES[aspect], "no value"]),
        published=chance.choice([None, "2026-01", "2026-01-21", "no date"]),
        stance=chance.choice(["asserts", "asserts", "conditional", "denies"]),
        **{key: value for key, value in fields.items() if value is not None},
    )


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_generated_answers(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    cases = [
        Case(f"{number}", aspect, tuple(random_answer(chance, aspect) for _ in range(chance.randint(1, 6))))
        for number, aspect in enumerate([*VALUES, *VALUES])
    ]
    data = build([VALID[-1], write_cases(tmp_path, cases)]).graph
    found = by_oxigraph(data)
    assert found == by_pyshacl(data)
    assert sum(bool(questions) for questions in found.values()) >= 3


def test_every_rule_finds_something_somewhere(tmp_path: Path) -> None:
    cases = [
        Case(f"{number}", aspect, tuple(says(value, complete="true") for value in values))
        for number, (aspect, values) in enumerate(VALUES.items())
    ]
    found = by_oxigraph(build([VALID[-1], write_cases(tmp_path, cases)]).graph)
    assert [name for name, questions in found.items() if not questions] == []
    assert len(found) == 8


def test_shipped_graph(shipped: Build) -> None:
    found = by_oxigraph(shipped.everything)
    assert found == by_pyshacl(shipped.everything)
    assert sum(len({question for question, _ in each}) for each in found.values()) >= 5
