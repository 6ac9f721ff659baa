"""A store that is changed file by file has, in statements and in findings, what one has that is built anew."""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import asdict
from random import Random

import pyoxigraph as ox
import pytest
from tests.storing.worlds import NAMES, SHAPES, TODAY, content, filled, read, world

from averment.checking import DEFAULT as DEFAULT_ENGINE
from averment.checking import ENGINES, check
from averment.checking.findings import Finding
from averment.namespaces import ID
from averment.storing.changing import change_files
from averment.storing.contents import Contents
from averment.storing.excerpts import whole
from averment.storing.findings import find_touched, findings_of_results, replace_findings, stored_findings
from averment.storing.names import FINDINGS, RESULTS


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
    store = filled(files.values())
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
        anew = filled(files.values())
        what = f"seed {seed}, step {step}, {sorted(edits)}"
        assert sorted(kept(store) - kept(anew)) == [], what
        assert sorted(kept(anew) - kept(store)) == [], what
        assert lines(stored_findings(store)) == lines(found(anew)), what


def test_nothing_keeps_a_store_open_that_has_been_changed() -> None:
    random = Random(3)
    store = filled(read(path, data) for path, data in world(random).items())
    edits = {f"graph/{name}.yaml": read(f"graph/{name}.yaml", content(name, random)) for name in ("d0", "a1")}
    gc.disable()  # whoever deletes the store does not wait for garbage to be found, either
    try:
        before = sys.getrefcount(store)
        change = change_files(store, edits, SHAPES, today=TODAY)
        find_touched(store, change, SHAPES)
        change_files(store, {}, SHAPES, due=[ox.NamedNode(f"{ID}judgement/j2")], today=TODAY)
        assert sys.getrefcount(store) == before
    finally:
        gc.enable()


@pytest.mark.parametrize("seed", range(20, 24))
def test_findings_are_made_of_results_and_what_is_near_them(seed: int) -> None:
    store = filled(read(path, data) for path, data in world(Random(seed)).items())
    results = ENGINES[DEFAULT_ENGINE](whole(store, SHAPES).everything, SHAPES).results
    made = findings_of_results(store, results, SHAPES)
    assert lines(made) == lines(found(store))


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_store_is_the_one_that_is_built_anew(seed: int) -> None:
    walk(seed, 4)


@pytest.mark.slow
def test_a_store_that_is_changed_often_is_the_one_that_is_built_anew() -> None:
    walk(100, 14)
