"""Which claims have to be looked at together: those about one instrument with its parts, and those that relay them.

Nothing that follows from a claim depends on claims of another family, but for what `readers` names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox
from rdflib import RDF

from averment.deriving.identity import JudgedIdentities
from averment.namespaces import AV
from averment.storing.lookups import Lookups, Named, as_named_term, as_node, as_term
from averment.storing.names import DEFAULT, TYPE
from averment.storing.walking import reached
from averment.storing.world import StoredWorld

__all__ = ["Families", "divide", "parts_of"]

_ABOUT, _CLAIM, _RELAYS = (ox.NamedNode(each) for each in (AV.about, AV.Claim, AV.relays))
_TIES = tuple(ox.NamedNode(each) for each in (AV.isPartOf, AV.isProvisionOf, AV.isVersionOf, AV.replaces))
"""The properties that tie subjects together: a text, a stage or a date of one tells something of the other."""

_PARTS = tuple(ox.NamedNode(each) for each in (AV.attributionChain, AV.hasEvidence, RDF.first, RDF.rest))
"""The properties whose values are parts of a claim even where they have IRIs."""


def parts_of(lookups: Lookups, node: Named) -> list[Named]:
    """Return a node with its parts: what hangs on it without an IRI, and the hops and passages of a claim."""
    found = {node: None}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        for predicate, value in lookups.stated(current):
            is_part = isinstance(value, ox.BlankNode) or (
                predicate in _PARTS and isinstance(value, ox.NamedNode) and value.value != str(RDF.nil)
            )
            if (
                is_part
                and not isinstance(value, ox.Literal)
                and value not in found
                and not lookups.is_claim(value)
            ):
                found[value] = None
                waiting.append(value)
    return list(found)


class Families:
    """Finds families of claims in a store.

    Args:
        world: what the store has.
    """

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self._identities = StoredWorld(lookups, ()).identities

    def of(self, starts: Iterable[Named]) -> set[Named]:
        """Return the claims of all families that any of some claims or subjects belong to."""
        return {node for node in reached(starts, self._beside) if self._lookups.is_claim(node)}

    def subjects(self, claims: Iterable[Named]) -> set[Named]:
        """Return what claims are about, with all that is tied to it."""
        starts = [
            value
            for claim in claims
            for predicate, value in self._lookups.stated(claim)
            if predicate == _ABOUT and not isinstance(value, ox.Literal)
        ]
        return set(reached(starts, lambda node: self._beside(node, claims=False)))

    def _beside(self, node: Named, *, claims: bool = True) -> Iterator[Named]:
        for predicate, value in self._lookups.stated(node):
            if not isinstance(value, ox.Literal) and (
                predicate in _TIES or (claims and predicate in (_ABOUT, _RELAYS))
            ):
                yield value
        followed = (*_TIES, *((_ABOUT, _RELAYS) if claims else ()))
        for subject, predicate in self._lookups.pointing(node, followed):
            if self._lookups.is_stated(subject, predicate, node):
                yield subject
        for other in self._identities.nodes(as_node(node)):
            term = as_term(other)
            if not isinstance(term, ox.Literal) and term != node:
                yield term


def divide(store: ox.Store, most: int) -> Iterator[list[Named]]:
    """Divide all claims of a store into lists of whole families.

    Args:
        store: what files state.
        most: how many claims a list has, unless one family alone has more.
    """
    above: dict[Named, Named] = {}

    def root(node: Named) -> Named:
        start = node
        while (next_ := above.get(node, node)) != node:
            node = next_
        while start != node:
            above[start], start = node, above.get(start, node)
        return node

    def join(one: Named, other: Named) -> None:
        above[root(one)] = root(other)

    for predicate in (_ABOUT, _RELAYS, *_TIES):
        for quad in store.quads_for_pattern(None, predicate, None, DEFAULT):
            if not isinstance(quad.object, ox.Literal | ox.Triple) and not isinstance(
                quad.subject, ox.Triple
            ):
                join(quad.subject, quad.object)
    for node, first in JudgedIdentities(StoredWorld(Lookups(store), ())).classes().items():
        join(as_named_term(node), as_named_term(first))
    families: dict[Named, list[Named]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, TYPE, _CLAIM, DEFAULT):
        if not isinstance(quad.subject, ox.Triple):
            families[root(quad.subject)].append(quad.subject)
    yield from _filled(families.values(), most)


def _filled(groups: Iterable[Collection[Named]], most: int) -> Iterator[list[Named]]:
    filled: list[Named] = []
    for group in groups:
        if filled and len(filled) + len(group) > most:
            yield filled
            filled = []
        filled.extend(group)
    if filled:
        yield filled
