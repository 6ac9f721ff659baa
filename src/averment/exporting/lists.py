"""RDF lists that can be written as lists, without a name for each of their cells."""

from __future__ import annotations

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

__all__ = ["Lists"]


class Lists:
    """The well-formed lists of a graph, by their first cell.

    A list is well-formed when its cells are blank nodes that hold one member and one rest and are referred to
    once, and when it ends. All others are written cell by cell, lists of lists among them.

    Attributes:
        members: the members of each list.
        cells: all cells of these lists, which need not be written on their own.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.members: dict[Node, list[Node]] = {}
        self.cells: set[Node] = set()
        for cell in set(graph.subjects(RDF.first, None)):
            links = [predicate for _, predicate in graph.subject_predicates(cell)]
            if len(links) == 1 and links[0] not in (RDF.first, RDF.rest):
                self._add(cell)

    def _add(self, head: Node) -> None:
        members: list[Node] = []
        cells: list[Node] = []
        cell = head
        while cell != RDF.nil:
            content = sorted(self._graph.predicate_objects(cell))
            if not isinstance(cell, BNode) or [predicate for predicate, _ in content] != [
                RDF.first,
                RDF.rest,
            ]:
                return
            if len(list(self._graph.subject_predicates(cell))) != 1:
                return
            cells.append(cell)
            members.append(content[0][1])
            cell = content[1][1]
        self.members[head] = members
        self.cells.update(cells)
