"""Operators and the mutants that they make: one edit each, whose effect is known by its construction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rdflib import Graph, URIRef
from rdflib.term import Node

from averment.graphs import graph_of

if TYPE_CHECKING:
    from mutants.sheet import Sheet

__all__ = ["Edit", "Mutant", "Operator", "Site", "Sites", "operator", "picked"]

Triple = tuple[Node, Node, Node]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edit:
    """The triples that a mutation takes from the graph, and those that it puts into it."""

    removed: tuple[Triple, ...] = ()
    added: tuple[Triple, ...] = ()

    def __add__(self, other: Edit) -> Edit:
        return Edit((*self.removed, *other.removed), (*self.added, *other.added))

    def apply(self, graph: Graph) -> Graph:
        """Return the graph after the edit; the graph itself stays as it is."""
        removed = set(self.removed)
        return graph_of((triple for triple in graph if triple not in removed), self.added)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mutation of the graph.

    Attributes:
        operator: the name of the operator that made it.
        node: the claim, document, actor, group, instrument, hop or judgement that was edited.
        what: the edit in words.
        edit: the edit.
        involved: nodes at which a finding is one of this mutation as well, such as a claim that relays the edited one.
    """

    operator: str
    node: URIRef
    what: str
    edit: Edit
    involved: tuple[URIRef, ...] = ()


class Site(NamedTuple):
    """A place to apply an operator to: node, edit in words, edit, and further nodes involved; see `Mutant`."""

    node: URIRef
    what: str
    edit: Edit
    involved: tuple[URIRef, ...] = ()


Sites = Iterator[Site]


@dataclass(frozen=True, slots=True)
class Operator:
    """A way of mutating a graph.

    Attributes:
        name: what it does, in a few words.
        because: why the result is inconsistent, or why it stays consistent.
        families: the families of findings that name the inconsistency; none if there is none.
        allowed: families of which a consistent result may rightly have new findings.
        sites: finds all places to apply it to.
    """

    name: str
    because: str
    families: frozenset[str]
    allowed: frozenset[str]
    sites: Callable[[Sheet, Random], Sites]

    @property
    def is_consistent(self) -> bool:
        """Whether its mutants leave the graph consistent."""
        return not self.families

    def mutants(self, sheet: Sheet, random: Random) -> list[Mutant]:
        """Return all mutants that it can make of a graph, each edit once, in random order."""
        made: dict[Edit, Mutant] = {}
        for site in self.sites(sheet, random):
            made.setdefault(site.edit, Mutant(self.name, site.node, site.what, site.edit, site.involved))
        mutants = list(made.values())
        random.shuffle(mutants)
        return mutants


def operator(
    name: str, because: str, families: Iterable[str] = (), *, allowed: Iterable[str] = ()
) -> Callable[[Callable[[Sheet, Random], Sites]], Operator]:
    """Make an operator of the function that finds its sites."""

    def made(sites: Callable[[Sheet, Random], Sites]) -> Operator:
        return Operator(name, because, frozenset(families), frozenset(allowed), sites)

    return made


def picked(random: Random, things: Sequence[T], most: int = 1) -> list[T]:
    """Return some of the things in random order: fewer than asked for where there are not as many."""
    return random.sample(things, min(most, len(things)))
