"""Triples in the order in which they are written, so that blank nodes can be named after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from rdflib import RDF, XSD, BNode, Literal
from rdflib.term import Node

__all__ = ["Record", "Triple", "plain", "stable_names"]

Triple: TypeAlias = tuple[Node, Node, Node]


class Record:
    """What triples are added to in place of a graph, to keep their order.

    It has those members of a graph of rdflib that its JSON-LD parser uses; the prefixes are of no use.
    """

    context_aware = False

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._rest: dict[Node, Node] = {}

    def add(self, triple: Triple) -> None:
        """Record a triple."""
        subject, predicate, value = triple
        self.triples.append((subject, predicate, plain(value)))
        if predicate == RDF.rest:
            self._rest[subject] = value

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """Return the rest of a list, which is all that a reader asks for."""
        return self._rest.get(subject) if predicate == RDF.rest else None

    def bind(self, prefix: str | None, namespace: str) -> None:
        """Pass over a prefix."""


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
