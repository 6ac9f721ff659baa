"""Graphs that are made quickly: start-up and every check are measured in the time that these take."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from averment.indexed import IndexedGraph

__all__ = ["Term", "from_oxigraph", "graph_of", "parse_turtle"]

Term: TypeAlias = URIRef | BNode | Literal
_OxTerm: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def from_oxigraph(term: _OxTerm) -> Term:
    """Convert a term of pyoxigraph to rdflib's.

    Raises:
        ValueError: rdflib has no such term.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError("a triple stands here as a term of another")
    if term.direction is not None:
        raise ValueError(f"the text '{term.value}' has a direction of writing")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value))


def graph_of(*statements: Iterable[tuple[Node, Node, Node]]) -> IndexedGraph:
    """Return all statements as one new graph.

    The store has no named graphs, and statements go to it directly, for they have been made of terms already.

    >>> len(graph_of([(BNode("a"), URIRef("urn:b"), Literal("c"))], []))
    1
    """
    graph = IndexedGraph()
    for triples in statements:
        graph.indexed.add_all(triples)
    return graph


def parse_turtle(files: Iterable[Path]) -> IndexedGraph:
    """Return what trusted Turtle files state, without places; blank nodes of one name are one in a file only.

    Raises:
        SyntaxError: a file is no Turtle.
    """
    terms: dict[_OxTerm, Term] = {}

    def converted(term: _OxTerm) -> Term:
        known = terms.get(term)
        if known is None:
            known = terms[term] = from_oxigraph(term)
        return known

    return graph_of(
        (converted(quad.subject), converted(quad.predicate), converted(quad.object))
        for file in files
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
