"""Turtle and TriG in one canonical form: prefixes, then subjects in the order of their IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.exporting.lists import Lists
from averment.namespaces import PREFIXES
from averment.terms import to_oxigraph

__all__ = ["write_trig", "write_turtle"]

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_XSD = PREFIXES["xsd"]
_SHORT = {
    URIRef(_XSD + "integer"): re.compile(r"0|-?[1-9][0-9]{0,17}"),
    URIRef(_XSD + "boolean"): re.compile(r"true|false"),
}
"""What may be written without quotes: only what every parser gives back in the same letters."""


def write_turtle(graph: Graph) -> str:
    """Return a graph as Turtle.

    Raises:
        AvermentError: the graph holds what is no RDF term.
    """
    writer = _Writer()
    body = writer.body(graph)
    return f"{writer.header()}\n{body}"


def write_trig(graphs: Mapping[URIRef, Graph], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return named graphs as TriG, in the order given.

    Args:
        graphs: the graphs by their names.
        prefixes: what may stand for the start of an IRI; those that are used are declared.

    Raises:
        AvermentError: a graph holds what is no RDF term.
    """
    writer = _Writer(prefixes)
    blocks = [f"{writer.term(name)} {{\n{writer.body(graph)}}}\n" for name, graph in graphs.items()]
    return "\n".join([writer.header(), *blocks])


class _Writer:
    """Writes graphs and remembers the prefixes that it used."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._prefixes = prefixes
        self._used: set[str] = set()

    def header(self) -> str:
        return "".join(f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n" for prefix in sorted(self._used))

    def body(self, graph: Graph) -> str:
        lists = Lists(graph)
        subjects = sorted(
            set(graph.subjects()) - lists.cells, key=lambda node: (isinstance(node, BNode), node)
        )
        return "\n".join(self._subject(graph, subject, lists) for subject in subjects)

    def _subject(self, graph: Graph, subject: Node, lists: Lists) -> str:
        predicates = sorted(set(graph.predicates(subject)), key=lambda node: (node != RDF.type, node))
        lines = []
        for predicate in predicates:
            verb = "a" if predicate == RDF.type else self.term(predicate)
            objects = sorted(self._objects(graph, subject, predicate, lists))
            lines.append(f"{verb} {f',{_LINE}    '.join(objects)}")
        return f"{self.term(subject)} {f' ;{_LINE}'.join(lines)} .\n"

    def _objects(self, graph: Graph, subject: Node, predicate: Node, lists: Lists) -> Iterator[str]:
        for value in graph.objects(subject, predicate):
            members = lists.members.get(value)
            if members is None:
                yield self.term(value)
            else:
                yield f"({' '.join(self.term(member) for member in members)})"

    def term(self, term: Node) -> str:
        """Return a term as Turtle writes it, with a prefix where one fits."""
        strict = to_oxigraph(term)
        if isinstance(strict, ox.NamedNode):
            return self._iri(strict.value)
        if not isinstance(strict, ox.Literal) or not isinstance(term, Literal) or term.datatype is None:
            return str(strict)
        short = _SHORT.get(term.datatype)
        if short is not None and short.fullmatch(strict.value):
            return strict.value
        return f"{ox.Literal(strict.value)}^^{self._iri(strict.datatype.value)}"

    def _iri(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"


_LINE = "\n    "
