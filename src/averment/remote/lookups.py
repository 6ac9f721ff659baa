"""Looking nodes up at an endpoint, many at a time.

A blank node has no name that holds from one answer to the next, so that nothing can be asked about one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node

from averment.checking.lookups import HIDDEN, NAMED_BY, Triple, as_written, is_child
from averment.remote.asking import Asking, Row
from averment.terms import to_oxigraph

__all__ = ["EndpointLookup"]

_BATCH = 200
"""How many nodes are asked about at a time."""

_WHAT = "what is near to the results"


class EndpointLookup:
    """Looks nodes up at a SPARQL endpoint; see `averment.checking.lookups.Lookup`.

    Args:
        asking: the endpoint.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def about(self, nodes: Collection[Node]) -> Iterator[Triple]:
        """Iterate over the triples whose subject is one of the nodes."""
        for some in _written(node for node in nodes if isinstance(node, URIRef)):
            for row in self._rows(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}"):
                yield _triple(row)

    def pointing_at(self, nodes: Collection[Node], predicate: URIRef | None = None) -> Iterator[Triple]:
        """Iterate over the triples, of one property or of any, whose object is one of the nodes."""
        by = f"<{predicate}>" if predicate is not None else "?p"
        for some in _written(node for node in nodes if not isinstance(node, BNode)):
            columns = "?s ?o" if predicate is not None else "?s ?o ?p"
            for row in self._rows(f"SELECT {columns} WHERE {{ VALUES ?o {{ {some} }} ?s {by} ?o }}"):
                subject, value, *rest = (as_written(term) for term in row if term is not None)
                yield subject, rest[0] if rest else URIRef(predicate or ""), value

    def defined(self, nodes: Collection[URIRef]) -> set[URIRef]:
        """Return those of the nodes of which anything is said."""
        return {
            URIRef(iri)
            for some in _written(nodes)
            for iri in self._iris(f"SELECT DISTINCT ?s WHERE {{ VALUES ?s {{ {some} }} ?s ?p ?o }}")
        }

    def children(self, starts: Collection[str]) -> Iterator[URIRef]:
        """Iterate over the nodes with a type or a title directly below the starts."""
        for some in _batches(sorted(starts)):
            tests = " || ".join(f"STRSTARTS(STR(?s), {ox.Literal(start)})" for start in some)
            for text in _with_names(f"FILTER ({tests})"):
                for iri in self._iris(text):
                    if any(is_child(iri, start) for start in some):
                        yield URIRef(iri)

    def named(self, most: int) -> Iterator[URIRef]:
        """Iterate over nodes with a type or a title, those of `HIDDEN` left out, up to a number of them."""
        for text in _with_names(""):
            for row in self._asking.one_of_each(_WHAT, text, most):
                if isinstance(row[0], ox.NamedNode):
                    yield URIRef(row[0].value)

    def count(self, class_: URIRef) -> int:
        """Return how many instances a class has."""
        text = f"SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE {{ ?s <{RDF.type}> <{class_}> }}"
        return self._asking.count("how many there are", text)

    def _rows(self, text: str) -> list[Row]:
        return self._asking.rows(_WHAT, text)

    def _iris(self, text: str) -> Iterator[str]:
        return (row[0].value for row in self._rows(text) if isinstance(row[0], ox.NamedNode))


def _batches(things: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(things)
    while some := list(islice(rest, _BATCH)):
        yield some


def _written(nodes: Iterable[Node]) -> Iterator[str]:
    """Iterate over nodes as SPARQL writes them, some at a time, in the same order at each run."""
    for some in _batches(sorted(str(to_oxigraph(node)) for node in nodes)):
        yield " ".join(some)


def _with_names(condition: str) -> Iterator[str]:
    hidden = " && ".join(f"?t != <{class_}>" for class_ in HIDDEN)
    for predicate in NAMED_BY:
        shown = f"FILTER ({hidden})" if predicate == RDF.type else ""
        yield f"SELECT DISTINCT ?s WHERE {{ ?s <{predicate}> ?t {shown} {condition} }}"


def _triple(row: Row) -> Triple:
    subject, predicate, value = (as_written(term) if term is not None else Literal("") for term in row)
    return subject, predicate, value
