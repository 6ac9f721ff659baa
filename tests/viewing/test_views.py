"""Views: every claim of theirs is an edge of its own, what is wrong with one is said with file and cure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from averment.building import Build
from averment.errors import AvermentError, QueryError, ReadFailure, UsageError
from averment.viewing import Declaration, View, edge_count, find_view, list_views, stream, view, view_store
from averment.viewing.layout import MAX_NODES, positions, sizes
from averment.viewing.measuring import measured

from ..showing.small import kites
from .world import CLAIMS, HARM, small

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["actors", "agreement", "claims", "countries", "entities", "law", "provenance"]

SHOWN = {
    "actors": {"quill-1/c2"},
    "agreement": set(),
    "claims": {"norn-1/c1", "norn-1/c2", "norn-1/c3", "norn-1/c4", "quill-1/c1", "quill-1/c2"},
    "countries": {"norn-1/c1", "norn-1/c2", "norn-1/c3", "norn-1/c4", "quill-1/c1", "quill-1/c2"},
    "entities": {"norn-1/c4", "quill-1/c2"},
    "law": {"norn-1/c1", "norn-1/c2", "norn-1/c3", "quill-1/c1"},
    "provenance": {"norn-1/c4", "quill-1/c2"},
}
"""The claims of the small world that each view shows."""


@pytest.fixture(scope="module")
def world() -> Build:
    return small()


@pytest.fixture(scope="module")
def views(world: Build) -> dict[str, View]:
    store = view_store(world, *list_views())
    return {one.name: view(world, one, store=store) for one in list_views()}


def own(folder: Path, *, nodes: str = "", edges: str = "", toml: str = 'title = "Mine"') -> str:
    """Write a view of a user's, by default with all actors and no edges, and return its name."""
    (folder / "mine.toml").write_text(toml, encoding="utf-8")
    nodes = nodes or "SELECT ?id ?kind { ?id a av:Outlet BIND ('outlet' AS ?kind) }"
    edges = edges or "SELECT ?id ?source ?target ?kind { ?id av:nothing ?source , ?target , ?kind }"
    (folder / "mine.nodes.rq").write_text(nodes, encoding="utf-8")
    (folder / "mine.edges.rq").write_text(edges, encoding="utf-8")
    return str(folder / "mine.toml")


def test_all_views_are_listed() -> None:
    assert [one.name for one in list_views()] == NAMES
    assert all(one.title and one.asks and one.leaves_out for one in list_views())


@pytest.mark.parametrize("name", NAMES)
def test_a_view_shows_each_of_its_claims_and_counts_them(views: dict[str, View], name: str) -> None:
    shown = {str(edge.attributes["claim"]) for edge in views[name].edges if "claim" in edge.attributes}
    assert shown == {f"article:{claim}" for claim in SHOWN[name]}
    assert (views[name].coverage.graph, views[name].coverage.shown) == (len(CLAIMS), len(shown))


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_edges_join_nodes(views: dict[str, View], name: str) -> None:
    nodes = {node.id for node in views[name].nodes}
    assert len(nodes) == len(views[name].nodes) > 0
    assert len({edge.id for edge in views[name].edges}) == len(views[name].edges) > 0
    assert all(edge.source in nodes and edge.target in nodes for edge in views[name].edges)
    assert {node.kind for node in views[name].nodes} == set(views[name].node_colours)


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_has_the_same_edges_in_the_same_order(
    world: Build, views: dict[str, View], name: str
) -> None:
    store = view_store(world, find_view(name))
    streamed = stream(world, name, store=store)
    assert tuple(streamed.edges) == views[name].edges
    assert (*streamed.view.losses, *streamed.losses) == views[name].losses
    assert edge_count(find_view(name), store) == len(views[name].edges)


def test_claims_keep_stance_dates_speaker_and_place(views: dict[str, View]) -> None:
    edges = {edge.id: edge for edge in views["claims"].edges}
    relayed, spoken = edges["article:norn-1/c4"], edges["article:norn-1/c4/speaker"]
    assert (relayed.source, relayed.kind) == ("actor:norn", "relays")
    assert (spoken.source, spoken.kind) == ("article:norn-1/c4/chain/2", "alleges")
    assert relayed.target == spoken.target == "question:law/zz-kites/persons-affected"
    assert str(spoken.start) == "2026-03-03"
    assert spoken.attributes["lower"] == 1101.0
    assert spoken.attributes["origin"] == "two officials"
    assert str(spoken.attributes["path"]).endswith("world.yaml")
    assert edges["article:norn-1/c1"].attributes["earliest"] == "2026-02-09"
    assert edges["article:quill-1/c1"].start is None


