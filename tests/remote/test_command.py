"""What `averment check --endpoint` and `averment export --whole` take and refuse."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from tests.checking.small import ROOT
from tests.cli.running import run
from tests.querying.test_endpoint import ROWS, Handler, cut_chunk, endpoint, serve_rows

from averment.building import build
from averment.exporting import export_whole
from averment.namespaces import AV

FINE = str(ROOT / "tests/shapes/valid/claims.ttl")
NOWHERE = "http://127.0.0.1:9/query"


@pytest.mark.parametrize(
    "given",
    [
        ("graph",),
        ("--archive", "."),
        ("--shapes", "x.ttl"),
        ("--today", "2026-01-01"),
        ("--as-of", "2026-01-01"),
        ("--changed-since", "HEAD"),
        ("--engine", "compiled"),
        ("--max-file-size", "3"),
    ],
    ids=lambda given: given[0],
)
def test_what_is_said_of_files_is_refused_with_an_endpoint(given: tuple[str, ...]) -> None:
    done = run("check", "--endpoint", NOWHERE, *given)
    assert (done.code, done.out) == (2, "")
    assert "an endpoint is checked as it is" in done.err
    assert f"leave out {given[0] if given[0].startswith('-') else 'PATH'}" in done.err


@pytest.mark.parametrize(
    "given", [("--timeout", "3"), ("--default-graph", "urn:x"), ("--jobs", "2")], ids=lambda given: given[0]
)
def test_what_is_said_of_an_endpoint_is_refused_without_one(given: tuple[str, ...]) -> None:
    done = run("check", *given)
    assert (done.code, done.out) == (2, "")
    assert f"{given[0]} is for an endpoint; name one with --endpoint, or leave it out" in done.err


def test_a_query_asks_the_graph_that_is_named() -> None:
    graphs: list[list[str]] = []

    def says(handler: Handler) -> None:
        graphs.append(handler.fields["default-graph-uri"])
        serve_rows(handler)

    with endpoint(says) as (asked, _):
        done = run(
            "query",
            "-",
            "--endpoint",
            asked.url,
            "--default-graph",
            "urn:x",
            "--format",
            "csv",
            stdin=ROWS.text.encode(),
        )
    assert (done.code, done.err, graphs) == (0, "", [["urn:x"]])
    done = run("query", "-", "--default-graph", "urn:x", stdin=b"ASK {}")
    assert done.code == 2
    assert "--default-graph is for an endpoint" in done.err


@pytest.mark.parametrize(
    "given", [("--graph", FINE), ("--archive", "."), ("--shapes", "x.ttl"), ("--as-of", "2026-01-01")]
)
def test_what_is_said_of_files_is_refused_with_a_query_to_an_endpoint(given: tuple[str, ...]) -> None:
    done = run("query", "claims", "--endpoint", NOWHERE, *given)
    assert (done.code, done.out) == (2, "")
    assert "an endpoint is asked as it is: leave out --graph, --archive, --shapes, " in done.err


def test_a_query_for_findings_asks_only_an_endpoint_that_has_some() -> None:
    store = ox.Store()

    def says(handler: Handler) -> None:
        stream = io.BytesIO()
        found = store.query(handler.asked[-1])
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(stream, ox.QueryResultsFormat.JSON)
        handler.answer(stream.getvalue())

    with endpoint(says) as (asked, sent):
        done = run("query", "findings", "--endpoint", asked.url)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            f"error: the query 'findings' asks for findings, and there are none at '{asked.url}'; ask the files "
            "with --graph, or a store that has been checked with --store\n"
        )
        assert len(sent) == 1
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(ox.Quad(ox.NamedNode("urn:x"), kind, ox.NamedNode(str(AV.Finding))))
        done = run("query", "findings", "--endpoint", asked.url)
        assert (done.code, done.err) == (0, "")
        assert len(sent) == 3


def test_an_endpoint_that_is_down_or_gives_no_answer_is_an_error_in_every_format() -> None:
    done = run("check", "--endpoint", NOWHERE, "--timeout", "2")
    assert done.code == 2
    assert f"the endpoint '{NOWHERE}' gives no answer to the query 'how many triples there are'" in done.err
    with endpoint(cut_chunk) as (asked, _):
        done = run("check", "--endpoint", asked.url, "--format", "json")
    assert done.code == 2
    assert "its answer was cut short" in done.out


def test_a_whole_graph_is_what_a_check_looks_at() -> None:
    made = build([ROOT / "tests/shapes/invalid/Claim-hasStance.ttl"])
    lines = export_whole(made, "nquads")
    quads = list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(set(quads)) == len(made.everything)
    assert {quad.graph_name for quad in quads} == {ox.DefaultGraph()}
    assert lines == export_whole(build([ROOT / "tests/shapes/invalid/Claim-hasStance.ttl"]), "nquads")
    done = run("export", "jsonld", "--whole", FINE)
    assert done.code == 2
    assert "--whole does nothing with jsonld; leave it out, or write nquads, turtle" in done.err
