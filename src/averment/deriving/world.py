"""What deriving looks things up in: the files' statements and the ontology, as one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Set
from functools import cached_property
from itertools import chain
from typing import TypeVar

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment import resources
from averment.deriving.identity import Identities, JudgedIdentities
from averment.namespaces import AV
from averment.reading import Positions, Reading

__all__ = ["World", "is_plain", "label"]


_Node = TypeVar("_Node", bound=Node)


class World:
    """The statements of the files and the vocabulary that they are made in, indexed together.

    Attributes:
        stated: the triples of all files.
        vocabulary: the triples of the ontology.
        positions: where the nodes of the files are written.
    """

    def __init__(self, reading: Reading) -> None:
        self.stated = reading.graph()
        self.vocabulary = resources.ontology()
        self.positions: Positions = reading.positions
        self._stores = (self.stated.indexed, self.vocabulary.indexed)

    def value(self, subject: Node, predicate: URIRef) -> Node | None:
        """Return one value of a property, the first in the order of terms, or None."""
        return min(self.values(subject, predicate), key=str, default=None)

    def only_value(self, subject: Node, predicate: URIRef) -> Node | None:
        """Return the value of a property that has exactly one, or None; the shapes report several."""
        values = set(self.values(subject, predicate))
        return values.pop() if len(values) == 1 else None

    def values(self, subject: Node, predicate: URIRef) -> Iterator[Node]:
        """Iterate over the values of a property in the files and in the ontology."""
        for store in self._stores:
            yield from store.values(subject, predicate)

    def subjects(self, predicate: URIRef, value: Node) -> Iterator[Node]:
        """Iterate over the subjects that have the value, in the files and in the ontology."""
        for store in self._stores:
            yield from store.subjects(predicate, value)

    def having(self, predicate: URIRef) -> Iterator[Node]:
        """Iterate over the subjects that have a property, once for each value that differs."""
        for store in self._stores:
            for subjects in store.all_values(predicate).values():
                yield from subjects

    def values_of(self, predicate: URIRef) -> Iterator[Node]:
        """Iterate over all values of a property, each once."""
        return iter(dict.fromkeys(chain.from_iterable(store.all_values(predicate) for store in self._stores)))

    def literal(self, subject: Node, predicate: URIRef) -> str | None:
        """Return one literal value of a property as text, or None."""
        literals = [value for value in self.values(subject, predicate) if isinstance(value, Literal)]
        return str(min(literals)) if literals else None

    def is_defined(self, node: Node) -> bool:
        """Return whether a node is given a type, in the files or in the ontology."""
        return any(store.values(node, RDF.type) for store in self._stores)

    def subclasses(self, class_: Node) -> set[Node]:
        """Return a class and all classes below it."""
        below: set[Node] = set()
        waiting = [class_]
        while waiting:
            current = waiting.pop()
            if current not in below:
                below.add(current)
                waiting.extend(self.subjects(RDFS.subClassOf, current))
        return below

    def instances(self, class_: Node) -> Set[Node]:
        """Return everything that has the class or one below it as its type."""
        return {node for below in self.subclasses(class_) for node in self.subjects(RDF.type, below)}

    def own(self, class_: Node) -> Collection[Node]:
        """Return the instances of a class for which something is to be derived: all of them."""
        return self.instances(class_)

    @cached_property
    def claims(self) -> list[Node]:
        """All claims of the files, sorted."""
        return sorted(set(self.stated.subjects(RDF.type, AV.Claim)), key=str)

    @cached_property
    def documents(self) -> list[Node]:
        """All documents of the files, sorted."""
        found = (node for node in self.instances(AV.Document) if (node, RDF.type, None) in self.stated)
        return sorted(found, key=str)

    def is_compared(self, claim: Node) -> bool:
        """Return whether a claim is made with a stance whose answers can disagree with one another."""
        return any(
            self.literal(stance, AV.isCompared) in ("true", "1")
            for stance in self.values(claim, AV.hasStance)
        )

    @cached_property
    def identities(self) -> Identities:
        """Which nodes stand for one actor, by what editors judged."""
        return JudgedIdentities(self)

    def named(self, folded: str) -> Iterable[Node] | None:
        """Return nodes that may have a name, in the form in which names are compared; None for lack of an index."""
        return None

    def canonical(self, node: _Node) -> _Node | URIRef:
        """Return the node under which an actor is counted; any other node is counted as itself."""
        return self.identities.canonical(node)

    def label(self, node: Node) -> str:
        """Return the English name of a node, or any name, or what its IRI ends in."""
        return _label(node, lambda predicate: self.values(node, predicate))


def is_plain(term: Node) -> bool:
    """Return whether a term is plain text, which stated values and dates are; the shapes report any other."""
    return isinstance(term, Literal) and term.language is None and term.datatype in (None, XSD.string)


_LABELS = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


def label(node: Node, *graphs: Graph) -> str:
    """Return the English name of a node in any of the graphs, or any name, or what its IRI ends in."""
    return _label(
        node, lambda predicate: (value for graph in graphs for value in graph.objects(node, predicate))
    )


def _label(node: Node, values: Callable[[URIRef], Iterable[Node]]) -> str:
    for predicate in _LABELS:
        names = [name for name in values(predicate) if isinstance(name, Literal)]
        if names:
            return str(min(names, key=lambda name: (name.language != "en", name.language or "", str(name))))
    return str(node).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
