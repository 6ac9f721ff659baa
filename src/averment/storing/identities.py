"""Which nodes stand for one actor, as a store that has what follows from all judgements tells it."""

from __future__ import annotations

from collections.abc import Collection

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.term import Node

from averment.deriving.identity import Identities
from averment.namespaces import AV
from averment.storing.lookups import Lookups, as_named_term, as_node
from averment.storing.names import DEFAULT

__all__ = ["StoredIdentities"]

_COUNTS_AS, _CONTRADICTS = ox.NamedNode(AV.countsAs), ox.NamedNode(AV.contradicts)


class StoredIdentities(Identities):
    """The classes of nodes that stand for one actor each, looked up as they are asked for.

    Making them anew takes all judgements on that, of which a store may have many.

    Args:
        lookups: the store, in which nothing is other than when it was derived what counts as what.
    """

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self._nodes: dict[URIRef, list[Node]] = {}

    def first(self, node: Node) -> URIRef | None:
        """Return the first by IRI of the nodes that are one with a node, or None."""
        found = self._derived(node, _COUNTS_AS)
        return found[0] if found else None

    def nodes(self, node: Node) -> Collection[Node]:
        """Return all nodes that are one with a node, itself among them, in their order."""
        first = self.first(node)
        if first is None:
            return (node,)
        if first not in self._nodes:
            quads = self._lookups.store.quads_for_pattern(None, _COUNTS_AS, as_named_term(first), DEFAULT)
            self._nodes[first] = sorted((as_node(quad.subject) for quad in quads), key=str)
        return self._nodes[first]

    def contradicted(self, judgement: Node) -> Collection[Node]:
        """Return the judgements that a judgement contradicts, in order."""
        return self._derived(judgement, _CONTRADICTS)

    def _derived(self, node: Node, property_: ox.NamedNode) -> list[URIRef]:
        if not isinstance(node, URIRef):  # actors and judgements have IRIs
            return []
        found = self._lookups.derived(as_named_term(node))
        return sorted(
            URIRef(value.value)
            for predicate, value in found
            if predicate == property_ and isinstance(value, ox.NamedNode)
        )
