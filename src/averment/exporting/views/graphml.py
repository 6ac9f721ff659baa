"""GraphML, with labels, colours, sizes and positions under the keys by which Gephi knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from averment.exporting.views.picture import Picture, column_names, numbered
from averment.exporting.views.xml_text import Xml
from averment.viewing import Column, Edge, Node, Value
from averment.viewing.colours import red_green_blue

__all__ = ["write_graphml"]

_TYPES = {"boolean": "boolean", "double": "double", "integer": "long", "string": "string"}
_NODE_OWN = {
    "label": "string",
    "kind": "string",
    "start": "string",
    "end": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
_EDGE_OWN = {
    "label": "string",
    "kind": "string",
    "start": "string",
    "end": "string",
    "weight": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
_RESERVED = (
    "id",
    "source",
    "target",
    "xpos",
    "ypos",
    "z",
    "color",
    "d3",
    "d7",
    "edgelabel",
    "edgeid",
    "type",
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write_graphml(picture: Picture) -> Iterator[str]:
    """Iterate over the text of a GraphML file; of the edges, no more than those between two nodes are kept in mind."""
    xml = Xml(picture.account)
    view = picture.view
    nodes = column_names(view.node_columns, (*_NODE_OWN, *_RESERVED), titles=False)
    edges = column_names(view.edge_columns, (*_EDGE_OWN, *_RESERVED), titles=False)
    yield _HEAD
    yield from _keys("node", "n_", _NODE_OWN, view.node_columns, nodes, xml)
    yield from _keys("edge", "e_", _EDGE_OWN, view.edge_columns, edges, xml)
    yield '<graph id="G" edgedefault="directed">\n'
    yield f"<desc>{xml.text(f'{view.title}: {view.asks}')}</desc>\n"
    for node in picture.written_nodes():
        yield f'<node id="{xml.name(node.id)}">{_node_data(picture, node, nodes, xml)}</node>\n'
    yield from _edges(picture, edges, xml)
    yield "</graph>\n</graphml>\n"


def _keys(
    owner: str,
    prefix: str,
    own: Mapping[str, str],
    columns: tuple[Column, ...],
    names: Mapping[str, str],
    xml: Xml,
) -> Iterator[str]:
    for name, kind in own.items():
        yield f'<key id="{prefix}{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
    for column in columns:
        name = xml.text(names[column.name])
        described = f"<desc>{xml.text(column.definition)}</desc>" if column.definition else ""
        yield (
            f'<key id="{prefix}{name}" for="{owner}" attr.name="{name}" attr.type="{_TYPES[column.type]}">'
            f"{described}</key>\n"
        )


def _node_data(picture: Picture, node: Node, names: Mapping[str, str], xml: Xml) -> str:
    red, green, blue = picture.node_rgb[node.kind]
    own: dict[str, Value] = {"label": node.label, "kind": node.kind}
    own.update(_days(picture, node))
    place = picture.positions.get(node.id)
    if place is not None:
        own.update(x=place[0], y=place[1])
    own.update(size=picture.size(node), r=red, g=green, b=blue)
    return _data("n_", own, node.attributes, names, xml)


def _edges(picture: Picture, names: Mapping[str, str], xml: Xml) -> Iterator[str]:
    for edge, kind in numbered(picture.written_edges()):
        if kind != edge.kind:
            picture.account.lose(
                "parallel edges that Gephi makes one of when it reads GraphML",
                "the file has them all, but Gephi reads no kinds of edges from GraphML; open GEXF or CSV there",
            )
        red, green, blue = red_green_blue(picture.edge_colour(edge.kind))
        own: dict[str, Value] = {"label": edge.label, "kind": edge.kind}
        own.update(_days(picture, edge))
        own.update(weight=edge.weight, r=red, g=green, b=blue)
        yield (
            f'<edge id="{xml.name(edge.id)}" source="{xml.name(edge.source)}" target="{xml.name(edge.target)}">'
            f"{_data('e_', own, edge.attributes, names, xml)}</edge>\n"
        )


def _days(picture: Picture, item: Node | Edge) -> dict[str, str]:
    days = {name: str(day) for name, day in (("start", item.start), ("end", item.end)) if day is not None}
    picture.account.lose(
        "days that are written as text", "the format has no time; a timeline needs GEXF", len(days)
    )
    return days


def _data(
    prefix: str, own: Mapping[str, Value], cells: Mapping[str, Value], names: Mapping[str, str], xml: Xml
) -> str:
    parts = [(name, value) for name, value in own.items()]
    parts += [(names[name], value) for name, value in cells.items()]
    return "".join(f'<data key="{prefix}{name}">{_written(value, xml)}</data>' for name, value in parts)


def _written(value: Value, xml: Xml) -> str:
    if isinstance(value, str):
        return xml.text(value)
    return ("true" if value else "false") if isinstance(value, bool) else repr(value)
