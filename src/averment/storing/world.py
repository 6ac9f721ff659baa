"""A world that is read from a store as it is asked for, to derive what follows of some of its nodes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cache, cached_property

import pyoxigraph as ox
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.deriving.concepts import names_of
from averment.deriving.identity import Identities, JudgedIdentities
from averment.deriving.world import World
from averment.namespaces import AV
from averment.storing.identities import StoredIdentities
from averment.storing.lookups import Lookups, Named, as_named_term, as_node, as_term

__all__ = ["StoredDerived", "StoredWorld"]

Statement = tuple[Node, Node, Node]


class _View(ABC):
    """Part of a store in the place of a graph of rdflib, with those of its members that deriving uses."""

    def __init__(self, lookups: Lookups, own: Collection[Node]) -> None:
        self._lookups = lookups
        self._own = own
        self._by_subject: dict[Node, dict[Node, list[Node]]] = {}

    def _of(self, subject: Node) -> Mapping[Node, list[Node]]:
        found = self._by_subject.get(subject)
        if found is None:
            found = {}
            if not isinstance(subject, Literal):
                for predicate, value in self._statements(as_named_term(subject)):
                    found.setdefault(as_node(predicate), []).append(as_node(value))
            self._by_subject[subject] = found
        return found

    @abstractmethod
    def _statements(
        self, subject: Named
    ) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
        """Return properties and values of a node."""

    @abstractmethod
    def _having(self, predicate: Node, value: Node) -> Iterator[Node]:
        """Iterate over the nodes that have a value."""

    def __contains__(self, triple: tuple[Node | None, Node | None, Node | None]) -> bool:
        subject, predicate, value = triple
        if subject is None:
            if predicate is None or value is None:
                raise NotImplementedError
            return next(self._having(predicate, value), None) is not None
        found = self._of(subject)
        if predicate is None:
            return bool(found) if value is None else any(value in values for values in found.values())
        values = found.get(predicate, ())
        return bool(values) if value is None else value in values

    def __iter__(self) -> Iterator[Statement]:
        for subject in self._own:
            for predicate, values in self._of(subject).items():
                for value in values:
                    yield subject, predicate, value

    def objects(self, subject: Node | None = None, predicate: Node | None = None) -> Iterator[Node]:
        """Iterate over values; without a subject over those of the nodes that are derived for."""
        for each in self._own if subject is None else (subject,):
            found = self._of(each)
            for values in found.values() if predicate is None else (found.get(predicate, ()),):
                yield from values

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """Return one value of a property, or None."""
        return next(self.objects(subject, predicate), None)

    def predicates(self) -> Iterator[Node]:
        """Iterate over the properties of the nodes that are derived for."""
        for subject in self._own:
            yield from self._of(subject)

    def predicate_objects(self, subject: Node) -> Iterator[tuple[Node, Node]]:
        """Iterate over what is said of a node."""
        for predicate, values in self._of(subject).items():
            for value in values:
                yield predicate, value

    def subject_objects(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """Iterate over the values of a property of the nodes that are derived for."""
        for subject in self._own:
            for value in self._of(subject).get(predicate, ()):
                yield subject, value

    def subjects(self, predicate: Node, value: Node | None = None) -> Iterator[Node]:
        """Iterate over the nodes that have a value; without one over those that are derived for and have any."""
        if value is not None:
            yield from self._having(predicate, value)
            return
        for subject in self._own:
            for _ in self._of(subject).get(predicate, ()):
                yield subject


class _Stated(_View):
    """What files state."""

    def _statements(
        self, subject: Named
    ) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
        return self._lookups.stated(subject)

    def _having(self, predicate: Node, value: Node) -> Iterator[Node]:
        for subject in self._lookups.having(ox.NamedNode(str(predicate)), as_term(value)):
            yield as_node(subject)


class StoredDerived(_View):
    """What follows, as a store has it."""

    def _statements(
        self, subject: Named
    ) -> list[tuple[ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]]:
        return self._lookups.derived(subject)

    def _having(self, predicate: Node, value: Node) -> Iterator[Node]:
        if not isinstance(value, Literal):
            name = ox.NamedNode(str(predicate))
            for subject in self._lookups.subjects(name, as_named_term(value)):
                if (name, as_term(value)) in self._lookups.derived(subject):
                    yield as_node(subject)


class StoredWorld(World):
    """The statements of a store and the vocabulary, with some nodes that are derived for.

    What is looked up of a node by name is found whatever node it is; whoever goes through all claims, all
    documents or all that files state goes through those of the nodes that are derived for, and through the
    documents that these stand in or that take something back of them.

    Args:
        lookups: the store.
        own: the nodes that are derived for, with all their parts.
    """

    def __init__(self, lookups: Lookups, own: Collection[Node]) -> None:
        self.lookups = lookups
        self.own_nodes = own if isinstance(own, Set | dict) else dict.fromkeys(own)
        self.stated: Graph = _Stated(lookups, self.own_nodes)  # type: ignore[assignment]
        self._view: _Stated = self.stated  # type: ignore[assignment]
        self.vocabulary = resources.ontology()
        self._known = self.vocabulary.indexed
        self._found: dict[tuple[Node, Node], list[Node]] = {}

    @cached_property
    def positions(self):  # type: ignore[no-untyped-def, override]
        """Where the nodes that are derived for are written."""
        return self.lookups.positions(as_named_term(node) for node in self.own_nodes)

    @cached_property
    def identities(self) -> Identities:
        """Which nodes of the whole store stand for one actor, whatever is derived for."""
        if self.lookups.has_identities:
            # not kept with the lookups, which it refers to: a store is closed when nothing refers to it any more
            return StoredIdentities(self.lookups)
        if self.lookups.identities is None:
            self.lookups.identities = JudgedIdentities(self)
        return self.lookups.identities

    def values(self, subject: Node, predicate: URIRef) -> Iterator[Node]:
        """Iterate over the values of a property in the store and in the ontology."""
        yield from self._view._of(subject).get(predicate, ())
        yield from self._known.values(subject, predicate)

    def subjects(self, predicate: URIRef, value: Node) -> Iterator[Node]:
        """Iterate over the subjects that have the value, in the store and in the ontology."""
        key = predicate, value
        if key not in self._found:
            self._found[key] = list(self._view.subjects(predicate, value))
        yield from self._found[key]
        yield from self._known.subjects(predicate, value)

    def having(self, predicate: URIRef) -> Iterator[Node]:
        """Iterate over the subjects that have a property, of those that are derived for and of the ontology."""
        for subject, _ in self._view.subject_objects(predicate):
            yield subject
        for subjects in self._known.all_values(predicate).values():
            yield from subjects

    def values_of(self, predicate: URIRef) -> Iterator[Node]:
        """Iterate over all values of a property, each once."""
        quads = self.lookups.store.quads_for_pattern(
            None, ox.NamedNode(str(predicate)), None, ox.DefaultGraph()
        )
        stated = (as_node(quad.object) for quad in quads)
        yield from dict.fromkeys((*stated, *self._known.all_values(predicate)))

    def is_defined(self, node: Node) -> bool:
        """Return whether a node is given a type, in the store or in the ontology."""
        return RDF.type in self._view._of(node) or bool(self._known.values(node, RDF.type))

    def instances(self, class_: Node) -> Set[Node]:
        """Return everything that has the class or one below it as its type; it is looked for when it is needed."""
        return _Instances(self, self.subclasses(class_))

    def own(self, class_: Node) -> Collection[Node]:
        """Return the instances of a class that are derived for."""
        instances = self.instances(class_)
        return [node for node in self.own_nodes if node in instances]

    @cached_property
    def claims(self) -> list[Node]:
        """The claims that are derived for, sorted."""
        return sorted((node for node in self.own_nodes if self._is_claim(node)), key=str)

    def _is_claim(self, node: Node) -> bool:
        return AV.Claim in self._view._of(node).get(RDF.type, ())

    @cached_property
    def documents(self) -> list[Node]:
        """The documents that are derived for, that claims stand in, and that take something back of these."""
        stated_in = {document for claim in self.claims for document in self._view.objects(claim, AV.statedIn)}
        later = {
            other
            for document in stated_in
            for predicate in (AV.retracts, AV.corrects)
            for other in self.subjects(predicate, document)
        }
        instances = self.instances(AV.Document)
        return sorted((node for node in {*self.own_nodes, *stated_in, *later} if node in instances), key=str)

    def named(self, folded: str) -> Iterable[Node]:
        """Return the nodes that may have a name, in the form in which names are compared."""
        return {*self.lookups.named(folded), *_named_in_vocabulary().get(folded, ())}


class _Instances(Set[Node]):
    """The instances of classes."""

    def __init__(self, world: StoredWorld, classes: set[Node]) -> None:
        self._world = world
        self._classes = classes

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Node) and any(
            class_ in self._classes for class_ in self._world.values(node, RDF.type)
        )

    def __iter__(self) -> Iterator[Node]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> set[Node]:
        return {node for class_ in self._classes for node in self._world.subjects(RDF.type, class_)}


@cache
def _named_in_vocabulary() -> Mapping[str, set[Node]]:
    names: dict[str, set[Node]] = defaultdict(set)
    for node, name in names_of(resources.ontology()):
        names[name].add(node)
    return names
