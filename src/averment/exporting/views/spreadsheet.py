"""Two CSV files for Gephi's spreadsheet import; the column `Kind` of edges keeps parallel ones apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from averment.exporting.views.picture import Picture, column_names, numbered
from averment.viewing import Value

__all__ = ["write_edges", "write_nodes"]

_NODE_OWN = ("Id", "Label", "Class", "From", "Until")
_EDGE_OWN = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Predicate", "From", "Until")
_RESERVED = ("timeset", "timestamp", "interval", "start", "end", "type", "kind")


def write_nodes(picture: Picture) -> Iterator[str]:
    """Iterate over the lines of the file of nodes."""
    names = column_names(picture.view.node_columns, (*_NODE_OWN, *_RESERVED), titles=True)
    yield _line((*_NODE_OWN, *names.values()))
    for node in picture.written_nodes():
        own = (node.id, node.label, node.kind, node.start or "", node.end or "")
        yield _line((*own, *(_written(node.attributes.get(name, "")) for name in names)))
    picture.account.lose(
        "colours, sizes and positions of nodes",
        "a spreadsheet has no place for them; GEXF has",
        len(picture.view.nodes),
    )


def write_edges(picture: Picture) -> Iterator[str]:
    """Iterate over the lines of the file of edges."""
    names = column_names(picture.view.edge_columns, (*_EDGE_OWN, *_RESERVED), titles=True)
    yield _line((*_EDGE_OWN, *names.values()))
    dated = 0
    for edge, kind in numbered(picture.written_edges()):
        dated += edge.start is not None or edge.end is not None
        own = (edge.source, edge.target, "Directed", kind, edge.id, edge.label, edge.weight, edge.kind)
        days = (edge.start or "", edge.end or "")
        yield _line((*own, *days, *(_written(edge.attributes.get(name, "")) for name in names)))
    picture.account.lose(
        "edges whose days are written as text", "a spreadsheet has no time; a timeline needs GEXF", dated
    )


def _written(value: Value) -> Value:
    return ("true" if value else "false") if isinstance(value, bool) else value


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
