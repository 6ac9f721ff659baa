"""Walking from nodes of a store to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from averment.storing.lookups import Named

__all__ = ["reached"]


def reached(starts: Iterable[Named], beside: Callable[[Named], Iterable[Named]]) -> Iterator[Named]:
    """Iterate over nodes and all that can be reached from them, each once.

    Args:
        starts: the nodes.
        beside: returns the nodes that a node leads to.
    """
    seen: set[Named] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting.extend(beside(node))
