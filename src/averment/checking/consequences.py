"""Which results only follow from a fault that another finding names already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from averment.building import Build
from averment.checking.engine import Result
from averment.checking.spelling import Spelling
from averment.namespaces import AV, AVSH, ID

__all__ = ["Consequences", "properties_of_path", "wholes"]

_REPEATS = (SH.MaxCountConstraintComponent, SH.UniqueLangConstraintComponent)
_JOINT = (SH.SPARQLConstraintComponent, SH.LessThanConstraintComponent)
"""What looks at several values together, so that it errs where one of them is wrong."""
_ABSENCES = (SH.MinCountConstraintComponent, SH.SPARQLConstraintComponent)
_CLASSES = (SH.ClassConstraintComponent, SH.OrConstraintComponent, SH.SPARQLConstraintComponent)


class Consequences:
    """Tells results that name a fault from those that go away with another fault.

    Args:
        build: the graph and its shapes.
        data: what was validated.
        spelling: what unknown terms stand for.
        results: all results of the check.
    """

    def __init__(self, build: Build, data: Graph, spelling: Spelling, results: Iterable[Result]) -> None:
        self._build = build
        self._data = data
        self._property_meant = cache(spelling.property_meant)
        self._refused: set[tuple[Node, Node | None, Node | None]] = set()
        self._ill_typed: set[Node] = set()
        for result in results:
            if _is_ours(result.shape) and result.component not in _JOINT:
                self._refused.add((result.focus, result.path, result.value))
            if result.component == SH.DatatypeConstraintComponent:
                self._ill_typed.add(result.focus)

    def has(self, result: Result) -> bool:
        """Return whether another finding already says what is at fault; asked of no question, for these are derived."""
        if (result.focus, AV.timesDefined, None) in self._data and self._is_of_two_in_one(result):
            return True
        if result.path == AV.timesDefined:
            return self._is_part_of_repeated(result.focus)
        if self._is_unknown(result.value):
            return result.path != AV.usedBy
        if not _is_ours(result.shape):
            return False
        return (
            self._is_refused_already(result)
            or (result.component in _ABSENCES and self._is_misspelt(result))
            or (result.component in _CLASSES and self._has_unknown_type(result.value))
        )

    def lacks_type(self, result: Result) -> bool:
        """Return whether a value is refused because it has no type at all, wherever else it may be used."""
        value = result.value
        return (
            _is_ours(result.shape)
            and result.component in _CLASSES
            and isinstance(value, URIRef)
            and value != result.focus
            and (value, None, None) in self._build.stated
            and (value, RDF.type, None) not in self._data
        )

    def _is_of_two_in_one(self, result: Result) -> bool:
        """Return whether a result may come of two definitions that were read as one node."""
        if result.path == AV.statesDerived:
            return False
        if result.component in _REPEATS:
            return True
        return _is_ours(result.shape) and (
            result.component in _JOINT or (result.focus, RDF.type, AV.Evidence) in self._data
        )

    def _is_part_of_repeated(self, node: Node) -> bool:
        """Return whether a node is defined twice only because the thing that it is written in is."""
        positions = self._build.reading.positions
        files = Counter(place.path if place else None for place in positions.definitions(node))
        return any(
            files <= Counter(place.path if place else None for place in positions.definitions(whole))
            for whole in wholes(node)
            if (whole, AV.timesDefined, None) in self._data
        )

    def _is_refused_already(self, result: Result) -> bool:
        """Return whether a plainer rule refuses the value that this one looks at with others."""
        if result.component == SH.LessThanConstraintComponent and result.focus in self._ill_typed:
            return True
        return (
            result.component in _JOINT
            and result.value is not None
            and result.value != result.focus
            and (result.focus, result.path, result.value) in self._refused
        )

    def _is_misspelt(self, result: Result) -> bool:
        """Return whether what is missing is there under a key or a property that nobody declares."""
        if result.value is not None and result.value != result.focus:
            return False
        missing = {result.path, *properties_of_path(self._build.shapes, result.shape)}
        return any(self._property_meant(term) in missing for term in self._unknown_properties(result.focus))

    def _has_unknown_type(self, value: Node | None) -> bool:
        """Return whether a node is of no class because its type, or what it hangs on, is misspelt."""
        stated = self._build.stated
        if value is None or isinstance(value, Literal) or (value, None, None) not in stated:
            return False
        types = list(stated.objects(value, RDF.type))
        if types:
            return any(self._is_unknown(type_) for type_ in types)
        return any(self._property_meant(term) == RDF.type for term in self._unknown_properties(value)) or any(
            self._is_unknown(predicate) for predicate in stated.predicates(None, value)
        )

    def _unknown_properties(self, node: Node) -> Iterator[URIRef]:
        for term in self._data.subjects(AV.usedBy, node):
            if isinstance(term, URIRef) and (node, term, None) in self._build.stated:
                yield term

    def _is_unknown(self, node: Node | None) -> bool:
        return node is not None and (node, RDF.type, AV.UnknownTerm) in self._data


def properties_of_path(shapes: Graph, shape: Node) -> list[URIRef]:
    """List the properties that the path of a shape starts with: one, or those that it leaves open."""
    path = shapes.value(shape, SH.path)
    if isinstance(path, URIRef):
        return [path]
    if not isinstance(path, BNode):
        return []
    alternatives = shapes.value(path, SH.alternativePath)
    steps = list(Collection(shapes, alternatives if alternatives is not None else path))
    if alternatives is None:
        steps = steps[:1]
    return [step for step in steps if isinstance(step, URIRef)]


def _is_ours(shape: Node) -> bool:
    return isinstance(shape, URIRef) and shape.startswith(AVSH)


def wholes(node: Node) -> Iterator[URIRef]:
    """Iterate over the IRIs that a node's IRI starts with, up to a slash."""
    name = str(node)
    while "/" in name and len(name) > len(ID):
        name = name.rpartition("/")[0]
        yield URIRef(name)
