"""Triples in the order in which they are written, so that blank nodes can be named after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from rdflib import XSD, BNode, Graph, Literal
from rdflib.term import Node

__all__ = ["RecordingGraph", "Triple", "plain", "stable_names"]

Triple: TypeAlias = tuple[Node, Node, Node]


class RecordingGraph(Graph):
    """A graph that remembers the order in which triples were added."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded: list[Triple] = []

    def add(self, triple: Triple) -> RecordingGraph:
        """Add a triple and record it."""
        super().add(triple)
        self.recorded.append((triple[0], triple[1], plain(triple[2])))
        return self


def plain(term: Node) -> Node:
    """Return a literal as each format's parser can return it: language in small letters, strings untyped.

    >>> plain(Literal("colour", lang="en-GB")), plain(Literal("x", datatype=XSD.string))
    (rdflib.term.Literal('colour', lang='en-gb'), rdflib.term.Literal('x'))
    """
    if isinstance(term, Literal):
        if term.language and term.language != term.language.lower():
            return Literal(str(term), lang=term.language.lower())
        if term.datatype == XSD.string:
            return Literal(str(term))
    return term


def stable_names(triples: Iterable[Triple], number: int) -> dict[Node, Node]:
    """Name blank nodes by the number of their file and their order of appearance, so that two builds are alike.

    >>> one, other = BNode(), BNode()
    >>> list(stable_names([(one, one, other)], 3).values())
    [rdflib.term.BNode('f3b1'), rdflib.term.BNode('f3b2')]
    """
    names: dict[Node, Node] = {}
    for triple in triples:
        for term in triple:
            if isinstance(term, BNode) and term not in names:
                names[term] = BNode(f"f{number}b{len(names) + 1}")
    return names
