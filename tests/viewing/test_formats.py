"""Each format is read back by a reader that is not ours: every claim is there, with kind, days and provenance."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from benchmarks.pictures import claims, view_of

from averment.errors import AvermentError
from averment.exporting.views import VIEW_WRITERS, Picture, account_for, as_dict, in_words, picture_of
from averment.viewing import Column, Edge, Node, View, view

from .world import CLAIMS, HARM, LONG, RIGHT_TO_LEFT, small

NODE = Path(__file__).resolve().parents[1] / "node"


def clean(text: object) -> str:
    """Return a text as XML can hold it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\N{REPLACEMENT CHARACTER}", str(text))


CLEAN = clean(HARM)
LABELS = {"actor:norn": HARM, "actor:quill": RIGHT_TO_LEFT, "actor:duma": LONG}


@cache
def picture(name: str, view_format: str) -> Picture:
    return picture_of(view(small(), name), view_format)


@cache
def written(view_format: str, part: str = "", name: str = "claims") -> str:
    return "".join(VIEW_WRITERS[view_format][part](picture(name, view_format)))


@cache
def edges() -> dict[str, Edge]:
    return {edge.id: edge for edge in view(small(), "claims").edges}


def check_edge(
    edge: Edge, ends: tuple[str, str], data: dict[str, Any], *, kind: str, days: bool = True
) -> None:
    """Assert that an edge came back with all that it has."""
    assert ends == (edge.source, edge.target)
    assert data[kind] == edge.kind
    assert data["label"] == edge.label
    for name in ("claim", "value", "stance", "origin", "path", "line"):
        assert data[name] in (edge.attributes[name], clean(edge.attributes[name]))
    if days:
        assert data.get("start") == (str(edge.start) if edge.start is not None else None)


def test_networkx_reads_every_claim_of_gexf() -> None:
    graph = nx.read_gexf(io.BytesIO(written("gexf").encode()))
    back = {data["id"]: (ends, data) for *ends, data in graph.edges(data=True)}
    assert set(back) == set(edges())
    assert {data["claim"] for _, data in back.values()} == CLAIMS
    for name, edge in edges().items():
        check_edge(edge, tuple(back[name][0]), back[name][1], kind="predicate")
    assert {node: graph.nodes[node]["label"] for node in LABELS} == {**LABELS, "actor:norn": CLEAN}
    assert graph.nodes["actor:norn"]["kind"] == "outlet"


def test_networkx_reads_every_claim_of_graphml() -> None:
    graph = nx.read_graphml(io.BytesIO(written("graphml").encode()), force_multigraph=True)
    back = {
        name: ((source, target), data) for source, target, name, data in graph.edges(keys=True, data=True)
    }
    assert set(back) == set(edges())
    for name, edge in edges().items():
        check_edge(edge, back[name][0], back[name][1], kind="kind")
    assert {node: graph.nodes[node]["label"] for node in LABELS} == {**LABELS, "actor:norn": CLEAN}


@pytest.fixture(scope="module")
def node_reader() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, which graphology's readers need")
    if not (NODE / "node_modules" / "graphology-gexf").is_dir():
        message = "graphology's readers are not installed; 'make test' does it, or 'npm ci' in tests/node"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return node


@pytest.mark.parametrize("view_format", ["gexf", "graphml", "graphology"])
def test_graphology_reads_every_claim(node_reader: str, tmp_path: Path, view_format: str) -> None:
    file = tmp_path / "view"
    file.write_text(written(view_format), encoding="utf-8")
    done = subprocess.run(
        [node_reader, "read_graph.mjs", view_format, str(file)],
        cwd=NODE,
        capture_output=True,
        check=True,
        timeout=60,
    )
    graph = json.loads(done.stdout)
    back = {edge["key"]: edge for edge in graph["edges"]}
    assert set(back) == set(edges())
    for name, edge in edges().items():
        ends = (back[name]["source"], back[name]["target"])
        # graphology's reader of GEXF keeps no days
        kind = "predicate" if view_format == "gexf" else "kind"
        check_edge(edge, ends, back[name]["attributes"], kind=kind, days=view_format != "gexf")
    labels = {node["key"]: node["attributes"] for node in graph["nodes"]}
    harm = HARM if view_format == "graphology" else CLEAN
    assert {node: labels[node]["label"] for node in LABELS} == {**LABELS, "actor:norn": harm}
    assert {"x", "y", "size", "color"} <= set(labels["actor:norn"])


def test_csv_is_a_pair_with_a_kind_for_each_parallel_edge() -> None:
    nodes = list(csv.DictReader(io.StringIO(written("csv", "nodes"), newline="")))
    assert {row["Id"]: row["Label"] for row in nodes if row["Id"] in LABELS} == LABELS
    rows = list(csv.DictReader(io.StringIO(written("csv", "edges"), newline="")))
    assert {row["Id"] for row in rows} == set(edges())
    assert len({(row["Source"], row["Target"], row["Kind"]) for row in rows}) == len(rows)
    for row in rows:
        edge = edges()[row["Id"]]
        assert (row["Source"], row["Target"], row["Predicate"]) == (edge.source, edge.target, edge.kind)
        assert (row["claim"], row["value"]) == (edge.attributes["claim"], edge.attributes["value"])
        assert row["From"] == (str(edge.start) if edge.start is not None else "")


def test_cytoscape_has_every_claim_under_an_id_of_its_own() -> None:
    elements = json.loads(written("cytoscape"))["elements"]
    assert {one["data"]["id"] for one in elements["edges"]} == set(edges())
    for one in elements["edges"]:
        edge = edges()[one["data"]["id"]]
        check_edge(edge, (one["data"]["source"], one["data"]["target"]), one["data"], kind="interaction")
    ids = [one["data"]["id"] for part in elements.values() for one in part]
    assert len(set(ids)) == len(ids)


