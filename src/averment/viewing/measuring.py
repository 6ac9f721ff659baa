"""Measures of a view as columns of its nodes: how connected a node is, how much runs through it, what it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from averment.viewing.model import Column, Edge, Loss, Node, Value, View

if TYPE_CHECKING:
    import networkx as nx  # takes a while, and most commands measure nothing

__all__ = ["MEASURES", "measured", "simple_graph"]

MEASURES = (
    Column("degree", "degree", "integer", "How many edges start or end at the node."),
    Column("inDegree", "in-degree", "integer", "How many edges end at the node."),
    Column("outDegree", "out-degree", "integer", "How many edges start at the node."),
    Column(
        "betweenness",
        "betweenness",
        "double",
        "The share of shortest ways between other nodes that lead through the node, whichever way edges point.",
    ),
    Column(
        "community",
        "community",
        "integer",
        "The number of the community that the node belongs to, the largest being 1 (Louvain method).",
    ),
)

_STEPS = 4_000_000
"""How many times an edge may be walked for betweenness: some seconds; above that it is estimated from some nodes."""

_EDGES = 50_000
"""Above as many edges, communities take minutes."""

_DIGITS = 6


def measured(view: View) -> View:
    """Return a view with the measures as further columns of its nodes.

    Parallel edges count as many for degrees and weights, and as one for betweenness. The result is the same in
    each run. A column of the view that has the name of a measure is kept, and the measure left out.
    """
    columns = [column for column in MEASURES if column.name not in {own.name for own in view.node_columns}]
    losses: list[Loss] = []
    cells: dict[str, dict[str, Value]] = {node.id: {} for node in view.nodes}
    starts, ends = Counter(edge.source for edge in view.edges), Counter(edge.target for edge in view.edges)
    graph = simple_graph(view.nodes, view.edges)
    for node, own in cells.items():
        own.update(degree=starts[node] + ends[node], inDegree=ends[node], outDegree=starts[node])
    for node, share in _betweenness(graph, losses).items():
        cells[node]["betweenness"] = round(share, _DIGITS)
    if graph.number_of_edges() <= _EDGES:
        for number, community in enumerate(_communities(graph), start=1):
            for node in community:
                cells[node]["community"] = number
    else:
        columns = [column for column in columns if column.name != "community"]
        losses.append(
            Loss(
                "columns that are left out: community",
                1,
                f"there are more than {_EDGES:,} edges; run it in Gephi",
            )
        )
    names = {column.name for column in columns}
    nodes = tuple(
        replace(
            node,
            attributes={
                **node.attributes,
                **{name: value for name, value in cells[node.id].items() if name in names},
            },
        )
        for node in view.nodes
    )
    return replace(
        view,
        nodes=nodes,
        node_columns=(*view.node_columns, *columns),
        losses=(*view.losses, *losses),
    )


def simple_graph(nodes: Iterable[Node], edges: Iterable[Edge]) -> nx.Graph:
    """Return the graph without directions, in which parallel edges are one with the sum of their weights."""
    import networkx as nx

    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    weights: Counter[tuple[str, str]] = Counter()
    for edge in edges:
        first, second = sorted((edge.source, edge.target))
        weights[first, second] += edge.weight  # type: ignore[assignment]  # counters add what is no whole number
    graph.add_weighted_edges_from(
        (first, second, weight) for (first, second), weight in sorted(weights.items())
    )
    return graph


def _betweenness(graph: nx.Graph, losses: list[Loss]) -> dict[str, float]:
    import networkx as nx

    nodes, edges = len(graph), graph.number_of_edges()
    if nodes < 3:
        return dict.fromkeys(graph, 0.0)
    enough = max(10, _STEPS // max(edges, 1))
    if enough >= nodes:
        return dict(nx.betweenness_centrality(graph))
    why = f"there are {nodes:,} nodes and {edges:,} edges; Gephi computes it exactly"
    losses.append(Loss(f"betweenness that is estimated from {enough:,} nodes", nodes, why))
    return dict(nx.betweenness_centrality(graph, k=enough, seed=0))


def _communities(graph: nx.Graph) -> list[list[str]]:
    import networkx as nx

    if not graph.number_of_edges():
        return [[node] for node in graph]
    found = nx.community.louvain_communities(graph, seed=0)
    return sorted((sorted(one) for one in found), key=lambda one: (-len(one), one[0]))
