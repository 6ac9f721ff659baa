"""Shapes as objects, read from a shapes graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from averment.shacl.algebra import Alternative, Closure, Inverse, Path, Predicate, Sequence
from averment.shacl.errors import ShapeError

__all__ = ["Shape", "Target", "read_path", "read_shapes"]


@dataclass(frozen=True, slots=True)
class Target:
    """How a shape finds its focus nodes: `class`, `node`, `subjectsOf` or `objectsOf`, and the term."""

    kind: str
    term: Node


@dataclass(slots=True)
class Shape:
    """A node shape, or a property shape if it has a path.

    Attributes:
        node: the shape itself.
        path: the property path of a property shape.
        path_node: the path as it is written in the shapes graph.
        targets: how the shape finds its focus nodes; empty for a shape that only others refer to.
        severity: of its results.
        deactivated: whether the shape is switched off.
        messages: of its results, in the order of languages.
    """

    node: Node
    path: Path | None
    path_node: Node | None
    targets: tuple[Target, ...]
    severity: Node
    deactivated: bool
    messages: tuple[Literal, ...] = field(default_factory=tuple)


_TARGETS = {
    SH.targetClass: "class",
    SH.targetNode: "node",
    SH.targetSubjectsOf: "subjectsOf",
    SH.targetObjectsOf: "objectsOf",
}
_SHAPE_EXPECTING = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_SHAPE_LISTS = (SH["and"], SH["or"], SH.xone)


def read_shapes(graph: Graph) -> dict[Node, Shape]:
    """Return all shapes of a graph, those with a target and those that others refer to.

    Raises:
        ShapeError: a path or a list is malformed.
    """
    found: set[Node] = {
        *graph.subjects(RDF.type, SH.NodeShape),
        *graph.subjects(RDF.type, SH.PropertyShape),
    }
    for predicate in _TARGETS:
        found.update(graph.subjects(predicate, None))
    for predicate in _SHAPE_EXPECTING:
        found.update(graph.objects(None, predicate))
    for predicate in _SHAPE_LISTS:
        for head in graph.objects(None, predicate):
            found.update(members(graph, head))
    return {node: _read_shape(graph, node) for node in sorted(found, key=str)}


def _read_shape(graph: Graph, node: Node) -> Shape:
    paths = list(graph.objects(node, SH.path))
    if len(paths) > 1:
        raise ShapeError(f"the shape {_name(node)} has {len(paths)} paths; keep one")
    targets = [
        Target(kind, term) for predicate, kind in _TARGETS.items() for term in graph.objects(node, predicate)
    ]
    if any((node, RDF.type, class_) in graph for class_ in (RDFS.Class, OWL.Class)):
        targets.append(Target("class", node))
    messages = sorted(
        (m for m in graph.objects(node, SH.message) if isinstance(m, Literal)), key=_language_order
    )
    return Shape(
        node=node,
        path=read_path(graph, paths[0]) if paths else None,
        path_node=paths[0] if paths else None,
        targets=tuple(sorted(targets, key=lambda t: (t.kind, str(t.term)))),
        severity=graph.value(node, SH.severity) or SH.Violation,
        deactivated=any(str(value) in ("true", "1") for value in graph.objects(node, SH.deactivated)),
        messages=tuple(messages),
    )


def _language_order(message: Literal) -> tuple[bool, str, str]:
    return message.language != "en", message.language or "", str(message)


def members(graph: Graph, head: Node) -> list[Node]:
    """List the members of an RDF list.

    Raises:
        ShapeError: the list loops.
    """
    try:
        return list(Collection(graph, head))
    except ValueError as error:
        raise ShapeError(f"the list {_name(head)} loops: {error}") from error


def read_path(graph: Graph, node: Node) -> Path:
    """Return the property path that a node of the shapes graph describes.

    Raises:
        ShapeError: it describes none.
    """
    return _read_path(graph, node, frozenset())


def _read_path(graph: Graph, node: Node, seen: frozenset[Node]) -> Path:
    if node in seen:
        raise ShapeError(f"the path {_name(node)} contains itself")
    seen |= {node}
    if isinstance(node, URIRef) and node != RDF.nil:
        return Predicate(node)
    if (node, RDF.first, None) in graph:
        parts = tuple(_read_path(graph, member, seen) for member in members(graph, node))
        return parts[0] if len(parts) == 1 else Sequence(parts)
    for path in _nested(graph, node, seen):
        return path
    raise ShapeError(f"the path {_name(node)} is none that SHACL knows")


def _nested(graph: Graph, node: Node, seen: frozenset[Node]) -> Iterator[Path]:
    for inner in graph.objects(node, SH.inversePath):
        yield Inverse(_read_path(graph, inner, seen))
    for head in graph.objects(node, SH.alternativePath):
        yield Alternative(tuple(_read_path(graph, member, seen) for member in members(graph, head)))
    for inner in graph.objects(node, SH.zeroOrMorePath):
        yield Closure(_read_path(graph, inner, seen), least=0)
    for inner in graph.objects(node, SH.oneOrMorePath):
        yield Closure(_read_path(graph, inner, seen), least=1)
    for inner in graph.objects(node, SH.zeroOrOnePath):
        yield Closure(_read_path(graph, inner, seen), least=0, once=True)


def _name(node: Node) -> str:
    return f"<{node}>" if isinstance(node, URIRef) else f"_:{node}"
