"""The files that have to be read to find again, exactly, what a change touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF, RDFS, SKOS, BNode, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.changing.changes import Changes
from averment.changing.scanning import LOCAL, root_of
from averment.changing.shelf import Shelf, TooMuchError
from averment.changing.touching import STEPS
from averment.namespaces import AV, ID, PREFIXES

__all__ = ["open_near"]

_UP = frozenset((AV.isPartOf, AV.isProvisionOf, AV.isVersionOf, AV.replaces))
_DOWN = frozenset((AV.isProvisionOf, AV.isVersionOf, AV.replaces))
"""The properties by which claims about one subject tell something of another: what it hangs on, and what hangs on it.

What is said of a package tells something of its parts, but not the other way round.
"""

_SAME = frozenset((AV.judges, AV.isSameAs, AV.differsFrom))

_BACK = _SAME | {AV.accepts, AV.anyOf, AV.corrects, AV.hasMember, AV.holdsPost, AV.retracts}
"""The properties that rules, and what is derived, follow from a value to those that have it."""

_WIDER = frozenset((SKOS.broader, AV.allOf, AV.anyOf))
_VALUES = frozenset((AV.value, AV.priorValue, AV.converts))
_COMPACT = re.compile(r"([a-z]+):([^\s;]+)")


def open_near(shelf: Shelf, changes: Changes) -> None:
    """Read the files on which it depends what a check finds of what a change touches.

    A finding is touched if what it speaks of leads in a few steps to what has changed; so these steps are gone
    backwards. Of the claims there, and of those that these relay or are relayed by, all claims are read about the
    same subjects, about what tells which text of a law was under way, and about what is compared with that. Then
    all that these name, and what that names, at whatever distance.

    Raises:
        TooMuchError: what the change touches can't be told from a part of the files.
    """
    shelf.read_always()
    unnamed = shelf.read_files({path for path, lines in changes.lines.items() if lines})
    touched = _touched(shelf, changes) | unnamed
    wholes = {whole for node in touched for whole in _wholes(node)}
    for node in wholes:
        shelf.describe(node)
    claims = {node for node in wholes if _is_claim(shelf, node)}
    claims.update(
        claim for node in touched for claim, predicate in shelf.pointing(node) if predicate == AV.statedIn
    )
    claims |= _relayed(shelf, claims)
    starts = touched | {
        value for claim in claims for predicate, value in shelf.values(claim) if predicate == AV.about
    }
    family = _Family(shelf)
    family.add(starts)
    family.add(_compared(shelf, {*starts, *_replaced(shelf, starts)}))
    _follow(shelf, wholes | claims | family.nodes)
    for claim in family.nodes | claims:
        _refuse_names(shelf, claim)


def _is_claim(shelf: Shelf, node: Node) -> bool:
    return (RDF.type, AV.Claim) in shelf.values(node)


def _relayed(shelf: Shelf, claims: Iterable[Node]) -> set[Node]:
    """Return the claims that pass some on, at whatever distance, and all that any of them passes on."""
    found = set(claims)
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        shelf.all_naming(node)
        more = {other for other, predicate in shelf.pointing(node) if predicate == AV.relays} - found
        found |= more
        waiting.extend(more)
    waiting = list(found)
    while waiting:
        node = waiting.pop()
        shelf.describe(node)
        more = {value for predicate, value in shelf.values(node) if predicate == AV.relays} - found
        found |= more
        waiting.extend(more)
    return found


def _replaced(shelf: Shelf, subjects: Iterable[Node]) -> set[Node]:
    """Return what subjects replace, of which claims about them may tell what held before, and what replaces them."""
    found: set[Node] = set()
    for subject in subjects:
        found.update(value for predicate, value in shelf.values(subject) if predicate == AV.replaces)
        found.update(other for other, predicate in shelf.pointing(subject) if predicate == AV.replaces)
    return found


def _touched(shelf: Shelf, changes: Changes) -> set[Node]:
    """Return the nodes that a finding which the change touches may be about."""
    edge = set(changes.nodes)
    for subject, aspect in changes.gone:
        if not isinstance(subject, URIRef) or root_of(subject) is None or aspect is None:
            raise TooMuchError
        shelf.claims_about(subject)
        edge.update(
            claim
            for claim, predicate in shelf.pointing(subject)
            if predicate == AV.about and (AV.hasAspect, aspect) in shelf.values(claim)
        )
    touched = set(edge)
    for _ in range(STEPS):
        for node in edge:
            shelf.all_naming(node)
        edge = {other for node in edge for other in shelf.linking(node)} - touched
        touched |= edge
    return touched


def _wholes(node: Node) -> Iterator[Node]:
    """Iterate over a node and those that it is a part of, by what its IRI starts with."""
    yield node
    if isinstance(node, URIRef) and (root := root_of(node)) is not None:
        top = ID + root.replace(":", "/", 1)
        while len(node) > len(top):
            node = URIRef(node.rpartition("/")[0])
            yield node


class _Family:
    """Subjects with the claims about them, and with what else tells how these claims are to be understood.

    Attributes:
        nodes: what has been found.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.nodes: set[Node] = set()

    def add(self, starts: Iterable[Node]) -> None:
        """Add subjects with their families."""
        waiting = list(starts)
        while waiting:
            node = waiting.pop()
            if node not in self.nodes:
                self.nodes.add(node)
                waiting.extend(self._beside(node))

    def _beside(self, node: Node) -> Iterator[Node]:
        shelf = self._shelf
        shelf.describe(node)
        for predicate, value in shelf.values(node):
            if predicate in _UP or (predicate in _SAME and (RDF.type, AV.Identity) in shelf.values(node)):
                yield value
            elif predicate == AV.judges:
                yield from _asked_of(value)
        if _is_claim(shelf, node):
            return
        shelf.claims_about(node)
        for other, predicate in shelf.pointing(node):
            if predicate in _DOWN or predicate in _SAME or predicate == AV.about:
                yield other
        root = root_of(node) if isinstance(node, URIRef) else None
        if root is not None:
            yield from shelf.judgements_on(root)


