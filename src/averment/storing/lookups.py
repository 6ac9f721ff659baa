"""What a store has of a node: what is stated of it, what follows, and where it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.graphs import from_oxigraph
from averment.namespaces import AV
from averment.reading import Positions
from averment.storing.marks import add_marks
from averment.storing.names import (
    ASIDE,
    DEFAULT,
    FOLDED,
    MARKS,
    NAMES,
    PATH,
    TYPE,
    derived_classes,
    derived_properties,
    is_file_graph,
)
from averment.terms import to_oxigraph

if TYPE_CHECKING:
    from averment.deriving.identity import Identities

__all__ = [
    "Lookups",
    "Named",
    "Term",
    "as_named_term",
    "as_node",
    "as_term",
    "is_of_ontology",
    "ontology_quads",
    "ontology_statements",
    "parse_node",
    "text_of",
    "value_of",
]

Named = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal
Statement = tuple[ox.NamedNode, Term]

_CLAIM = ox.NamedNode(AV.Claim)
_SPELT_OUT = re.compile("x_(?:[0-9a-f]{2})+")
_ONTOLOGY_NAME = re.compile(r"ontology[0-9]+")
_MOST_POINTING = 12
"""Up to so many statements with a node as their value are gone through; of more, those of each property in turn."""

_FEW_ASIDE = 1_000

as_term = lru_cache(maxsize=500_000)(to_oxigraph)


@lru_cache(maxsize=500_000)
def as_node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """Convert a term of the store to the one of rdflib that it was made of.

    >>> as_node(to_oxigraph(BNode("f1b2-was")))
    rdflib.term.BNode('f1b2-was')
    """
    if isinstance(term, ox.BlankNode) and _SPELT_OUT.fullmatch(term.value):
        return BNode(bytes.fromhex(term.value[2:]).decode())
    return from_oxigraph(term)


def as_named_term(node: Node) -> Named:
    """Convert a node of rdflib that is no literal to the store's term.

    Raises:
        TypeError: it is a literal.
    """
    term = as_term(node)
    if isinstance(term, ox.Literal):
        raise TypeError(f"{term} is no node")
    return term


def value_of(quad: ox.Quad) -> Term:
    """Return the value of a statement, of which a store has none that are statements."""
    if isinstance(quad.object, ox.Triple):
        raise TypeError(f"{quad.object} is new in RDF 1.2")
    return quad.object


def text_of(quad: ox.Quad) -> str:
    """Return the text of a literal that a store keeps for itself."""
    return quad.object.value if isinstance(quad.object, ox.Literal) else ""


def parse_node(text: str) -> Named:
    """Return the node that N-Triples writes so.

    >>> print(parse_node("<urn:a>"), parse_node("_:b"))
    <urn:a> _:b
    """
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text[1:-1])


class Lookups:
    """Looks things up in a store, each once.

    Args:
        store: the store, which does not change meanwhile.
        has_identities: whether it has what follows from all that it states on who is who, which is looked up then and
            not derived.

    Attributes:
        identities: which nodes stand for one actor, once that has been asked for.
    """

    def __init__(self, store: ox.Store, *, has_identities: bool = False) -> None:
        self.store = store
        self.has_identities = has_identities
        self._stated: dict[Named, list[Statement]] = {}
        self._derived: dict[Named, list[Statement]] = {}
        self._is_derived: dict[Named, bool] = {}
        self.identities: Identities | None = None

    def is_derived(self, node: Named) -> bool:
        """Return whether a node is one that nothing is stated of, such as a question."""
        found = self._is_derived.get(node)
        if found is None:
            types = self.store.quads_for_pattern(node, TYPE, None, DEFAULT)
            found = self._is_derived[node] = any(quad.object in derived_classes() for quad in types)
        return found

    def is_claim(self, node: Named) -> bool:
        """Return whether files state that a node is a claim."""
        return (TYPE, _CLAIM) in self.stated(node)

    def stated(self, node: Named) -> list[Statement]:
        """Return what files state of a node."""
        if node not in self._stated:
            self._look_up(node)
        return self._stated[node]

    def derived(self, node: Named) -> list[Statement]:
        """Return what follows of a node."""
        if node not in self._derived:
            self._look_up(node)
        return self._derived[node]

    def _look_up(self, node: Named) -> None:
        found = [
            (quad.predicate, value_of(quad))
            for quad in self.store.quads_for_pattern(node, None, None, DEFAULT)
        ]
        is_derived = any(predicate == TYPE and value in derived_classes() for predicate, value in found)
        self._is_derived[node] = is_derived
        if is_derived:
            stated, derived = [], found
        else:
            properties = derived_properties()
            derived = [statement for statement in found if statement[0] in properties]
            stated = (
                [statement for statement in found if statement[0] not in properties] if derived else found
            )
        if is_of_ontology(node):
            stated = [] if isinstance(node, ox.BlankNode) else list(_beside_ontology(node, stated))
        stated += [
            (quad.predicate, value_of(quad))
            for quad in self._aside.quads_for_pattern(node, None, None, ASIDE)
        ]
        self._stated[node], self._derived[node] = stated, derived

    def having(self, predicate: ox.NamedNode, value: ox.NamedNode | ox.BlankNode | ox.Literal) -> list[Named]:
        """Return the nodes of which files state that they have a value."""
        subjects = self.subjects(predicate, value)
        return [subject for subject in subjects if self.is_stated(subject, predicate, value)]

    def is_stated(self, node: Named, predicate: ox.NamedNode, value: Term) -> bool:
        """Return whether files state what the store has: that a node has a value."""
        if is_of_ontology(node):
            return (predicate, value) in self.stated(node)
        return not self.is_derived(node)

    def subjects(self, predicate: ox.NamedNode, value: Term) -> Iterator[Named]:
        """Iterate over the nodes that have a value, stated or derived."""
        for quad in self._quads(predicate, value):
            if not isinstance(quad.subject, ox.Triple):
                yield quad.subject

    def pointing(
        self, value: Named, properties: Collection[ox.NamedNode] | None = None
    ) -> Iterator[tuple[Named, ox.NamedNode]]:
        """Iterate over the nodes that have a node as their value, stated or derived, each with the property.

        Args:
            value: the node.
            properties: those that matter; all, if they are not given.
        """
        quads = self._quads(None, value) if properties is None else self._quads_of(properties, value)
        for quad in quads:
            if not isinstance(quad.subject, ox.Triple):
                yield quad.subject, quad.predicate

    def _quads_of(self, properties: Collection[ox.NamedNode], value: Named) -> Iterator[ox.Quad]:
        """Iterate over the statements with some properties and a value.

        To tell what a statement says takes as long as to look up those of a property, and many may point at a node that
        hardly matter here, such as the instances of a class.
        """
        if len(properties) > 1:
            some = list(islice(self._quads(None, value), _MOST_POINTING))
            if len(some) < _MOST_POINTING:
                yield from (quad for quad in some if quad.predicate in properties)
                return
        for each in properties:
            yield from self._quads(each, value)

    def _quads(self, predicate: ox.NamedNode | None, value: Term) -> Iterator[ox.Quad]:
        yield from self.store.quads_for_pattern(None, predicate, value, DEFAULT)
        yield from self._aside.quads_for_pattern(None, predicate, value, ASIDE)

    @cached_property
    def _aside(self) -> ox.Store:
        """A store with what is put aside: this one, or one in memory where that is little, as it mostly is."""
        some = list(islice(self.store.quads_for_pattern(None, None, None, ASIDE), _FEW_ASIDE))
        if len(some) == _FEW_ASIDE:
            return self.store
        few = ox.Store()
        few.extend(some)
        return few

    # --- places ---------------------------------------------------------------------------

    def files(self, node: Named) -> list[tuple[ox.NamedNode, str]]:
        """Return the graphs of the files in which a node is written, each with its places there."""
        return sorted(
            (
                (quad.graph_name, text_of(quad))
                for quad in self.store.quads_for_pattern(node, MARKS, None, None)
                if isinstance(quad.graph_name, ox.NamedNode) and is_file_graph(quad.graph_name)
            ),
            key=lambda found: (self.path(found[0]), found[1]),
        )

    def path(self, graph: ox.NamedNode) -> str:
        """Return the path of the file that a graph belongs to."""
        return next((text_of(quad) for quad in self.store.quads_for_pattern(graph, PATH, None, graph)), "")

    def positions(self, nodes: Iterable[Named]) -> Positions:
        """Return where nodes are written."""
        positions = Positions()
        for node in nodes:
            for graph, text in self.files(node):
                add_marks(positions, self.path(graph), as_node(node), text)
        return positions

    def named(self, folded: str) -> list[Node]:
        """Return the nodes that have a name, in the form in which names are compared."""
        quads = self.store.quads_for_pattern(None, FOLDED, ox.Literal(folded), NAMES)
        return [as_node(quad.subject) for quad in quads]


@cache
def ontology_quads() -> tuple[ox.Quad, ...]:
    """Return the statements of the ontology; its blank nodes have the same names each time."""
    names: dict[Node, ox.BlankNode] = {}

    def named(term: Node) -> Named | ox.Literal:
        found = to_oxigraph(term)
        if isinstance(found, ox.BlankNode):
            return names.setdefault(term, ox.BlankNode(f"ontology{len(names)}"))
        return found

    return tuple(
        ox.Quad(named(subject), named(predicate), named(value), DEFAULT)  # type: ignore[arg-type]
        for subject, predicate, value in sorted(
            resources.ontology(), key=lambda terms: [str(term) for term in terms]
        )
    )


@cache
def _ontology() -> dict[Named, frozenset[Statement]]:
    found: dict[Named, set[Statement]] = defaultdict(set)
    kept = ox.Store()
    kept.extend(ontology_quads())  # which writes numbers in its own way
    for quad in kept:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            found[quad.subject].add((quad.predicate, quad.object))
    return {node: frozenset(statements) for node, statements in found.items()}


def _beside_ontology(node: ox.NamedNode, statements: list[Statement]) -> Iterator[Statement]:
    declared = _ontology()[node]
    for statement in statements:
        is_part = isinstance(statement[1], ox.BlankNode) and is_of_ontology(statement[1])
        if not is_part and statement not in declared:
            yield statement


def ontology_statements(node: Named) -> frozenset[Statement]:
    """Return what the ontology says of a node."""
    return _ontology().get(node, frozenset())


def is_of_ontology(node: object) -> bool:
    """Return whether the ontology says something of a node."""
    if isinstance(node, ox.BlankNode):
        return _ONTOLOGY_NAME.fullmatch(node.value) is not None
    return node in _ontology()
