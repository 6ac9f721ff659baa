"""Looking nodes up in a store that is too large, or too far away, to be read as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeAlias

import pyoxigraph as ox
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.namespaces import AV
from averment.terms import to_oxigraph

__all__ = ["HIDDEN", "NAMED_BY", "Lookup", "StoreLookup", "Triple", "as_written", "is_child"]

Triple: TypeAlias = tuple[Node, Node, Node]

HIDDEN = (AV.DerivedAnswer, AV.IdleShape, AV.UnknownTerm)
"""The classes whose instances have no name that anybody could have meant."""

NAMED_BY = (RDF.type, DCTERMS.title)
"""What a node has that is defined: `averment.checking.spelling` takes such for what a misspelt name may mean."""


class Lookup(Protocol):
    """Answers from a graph with its ontology and what is derived from it; each call may ask for many nodes."""

    def about(self, nodes: Collection[Node]) -> Iterable[Triple]:
        """Return the triples whose subject is one of the nodes."""

    def pointing_at(self, nodes: Collection[Node], predicate: URIRef | None = None) -> Iterable[Triple]:
        """Return the triples, of one property or of any, whose object is one of the nodes."""

    def defined(self, nodes: Collection[URIRef]) -> set[URIRef]:
        """Return those of the nodes of which anything is said."""

    def children(self, starts: Collection[str]) -> Iterable[URIRef]:
        """Return the nodes with a type or a title whose IRI is a start and a name without a slash or a hash.

        Instances of `HIDDEN` are left out.
        """

    def named(self, most: int) -> Iterable[URIRef]:
        """Return nodes with a type or a title, those of `HIDDEN` left out: all, or so many if there are more."""

    def count(self, class_: URIRef) -> int:
        """Return how many instances a class has."""


def is_child(iri: str, start: str) -> bool:
    """Return whether an IRI is a start and a name without a slash or a hash.

    >>> is_child("urn:a/b", "urn:a/"), is_child("urn:a/b/c", "urn:a/")
    (True, False)
    """
    name = iri[len(start) :]
    return iri.startswith(start) and bool(name) and "/" not in name and "#" not in name


class StoreLookup:
    """Looks nodes up in a store of Oxigraph in this process, in its default graph.

    Args:
        store: the store.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def about(self, nodes: Collection[Node]) -> Iterator[Triple]:
        """Iterate over the triples whose subject is one of the nodes."""
        for node in nodes:
            subject = _node(node)
            if not isinstance(subject, ox.Literal):
                yield from self._triples(subject, None, None)

    def pointing_at(self, nodes: Collection[Node], predicate: URIRef | None = None) -> Iterator[Triple]:
        """Iterate over the triples, of one property or of any, whose object is one of the nodes."""
        by = ox.NamedNode(predicate) if predicate is not None else None
        for node in nodes:
            yield from self._triples(None, by, _node(node))

    def defined(self, nodes: Collection[URIRef]) -> set[URIRef]:
        """Return those of the nodes of which anything is said."""
        return {node for node in nodes if any(islice(self._quads(ox.NamedNode(node), None, None), 1))}

    def children(self, starts: Collection[str]) -> Iterator[URIRef]:
        """Iterate over the nodes with a type or a title directly below the starts, each once for each of these."""
        ends = {start[-1] for start in starts}
        known = frozenset(starts)
        for iri in self._named():
            if any(iri[: iri.rfind(end) + 1] in known for end in ends):
                yield URIRef(iri)

    def named(self, most: int) -> Iterator[URIRef]:
        """Iterate over nodes with a type or a title, those of `HIDDEN` left out, up to a number of them."""
        return islice(map(URIRef, self._named()), most)

    def count(self, class_: URIRef) -> int:
        """Return how many instances a class has."""
        return sum(1 for _ in self._quads(None, ox.NamedNode(RDF.type), ox.NamedNode(class_)))

    def _named(self) -> Iterator[str]:
        hidden = {ox.NamedNode(class_) for class_ in HIDDEN}
        for predicate in NAMED_BY:
            for quad in self._quads(None, ox.NamedNode(predicate), None):
                if isinstance(quad.subject, ox.NamedNode) and quad.object not in hidden:
                    yield quad.subject.value

    def _quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.BlankNode | ox.Literal | None,
    ) -> Iterable[ox.Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, ox.DefaultGraph())

    def _triples(
        self,
        subject: ox.NamedNode | ox.BlankNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.BlankNode | ox.Literal | None,
    ) -> Iterator[Triple]:
        for quad in self._quads(subject, predicate, value):
            yield as_written(quad.subject), as_written(quad.predicate), as_written(quad.object)


def as_written(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term of Oxigraph as rdflib's, spelt as it is there; what only RDF 1.2 has is left as its text."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        return Literal(str(term))
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _node(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    # the names of blank nodes come from the store itself, so that it has to take them as they are
    return ox.BlankNode(node) if isinstance(node, BNode) else to_oxigraph(node)