def test_outlets_that_share_an_answer_agree_whatever_else_one_of_them_says(views: dict[str, View]) -> None:
    [edge] = views["agreement"].edges
    assert (edge.source, edge.target, edge.kind, edge.weight) == ("actor:norn", "actor:quill", "agrees", 1.0)


def test_outlets_whose_answers_an_open_finding_sets_apart_disagree_once_for_each_question() -> None:
    ties = {(edge.source, edge.target, edge.kind, edge.weight) for edge in view(kites(), "agreement").edges}
    assert ties == {
        ("actor:norn", "actor:quill", "agrees", 1.0),
        ("actor:norn", "actor:quill", "disagrees", 2.0),
    }


def test_columns_are_typed_by_the_ontology(views: dict[str, View]) -> None:
    columns = {column.name: column for column in views["claims"].edge_columns}
    kinds = {name: columns[name].type for name in ("value", "lower", "line", "isWithdrawn", "published")}
    assert kinds == {
        "value": "string",
        "lower": "double",
        "line": "integer",
        "isWithdrawn": "boolean",
        "published": "string",
    }
    assert columns["aspect"].title == "aspect"
    assert columns["stance"].definition == "How the end of the attribution chain stands to the statement."


def test_measures_are_right_on_a_path_and_the_same_each_time(views: dict[str, View]) -> None:
    made = measured(views["provenance"])
    cells = {node.id: node.attributes for node in made.nodes}
    assert [cells["actor:duma"][name] for name in ("degree", "inDegree", "outDegree")] == [3, 2, 1]
    assert cells["actor:quill"]["betweenness"] == 0.0
    assert cells["actor:duma"]["betweenness"] > cells["article:norn-1"]["betweenness"] > 0  # type: ignore[operator]
    assert {cells[node]["community"] for node in cells} >= {1}
    assert measured(views["provenance"]) == made
    placed, why_not = positions(made)
    assert why_not is None
    assert set(placed) == set(cells)
    assert positions(made)[0] == placed
    assert len(set(placed.values())) == len(placed)
    assert max(sizes(made), key=lambda node: sizes(made)[node]) == "actor:duma"


def test_a_large_view_is_not_laid_out_and_says_so(views: dict[str, View]) -> None:
    node = views["claims"].nodes[0]
    many = replace(
        views["claims"], nodes=tuple(replace(node, id=str(n)) for n in range(MAX_NODES + 1)), edges=()
    )
    placed, why_not = positions(many)
    assert placed == {}
    assert why_not is not None
    assert why_not.count == MAX_NODES + 1


def test_a_view_of_ones_own_is_named_by_its_file(world: Build, tmp_path: Path) -> None:
    made = view(world, own(tmp_path, toml='title = "Mine"\n[node-colours]\noutlet = "#010203"\n'))
    assert [node.id for node in made.nodes] == ["actor:norn", "actor:quill"]
    assert made.nodes[0].label == "actor:norn"
    assert made.node_colours == {"outlet": "#010203"}
    assert made.edges == ()


def test_the_view_that_the_page_shows_is_one(world: Build, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    [toml] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    nodes, edges = re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)
    made = view(world, own(tmp_path, toml=toml, nodes=nodes, edges=edges))
    assert [(edge.source, edge.target) for edge in made.edges] == [("actor:norn", "actor:owner")]
    assert {node.id: node.attributes for node in made.nodes} == {
        "actor:norn": {"country": "Zedland"},
        "actor:owner": {"country": "Zedland"},
    }


def test_an_empty_view_is_a_view(world: Build, tmp_path: Path) -> None:
    made = measured(view(world, own(tmp_path, nodes="SELECT ?id ?kind { ?id av:nothing ?kind }")))
    assert (made.nodes, made.edges, positions(made)) == ((), (), ({}, None))


