"""JSON for programs that draw: Cytoscape's, and graphology's for Gephi Lite and sigma."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from averment.exporting.views.picture import Picture, column_names
from averment.viewing import Edge, Node, Value

__all__ = ["write_cytoscape", "write_graphology"]

_CYTOSCAPE_RESERVED = (
    *("id", "label", "kind", "name", "shared name", "interaction", "shared interaction", "source", "target"),
    *("start", "end", "weight", "color", "size", "suid", "selected", "parent"),
)
_GRAPHOLOGY_RESERVED = (
    *("label", "kind", "start", "end", "x", "y", "z", "size", "color", "weight", "hidden", "type"),
    *("highlighted", "forcelabel", "zindex", "key", "source", "target"),
)


def write_cytoscape(picture: Picture) -> Iterator[str]:
    """Iterate over the text of a file for Cytoscape (`.cyjs`) and cytoscape.js."""
    about = _json({"name": picture.view.title, "description": picture.view.asks})
    yield '{"format_version": "1.0", "generated_by": "averment", "target_cytoscapejs_version": "~3",\n'
    yield f'"data": {about},\n"elements": {{\n'
    yield from _nodes_and_edges(picture, _CYTOSCAPE_RESERVED, _cytoscape_node, _cytoscape_edge)
    yield "}}\n"


def write_graphology(picture: Picture) -> Iterator[str]:
    """Iterate over the text of a serialised graphology graph, which Gephi Lite opens."""
    about = _json({"title": picture.view.title, "description": picture.view.asks})
    yield '{"options": {"type": "directed", "multi": true, "allowSelfLoops": true},\n'
    yield f'"attributes": {about},\n'
    yield from _nodes_and_edges(picture, _GRAPHOLOGY_RESERVED, _graphology_node, _graphology_edge)
    yield "}\n"


def _nodes_and_edges(
    picture: Picture,
    reserved: tuple[str, ...],
    node: Callable[[Picture, Node, Mapping[str, str]], dict[str, Any]],
    edge: Callable[[Picture, Edge, Mapping[str, str]], dict[str, Any]],
) -> Iterator[str]:
    """Iterate over the text of two arrays, of which a format tells what is in them and which names it keeps."""
    nodes = column_names(picture.view.node_columns, reserved, titles=False)
    edges = column_names(picture.view.edge_columns, reserved, titles=False)
    yield '"nodes": [\n'
    yield from _listed(node(picture, each, nodes) for each in picture.written_nodes())
    yield '],\n"edges": [\n'
    yield from _listed(edge(picture, each, edges) for each in picture.written_edges())
    yield "]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _listed(items: Iterable[Any]) -> Iterator[str]:
    before = ""
    for item in items:
        yield f"{before}{_json(item)}"
        before = ",\n"
    yield "\n"


def _days(picture: Picture, item: Node | Edge) -> dict[str, str]:
    days = {name: str(day) for name, day in (("start", item.start), ("end", item.end)) if day is not None}
    picture.account.lose(
        "days that are written as text", "the format has no time; a timeline needs GEXF", len(days)
    )
    return days


def _cells(cells: Mapping[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    return {names[name]: value for name, value in cells.items()}


def _cytoscape_node(picture: Picture, node: Node, names: Mapping[str, str]) -> dict[str, Any]:
    data = {
        "id": node.id,
        "name": node.label,
        "shared name": node.label,
        "label": node.label,
        "kind": node.kind,
    }
    look = {"size": picture.size(node), "color": picture.node_colour(node.kind)}
    element: dict[str, Any] = {
        "data": {**data, **_days(picture, node), **look, **_cells(node.attributes, names)}
    }
    place = picture.positions.get(node.id)
    if place is not None:
        element["position"] = {"x": place[0], "y": -place[1]}  # Cytoscape counts downwards
    return element


def _cytoscape_edge(picture: Picture, edge: Edge, names: Mapping[str, str]) -> dict[str, Any]:
    data = {
        "id": f"edge:{edge.id}" if _is_node(picture, edge.id) else edge.id,
        "source": edge.source,
        "target": edge.target,
        "interaction": edge.kind,
        "kind": edge.kind,
        "label": edge.label,
        "weight": edge.weight,
        "color": picture.edge_colour(edge.kind),
    }
    return {"data": {**data, **_days(picture, edge), **_cells(edge.attributes, names)}}


def _is_node(picture: Picture, name: str) -> bool:
    """Return whether a node has the id of an edge, which in Cytoscape have to differ."""
    return name in picture.node_ids


def _graphology_node(picture: Picture, node: Node, names: Mapping[str, str]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": node.label, "kind": node.kind, **_days(picture, node)}
    place = picture.positions.get(node.id)
    if place is not None:
        attributes.update(x=place[0], y=place[1])
    attributes.update(size=picture.size(node), color=picture.node_colour(node.kind))
    return {"key": node.id, "attributes": {**attributes, **_cells(node.attributes, names)}}


def _graphology_edge(picture: Picture, edge: Edge, names: Mapping[str, str]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": edge.label, "kind": edge.kind, **_days(picture, edge)}
    attributes.update(weight=edge.weight, color=picture.edge_colour(edge.kind))
    return {
        "key": edge.id,
        "source": edge.source,
        "target": edge.target,
        "attributes": {**attributes, **_cells(edge.attributes, names)},
    }
