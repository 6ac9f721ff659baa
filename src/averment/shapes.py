"""The shapes that a check runs: those of averment and the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.errors import Position, ReadError, ReadFailure
from averment.graphs import graph_of, parse_turtle
from averment.namespaces import AV, AVSH
from averment.reading import Positions, read_leniently

__all__ = ["find_idle_shapes", "load_shapes", "shipped_shapes"]


@cache
def shipped_shapes() -> Graph:
    """Return averment's own shapes as one graph; callers must not change it."""
    return parse_turtle(resources.shapes_files())


def load_shapes(paths: Iterable[str | Path] = ()) -> tuple[Graph, Positions]:
    """Return averment's shapes and those of the files as one graph, with the places of the latter.

    Callers must not change the graph, which without files is that of `shipped_shapes`.

    Raises:
        ReadFailure: a file can't be read, or a shape in it is not well formed.
    """
    paths = list(paths)
    if not paths:
        return shipped_shapes(), Positions()
    reading, errors = read_leniently(paths)
    if errors:
        raise ReadFailure(errors)
    own = reading.graph()
    shapes = graph_of(shipped_shapes(), own)
    if len(own) > 0:
        errors = list(_malformed(own, shapes, reading.positions))
        if errors:
            raise ReadFailure(errors)
    return shapes, reading.positions


def _malformed(own: Graph, shapes: Graph, positions: Positions) -> Iterator[ReadError]:
    """Iterate over what is wrong with the user's own shapes, each with its place."""
    from averment.shacl.syntax import find_faults  # takes a while to import

    for fault in find_faults(shapes, set(own.subjects())):
        position = _position(own, fault.node, fault.predicate, positions)
        named = _nearest_iri(own, fault.node)
        shape = f"the shape <{named}>" if named is not None else "a shape without an IRI"
        yield ReadError(position, f"{shape} is not well formed: {fault.problem}", fault.cure)


def _position(own: Graph, node: Node, predicate: Node | None, positions: Positions) -> Position:
    """Return where a node is written, or else the nearest one that it is part of."""
    for above in _with_owners(own, node):
        found = positions.of(above, predicate if above == node else None)
        if found is not None:
            return found
    return min(position for _, position in positions.written())


def _nearest_iri(own: Graph, node: Node) -> URIRef | None:
    return next((above for above in _with_owners(own, node) if isinstance(above, URIRef)), None)


def _with_owners(own: Graph, node: Node) -> Iterator[Node]:
    seen: set[Node] = set()
    while node not in seen:
        seen.add(node)
        yield node
        node = next(iter(sorted(own.subjects(None, node), key=str)), node)


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
