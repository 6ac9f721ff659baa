"""`averment export` of views: whole files or none, an account of losses, one message for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from averment.cli import viewing
from averment.exporting.views import VIEW_WRITERS

from .running import ROOT, run

VIEWS = ["actors", "agreement", "claims", "countries", "entities", "law", "provenance"]


def test_views_are_listed() -> None:
    done = run("export", "--list-views")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == VIEWS


@pytest.mark.parametrize("view_format", sorted(VIEW_WRITERS))
def test_each_format_is_written_with_its_account(tmp_path: Path, view_format: str) -> None:
    output, report = tmp_path / "view.x", tmp_path / "report.json"
    done = run("export", view_format, "hostile.yaml", "-o", str(output), "--report", f"json={report}")
    assert (done.code, done.out) == (0, "")
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["format"] == view_format
    first = (
        f"{told['view']} as {view_format}: {told['written']['nodes']} nodes, {told['written']['edges']} edge"
    )
    assert done.err.startswith(first)
    assert "\x1b" not in done.err
    parts = {"view-nodes.x", "view-edges.x"} if view_format == "csv" else {"view.x"}
    assert {file.name for file in tmp_path.iterdir()} == {*parts, "report.json"}


def test_standard_output_and_standard_error_are_for_the_file_and_its_account() -> None:
    done = run("export", "gexf", "hostile.yaml", "--report", "json", "--no-layout", "--no-measures")
    assert done.code == 0
    assert done.out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<gexf ')
    assert "degree" not in done.out
    assert "viz:position" not in done.out
    assert json.loads(done.err)["claims"] == {
        "graph": 4,
        "view": 4,
        "notInView": 0,
        "why": "a claim without a value or a document answers no question",
    }
    assert run("export", "gexf", "hostile.yaml", "--no-layout", "--no-measures").out == done.out


def test_many_edges_are_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run("export", "csv", "warning.yaml", "-o", "/dev/null", "--no-measures")
    monkeypatch.setattr(viewing, "STREAMED_FROM", 1)
    done = run("export", "gexf", "warning.yaml")
    assert (whole.code, done.code) == (0, 0)
    assert "measures and positions of nodes: " in done.err
    assert "there are too many edges to keep in memory" in done.err
    assert done.out.count("<edge ") == int(done.err.split(" edges;")[0].split()[-1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gexf", "--view", "claim"], "error: there is no view 'claim': did you mean 'claims'?"),
        (["gexf", "--view", "gone.toml"], "gone.toml:1:1: error: the file can't be read"),
        (["csv"], "csv is a pair of files, which standard output can't hold; name them, as in -o claims.csv"),
        (["gexf", "--derived"], "--derived does nothing with gexf; leave it out, or write jsonld, nquads"),
        (
            ["turtle", "--view", "law"],
            "--view does nothing with turtle; leave it out, or write csv, cytoscape",
        ),
        (["gexf", "--report", "text"], "'text' is no report; write json=FILE, or json alone"),
        (["gexf", "-o", "no/such/folder.gexf"], "'no/such/folder.gexf' cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_message(arguments: list[str], message: str) -> None:
    done = run("export", arguments[0], "fine.yaml", *arguments[1:])
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_an_edge_to_a_missing_node_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('title = "Mine"', encoding="utf-8")
    (tmp_path / "mine.nodes.rq").write_text(
        "SELECT ?id ?kind { ?id a av:Outlet ; a ?kind }", encoding="utf-8"
    )
    edges = "SELECT ?id ?source ?target ?kind { ?id av:statedIn ?source ; av:about ?target ; a ?kind }"
    (tmp_path / "mine.edges.rq").write_text(edges, encoding="utf-8")
    output = tmp_path / "old.gexf"
    output.write_text("old", encoding="utf-8")
    done = run("export", "gexf", "warning.yaml", "--view", str(tmp_path / "mine.toml"), "-o", str(output))
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path}/mine.edges.rq: error: the edge '" in done.err
    assert f"which is no node of the view; let {tmp_path}/mine.nodes.rq return it" in done.err
    assert output.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 4


def test_a_pair_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "law-nodes.csv").write_text("old", encoding="utf-8")
    (tmp_path / "law-edges.csv").mkdir()
    done = run("export", "csv", "fine.yaml", "--view", "law", "-o", str(tmp_path / "law.csv"))
    assert done.code == 2
    assert "law-edges.csv' cannot be written" in done.err
    assert (tmp_path / "law-nodes.csv").read_text(encoding="utf-8") == "old"
    assert {file.name for file in tmp_path.iterdir()} == {"law-nodes.csv", "law-edges.csv"}


def test_the_shipped_graph_is_drawn_whole(tmp_path: Path) -> None:
    output = tmp_path / "claims.gexf"
    done = run("export", "gexf", "graph", "-o", str(output), cwd=ROOT)
    assert done.code == 0
    graph = nx.read_gexf(output)
    claims = {data["claim"] for *_, data in graph.edges(data=True)}
    assert f"{len(claims):,} of {len(claims):,} claims" in done.err.splitlines()[0]
    assert f"{graph.number_of_nodes():,} nodes, {graph.number_of_edges():,} edges" in done.err.splitlines()[0]
