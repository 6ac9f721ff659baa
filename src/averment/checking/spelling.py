"""What somebody meant who wrote a term or a name that there is not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS

from averment import resources
from averment.building import Build
from averment.deriving.concepts import Concepts
from averment.namespaces import AV, ID

__all__ = ["Spelling"]

_MOST_LISTED = 8


class Spelling:
    """Finds the nearest term, key or node to one that nobody declares.

    Args:
        build: the graph, whose own terms and nodes count as well, unless it is a part of a larger one: what
            is proposed would depend on what the part happens to have.
    """

    NO_TERM = "."
    NO_NODE = ": define it, or correct its name."
    """The cures where nothing is near."""

    def __init__(self, build: Build) -> None:
        self._used = build.stated
        self._stated = build.stated if not build.is_excerpt else Graph()
        self._shapes = build.shapes
        self._derived = build.derived if not build.is_excerpt else Graph()
        self._vocabulary = resources.ontology()

    def cure_of_term(self, term: URIRef) -> str:
        """Return the end of a sentence that says that a term is unknown: what to write instead."""
        names = self._candidates(term)
        near = _nearest(_local_name(term), names, 0.7)
        if near is not None:
            return f"; did you mean '{near}'?"
        within = self._within_a_scheme(term)
        if within is not None:
            return f"; did you mean '{within}'?"
        if 0 < len(names) <= _MOST_LISTED:
            return f"; write one of {', '.join(sorted(names))}."
        return self.NO_TERM

    def cure_of_node(self, node: URIRef) -> str:
        """Return the end of a sentence that says that a node is not defined: what to write instead."""
        name = str(node).removeprefix(ID)
        nodes = self._nodes_beside(name)
        near = _nearest(name, (other for other in nodes if other.count("/") == name.count("/")), 0.8)
        if near is not None:
            return f"; did you mean '{Concepts.compact(nodes[near])}'?"
        return self.NO_NODE

    def property_meant(self, term: URIRef) -> URIRef | None:
        """Return the property that an unknown one, or the key it was read from, is nearest to."""
        near = _nearest(_local_name(term), self._properties, 0.7)
        return self._properties[near] if near is not None else None

    def _candidates(self, term: URIRef) -> dict[str, URIRef]:
        if (None, term, None) in self._used:
            return self._properties
        namespace = _namespace(term)
        declared = set(self._declared(namespace))
        if (None, RDF.type, term) in self._used:
            declared = {other for other in declared if (other, RDF.type, OWL.Class) in self._vocabulary}
        return {_local_name(other): other for other in declared}

    def _declared(self, namespace: str) -> Iterator[URIRef]:
        """Iterate over the terms of a namespace that are declared anywhere."""
        for graph in (self._vocabulary, self._stated, self._shapes):
            for other in graph.subjects(RDF.type, None):
                if isinstance(other, URIRef) and _namespace(other) == namespace:
                    yield other

    def _nodes_beside(self, name: str) -> Mapping[str, URIRef]:
        """Return the nodes that a name may stand for, by what is left of their IRIs without the shared start."""
        return self._nodes

    def _within_a_scheme(self, term: URIRef) -> str | None:
        """Return how to write a concept of that name which belongs to a scheme, such as a stage of a process."""
        namespace, name = _namespace(term), _local_name(term)
        within = (
            str(other).removeprefix(namespace)
            for other in self._vocabulary.subjects(RDF.type, None)
            if str(other).startswith(namespace) and _local_name(URIRef(str(other))) == name
        )
        return min(within, default=None)

    @cached_property
    def _properties(self) -> dict[str, URIRef]:
        """Properties by their names and by the keys under which YAML files write them."""
        named = {
            _local_name(node): node
            for graph in (self._vocabulary, self._used)
            for kind in (RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty)
            for node in graph.subjects(RDF.type, kind)
            if isinstance(node, URIRef) and (node, RDF.type, AV.DerivedProperty) not in graph
        }
        return {**named, **dict(_keys())}

    @cached_property
    def _nodes(self) -> dict[str, URIRef]:
        """The nodes that the files define, and questions."""
        defined = {
            *self._stated.subjects(RDF.type, None),
            *self._stated.subjects(DCTERMS.title, None),
            *self._derived.subjects(RDF.type, AV.Question),
        }
        return {
            str(node).removeprefix(ID): node
            for node in sorted(defined, key=str)
            if isinstance(node, URIRef) and node.startswith(ID)
        }


def _keys() -> Iterator[tuple[str, URIRef]]:
    """Iterate over the keys of the JSON-LD context with the properties that they stand for."""
    context = resources.context()
    for key, term in context.items():
        expanded = term.get("@id", term.get("@reverse")) if isinstance(term, dict) else term
        if expanded == "@type":
            yield key, RDF.type
        elif isinstance(expanded, str) and re.fullmatch(r"\w+:\w+", expanded):
            prefix, _, name = expanded.partition(":")
            yield key, URIRef(context[prefix] + name)


def _nearest(name: str, names: Iterable[str], cutoff: float) -> str | None:
    near = difflib.get_close_matches(name, sorted(names), n=1, cutoff=cutoff)
    return near[0] if near else None


def _namespace(term: URIRef) -> str:
    return str(term)[: len(term) - len(_local_name(term))]


def _local_name(term: URIRef) -> str:
    return re.split(r"[/#]", term)[-1]
