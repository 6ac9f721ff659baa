"""What a change of some nodes can make other than it was: the claims and the other nodes that depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import RDF, RDFS, SKOS

from averment.namespaces import AV
from averment.storing.lookups import Lookups, Named
from averment.storing.names import DEFAULT, FOLDED, NAMES, TYPE
from averment.storing.walking import reached

__all__ = ["Touched", "touched_by"]

_CLAIM = ox.NamedNode(AV.Claim)
(
    _ABOUT,
    _STATED_IN,
    _HAS_CONCEPT,
) = (ox.NamedNode(each) for each in (AV.about, AV.statedIn, AV.hasConcept))
_ASPECT, _SCHEME, _JUDGES = (ox.NamedNode(each) for each in (AV.hasAspect, AV.hasValueScheme, AV.judges))
_CONTAINED, _REGULATES, _USED_BY = (
    ox.NamedNode(each) for each in (AV.isContainedIn, AV.regulates, AV.usedBy)
)
_FAULTS = tuple(ox.NamedNode(each) for each in (AV.valueFault, AV.priorValueFault, AV.convertsFault))

_BACKWARD = frozenset(
    ox.NamedNode(each)
    for each in (
        AV.anyOf,
        AV.corrects,
        AV.differsFrom,
        AV.hasMember,
        AV.holdsPost,
        AV.inProcess,
        AV.isPartOf,
        AV.isProvisionOf,
        AV.isSameAs,
        AV.isVersionOf,
        AV.judges,
        AV.replaces,
        AV.retracts,
        SKOS.inScheme,
    )
)
"""The properties of which the value depends on the node that has it: what is derived, or a shape, goes that way."""

_IDENTITY = frozenset(ox.NamedNode(each) for each in (AV.differsFrom, AV.isSameAs, AV.judges))
"""The properties by which judgements tie actors to one another, of which each depends on all others."""

_NAMING = frozenset(
    ox.NamedNode(each) for each in (SKOS.prefLabel, SKOS.altLabel, RDFS.label, SKOS.notation, RDF.type)
)


@dataclass(slots=True)
class Touched:
    """What depends on a change.

    Attributes:
        claims: claims, of which whole families have to be derived anew.
        others: other nodes.
        judgements: judgements on any of these.
    """

    claims: set[Named] = field(default_factory=set)
    others: set[Named] = field(default_factory=set)


def touched_by(lookups: Lookups, changed: Iterable[Named]) -> Touched:
    """Return what depends on nodes whose description, or whose place, is another before or after a change.

    Args:
        lookups: the store before the change, or after it.
        changed: the nodes; those that are not there count as well, since others may name them.
    """
    changed = list(changed)
    touched = Touched()
    seen: set[Named] = set()
    waiting = list(changed)
    for node in changed:
        waiting.extend(_backward(lookups, node))
        waiting.extend(_by_name(lookups, node))
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if (TYPE, _CLAIM) in lookups.stated(node):
            touched.claims.add(node)
            waiting.extend(_documents(lookups, node, set(changed)))
            for subject, predicate in lookups.pointing(node):
                # the claims that relay it are of its family; of judgements the caller sees to
                if predicate == _JUDGES or isinstance(subject, ox.BlankNode):
                    waiting.append(subject)
            continue
        if lookups.is_derived(node):
            continue
        touched.others.add(node)
        waiting.extend(
            value
            for predicate, value in lookups.stated(node)
            if predicate in _IDENTITY and not isinstance(value, ox.Literal)
        )
        waiting.extend(subject for subject, predicate in lookups.pointing(node) if predicate != _USED_BY)
    return touched


def _backward(lookups: Lookups, node: Named) -> Iterator[Named]:
    """Iterate over what a changed node says something of without being part of it."""
    for predicate, value in lookups.stated(node):
        if isinstance(value, ox.Literal):
            continue
        if predicate in _BACKWARD or _lacks_type(lookups, value):
            yield value


def _lacks_type(lookups: Lookups, node: Named) -> bool:
    """Return whether something is stated of a node, but no type, which is told once for all who name it."""
    statements = lookups.stated(node)
    return bool(statements) and all(predicate != TYPE for predicate, _ in statements)


def _documents(lookups: Lookups, claim: Named, changed: set[Named]) -> Iterator[Named]:
    """Iterate over what depends on a document having claims at all, where this may be the only one."""
    for predicate, document in lookups.stated(claim):
        if predicate != _STATED_IN or isinstance(document, ox.Literal):
            continue
        others = (other for other in lookups.having(_STATED_IN, document) if other not in changed)
        if claim in changed and next(iter(others), None) is None:
            yield document


def _by_name(lookups: Lookups, node: Named) -> Iterator[Named]:
    """Iterate over the claims whose values may name a changed node, or another of its name, or nothing so far."""
    if not any(predicate in _NAMING for predicate, _ in lookups.stated(node)):
        return
    names = [quad.object for quad in lookups.store.quads_for_pattern(node, FOLDED, None, NAMES)]
    if not names:
        return
    like = {node}
    for name in names:
        like.update(
            quad.subject
            for quad in lookups.store.quads_for_pattern(None, FOLDED, name, NAMES)
            if not isinstance(quad.subject, ox.Triple)
        )
    for each in like:
        for subject in lookups.subjects(_HAS_CONCEPT, each):
            yield from _claim_of(lookups, subject)
    schemes = set(_schemes(lookups, node))
    for fault in _FAULTS:
        for quad in lookups.store.quads_for_pattern(None, fault, None, DEFAULT):
            claim = quad.subject
            if not isinstance(claim, ox.Triple) and schemes.intersection(_schemes_of_aspect(lookups, claim)):
                yield claim


def _claim_of(lookups: Lookups, answer: Named) -> Iterator[Named]:
    yield answer
    for predicate, value in lookups.derived(answer):
        if predicate.value == str(AV.followsFrom) and not isinstance(value, ox.Literal):
            yield value


def _schemes(lookups: Lookups, node: Named) -> Iterator[Named]:
    """Iterate over what a node is a member of: schemes, processes, its classes with those above."""
    for predicate, value in lookups.stated(node):
        if isinstance(value, ox.Literal):
            continue
        if predicate.value in (str(SKOS.inScheme), str(AV.inProcess)):
            yield value
        elif predicate == TYPE:
            yield from _with_above(lookups, value)


def _with_above(lookups: Lookups, class_: Named) -> Iterator[Named]:
    above = ox.NamedNode(RDFS.subClassOf)

    def beside(current: Named) -> Iterator[Named]:
        for quad in lookups.store.quads_for_pattern(current, above, None, DEFAULT):
            if not isinstance(quad.object, ox.Literal | ox.Triple):
                yield quad.object

    return reached([class_], beside)


def _schemes_of_aspect(lookups: Lookups, claim: Named) -> Iterator[Named]:
    for predicate, aspect in lookups.stated(claim):
        if predicate == _ASPECT and not isinstance(aspect, ox.Literal):
            for quad in lookups.store.quads_for_pattern(aspect, _SCHEME, None, DEFAULT):
                if not isinstance(quad.object, ox.Literal | ox.Triple):
                    yield quad.object


def readers(lookups: Lookups, subjects: Iterable[Named]) -> set[Named]:
    """Return the subjects whose answers are compared with those of others: what is contained in them, and norms.

    Args:
        lookups: the store.
        subjects: what claims are about.
    """
    found: set[Named] = set()
    for subject in subjects:
        found.update(lookups.subjects(_CONTAINED, subject))
        for predicate, act in lookups.stated(subject):
            if predicate == _REGULATES and not isinstance(act, ox.Literal):
                found.update(lookups.having(_REGULATES, act))
    return found
