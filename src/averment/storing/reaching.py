"""The nodes of a store that a check of some nodes looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import pyoxigraph as ox
from rdflib import SKOS
from rdflib.namespace import DCTERMS

from averment.checking.consequences import wholes
from averment.namespaces import AV
from averment.storing.lookups import Lookups, Named, Term, as_node
from averment.storing.names import TYPE
from averment.storing.walking import reached

__all__ = ["near", "surroundings"]

_USED_BY, _ABOUT, _CONTAINED = (ox.NamedNode(each) for each in (AV.usedBy, AV.about, AV.isContainedIn))
_REGULATES = ox.NamedNode(AV.regulates)

_BACK = frozenset(
    ox.NamedNode(each)
    for each in (
        AV.accepts,
        AV.answers,
        AV.anyOf,
        AV.contradicts,
        AV.corrects,
        AV.countsAs,
        AV.followsFrom,
        AV.hasAnswer,
        AV.hasDateAspect,
        AV.hasDenial,
        AV.hasEvidence,
        AV.hasMember,
        AV.holdsPost,
        AV.inProcess,
        AV.isHopOf,
        AV.isPartOf,
        AV.isProvisionOf,
        AV.isVersionOf,
        AV.isWithin,
        AV.judges,
        AV.regulates,
        AV.relays,
        AV.replaces,
        AV.retracts,
        AV.usedBy,
        SKOS.inScheme,
    )
)
"""The properties that shapes, and those who make findings of results, follow from a value to the nodes that have it."""

_FOLLOWED = frozenset(
    ox.NamedNode(each)
    for each in (
        AV.about,
        AV.accepts,
        AV.answers,
        AV.contradicts,
        AV.followsFrom,
        AV.hasAnswer,
        AV.hasAspect,
        AV.hasConcept,
        AV.hasDenial,
        AV.inPart,
        AV.isAtOddsWith,
        AV.isHopOf,
        AV.statedIn,
        DCTERMS.publisher,
    )
)
"""The properties whose values a finding speaks of: what answers, who says it, and where."""

_BACK_NEAR = frozenset(
    ox.NamedNode(each)
    for each in (AV.accepts, AV.answers, AV.followsFrom, AV.hasEvidence, AV.judges, AV.usedBy)
)
_TIMES_DEFINED, _JUDGES, _ACCEPTANCE = (
    ox.NamedNode(each) for each in (AV.timesDefined, AV.judges, AV.Acceptance)
)

_MOST_NAMING = 64
"""Of so many nodes that name one without a type or an IRI a finding may tell."""

_SOURCES = frozenset(
    ox.NamedNode(each) for each in (AV.hasConcept, AV.inPart, AV.isHopOf, AV.statedIn, DCTERMS.publisher)
)
"""The properties that lead from a node to what a finding says of its side."""


def surroundings(lookups: Lookups, nodes: Iterable[Named]) -> set[Named]:
    """Return nodes with all that a check of them may look at.

    That is what they name, and what that names, at whatever distance; what points at any of these by a property that
    is followed backwards; the questions about what they are part of; and those about other norms on the same acts.

    Args:
        lookups: the store, with what follows.
        nodes: whole families of claims with their questions, or any other nodes.
    """
    nodes = list(nodes)
    starts = {*nodes, *_compared(lookups, nodes)}
    ends: set[Named] = set()

    def beside(node: Named) -> Iterator[Named]:
        for predicate, value in (*lookups.stated(node), *lookups.derived(node)):
            if isinstance(value, ox.Literal):
                continue
            if predicate == _USED_BY and node in starts:
                ends.add(value)  # who else uses an unknown term is told, and no more
            elif predicate != _USED_BY:
                yield value
        for subject, _ in lookups.pointing(node, _BACK):
            yield subject

    found = set(reached(starts, beside))
    return found.union(reached(ends, lambda node: _sources(lookups, node)))


def near(lookups: Lookups, nodes: Iterable[Named]) -> set[Named]:
    """Return nodes with all that those who make findings of results look at.

    That is much less than what a check does: what is said of the nodes, who says it and where, and judgements.

    Args:
        lookups: the store, with what follows.
        nodes: the focus nodes and the values of results.
    """
    starts = set(nodes)
    found: set[Named] = set()
    types: set[Named] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.add(node)
        statements = [*lookups.stated(node), *lookups.derived(node)]
        for predicate, value in statements:
            if isinstance(value, ox.Literal):
                continue
            if predicate in _FOLLOWED or (predicate == _USED_BY and node in starts):
                waiting.append(value)
            elif predicate == TYPE:
                types.add(value)
            elif predicate == _JUDGES and (TYPE, _ACCEPTANCE) in statements:
                starts.add(value)
                found.discard(value)
                waiting.append(value)
        if node in starts:
            waiting.extend(subject for subject, _ in lookups.pointing(node, _BACK_NEAR))
            if any(predicate == _TIMES_DEFINED for predicate, _ in statements):
                waiting.extend(ox.NamedNode(whole) for whole in wholes(as_node(node)))
        is_nameless = bool(lookups.stated(node)) and all(predicate != TYPE for predicate, _ in statements)
        if isinstance(node, ox.BlankNode) or (node in starts and is_nameless):
            # what has no place or no type of its own is told of where it is named
            waiting.extend(islice((subject for subject, _ in lookups.pointing(node)), _MOST_NAMING))
    return found | types


def _sources(lookups: Lookups, node: Named) -> Iterator[Named]:
    """Iterate over what says where a node is stated, and by whom."""
    for predicate, value in (*lookups.stated(node), *lookups.derived(node)):
        if predicate in _SOURCES and not isinstance(value, ox.Literal):
            yield value
    if isinstance(node, ox.BlankNode):
        yield from (subject for subject, _ in lookups.pointing(node))


def _compared(lookups: Lookups, nodes: Collection[Named]) -> Iterator[Named]:
    """Iterate over the questions whose answers are set against those to the questions among some nodes."""
    seen: set[Term] = set()
    for node in nodes:
        if not lookups.is_derived(node):
            continue
        for subject in [value for predicate, value in lookups.derived(node) if predicate == _ABOUT]:
            if subject in seen or isinstance(subject, ox.Literal):
                continue
            seen.add(subject)
            for predicate, value in (*lookups.stated(subject), *lookups.derived(subject)):
                if isinstance(value, ox.Literal):
                    continue
                if predicate == _CONTAINED:
                    yield from _questions(lookups, value)
                elif predicate == _REGULATES:
                    for other in lookups.having(_REGULATES, value):
                        yield from _questions(lookups, other)


def _questions(lookups: Lookups, subject: Named) -> Iterator[Named]:
    for quad in lookups.store.quads_for_pattern(None, _ABOUT, subject, ox.DefaultGraph()):
        if not isinstance(quad.subject, ox.Triple) and lookups.is_derived(quad.subject):
            yield quad.subject
