"""Graphs in memory that answer at once what rdflib's own answer through three layers of generators.

A check asks its graphs a hundred thousand times for the values of a property. rdflib compares each part of a pattern
with None by a method in Python, makes a generator of contexts for each triple, and keeps three indexes of every graph,
also of one that is only gone through once. Here a graph is indexed by its subjects; its other indexes, one of them for
each property, are made when they are first asked for, and are kept from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping
from typing import Any, TypeAlias

from rdflib import Graph, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

__all__ = ["IndexedGraph", "IndexedStore"]

Triple: TypeAlias = tuple[Node, Node, Node]
_Pattern: TypeAlias = tuple[Node | None, Node | None, Node | None]
_Inner: TypeAlias = dict[Node, dict[Node, None]]
_Index: TypeAlias = dict[Node, _Inner]

_NOTHING: Mapping[Node, Any] = {}


class IndexedStore(SimpleMemory):
    """A store without named graphs, in the order in which triples came; what it knows of prefixes is rdflib's."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._by_subject: _Index = {}
        self._by_predicate: _Index = {}
        self._by_value: _Index | None = None

    def __len__(self, context: object = None) -> int:
        """Return the number of triples."""
        return self._count

    def add(self, triple: Triple, context: object = None, quoted: bool = False) -> None:
        """Add a triple."""
        self.add_all((triple,))

    def add_all(self, triples: Iterable[Triple]) -> None:
        """Add triples, which are made of terms already."""
        by_subject, by_predicate, count = self._by_subject, self._by_predicate, 0
        for subject, predicate, value in triples:
            about = by_subject.get(subject)
            if about is None:
                about = by_subject[subject] = {}
            values = about.get(predicate)
            if values is None:
                about[predicate] = {value: None}
            elif value in values:
                continue
            else:
                values[value] = None
            count += 1
            if by_predicate and predicate in by_predicate:
                _put(by_predicate[predicate], value, subject)
            if self._by_value is not None:
                _put(self._by_value.setdefault(value, {}), subject, predicate)
        self._count += count

    def remove(self, triple: _Pattern, context: object = None) -> None:
        """Remove all triples of a pattern."""
        for subject, predicate, value in list(self.matching(*triple)):
            del self._by_subject[subject][predicate][value]
            self._count -= 1
        self._by_predicate.clear()
        self._by_value = None

    def values(self, subject: Node, predicate: Node) -> Collection[Node]:
        """Return the values of a property of a node."""
        return self._by_subject.get(subject, _NOTHING).get(predicate, ())

    def subjects(self, predicate: Node, value: Node) -> Collection[Node]:
        """Return the nodes that have a value."""
        return self._of_predicate(predicate).get(value, ())

    def all_values(self, predicate: Node) -> Mapping[Node, Collection[Node]]:
        """Return the values of a property in the whole graph, each with the nodes that have it."""
        return self._of_predicate(predicate)

    def triples(
        self, triple_pattern: _Pattern, context: object = None
    ) -> Generator[tuple[Triple, Any], None, None]:
        """Iterate over the triples of a pattern, each with no contexts."""
        for triple in self.matching(*triple_pattern):
            yield triple, iter(())

    def matching(
        self, subject: Node | None, predicate: Node | None, value: Node | None
    ) -> Generator[Triple, None, None]:
        """Iterate over the triples that have a subject, a predicate or a value, as far as these are given."""
        if subject is not None:
            about = self._by_subject.get(subject, _NOTHING)
            for each in about if predicate is None else (predicate,):
                values = about.get(each, ())
                if value is None:
                    for one in values:
                        yield subject, each, one
                elif value in values:
                    yield subject, each, value
        elif predicate is not None:
            by_value = self._of_predicate(predicate)
            for each in by_value if value is None else (value,):
                for one in by_value.get(each, ()):
                    yield one, predicate, each
        elif value is not None:
            for one, predicates in self._values().get(value, _NOTHING).items():
                for each in predicates:
                    yield one, each, value
        else:
            for one, about in self._by_subject.items():
                for each, values in about.items():
                    for other in values:
                        yield one, each, other

    def _of_predicate(self, predicate: Node) -> _Inner:
        found = self._by_predicate.get(predicate)
        if found is None:
            found = self._by_predicate[predicate] = {}
            for subject, about in self._by_subject.items():
                for value in about.get(predicate, ()):
                    _put(found, value, subject)
        return found

    def _values(self) -> _Index:
        if self._by_value is None:
            index: _Index = {}
            for subject, predicate, value in self.matching(None, None, None):
                _put(index.setdefault(value, {}), subject, predicate)
            self._by_value = index
        return self._by_value


def _put(index: _Inner, first: Node, second: Node) -> None:
    found = index.get(first)
    if found is None:
        index[first] = {second: None}
    else:
        found[second] = None


class IndexedGraph(Graph):
    """A graph over such a store, which it asks without a detour; what is asked rarely is left to rdflib."""

    def __init__(self) -> None:
        self.indexed = IndexedStore()
        super().__init__(store=self.indexed, bind_namespaces="none")

    def __iter__(self) -> Generator[Triple, None, None]:
        """Iterate over all triples."""
        return self.indexed.matching(None, None, None)

    def __contains__(self, triple: Any) -> bool:
        """Return whether there is a triple of a pattern."""
        subject, predicate, value = triple
        if subject is None or value is None or type(predicate) is not URIRef:
            return super().__contains__(triple)
        return value in self.indexed.values(subject, predicate)

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Iterate over the triples of a pattern, whose predicate may be a path."""
        subject, predicate, value = triple
        if predicate is None or type(predicate) is URIRef:
            return self.indexed.matching(subject, predicate, value)
        return super().triples(triple)

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Node, None, None]:
        """Iterate over the values of a property of a node; see `rdflib.Graph.objects`."""
        if type(predicate) is URIRef and subject is not None and type(subject) is not list:
            yield from self.indexed.values(subject, predicate)
        else:
            yield from super().objects(subject, predicate, unique)

    def subjects(
        self, predicate: Any = None, object: Any = None, unique: bool = False
    ) -> Generator[Node, None, None]:
        """Iterate over the nodes that have a value; see `rdflib.Graph.subjects`."""
        if type(predicate) is URIRef and object is not None and type(object) is not list:
            yield from self.indexed.subjects(predicate, object)
        else:
            yield from super().subjects(predicate, object, unique)
