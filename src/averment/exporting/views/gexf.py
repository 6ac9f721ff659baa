"""GEXF 1.3 as Gephi, Gephi Lite and networkx read it, written as the edges come.

The format leaves more open than programs take. What is written here is what Gephi's importer keeps: one static
block of attributes for each class, a kind that is unique among parallel edges, full days, colours in decimal parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from averment.exporting.views.picture import Picture, column_names, numbered
from averment.exporting.views.xml_text import Xml
from averment.viewing import Column, Value
from averment.viewing.colours import red_green_blue

__all__ = ["write_gexf"]

_TYPES = {"boolean": "boolean", "double": "double", "integer": "long", "string": "string"}
_NODE_RESERVED = ("id", "label", "kind", "start", "end", "timeset", "interval", "type", "pid", "for")
_EDGE_RESERVED = (*_NODE_RESERVED, "source", "target", "weight", "predicate")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<meta><creator>averment</creator><description>{}</description></meta>
<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval" idtype="string">
"""
_MOST_KINDS = 65_000


def write_gexf(picture: Picture) -> Iterator[str]:
    """Iterate over the text of a GEXF file; of the edges, no more than those between two nodes are kept in mind."""
    xml = Xml(picture.account)
    view = picture.view
    yield _HEAD.format(xml.text(f"{view.title}: {view.asks}"))
    nodes = column_names(view.node_columns, _NODE_RESERVED, titles=False)
    edges = column_names(view.edge_columns, _EDGE_RESERVED, titles=False)
    yield from _attributes("node", "kind", view.node_columns, nodes, _NODE_RESERVED, xml)
    yield from _attributes("edge", "predicate", view.edge_columns, edges, _EDGE_RESERVED, xml)
    picture.account.lose(
        "definitions of columns",
        "GEXF has no place for them; docs/terms.md of averment has them",
        sum(bool(column.definition) for column in (*view.node_columns, *view.edge_columns)),
    )
    yield "<nodes>\n"
    yield from _nodes(picture, nodes, xml)
    yield "</nodes>\n<edges>\n"
    yield from _edges(picture, edges, xml)
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(
    owner: str,
    own: str,
    columns: tuple[Column, ...],
    names: Mapping[str, str],
    reserved: tuple[str, ...],
    xml: Xml,
) -> Iterator[str]:
    titles = column_names(columns, reserved, titles=True)
    yield f'<attributes class="{owner}" mode="static">\n'
    yield f'<attribute id="{own}" title="{own}" type="string"/>\n'
    for column in columns:
        name, title = xml.text(names[column.name]), xml.text(titles[column.name])
        yield f'<attribute id="{name}" title="{title}" type="{_TYPES[column.type]}"/>\n'
    yield "</attributes>\n"


def _nodes(picture: Picture, names: Mapping[str, str], xml: Xml) -> Iterator[str]:
    prefixes = _prefixes(names)
    for node in picture.written_nodes():
        when = _when(node.start, node.end)
        cells = _cells(node.attributes, prefixes, xml.text)
        red, green, blue = picture.node_rgb[node.kind]
        place = picture.positions.get(node.id)
        position = f'<viz:position x="{place[0]}" y="{place[1]}" z="0.0"/>' if place is not None else ""
        yield (
            f'<node id="{xml.name(node.id)}" label="{xml.text(node.label)}"{when}>'
            f'<attvalues><attvalue for="kind" value="{xml.text(node.kind)}"/>{cells}</attvalues>'
            f'<viz:size value="{picture.size(node)}"/>{position}<viz:color r="{red}" g="{green}" b="{blue}"/></node>\n'
        )


def _edges(picture: Picture, names: Mapping[str, str], xml: Xml) -> Iterator[str]:
    colours: dict[str, str] = {}
    kinds: set[str] = set()
    prefixes = _prefixes(names)
    for edge, kind in numbered(picture.written_edges()):
        cells = edge.attributes
        texts = [value for value in cells.values() if isinstance(value, str)]
        plain = xml.is_plain("".join((edge.id, edge.source, edge.target, kind, edge.label, *texts)))
        text, name = (str, str) if plain else (xml.text, xml.name)
        colour = colours.get(edge.kind)
        if colour is None:
            red, green, blue = red_green_blue(picture.edge_colour(edge.kind))
            colour = colours[edge.kind] = f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
        kinds.add(kind)
        yield (
            f'<edge id="{name(edge.id)}" source="{name(edge.source)}" target="{name(edge.target)}" '
            f'kind="{text(kind)}" label="{text(edge.label)}" weight="{edge.weight!r}"'
            f'{_when(edge.start, edge.end)}><attvalues><attvalue for="predicate" value="{text(edge.kind)}"/>'
            f"{_cells(cells, prefixes, text)}</attvalues>{colour}</edge>\n"
        )
    picture.account.lose(
        "kinds of edges beyond those that Gephi tells apart",
        f"it holds {_MOST_KINDS:,} at most; write another view, in which fewer edges have both ends in common",
        max(0, len(kinds) - _MOST_KINDS),
    )


def _when(start: object, end: object) -> str:
    """Return the days between which something is shown; days of Python's dates are written with all digits."""
    first = f' start="{start}"' if start is not None else ""
    return f'{first} end="{end}"' if end is not None else first


def _prefixes(names: Mapping[str, str]) -> dict[str, str]:
    """Return what stands before the value of a cell, by the name of its column; column names need no escaping."""
    return {name: f'<attvalue for="{written}" value="' for name, written in names.items()}


def _cells(cells: Mapping[str, Value], prefixes: Mapping[str, str], text: Callable[[str], str]) -> str:
    parts = []
    for name, value in cells.items():
        if isinstance(value, str):
            written = text(value)
        elif isinstance(value, bool):
            written = "true" if value else "false"
        else:
            written = repr(value)
        parts.append(f'{prefixes[name]}{written}"/>')
    return "".join(parts)
