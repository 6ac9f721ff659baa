"""Which nodes stand for one actor, by what editors judged; nothing is merged in the files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, TypeVar, cast

from rdflib import URIRef
from rdflib.term import Node

from averment.namespaces import AV

if TYPE_CHECKING:
    from averment.deriving.world import World

__all__ = ["Identities", "JudgedIdentities", "derive_identity"]

_Node = TypeVar("_Node", bound=Node)
_Pair = tuple[URIRef, URIRef]
_Verdicts = Mapping[_Pair, list[Node]]


class Identities(ABC):
    """The classes of nodes that stand for one actor each."""

    @abstractmethod
    def first(self, node: Node) -> URIRef | None:
        """Return the first by IRI of the nodes that are one with a node, itself among them; None if there are none."""

    @abstractmethod
    def nodes(self, node: Node) -> Collection[Node]:
        """Return all nodes that are one with a node, itself among them, in their order."""

    @abstractmethod
    def contradicted(self, judgement: Node) -> Collection[Node]:
        """Return the judgements that lead from one actor to another which a judgement says it is not, in order."""

    def canonical(self, node: _Node) -> _Node | URIRef:
        """Return the node under which an actor is counted: the first by IRI of those that are one with it."""
        first = self.first(node)
        return node if first is None else first


class JudgedIdentities(Identities):
    """The classes of nodes that stand for one actor each, made of all judgements on that.

    Being the same is symmetric and transitive. Where that leads from one actor to another which a judgement
    says it is not, none of the judgements on any way between the two joins anything.

    Args:
        world: the statements of the files and the ontology.

    Attributes:
        contradictions: each judgement that two actors differ, with those that lead from one to the other.
    """

    def __init__(self, world: World) -> None:
        actors = world.instances(AV.Actor)
        judgements = sorted(world.instances(AV.Identity), key=str)
        same = _verdicts(world, judgements, AV.isSameAs, actors)
        same = {(one, other): by for (one, other), by in same.items() if one != other}
        different = _verdicts(world, judgements, AV.differsFrom, actors)
        judged = _first_of_each(same)
        self._judged_same = judged
        self._judged_different = {
            frozenset((judged.get(one, one), judged.get(other, other))) for one, other in different
        }
        put_aside, self.contradictions = _contradictions(same, different, judged)
        self._first = _first_of_each(same.keys() - put_aside)
        self._nodes: dict[Node, list[Node]] = defaultdict(list)
        for node, first in sorted(self._first.items(), key=str):
            self._nodes[first].append(node)

    def first(self, node: Node) -> URIRef | None:
        """Return the first by IRI of the nodes that are one with a node, or None."""
        return self._first.get(node)

    def classes(self) -> Mapping[Node, URIRef]:
        """Return all nodes that are one with another, each with the one under which it is counted."""
        return self._first

    def nodes(self, node: Node) -> Collection[Node]:
        """Return all nodes that are one with a node, itself among them, in their order."""
        return self._nodes.get(self._first.get(node, node), (node,))

    def contradicted(self, judgement: Node) -> Collection[Node]:
        """Return the judgements that a judgement contradicts, in order."""
        return self.contradictions.get(judgement, ())

    def is_judged(self, one: URIRef, other: URIRef) -> bool:
        """Return whether judgements say, or lead to, two actors being one or not being one."""
        first, second = self._judged_same.get(one, one), self._judged_same.get(other, other)
        return first == second or frozenset((first, second)) in self._judged_different


def derive_identity(world: World) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over what each actor with several nodes counts as, and over judgements that contradict others."""
    identities = world.identities
    for actor in world.own(AV.Actor):
        first = identities.first(actor)
        if first is not None:
            yield actor, AV.countsAs, first
    for judgement in world.own(AV.Identity):
        for other in identities.contradicted(judgement):
            yield judgement, AV.contradicts, other


def _verdicts(world: World, judgements: Iterable[Node], verdict: URIRef, actors: Set[Node]) -> _Verdicts:
    """Map pairs of actors, the first by IRI first, to the judgements that give the verdict on them.

    What is no actor, or none that is defined, is left out: the shapes report it.
    """
    found: dict[_Pair, list[Node]] = defaultdict(list)
    for judgement in judgements:
        named = [
            node for node in world.values(judgement, verdict) if isinstance(node, URIRef) and node in actors
        ]
        for node in world.values(judgement, AV.judges):
            if isinstance(node, URIRef) and node in actors:
                for other in named:
                    one, two = sorted((URIRef(str(node)), URIRef(str(other))))
                    if found[one, two][-1:] != [judgement]:
                        found[one, two].append(judgement)
    return found


def _first_of_each(pairs: Iterable[_Pair]) -> dict[Node, URIRef]:
    """Map all nodes of the pairs to the first, by IRI, of those that the pairs join it to."""
    first: dict[Node, URIRef] = {}
    beside: dict[URIRef, list[URIRef]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    for start in sorted(beside):
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in first:
                first[node] = start
                waiting.extend(beside[node])
    return first


def _contradictions(
    same: _Verdicts, different: _Verdicts, judged: Mapping[Node, URIRef]
) -> tuple[set[_Pair], dict[Node, list[Node]]]:
    """Return the pairs that join nothing, and which judgements contradict which.

    Args:
        same: pairs that are said to be one.
        different: pairs that are said not to be one.
        judged: the first node of each class that all pairs in `same` join.
    """
    by_class: dict[Node, list[_Pair]] = defaultdict(list)
    for one, other in same:
        by_class[judged[one]].append((one, other))
    put_aside: set[_Pair] = set()
    against: dict[Node, set[Node]] = defaultdict(set)
    for one, other in sorted(different):
        if judged.get(one, one) != judged.get(other, other):
            continue
        between = _ways((one, other), by_class[judged.get(one, one)]) if one != other else set()
        put_aside |= between
        for judgement in different[one, other]:
            against[judgement].update(*(same[pair] for pair in between))
            if one == other:
                against[judgement].add(judgement)  # no actor differs from itself
    return put_aside, {
        judgement: sorted(against[judgement], key=str) for judgement in sorted(against, key=str)
    }


def _ways(pair: _Pair, pairs: Iterable[_Pair]) -> set[_Pair]:
    """Return the pairs that stand on a way from one node to another which passes no node twice.

    These are the tie between the two, if there is one, and what shares a cycle with it or would if there were.
    """
    import networkx  # takes a while to import, and contradictions are rare

    pairs = set(pairs)
    blocks = cast("Callable[[object], Iterable[list[_Pair]]]", networkx.biconnected_component_edges)
    for block in blocks(networkx.Graph([*pairs, pair])):
        between = {(min(edge), max(edge)) for edge in block}
        if pair in between:
            return between & pairs
    return set()
