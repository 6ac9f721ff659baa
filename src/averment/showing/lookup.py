"""Looking things up in a graph that was built: values in a fixed order, names, places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rdflib import RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from averment.building import Build
from averment.deriving import label
from averment.deriving.concepts import Concepts
from averment.errors import Position
from averment.namespaces import AV
from averment.showing.parts import Date, Thing
from averment.showing.words import date_in_words

__all__ = ["Lookup"]


class Lookup:
    """What pages look things up in; everything is returned in an order that the statements alone decide.

    Args:
        build: the graph.

    Attributes:
        graph: what the files state, what follows from it, and the ontology.
        shapes: the shapes that a check of it runs.
    """

    def __init__(self, build: Build) -> None:
        self.graph = build.everything
        self.shapes = build.shapes
        self._positions = build.reading.positions
        self._things: dict[Node, Thing] = {}

    def values(self, node: Node, predicate: URIRef) -> list[Node]:
        """List the values of a property, in the order of terms."""
        return sorted(self.graph.objects(node, predicate), key=_in_order)

    def value(self, node: Node, predicate: URIRef) -> Node | None:
        """Return one value of a property, the first in the order of terms, or None."""
        return min(self.graph.objects(node, predicate), key=_in_order, default=None)

    def subjects(self, predicate: URIRef, value: Node) -> list[Node]:
        """List the nodes that have a value, in the order of terms."""
        return sorted(self.graph.subjects(predicate, value), key=_in_order)

    def text(self, node: Node, predicate: URIRef) -> str | None:
        """Return one literal value as text, English before any other, or None."""
        texts = self.texts(node, predicate)
        return texts[0] if texts else None

    def texts(self, node: Node, predicate: URIRef) -> list[str]:
        """List the literal values as text, English before any other."""
        literals = [value for value in self.graph.objects(node, predicate) if isinstance(value, Literal)]
        return [str(literal) for literal in sorted(literals, key=_english_first)]

    def is_true(self, node: Node, predicate: URIRef) -> bool:
        """Return whether a property has the value true."""
        return any(str(value) in ("true", "1") for value in self.graph.objects(node, predicate))

    def number(self, node: Node, predicate: URIRef) -> int | None:
        """Return a whole number that is not negative, or None; what has ten digits and more is none of ours."""
        text = self.text(node, predicate) or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    def date(self, node: Node, predicate: URIRef) -> Date | None:
        """Return a stated date, or None."""
        stated = self.text(node, predicate)
        return Date(stated=stated, in_words=date_in_words(stated)) if stated is not None else None

    def name(self, node: Node) -> str:
        """Return the name of a node; an unnamed source has the words that stand for it."""
        if isinstance(node, Literal):
            return str(node)
        return (
            self.text(node, AV.unnamed)
            or self.text(node, AV.displayName)
            or (label(node, self.graph) if isinstance(node, URIRef) else "something without a name")
        )

    def thing(self, node: Node) -> Thing:
        """Return a node as something that is named."""
        known = self._things.get(node)
        if known is None:
            shown = Concepts.compact(node) if isinstance(node, URIRef) else str(node)
            known = self._things[node] = Thing(iri=str(node), id=shown, name=self.name(node))
        return known

    def thing_of(self, node: Node, predicate: URIRef) -> Thing | None:
        """Return one value of a property as something that is named, or None."""
        value = self.value(node, predicate)
        return self.thing(value) if value is not None else None

    def things(self, nodes: Iterator[Node] | list[Node]) -> tuple[Thing, ...]:
        """Return nodes as things, without literals and each once, by name."""
        named = {self.thing(node) for node in nodes if not isinstance(node, Literal)}
        return tuple(sorted(named, key=lambda thing: (thing.name.casefold(), thing.iri)))

    def at(self, node: Node) -> Position | None:
        """Return where a node is written, or None."""
        return self._positions.of(node)

    def place(self, node: Node) -> tuple[str, int, int, str]:
        """Return what puts nodes into the order in which they are written."""
        at = self._positions.of(node)
        return (at.path, at.line, at.column, str(node)) if at else ("", 0, 0, str(node))

    def is_a(self, node: Node, class_: URIRef) -> bool:
        """Return whether a node has a class, or one below it, as its type."""
        below = self.subclasses(class_)
        return any(type_ in below for type_ in self.graph.objects(node, RDF.type))

    def subclasses(self, class_: URIRef) -> frozenset[Node]:
        """Return a class and all classes below it."""
        known = self._subclasses.get(class_)
        if known is None:
            found: set[Node] = set()
            waiting: list[Node] = [class_]
            while waiting:
                current = waiting.pop()
                if current not in found:
                    found.add(current)
                    waiting.extend(self.graph.subjects(RDFS.subClassOf, current))
            known = self._subclasses[class_] = frozenset(found)
        return known

    @cached_property
    def _subclasses(self) -> dict[URIRef, frozenset[Node]]:
        return {}

    @cached_property
    def units(self) -> dict[str, str]:
        """The names of units that are written as words, by how they are written; currencies keep their codes."""
        return {
            str(notation): self.name(unit)
            for unit in self.subjects(RDF.type, AV.Unit)
            for notation in self.graph.objects(unit, SKOS.notation)
            if str(notation).isalpha() and self.value(unit, AV.conversionFactor) is not None
        }

    def hops(self, claim: Node) -> list[Node]:
        """List the hops of a claim's attribution chain, outermost first."""

        def position(hop: Node) -> tuple[int, str]:
            return (self.number(hop, AV.hopPosition) or 0, str(hop))

        return sorted(self.graph.subjects(AV.isHopOf, claim), key=position)


def _in_order(node: Node) -> tuple[bool, str, str]:
    """Put terms that have a name before blank nodes, whose names are not the same at each run."""
    language = (node.language or "") if isinstance(node, Literal) else ""
    return (isinstance(node, BNode), str(node), language)


def _english_first(literal: Literal) -> tuple[bool, str, str]:
    return (literal.language != "en", literal.language or "", str(literal))
