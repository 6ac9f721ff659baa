"""Views of the graph in the formats of programs that draw, with an account of what each of them could not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from averment.errors import AvermentError, UsageError
from averment.exporting.views.accounting import Accounting, as_dict, in_words
from averment.exporting.views.follow_the_money import write_follow_the_money
from averment.exporting.views.gexf import write_gexf
from averment.exporting.views.graphml import write_graphml
from averment.exporting.views.json_graphs import write_cytoscape, write_graphology
from averment.exporting.views.picture import Account, Picture
from averment.exporting.views.spreadsheet import write_edges, write_nodes
from averment.viewing import Loss, Stream, View
from averment.viewing.layout import positions, sizes
from averment.viewing.measuring import measured

__all__ = [
    "VIEW_WRITERS",
    "Account",
    "Accounting",
    "Picture",
    "account_for",
    "as_dict",
    "in_words",
    "picture_of",
    "picture_of_stream",
]

VIEW_WRITERS: Mapping[str, Mapping[str, Callable[[Picture], Iterator[str]]]] = {
    "csv": {"nodes": write_nodes, "edges": write_edges},
    "cytoscape": {"": write_cytoscape},
    "ftm": {"": write_follow_the_money},
    "gexf": {"": write_gexf},
    "graphml": {"": write_graphml},
    "graphology": {"": write_graphology},
}
"""What writes each format, by the part of it that goes to a file of its own."""


_WITHOUT_MEASURES = frozenset({"ftm"})
_WITHOUT_LAYOUT = frozenset({"csv", "ftm"})


def picture_of(view: View, view_format: str, *, measures: bool = True, layout: bool = True) -> Picture:
    """Return a view with the measures and positions that a format has a place for, ready to be written."""
    layout = layout and view_format not in _WITHOUT_LAYOUT
    if measures and view_format not in _WITHOUT_MEASURES:
        view = measured(view)
    placed, why_not = positions(view) if layout else ({}, None)
    picture = Picture(view, view.edges, placed, sizes(view))
    _count(picture, (why_not,) if why_not is not None else ())
    _count(picture, view.losses)
    return picture


def picture_of_stream(stream: Stream) -> Picture:
    """Return a view whose edges come one at a time; without measures and positions, which need all edges at once."""
    picture = Picture(stream.view, stream.edges)
    _count(picture, stream.view.losses)
    why = "there are too many edges to keep in memory; compute them in Gephi"
    picture.account.lose("measures and positions of nodes", why, len(stream.view.nodes))
    return picture


def account_for(
    picture: Picture, view_format: str, stream: Stream | None = None, *, edges: int
) -> Accounting:
    """Return what became of a picture that has been written.

    Args:
        picture: the picture.
        view_format: the format that it was written in.
        stream: where its edges came from, if they were not in memory.
        edges: how many edges the graph gives for the view.

    Raises:
        UsageError: there is no such format.
        AvermentError: what was written and what was lost are not all that there was.
    """
    if view_format not in VIEW_WRITERS:
        raise UsageError(f"there is no format '{view_format}'; use one of {', '.join(sorted(VIEW_WRITERS))}")
    account, view = picture.account, picture.view
    if stream is not None:
        _count(picture, tuple(stream.losses))
    losses = account.losses()
    left = {part: sum(loss.count for loss in losses if loss.what.startswith(f"{part} ")) for part in _PARTS}
    missing_nodes = len(view.nodes) - account.nodes - left["nodes that are no entities:"]
    missing_edges = edges - account.edges - left["edges of which an end is no entity:"]
    if missing_nodes or missing_edges:
        raise AvermentError(
            f"of the view '{view.name}', {missing_nodes} nodes and {missing_edges} edges were lost on the way to "
            f"{view_format}, which is a fault of averment; report it with the graph"
        )
    coverage = view.coverage
    return Accounting(
        view.name,
        view_format,
        account.nodes,
        account.edges,
        coverage.graph,
        coverage.shown,
        coverage.why,
        losses,
    )


_PARTS = ("nodes that are no entities:", "edges of which an end is no entity:")


def _count(picture: Picture, losses: tuple[Loss, ...]) -> None:
    for loss in losses:
        picture.account.lose(loss.what, loss.why, loss.count)
