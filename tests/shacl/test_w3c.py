"""The cases of the W3C's test suite for SHACL, its core and its SPARQL part.

The suite stands beside the repository, in `shared/w3c-shacl`; without it these tests are skipped. A case passes if
the results are exactly those that it lists: focus node, path, value, component, source shape and severity, each
as often as it is listed there. Blank nodes of the data are all alike in this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pyshacl
import pytest
import rdflib
from rdflib import RDF, SH, BNode, Graph, Namespace
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl import duck, oxigraph
from averment.shacl.errors import NotCompiledError, ShapeError
from averment.shacl.faithful import NotFaithfulError
from averment.shacl.model import read_path
from averment.shacl.results import CompiledResult
from averment.shacl.sparql_paths import path_text

pytestmark = pytest.mark.slow

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c-shacl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

FLOORS = {"core": 98, "sparql": 22}
"""The least number of cases in each part; fewer means that the suite is incomplete."""

NOT_PASSED = {
    "sparql/pre-binding/shapesGraph-001": "$shapesGraph is refused by name: the shapes are not loaded as data",
}
"""The cases that the compiled engine does not pass, with the reason."""

HANDED_OVER = {
    "core/complex/shacl-shacl": "SHACL's own shapes nest so deeply that no statement in SPARQL ends",
    "core/property/datatype-ill-formed": "Oxigraph makes an integer of the byte 300",
}
"""The cases that Oxigraph's store is not trusted with, so that DuckDB runs them, with the reason."""

Key: TypeAlias = tuple[object, ...]
Outcome: TypeAlias = "Counter[Key] | None"


def _cases() -> list[str]:
    return sorted(
        path.relative_to(SUITE).with_suffix("").as_posix()
        for part in FLOORS
        for path in (SUITE / part).glob("*/*.ttl")
        if path.stem != "manifest" and "sht:Validate" in path.read_text(encoding="utf-8")
    )


CASES = _cases()
needs_suite = pytest.mark.skipif(not CASES, reason=f"the W3C suite is not at {SUITE}")


@pytest.fixture(autouse=True)
def _literals_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


# --- what a case says and what an engine makes of it --------------------------------


def _node(node: Node | None) -> object:
    return "_" if isinstance(node, BNode) else node


def _path(graph: Graph, node: Node | None) -> object:
    """Return a path as it is written, whatever blank nodes it is made of."""
    if node is None:
        return None
    try:
        return path_text(read_path(graph, node))
    except ShapeError:
        return "a path that is none"


def _reported(graph: Graph, report: Node) -> Counter[Key]:
    return Counter(
        (
            _node(graph.value(result, SH.focusNode)),
            _path(graph, graph.value(result, SH.resultPath)),
            _node(graph.value(result, SH.value)),
            graph.value(result, SH.sourceConstraintComponent),
            _node(graph.value(result, SH.sourceShape)),
            graph.value(result, SH.resultSeverity),
        )
        for result in graph.objects(report, SH.result)
    )


def _handing_over(data: Graph, shapes: Graph) -> list[CompiledResult]:
    """Validate on Oxigraph's store, or on DuckDB what that cannot be trusted with."""
    try:
        return oxigraph.validate(data, shapes)
    except (NotFaithfulError, NotCompiledError):
        return duck.validate(data, shapes)


BACK_ENDS: dict[str, Callable[[Graph, Graph], list[CompiledResult]]] = {
    "duckdb": duck.validate,
    "oxigraph": _handing_over,
}


def _compiled(data: Graph, shapes: Graph, back_end: str) -> Outcome:
    try:
        results = BACK_ENDS[back_end](data, shapes)
    except AvermentError:
        return None
    return Counter(
        (
            _node(result.focus),
            _path(shapes, result.path if result.path is not None else result.query.shape.path_node),
            _node(result.value),
            result.query.component,
            _node(result.query.shape.node),
            result.query.shape.severity,
        )
        for result in results
    )


def _pyshacl(data: Graph, shapes: Graph) -> Outcome:
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except Exception:  # whatever a shape leads to that it cannot run
        return None
    if not isinstance(report, Graph):
        return None
    found = report.value(None, RDF.type, SH.ValidationReport)
    return _reported(report, found) if found is not None else None


def _tests(case: str) -> Iterator[tuple[Graph, Graph, Outcome]]:
    """Iterate over the data, the shapes and the expected results of a case; None expects a failure."""
    file = SUITE / f"{case}.ttl"
    graph = Graph().parse(file, publicID=file.as_uri())

    def load(node: Node | None) -> Graph:
        if str(node) == file.as_uri():
            return graph
        return Graph().parse(str(node).removeprefix("file://"), format="turtle", publicID=str(node))

    for test in graph.subjects(RDF.type, SHT.Validate):
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        assert action is not None
        assert result is not None
        data, shapes = load(graph.value(action, SHT.dataGraph)), load(graph.value(action, SHT.shapesGraph))
        yield data, shapes, None if result == SHT.Failure else _reported(graph, result)


def _passes(engine: Callable[[Graph, Graph], Outcome], case: str) -> bool:
    return all(engine(data, shapes) == expected for data, shapes, expected in _tests(case))


# --- the tests ------------------------------------------------------------------------


@needs_suite
@pytest.mark.parametrize("part", FLOORS)
def test_the_suite_is_complete(part: str) -> None:
    assert sum(case.startswith(f"{part}/") for case in CASES) >= FLOORS[part]


@needs_suite
def test_what_does_not_pass_is_a_case() -> None:
    assert set(NOT_PASSED) <= set(CASES)


@needs_suite
@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("case", CASES or ["none"])
def test_case(case: str, back_end: str) -> None:
    if case in NOT_PASSED:
        engine = partial(_compiled, back_end=back_end)
        assert not _passes(engine, case), f"{case} passes now: remove it from NOT_PASSED"
        return
    for data, shapes, expected in _tests(case):
        assert _compiled(data, shapes, back_end) == expected


@needs_suite
@pytest.mark.parametrize("part", FLOORS)
def test_few_cases_are_handed_over(part: str) -> None:
    handed_over = set()
    for case in CASES:
        if not case.startswith(f"{part}/") or case in NOT_PASSED:
            continue
        for data, shapes, expected in _tests(case):
            if expected is None:
                continue
            try:
                oxigraph.validate(data, shapes)
            except (NotFaithfulError, NotCompiledError):
                handed_over.add(case)
    assert handed_over == {case for case in HANDED_OVER if case.startswith(f"{part}/")}


@needs_suite
@pytest.mark.parametrize("part", FLOORS)
def test_no_fewer_cases_pass_than_with_pyshacl(part: str) -> None:
    cases = [case for case in CASES if case.startswith(f"{part}/")]
    with_pyshacl = sum(_passes(_pyshacl, case) for case in cases)
    print(f"pySHACL passes {with_pyshacl} of {len(cases)} cases of {part}")
    assert sum(case not in NOT_PASSED for case in cases) >= with_pyshacl