def _asked_of(node: Node) -> Iterator[Node]:
    """Iterate over a judged node, or what a judged question is about."""
    yield node
    root = root_of(node) if isinstance(node, URIRef) else None
    if root is not None:
        yield URIRef(ID + root.replace(":", "/", 1))


def _compared(shelf: Shelf, subjects: Iterable[Node]) -> Iterator[Node]:
    """Iterate over subjects whose answers are set against those of others: norms on one act, parts and wholes."""
    for subject in subjects:
        for predicate, act in shelf.values(subject):
            if predicate == AV.regulates:
                shelf.all_naming(act)
                yield from (other for other, name in shelf.pointing(act) if name == AV.regulates)
        yield from _around(shelf, subject, up=True)
        yield from _around(shelf, subject, up=False)


def _around(shelf: Shelf, concept: Node, *, up: bool) -> set[Node]:
    """Return the concepts that may contain one, or be contained in it; that of a union is taken both ways."""
    found: set[Node] = set()
    waiting = [concept]
    while waiting:
        node = waiting.pop()
        for predicate, value in shelf.values(node):
            if predicate in _WIDER and (up or predicate == AV.anyOf) and value not in found:
                found.add(value)
                waiting.append(value)
        for other, predicate in shelf.pointing(node):
            if predicate in _WIDER and (not up or predicate == AV.anyOf) and other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _follow(shelf: Shelf, starts: Iterable[Node]) -> None:
    """Read what nodes name, what that names, and so on, with what tells something of any of them."""
    waiting = list(starts)
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        shelf.describe(node)
        for predicate, value in shelf.values(node):
            if isinstance(value, Literal):
                waiting.extend(_concepts_in(str(value)) if predicate in _VALUES else ())
            elif isinstance(value, BNode) or root_of(value) is not None:
                waiting.append(value)
        waiting.extend(other for other, predicate in shelf.pointing(node) if predicate in _BACK)


def _concepts_in(text: str) -> Iterator[URIRef]:
    for prefix, name in _COMPACT.findall(text):
        namespace = PREFIXES.get(prefix, "")
        if namespace.startswith(ID):
            yield URIRef(namespace + name)


def _schemes(shelf: Shelf, aspect: Node) -> set[Node]:
    """Return what values under an aspect name, where these may be things of any file."""
    schemes = {value for predicate, value in shelf.values(aspect) if predicate == AV.hasValueScheme}
    schemes.update(resources.ontology().objects(aspect, AV.hasValueScheme))
    is_anywhere = any(
        scheme in _local_classes()
        or any(predicate == RDFS.subClassOf for _, predicate in shelf.pointing(scheme))
        for scheme in schemes
    )
    return schemes if is_anywhere else set()


@cache
def _local_classes() -> frozenset[Node]:
    """Return the classes of what is not always read, with those above them."""
    ontology = resources.ontology()
    classes: set[Node] = set()
    waiting: list[Node] = [AV[name] for name in LOCAL]
    while waiting:
        class_ = waiting.pop()
        if class_ not in classes:
            classes.add(class_)
            waiting.extend(ontology.objects(class_, RDFS.subClassOf))
    return frozenset(classes)


def _refuse_names(shelf: Shelf, claim: Node) -> None:
    """Raise an error for a claim whose value is the name of something, which may be that of other things, too.

    So may be what is proposed instead of a value that names nothing, or a thing of another kind.
    """
    stated = shelf.values(claim)
    schemes = {
        scheme
        for predicate, value in stated
        if predicate == AV.hasAspect
        for scheme in _schemes(shelf, value)
    }
    if not schemes:
        return
    for predicate, value in stated:
        if predicate in _VALUES and isinstance(value, Literal):
            for word in value.split(";"):
                concepts = list(_concepts_in(word))
                if (
                    not _COMPACT.fullmatch(word.strip())
                    or not concepts
                    or not _is_of(shelf, concepts[0], schemes)
                ):
                    raise TooMuchError


def _is_of(shelf: Shelf, node: Node, classes: set[Node]) -> bool:
    types = [value for predicate, value in shelf.values(node) if predicate == RDF.type]
    above = (resources.ontology().transitive_objects(type_, RDFS.subClassOf) for type_ in types)
    return any(class_ in classes for each in above for class_ in each)
