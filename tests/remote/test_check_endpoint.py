"""A check at a real endpoint finds what a check of the files finds, less what the endpoint is refused by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.generate import write
from benchmarks.servers import VIRTUOSO_GRAPH, MissingServerError, load_into_virtuoso, oxigraph, virtuoso
from tests.checking.small import ROOT
from tests.cli.running import run

from averment.building import build
from averment.checking import Finding, Report, check
from averment.checking.compiled import shipped_prepared
from averment.exporting import export_whole
from averment.querying.endpoint import Endpoint
from averment.remote.asking import Asking, find_page
from averment.remote.checking import check_endpoint
from averment.remote.dialect import learn
from averment.remote.running import run_prepared
from averment.shacl.outcome import Result
from averment.shacl.oxigraph import OxigraphStore
from averment.shacl.prepared import result_of

GENERATED = "urn:averment:generated"


def without_lines(findings: Iterable[Finding]) -> Counter[Finding]:
    """Count findings by all but the lines and columns of their places, which a graph has of nodes only."""
    return Counter(
        replace(
            finding,
            places=tuple(sorted((replace(p, line=None, column=None) for p in finding.places), key=str)),
            fingerprint=finding.fingerprint.partition("-")[0],
        )
        for finding in findings
    )


@pytest.fixture(scope="module")
def shipped() -> Report:
    return check(build([ROOT / "graph"]))


@pytest.fixture(scope="module")
def shipped_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shipped") / "whole.nt"
    path.write_text(export_whole(build([ROOT / "graph"]), "nquads"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def generated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a generated graph with known faults."""
    folder = tmp_path_factory.mktemp("generated")
    write(folder, 300, faults=0.2)
    return folder / "data.nt"


def expected_results(data: Path) -> Counter[tuple[object, ...]]:
    store = OxigraphStore()
    store.load_quads(data.read_bytes(), data)
    return Counter(
        plain(result_of(one.constraint, terms))
        for one in shipped_prepared()
        for terms in store.run(one.statement)
    )


def plain(result: Result) -> tuple[object, ...]:
    return (result.focus, result.shape, result.component, result.value, result.message)


@pytest.fixture(scope="module")
def at_oxigraph(tmp_path_factory: pytest.TempPathFactory, shipped_data: Path) -> Iterator[Endpoint]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph"), shipped_data) as served:
        yield served.endpoint


def test_oxigraph_finds_all_that_a_check_of_the_files_finds(at_oxigraph: Endpoint, shipped: Report) -> None:
    found = check_endpoint(at_oxigraph)
    assert found.problems == ()
    assert found.summary == shipped.summary
    assert without_lines(found.findings) == without_lines(shipped.findings)
    assert all(place.line for finding in found.findings for place in finding.places if place.path)


def test_several_constraints_at_a_time_are_told_in_the_order_of_one_after_another(
    at_oxigraph: Endpoint,
) -> None:
    told: list[tuple[int, int]] = []
    asking = Asking(at_oxigraph)
    dialect = learn(asking)
    one, _ = run_prepared(asking, dialect, shipped_prepared())
    several, refused = run_prepared(
        asking, dialect, shipped_prepared(), progress=lambda done, all_: told.append((done, all_)), jobs=4
    )
    assert refused == []
    assert [plain(result) for result in several.results] == [plain(result) for result in one.results]
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
    assert len(told) == len(shipped_prepared())


def test_the_command_checks_an_endpoint_as_it_checks_files(at_oxigraph: Endpoint, shipped: Report) -> None:
    done = run("check", "--endpoint", at_oxigraph.url, "--jobs", "2", "--fail-on", "info", "--format", "json")
    assert (done.code, done.err) == (1, "")
    assert done.out.count('"fingerprint"') == len(shipped.findings)


def test_a_constraint_that_does_not_end_in_time_is_named(at_oxigraph: Endpoint) -> None:
    found = check_endpoint(at_oxigraph, limit=0.0001)  # in which some may end all the same
    assert found.exit_code == 2
    assert (
        "did not end within 0.0001 s, so that nobody knows what violates it; raise --limit"
        in found.problems[0]
    )


# --- Virtuoso, which gets much wrong --------------------------------------------------------


@pytest.fixture(scope="module")
def at_virtuoso(
    tmp_path_factory: pytest.TempPathFactory, shipped_data: Path, generated_data: Path
) -> Iterator[dict[str, Endpoint]]:
    """Give a Virtuoso with two graphs, which cuts answers at a number of rows."""
    folder = tmp_path_factory.mktemp("virtuoso")
    try:
        with virtuoso(folder, most_rows=1000) as server:
            load_into_virtuoso(server, shipped_data)
            load_into_virtuoso(server, generated_data, GENERATED)
            graphs = (VIRTUOSO_GRAPH, GENERATED)
            yield {graph: replace(server.endpoint, default_graph=graph) for graph in graphs}
    except MissingServerError as missing:
        pytest.skip(str(missing))


@pytest.mark.slow
def test_virtuoso_finds_the_same_less_what_is_refused(
    at_virtuoso: dict[str, Endpoint], shipped: Report
) -> None:
    found = check_endpoint(at_virtuoso[VIRTUOSO_GRAPH])
    assert found.exit_code == 2
    refused = {problem.partition("shapes#")[2].partition(">")[0] for problem in found.problems}
    assert all("was not checked at this endpoint: " in problem for problem in found.problems)
    assert 0 < len(found.problems) < 40
    left = without_lines(finding for finding in shipped.findings if finding.rule not in refused)
    assert without_lines(finding for finding in found.findings if finding.rule not in refused) == left
    assert left.total() > 100


@pytest.mark.slow
def test_virtuoso_gives_no_result_that_is_wrong(
    at_virtuoso: dict[str, Endpoint], generated_data: Path
) -> None:
    endpoint = at_virtuoso[GENERATED]
    page, triples = find_page(endpoint)
    assert page == 999
    assert triples == len(set(generated_data.read_text(encoding="utf-8").splitlines()))
    asking = Asking(endpoint, page)
    dialect = learn(asking)
    assert {"incomparable", "cycle", "errors", "optionals-kept", "class-path-not"} <= dialect.wrong.keys()
    outcome, refused = run_prepared(asking, dialect, shipped_prepared())
    assert outcome.unfinished == []
    names = {(one.shape, one.component) for one in refused}
    expected = Counter(
        {row: count for row, count in expected_results(generated_data).items() if row[1:3] not in names}
    )
    assert Counter(plain(result) for result in outcome.results) == expected
    assert expected.total() > 100


@pytest.mark.slow
def test_what_is_not_a_whole_graph_is_told(at_virtuoso: dict[str, Endpoint]) -> None:
    url = at_virtuoso[GENERATED].url
    done = run("check", "--endpoint", url, "--default-graph", "urn:none")
    assert done.code == 2
    assert "statements less of the ontology than this version of averment" in done.err
    assert "load what 'averment export turtle --whole' of this version writes" in done.err
