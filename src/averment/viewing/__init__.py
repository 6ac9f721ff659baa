"""Views: the graph as nodes and edges that can be drawn, each made by two queries and a small declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from averment.building import Build
from averment.querying import to_store
from averment.viewing.assembling import assemble, assemble_stream, edge_count
from averment.viewing.colours import colour_of
from averment.viewing.declaring import Declaration, find_view, list_views
from averment.viewing.model import Column, Coverage, Edge, Loss, Node, Stream, Type, Value, View

if TYPE_CHECKING:
    from averment.checking import Report

__all__ = [
    "Column",
    "Coverage",
    "Declaration",
    "Edge",
    "Loss",
    "Node",
    "Stream",
    "Type",
    "Value",
    "View",
    "colour_of",
    "edge_count",
    "find_view",
    "list_views",
    "stream",
    "view",
    "view_store",
]


def view(
    build: Build,
    name: str | Declaration,
    *,
    store: ox.Store | None = None,
    report: Report | None = None,
) -> View:
    """Return a view of a graph, all of it in memory.

    Args:
        build: the graph.
        name: the name of a view, the path of a TOML file that declares one, or what `find_view` returned.
        store: what `view_store` returned, where several views are made of one graph.
        report: what a check of the graph found, where there is no store; without it, the graph is checked if
            need be.

    Raises:
        QueryError: a query of the view can't be run, or returns what makes no graph.
        ReadFailure: a file of the view can't be read.
        UsageError: there is no such view.
    """
    declaration = find_view(name) if isinstance(name, str) else name
    if store is None:
        store = view_store(build, declaration, report=report)
    return assemble(declaration, store, build.everything)


def stream(build: Build, name: str | Declaration, *, store: ox.Store | None = None) -> Stream:
    """Return a view whose edges are made one at a time; see `view`, which says what is raised.

    What is wrong with an edge is raised only when its turn comes.
    """
    declaration = find_view(name) if isinstance(name, str) else name
    return assemble_stream(
        declaration, view_store(build, declaration) if store is None else store, build.everything
    )


def view_store(build: Build, *declarations: Declaration, report: Report | None = None) -> ox.Store:
    """Return what views are asked of: the graph, the ontology, and the findings if one of the views needs them.

    Args:
        build: the graph.
        declarations: the views.
        report: what a check of the graph found; without it, the graph is checked if need be.
    """
    graph = build.everything
    if any(query.needs_findings for each in declarations for query in (each.nodes, each.edges)):
        # a check takes far longer than all views together, and most of them need none
        from averment.checking.graph import with_findings

        graph = with_findings(build, report)
    return to_store(graph)
