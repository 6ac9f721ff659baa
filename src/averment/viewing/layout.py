"""Where nodes are drawn: positions that are the same in each run, and sizes."""

from __future__ import annotations

import math
from importlib.util import find_spec

from averment.viewing.measuring import simple_graph
from averment.viewing.model import Loss, View

__all__ = ["MAX_NODES", "positions", "sizes"]

MAX_NODES = 3_000
"""Above as many nodes, a layout takes minutes and is better made where it can be watched."""

_SMALLEST, _LARGEST, _USUAL = 6.0, 40.0, 10.0
_SPREAD = 60.0


def positions(view: View) -> tuple[dict[str, tuple[float, float]], Loss | None]:
    """Return where each node is drawn, by a seeded force-directed layout, and why nothing is, if so.

    Needs numpy and scipy, which `pip install averment[layout]` brings.
    """
    count = len(view.nodes)
    if not count:
        return {}, None
    if count > MAX_NODES:
        why = f"there are more than {MAX_NODES:,}; run a layout such as ForceAtlas 2 where the picture is opened"
        return {}, Loss("nodes without a position", count, why)
    if find_spec("numpy") is None or find_spec("scipy") is None:
        why = "a layout needs numpy and scipy; pip install 'averment[layout]' brings them"
        return {}, Loss("nodes without a position", count, why)
    import networkx as nx  # takes a while, and most commands draw nothing

    graph = simple_graph(view.nodes, view.edges)
    side = round(_SPREAD * math.sqrt(count))
    # no edge has a weight of that name, so that all pull alike
    placed = nx.spring_layout(
        graph, seed=0, k=1.6 / math.sqrt(count), iterations=120, scale=side, weight="none"
    )
    # rounded, for the last digits of floats differ between machines
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in sorted(placed.items())}, None


def sizes(view: View) -> dict[str, float]:
    """Return how large each node is drawn: its area grows with the number in the column that the view names."""
    numbers = {node.id: _number(node.attributes.get(view.size)) for node in view.nodes}
    most = max(numbers.values(), default=0.0)
    if most <= 0:
        return dict.fromkeys(numbers, _USUAL)
    return {
        node: round(_SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(number / most), 1)
        for node, number in numbers.items()
    }


def _number(value: object) -> float:
    return max(0.0, float(value)) if isinstance(value, (int, float)) and math.isfinite(value) else 0.0
