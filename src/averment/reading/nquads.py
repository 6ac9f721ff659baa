"""N-Quads and N-Triples to triples; each statement is on a line of its own."""

from __future__ import annotations

import re
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef

from averment.errors import Position
from averment.reading.positions import Positions
from averment.reading.triples import Triple

__all__ = ["Term", "from_oxigraph", "to_triples"]

Term: TypeAlias = URIRef | BNode | Literal

_STATEMENT = re.compile(r'\s*<([^>]*)>\s*<([^>]*)>\s*("|<([^>]*)>|_:)?')


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Convert a term of pyoxigraph to rdflib's.

    Raises:
        ValueError: the term is a triple, which rdflib has no term for.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError("a triple as a term can't be read")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value))


def to_triples(quads: list[ox.Quad], text: str, path: str, positions: Positions) -> list[Triple]:
    """Convert parsed quads to triples and record the line of each subject.

    Args:
        quads: what the strict parser returned for the text.
        text: the whole file.
        path: the name under which places are recorded.
        positions: where the places are added.

    Raises:
        ValueError: a quad holds a triple as a term.
    """
    triples: list[Triple] = [
        (from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object))
        for quad in quads
    ]
    for number, line in enumerate(text.split("\n"), start=1):
        match = _STATEMENT.match(line)
        if match is None:
            continue
        subject, predicate, opening, value = match.groups()
        at = Position(path, number, match.start(1))
        value_at = Position(path, number, match.start(3) + 1) if opening else at
        positions.add_statement(URIRef(subject), URIRef(predicate), URIRef(value or ""), at, value_at)
    return triples