BAD = {
    "no id": (
        {"nodes": "SELECT ?kind { ?x a av:Outlet BIND ('o' AS ?kind) }"},
        "selects no ?id; select ?id and ?kind",
    ),
    "unbound cell": (
        {"nodes": "SELECT ?id ?kind { ?id a av:Outlet OPTIONAL { ?id av:nothing ?kind } }"},
        "'actor:norn' has no ?kind; leave the row out",
    ),
    "no select": ({"nodes": "ASK { ?s ?p ?o }"}, "a view is made of rows; write a SELECT query"),
    "syntax": ({"nodes": "SELECT ?id ?kind { ?id a }"}, "its syntax breaks off at line 1, column"),
    "twice": (
        {"nodes": "SELECT ?id ?kind { ?id a av:Outlet VALUES ?kind { 'a' 'b' } }"},
        "the id 'actor:norn' is on several rows; give each",
    ),
    "edge twice": (
        {
            "edges": "SELECT (1 AS ?id) ?source ?target ?kind { ?source a ?kind . ?target a av:Outlet , ?kind }"
        },
        "the id '1' is on several rows",
    ),
    "missing node": (
        {
            "edges": "SELECT ?id ?source ?target ?kind { ?id av:statedIn ?target ; av:about ?source ; a ?kind }"
        },
        "which is no node of the view; let ",
    ),
    "unknown property": (
        {
            "nodes": "SELECT ?id ?kind ?x { ?id a av:Outlet BIND ('o' AS ?kind) }",
            "toml": '[columns]\nx = "av:vallue"',
        },
        "the column 'x' is declared by 'av:vallue', which is no property",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_query_that_makes_no_graph_is_refused_with_file_and_cure(
    world: Build, tmp_path: Path, case: str
) -> None:
    files, message = BAD[case]
    with pytest.raises(QueryError) as raised:
        view(world, own(tmp_path, **files))
    assert message in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path / "mine."))


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("title = ", "mine.toml:1:9: error: the TOML breaks off"),
        ('titel = "x"', "mine.toml:1:1: error: a view has no 'titel'; did you mean 'title'?"),
        ("title = 3", "mine.toml:1:1: error: 'title' is no text"),
        (
            '[node-colours]\na = "red"',
            "mine.toml:1:1: error: the colour of 'a' is none; write it as red, green and blue",
        ),
        ("columns = 3", "mine.toml:1:1: error: 'columns' is no table"),
        ('[columns]\na = { type = "date" }', "the column 'a' is of no type; write one of string, integer"),
        ('nodes = "gone.rq"', "gone.rq:1:1: error: a view needs two queries, and this one is not there"),
    ],
)
def test_a_declaration_that_says_nothing_sensible_is_refused(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(ReadFailure) as raised:
        find_view(own(tmp_path, toml=toml))
    assert message in str(raised.value)


def test_an_unknown_view_has_the_nearest_suggested() -> None:
    with pytest.raises(UsageError, match="there is no view 'claim': did you mean 'claims'\\?"):
        find_view("claim")
    with pytest.raises(UsageError, match="the views are actors, agreement, claims"):
        find_view("zzz")


def test_what_does_not_fit_is_left_out_and_counted(world: Build, tmp_path: Path) -> None:
    edges = """SELECT ?id ?source ?target ?kind ?start ?end ?weight ?line ?lower {
      VALUES (?id ?start ?end ?weight ?line ?lower) {
        ("a" "2026-03" "2026-03-09" 0 "x" 0.1234567890123456789)
        ("b" "2026-03-09" "2026-03-08" 2.5 99999999999999999999 0.5)
      }
      BIND (actor:norn AS ?source) BIND (actor:quill AS ?target) BIND ("k" AS ?kind)
    }"""
    made = view(world, own(tmp_path, edges=edges))
    first, second = made.edges
    assert (first.start, str(first.end), first.weight, first.attributes) == (None, "2026-03-09", 1.0, {})
    assert (str(second.start), second.end, second.weight, second.attributes) == (
        "2026-03-09",
        None,
        2.5,
        {"lower": 0.5},
    )
    counts = {loss.what.split(",")[0]: loss.count for loss in made.losses}
    assert counts == {
        "cells of the column 'line' that do not fit its type": 2,
        "cells of the column 'lower' that do not fit its type": 1,
        "dates of edges that are no full days": 1,
        "edges that end before they start": 1,
        "edges without a first day": 1,
        "weights that are not above 0": 1,
    }


def test_labels_are_taken_as_they_are(views: dict[str, View]) -> None:
    assert {node.id: node.label for node in views["claims"].nodes}["actor:norn"] == HARM


def test_errors_of_views_are_errors_of_averment() -> None:
    assert issubclass(QueryError, AvermentError)
    assert isinstance(find_view("law"), Declaration)
