"""Findings made from results and what a store says near them are those of a check of the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from tests.checking.small import ROOT
from tests.deriving.judging import WORLD, acceptance, made, waiver, write

from averment.building import Build, build
from averment.checking import Finding, check
from averment.checking.compiled import run_compiled
from averment.checking.lookups import StoreLookup
from averment.checking.surroundings import Surroundings, findings_near
from averment.graphs import graph_of
from averment.shapes import find_idle_shapes
from averment.terms import to_quad

INVALID = ROOT / "tests/shapes"


def without_lines(findings: Iterable[Finding]) -> Counter[Finding]:
    """Count findings by all but the lines and columns of their places."""
    return Counter(
        replace(
            finding,
            places=tuple(sorted((replace(p, line=None, column=None) for p in finding.places), key=str)),
            fingerprint=finding.fingerprint.partition("-")[0],
        )
        for finding in findings
    )


def lookup_of(graph: Graph) -> StoreLookup:
    store = ox.Store()
    store.extend(to_quad(triple) for triple in graph)
    return StoreLookup(store)


def both(made: Build, **options: int) -> tuple[Counter[Finding], Counter[Finding]]:
    """Give what a check finds, and what is found from its results and a store."""
    data = graph_of(made.everything, find_idle_shapes(made.shapes, made.everything))
    results = run_compiled(data, made.shapes).results
    near = Surroundings(lookup_of(data), made.shapes, made.shape_positions, **options).findings(results)
    return without_lines(check(made).findings), without_lines(near)


def test_the_shipped_graph_has_the_same_findings_in_the_same_order(shipped: Build) -> None:
    expected, found = both(shipped)
    assert expected == found
    assert found.total() > 100


def test_it_makes_no_difference_how_many_nodes_are_looked_at_together() -> None:
    built = build(
        [INVALID / "invalid" / f"{name}.ttl" for name in ("Claim-attributionChain", "Unit-conversionFactor")]
    )
    expected, found = both(built, chunk=1, most_names=1)
    assert found == expected
    assert len(found) >= 4


FAULTY = [
    INVALID / f"pipeline/invalid/{name}.yaml"
    for name in (
        "Acceptance-contradicts",
        "Claim-relaysCycle",
        "Definition-timesDefined",
        "DerivedProperty-statesDerived",
        "Evidence-passage",
        "Hop-notInOffice",
        "Identity-contradicts",
        "Question-conversion",
        "Question-denial",
        "UnknownTerm-usedBy",
    )
]


@pytest.mark.parametrize("file", FAULTY, ids=[file.stem for file in FAULTY])
def test_what_the_build_notices_is_found_from_the_store(file: Path) -> None:
    expected, found = both(build([file]))
    if file.stem == "Definition-timesDefined":  # a store knows one of the places at which a node is defined
        assert {f.fingerprint for f in found} == {f.fingerprint for f in expected}
        [twice] = [f for f in found if f.rule == file.stem]
        assert Counter(place.path is None for place in twice.places) == {False: 1, True: 1}
    else:
        assert found == expected
    assert found


def test_what_is_settled_and_waived_is_so_from_a_store(tmp_path: Path) -> None:
    expected, found = both(made(tmp_path, acceptance("x"), waiver("y")))
    assert found == expected
    assert {finding.status for finding in found} >= {"open", "settled"}


def test_a_misspelt_name_gets_its_nearest_sibling_where_nodes_are_many(tmp_path: Path) -> None:
    world = deepcopy(WORLD)
    world[4]["publisher"] = "actor:norm"
    built = build([write(tmp_path, world, "world.yaml")])
    for options in ({}, {"most_names": 1}):
        expected, found = both(built, **options)
        assert found == expected
        assert any("'actor:norm' is not defined; did you mean 'actor:norn'?" in f.message for f in found)


def test_no_results_need_no_graph() -> None:
    assert findings_near([], lookup_of(Graph()), Graph()) == []
