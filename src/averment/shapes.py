"""The shapes that a check runs: those of averment and the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.errors import ReadFailure
from averment.graphs import graph_of, parse_turtle
from averment.namespaces import AV, AVSH
from averment.reading import Positions, read_leniently

__all__ = ["find_idle_shapes", "load_shapes"]


@cache
def _shipped() -> Graph:
    return parse_turtle(resources.shapes_files())


def load_shapes(paths: Iterable[str | Path] = ()) -> tuple[Graph, Positions]:
    """Return averment's shapes and those of the files as one new graph, with the places of the latter.

    Raises:
        ReadFailure: a file can't be read.
    """
    reading, errors = read_leniently(paths)
    if errors:
        raise ReadFailure(errors)
    return graph_of(_shipped(), reading.graph()), reading.positions


def find_idle_shapes(shapes: Graph, data: Graph) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over statements about shapes that can't find anything to check.

    A shape of the user's is idle when it has no focus node; one of averment's only when a term of its
    target is declared nowhere, since a graph need not hold one of everything.

    Args:
        shapes: all shapes of the check.
        data: the graph to be checked, with the ontology.
    """
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    with_target = {shape for target in targets for shape in shapes.subjects(target, None)}
    declared = {class_ for kind in (RDFS.Class, OWL.Class) for class_ in shapes.subjects(RDF.type, kind)}
    classes = declared & set(shapes.subjects(RDF.type, SH.NodeShape))
    for shape in sorted(with_target | classes, key=str):
        if isinstance(shape, URIRef) and shape.startswith(AVSH):
            idle = any(
                not _is_declared(term, data) for target in targets for term in shapes.objects(shape, target)
            )
        else:
            idle = not any(True for _ in _focus_nodes(shape, shapes, data))
        if idle:
            yield shape, RDF.type, AV.IdleShape
            yield shape, AV.focusNodeCount, Literal("0", datatype=XSD.integer)


def _is_declared(term: Node, data: Graph) -> bool:
    return (term, RDF.type, None) in data or (term, RDFS.isDefinedBy, None) in data


def _focus_nodes(shape: Node, shapes: Graph, data: Graph) -> Iterator[Node]:
    yield from shapes.objects(shape, SH.targetNode)
    classes = [*shapes.objects(shape, SH.targetClass)]
    if (shape, RDF.type, RDFS.Class) in shapes or (shape, RDF.type, OWL.Class) in shapes:
        classes.append(shape)
    for class_ in classes:
        for below in {class_, *data.transitive_subjects(RDFS.subClassOf, class_)}:
            yield from data.subjects(RDF.type, below)
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        yield from data.subjects(predicate, None)
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        yield from data.objects(None, predicate)