def test_followthemoney_takes_all_entities_whole() -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed").model
    entities = [json.loads(line) for line in written("ftm", name="entities").splitlines()]
    proxies = {}
    for entity in entities:
        proxy = model.get_proxy(entity, cleaned=False)
        proxies[proxy.id] = proxy
        proxy.schema.validate(entity)
        assert {name: sorted(proxy.get(name)) for name in entity["properties"]} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
    [said] = [
        proxy for proxy in proxies.values() if proxy.first("recordId", quiet=True) == "article:quill-1/c2"
    ]
    assert proxies[said.first("document")].schema.name == "Article"
    assert proxies[said.first("entity")].first("name") == "x" * 383 + "\N{HORIZONTAL ELLIPSIS}"
    assert said.first("role") == "says"
    assert Counter(proxy.schema.name for proxy in proxies.values()) == {
        "Organization": 4,
        "Article": 2,
        "Documentation": 3,
        "UnknownLink": 1,
    }


@pytest.mark.parametrize("view_format", sorted(VIEW_WRITERS))
def test_what_is_lost_is_accounted_for(view_format: str) -> None:
    name = "entities" if view_format == "ftm" else "claims"
    drawn = picture_of(view(small(), name), view_format)
    for write in VIEW_WRITERS[view_format].values():
        assert "".join(write(drawn))
    accounting = account_for(drawn, view_format, edges=len(drawn.view.edges))
    losses = {loss.what: loss.count for loss in accounting.losses}
    told = "\n".join(in_words(accounting))
    assert all(f"  {what}: {count:,} (" in told for what, count in losses.items())
    assert as_dict(accounting)["written"] == {"nodes": accounting.nodes, "edges": accounting.edges}
    unfit = "characters that XML cannot hold, written as \N{REPLACEMENT CHARACTER}"
    assert (unfit in losses) == (view_format in ("gexf", "graphml"))
    if view_format == "ftm":
        assert losses["nodes that are no entities: unnamed source"] == 1
        assert losses["edges of which an end is no entity: relies on"] == 1
        assert accounting.nodes == len(drawn.view.nodes) - 1
    else:
        assert (accounting.nodes, accounting.edges) == (len(drawn.view.nodes), len(drawn.view.edges))


def test_control_characters_are_counted_one_by_one() -> None:
    drawn = picture_of(view(small(), "claims"), "gexf", measures=False, layout=False)
    text = "".join(VIEW_WRITERS["gexf"][""](drawn))
    unfit = sum(
        loss.count for loss in account_for(drawn, "gexf", edges=8).losses if "XML cannot hold" in loss.what
    )
    assert unfit == text.count("\N{REPLACEMENT CHARACTER}") > 0


def parallel(kinds: list[str]) -> View:
    nodes = (Node("a", "A", "outlet"), Node("b", "B", "question"))
    made = tuple(Edge(str(number), "a", "b", kind, "") for number, kind in enumerate(kinds))
    whole = view_of(0)
    return View(
        name="x",
        title="x",
        asks="x",
        node_columns=(),
        edge_columns=(Column("type", "type", "string"), Column("kind_", "type", "string")),
        node_colours={},
        edge_colours={},
        size="degree",
        nodes=nodes,
        edges=made,
        coverage=whole.coverage,
    )


def test_gexf_follows_the_rules_of_gephis_importer() -> None:
    drawn = parallel(["denies", "denies", "denies #2", "asserts", "denies"])
    text = "".join(VIEW_WRITERS["gexf"][""](picture_of(drawn, "gexf")))
    kinds = re.findall(r'<edge [^>]* kind="([^"]*)"', text)
    assert len(set(kinds)) == len(kinds) == 5
    assert kinds[0] == "denies"
    assert re.findall(r'<attvalue for="predicate" value="([^"]*)"', text) == [
        edge.kind for edge in drawn.edges
    ]
    assert 'xmlns="http://gexf.net/1.3"' in text
    assert 'xmlns:viz="http://gexf.net/1.3/viz"' in text
    time = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
    assert f'<graph defaultedgetype="directed" {time} idtype="string">' in text
    assert text.count('<attributes class="node" mode="static">') == 1
    assert text.count('<attributes class="edge" mode="static">') == 1
    titles = re.findall(r'<attribute id="([^"]*)" title="([^"]*)"', text.split('class="edge"')[1])
    assert not {"type", "kind"} & {word for pair in titles for word in pair}
    assert len(set(titles)) == len(titles) == 3
    for never in (
        "hex=",
        " a=",
        "<options",
        'type="date"',
        'type="anyURI"',
        'type="undirected"',
        'weight="0',
    ):
        assert never not in text


def test_gexf_is_written_in_memory_that_does_not_grow_with_the_edges() -> None:
    def most(count: int) -> int:
        header = view_of(count)
        tracemalloc.start()
        length = sum(len(text) for text in VIEW_WRITERS["gexf"][""](Picture(header, claims(count))))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert length > 500 * count
        return peak

    assert most(8_000) < most(1_000) + 100_000


def test_a_loss_that_nobody_counted_is_found() -> None:
    def half(made: tuple[Edge, ...]) -> Iterator[Edge]:
        yield from made[::2]

    whole = view(small(), "claims")
    drawn = Picture(whole, half(whole.edges))
    "".join(VIEW_WRITERS["gexf"][""](drawn))
    with pytest.raises(AvermentError, match="0 nodes and 4 edges were lost on the way to gexf"):
        account_for(drawn, "gexf", edges=len(whole.edges))
