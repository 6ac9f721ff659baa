"""A store that is changed file by file has, in statements and in findings, what one has that is built anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from random import Random

import pyoxigraph as ox
import pytest
from tests.storing.worlds import NAMES, content, world

from averment.checking import DEFAULT as DEFAULT_ENGINE
from averment.checking import ENGINES, check
from averment.checking.findings import Finding
from averment.errors import ReadError
from averment.shapes import load_shapes
from averment.storing.changing import change_files
from averment.storing.contents import Contents, read_contents
from averment.storing.excerpts import whole
from averment.storing.filling import fill
from averment.storing.findings import find_touched, findings_of_results, replace_findings, stored_findings
from averment.storing.names import FINDINGS, RESULTS

SHAPES, _ = load_shapes()
TODAY = date(2026, 3, 1)


def read(path: str, data: bytes) -> Contents:
    errors: list[ReadError] = []
    contents = read_contents(path, data, errors)
    assert contents is not None, errors
    return contents


def filled(files: Mapping[str, Contents | None]) -> ox.Store:
    store = ox.Store()
    fill(store, [each for each in files.values() if each is not None], SHAPES, today=TODAY)
    return store


def found(store: ox.Store) -> list[Finding]:
    return list(check(whole(store, SHAPES)).findings)


def lines(findings: list[Finding]) -> list[str]:
    return sorted(json.dumps(asdict(each), sort_keys=True) for each in findings)


def kept(store: ox.Store) -> set[str]:
    return {str(quad) for quad in store if quad.graph_name not in (FINDINGS, RESULTS)}


def walk(seed: int, steps: int) -> None:
    """Change a graph a few files at a time, and compare it each time with one that is made anew."""
    random = Random(seed)
    files: dict[str, Contents | None] = {path: read(path, data) for path, data in world(random).items()}
    store = filled(files)
    replace_findings(store, [], found(store))
    for step in range(steps):
        chosen = random.sample(NAMES, random.choice((1, 1, 1, 2, 4)))
        edits: dict[str, Contents | None] = {}
        for name in chosen:
            path = f"graph/{name}.yaml"
            is_gone = random.random() < 0.15 and files[path] is not None
            edits[path] = None if is_gone else read(path, content(name, random))
        change = change_files(store, edits, SHAPES, today=TODAY)
        replace_findings(store, change.before | change.after, find_touched(store, change, SHAPES))
        files |= edits
        anew = filled(files)
        what = f"seed {seed}, step {step}, {sorted(edits)}"
        assert sorted(kept(store) - kept(anew)) == [], what
        assert sorted(kept(anew) - kept(store)) == [], what
        assert lines(stored_findings(store)) == lines(found(anew)), what


@pytest.mark.parametrize("seed", range(20, 24))
def test_findings_are_made_of_results_and_what_is_near_them(seed: int) -> None:
    store = filled({path: read(path, data) for path, data in world(Random(seed)).items()})
    results = ENGINES[DEFAULT_ENGINE](whole(store, SHAPES).everything, SHAPES).results
    made = findings_of_results(store, results, SHAPES)
    assert lines(made) == lines(found(store))


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_store_is_the_one_that_is_built_anew(seed: int) -> None:
    walk(seed, 4)


@pytest.mark.slow
def test_a_store_that_is_changed_often_is_the_one_that_is_built_anew() -> None:
    walk(100, 14)
