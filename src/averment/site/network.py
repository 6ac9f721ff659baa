"""The pages that draw the graph: one for each view, with a still picture and tables beside the moving one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from averment.plotting import Drawing
from averment.plotting.drawing import cut
from averment.site.filling import as_json_block, short
from averment.viewing import Loss, View
from averment.viewing.layout import positions

__all__ = ["MOST_TIES", "network_file", "network_values", "picture_file", "places_of", "still_picture"]

Place = tuple[float, float]

MOST_TIES = 20_000
"""How many edges a picture has at most; a browser is slow with more, and nobody sees anything in them."""

_WIDTH, _HEIGHT = 1080, 760
_NAMED = 40
_GOLDEN = math.pi * (3 - math.sqrt(5))
_LABEL = 60
"""How many characters of a name stand in the picture."""


def network_file(view: str, is_first: bool) -> str:
    """Return the file of the page of a view."""
    return "network.html" if is_first else f"network-{view}.html"


def picture_file(view: str) -> str:
    """Return the file of the still picture of a view."""
    return f"pictures/{view}.svg"


def places_of(view: View) -> tuple[dict[str, Place], Loss | None]:
    """Return where each node stands, and why they are not laid out by their ties, if so.

    Without a layout they stand on a spiral, those with most ties in its middle, which any number can.
    """
    found, loss = positions(view)
    if loss is None:
        return found, None
    degrees = _degrees(view)
    ordered = sorted(degrees, key=lambda id_: (-degrees[id_], id_))
    spiral = {
        id_: (
            round(math.sqrt(index + 1) * math.cos(index * _GOLDEN), 4),
            round(math.sqrt(index + 1) * math.sin(index * _GOLDEN), 4),
        )
        for index, id_ in enumerate(ordered)
    }
    return spiral, loss


def network_values(
    view: View,
    places: Mapping[str, Place],
    losses: Sequence[Loss],
    address: Callable[[str], str | None],
) -> dict[str, Any]:
    """Return what the template of a view is given.

    Args:
        view: the view.
        places: where each node stands, by its id.
        losses: what the picture does not show as the graph has it.
        address: the file of the page of what has an id, or None.
    """
    degrees = _degrees(view)
    names = {node.id: node.label for node in view.nodes}
    spans = [(one.start, one.end) for one in view.nodes] + [(one.start, one.end) for one in view.edges]
    days = sorted(day.isoformat() for span in spans for day in span if day is not None)
    data = {
        "nodeColours": dict(view.node_colours),
        "edgeColours": dict(view.edge_colours),
        "nodes": [
            {
                "id": node.id,
                "label": node.label if len(node.label) <= _LABEL else node.label[: _LABEL - 1] + "…",
                "name": node.label,
                "kind": node.kind,
                "x": round(places[node.id][0], 4),
                "y": round(places[node.id][1], 4),
                "size": round(_radius(degrees[node.id]), 2),
                **_dates(node.start, node.end),
                **_linked(address(node.id)),
            }
            for node in view.nodes
        ],
        "edges": [
            {
                "id": edge.id,
                "source": edge.source,
                "target": edge.target,
                "kind": edge.kind,
                "label": edge.label,
                "size": round(min(1 + edge.weight * 0.25, 6), 2),
                **_dates(edge.start, edge.end),
                **_linked(address(edge.id)),
            }
            for edge in view.edges
        ],
    }
    return {
        "view": view,
        "losses": losses,
        "dated": (days[0], days[-1]) if days else None,
        "node_kinds": _kinds((node.kind for node in view.nodes), view.node_colours),
        "edge_kinds": _kinds((edge.kind for edge in view.edges), view.edge_colours),
        "listed_nodes": sorted(
            (
                {"label": node.label, "kind": node.kind, "degree": degrees[node.id], "file": address(node.id)}
                for node in view.nodes
            ),
            key=lambda node: (-int(str(node["degree"])), str(node["label"]).casefold()),
        ),
        "listed_edges": [
            {
                "source": names[edge.source],
                "target": names[edge.target],
                "kind": edge.kind,
                "label": edge.label,
                "start": edge.start.isoformat() if edge.start else None,
                "file": address(edge.id),
            }
            for edge in view.edges
        ],
        "data": as_json_block(data),
    }


def still_picture(view: View, places: Mapping[str, Place]) -> Drawing:
    """Draw a view for those whose browser draws no network."""
    drawing = Drawing(
        _WIDTH, _HEIGHT, view.title, f"{view.asks} {len(view.nodes)} things and {len(view.edges)} ties."
    )
    if not view.nodes:
        return drawing
    scaled = _scaled(places)
    degrees = _degrees(view)
    for edge in view.edges:
        (x1, y1), (x2, y2) = scaled[edge.source], scaled[edge.target]
        drawing.line(x1, y1, x2, y2, "grid")
    for node in view.nodes:
        x, y = scaled[node.id]
        drawing.circle(
            x, y, _radius(degrees[node.id]) * 0.8, "mark", tip=f"{short(node.label)} ({node.kind})"
        )
    for node in sorted(view.nodes, key=lambda node: (-degrees[node.id], node.id))[:_NAMED]:
        x, y = scaled[node.id]
        drawing.text(x + _radius(degrees[node.id]) + 2, y + 4, cut(node.label, 11, 190), "halo", size=11)
    return drawing


def _scaled(places: Mapping[str, Place]) -> dict[str, Place]:
    xs, ys = ([place[axis] for place in places.values()] for axis in (0, 1))
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return {
        id_: (
            40 + (x - min(xs)) / wide * (_WIDTH - 240),
            30 + (max(ys) - y) / high * (_HEIGHT - 60),
        )
        for id_, (x, y) in places.items()
    }


def _degrees(view: View) -> Counter[str]:
    degrees = Counter({node.id: 0 for node in view.nodes})
    for edge in view.edges:
        degrees[edge.source] += 1
        degrees[edge.target] += 1
    return degrees


def _radius(degree: int) -> float:
    return min(3 + math.sqrt(degree) * 1.3, 18)


def _dates(start: Any, end: Any) -> dict[str, str]:
    return {key: day.isoformat() for key, day in (("start", start), ("end", end)) if day is not None}


def _linked(file: str | None) -> dict[str, str]:
    return {"file": file} if file is not None else {}


def _kinds(kinds: Any, colours: Mapping[str, str]) -> list[dict[str, Any]]:
    counts = Counter(kinds)
    return [{"name": kind, "count": counts[kind], "colour": colours[kind]} for kind in sorted(counts)]
