"""Writing GEXF: averment's writer against networkx's, on the same graph of claims, in time and in memory.

Run it with `python -m benchmarks.pictures`. Time is the median of several runs of each, in turn, and counts as
a ratio only: the machine changes, the graph does not. Both write the same nodes, edges and attributes.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import networkx as nx

from averment.exporting.views import VIEW_WRITERS, Picture
from averment.viewing import Column, Coverage, Edge, Node, View

__all__ = ["claims", "main", "measure_memory", "measure_time", "view_of"]

EDGES = 200_000
RUNS = 5
_START = date(2020, 1, 1)
_STANCES = ("asserts", "denies", "alleges", "relays")
_COLUMNS = (
    Column("claim", "claim", "string"),
    Column("value", "value", "string"),
    Column("publisher", "publisher", "string"),
    Column("lower", "lower", "double"),
    Column("path", "path", "string"),
    Column("line", "line", "integer"),
)


def claims(count: int) -> Iterator[Edge]:
    """Iterate over edges as a view of claims has them, every fourth parallel to the one before."""
    for number in range(count):
        pair = number - number % 4 if number % 4 == 1 else number
        yield Edge(
            id=f"article:report-{number // 10}/c{number % 10}",
            source=f"actor:outlet-{pair % 997}",
            target=f"question:law/zz-law-{pair % 5003}/fine",
            kind=_STANCES[number % 4],
            label=f"fine: {number % 900 + 100} EUR" + (" & more" if number % 10 == 0 else ""),
            start=_START + timedelta(days=number % 2000),
            attributes={
                "claim": f"article:report-{number // 10}/c{number % 10}",
                "value": f"{number % 900 + 100} EUR",
                "publisher": f"Outlet {pair % 997}",
                "lower": float(number % 900 + 100),
                "path": f"graph/articles/report-{number // 10}.yaml",
                "line": number % 10 * 7 + 3,
            },
        )


def view_of(count: int) -> View:
    """Return a view with the nodes of that many claims, and without edges."""
    sources = (Node(f"actor:outlet-{number}", f"Outlet {number}", "outlet") for number in range(997))
    targets = (
        Node(f"question:law/zz-law-{number}/fine", f"Fine {number}", "question") for number in range(5003)
    )
    return View(
        name="claims",
        title="Claims",
        asks="Who answers which question?",
        node_columns=(),
        edge_columns=_COLUMNS,
        node_colours={},
        edge_colours={},
        size="degree",
        nodes=(*sources, *targets),
        edges=(),
        coverage=Coverage(count, count, ""),
    )


def write(view: View, edges: Iterator[Edge], file: Path) -> None:
    """Write a view with averment."""
    with file.open("w", encoding="utf-8", buffering=2**20) as stream:
        stream.writelines(VIEW_WRITERS["gexf"][""](Picture(view, edges)))


def as_networkx(view: View, edges: Iterator[Edge]) -> nx.MultiDiGraph:
    """Return the same graph as networkx has to hold it to write it."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(node.id, label=node.label, kind=node.kind)
    for edge in edges:
        own = {"label": edge.label, "predicate": edge.kind, "start": str(edge.start), "weight": edge.weight}
        graph.add_edge(edge.source, edge.target, edge.id, **own, **edge.attributes)
    return graph


def measure_time(count: int, runs: int) -> tuple[float, float]:
    """Return the medians in seconds of writing with averment, edges made on the way, and with networkx from memory."""
    view = view_of(count)
    graph = as_networkx(view, claims(count))
    own: list[float] = []
    other: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.gexf"
        for _ in range(runs):
            gc.collect()
            start = time.perf_counter()
            write(view, claims(count), file)
            own.append(time.perf_counter() - start)
            gc.collect()
            start = time.perf_counter()
            nx.write_gexf(graph, file)
            other.append(time.perf_counter() - start)
    return statistics.median(own), statistics.median(other)


def measure_memory(count: int) -> float:
    """Return how many MiB averment's writer takes at most, nodes left out."""
    view = view_of(count)
    with tempfile.TemporaryDirectory() as folder:
        tracemalloc.start()
        write(view, claims(count), Path(folder) / "graph.gexf")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edges", type=int, default=EDGES)
    parser.add_argument("--runs", type=int, default=RUNS)
    arguments = parser.parse_args()
    own, other = measure_time(arguments.edges, arguments.runs)
    small, large = measure_memory(arguments.edges // 10), measure_memory(arguments.edges)
    sys.stdout.write(
        f"{arguments.edges:,} edges, median of {arguments.runs}: averment {own:.2f} s, networkx {other:.2f} s\n"
    )
    sys.stdout.write(f"ratio {own / other:.3f}\n")
    sys.stdout.write(f"memory: {small:.2f} MiB for a tenth of the edges, {large:.2f} MiB for all\n")


if __name__ == "__main__":
    main()
