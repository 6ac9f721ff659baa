"""Where each node and each of its values is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from rdflib import RDF, URIRef
from rdflib.term import Node

from averment.errors import Position

__all__ = ["LineIndex", "Positions"]


class LineIndex:
    """Turns offsets into a text into lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def locate(self, offset: int) -> tuple[int, int]:
        r"""Return line and column of the character at an offset.

        >>> LineIndex("ab\ncd").locate(4)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def settle(self, line: int, column: int) -> tuple[int, int]:
        r"""Return line and column of a place that a parser may have counted from an earlier line.

        >>> LineIndex("ab\ncd").settle(1, 5)
        (2, 2)
        """
        start = self._starts[min(line, len(self._starts)) - 1]
        return self.locate(start + column - 1)


class Positions:
    """The places of nodes and values, across all files that were read."""

    def __init__(self) -> None:
        self._nodes: dict[Node, Position] = {}
        self._values: dict[tuple[Node, URIRef], Position] = {}
        self._types: dict[Node, dict[Node, list[Position]]] = {}

    def add_node(self, node: Node, position: Position) -> None:
        """Record where a node is written; the first place it is described at stays."""
        self._nodes.setdefault(node, position)

    def add_value(self, node: Node, predicate: URIRef, position: Position) -> None:
        """Record where a node's value is written; the first one stays."""
        self._values.setdefault((node, predicate), position)

    def add_type(self, node: Node, type_: Node, position: Position) -> None:
        """Record that a node is given a type here, which is where it is defined."""
        places = self._types.setdefault(node, {}).setdefault(type_, [])
        if position not in places:
            places.append(position)

    def of(self, node: Node, predicate: Node | None = None) -> Position | None:
        """Return where a node's value is written, or else the node itself; None for what is not written."""
        if isinstance(predicate, URIRef):
            value = self._values.get((node, predicate))
            if value is not None:
                return value
        return self._nodes.get(node)

    def written(self) -> Iterable[tuple[Node, Position]]:
        """Iterate over all nodes that are written somewhere, with their places."""
        return self._nodes.items()

    def marks(self) -> Iterator[tuple[Node, Position]]:
        """Iterate over all places, each with the node that is described there."""
        yield from self._nodes.items()
        yield from ((node, position) for (node, _), position in self._values.items())
        for node, types in self._types.items():
            yield from ((node, place) for places in types.values() for place in places)

    def parts(
        self,
    ) -> tuple[
        dict[Node, Position], dict[tuple[Node, URIRef], Position], dict[Node, dict[Node, list[Position]]]
    ]:
        """Return the places of nodes, those of their values, and those at which they are given types."""
        return self._nodes, self._values, self._types

    def definitions(self, node: Node) -> Sequence[Position | None]:
        """List the places at which a node is defined, in order; more than one is too many.

        None stands for a place that nobody knows, of which files that are read have none.
        """
        return sorted({place for places in self._types.get(node, {}).values() for place in places})

    def defined_twice(self) -> Iterator[Node]:
        """Iterate over the nodes that are given the same type at more than one place."""
        for node, types in self._types.items():
            if any(len(places) > 1 for places in types.values()):
                yield node

    def update(self, other: Positions, rename: dict[Node, Node]) -> None:
        """Take over the places of one file, with its blank nodes renamed."""
        for node, position in other._nodes.items():
            self.add_node(rename.get(node, node), position)
        for (node, predicate), position in other._values.items():
            self.add_value(rename.get(node, node), predicate, position)
        for node, types in other._types.items():
            for type_, places in types.items():
                for place in places:
                    self.add_type(rename.get(node, node), type_, place)

    def add_statement(
        self, node: Node, predicate: Node, value: Node, at: Position, value_at: Position
    ) -> None:
        """Record one statement of a format in which every statement has a place of its own."""
        self.add_node(node, at)
        if isinstance(predicate, URIRef):
            self.add_value(node, predicate, value_at)
        if predicate == RDF.type:
            self.add_type(node, value, at)
