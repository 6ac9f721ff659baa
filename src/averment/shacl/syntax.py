"""Whether shapes are well formed: SHACL's own rules of syntax, each fault with the node at which it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.shacl.build import EMPTY
from averment.shacl.errors import NotCompiledError, ShapeError
from averment.shacl.extended import components, sparql_constraints
from averment.shacl.model import Shape, members, read_path, read_shapes

__all__ = ["Fault", "find_faults"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule of SHACL's syntax that a shape breaks.

    Attributes:
        shape: the shape.
        node: where the fault is: the shape itself or a node within it.
        predicate: the property whose value is at fault, if it is one.
        problem: what is wrong, one clause.
        cure: what to do about it, one clause.
    """

    shape: Node
    node: Node
    predicate: URIRef | None
    problem: str
    cure: str


@dataclass(frozen=True, slots=True)
class _Parameter:
    """What SHACL asks of a parameter: what its values are, whether it has one at most, and where it may stand."""

    values: str
    is_value: Callable[[Graph, Node], bool]
    single: bool = True
    on_property_shapes_only: bool = False


def _is_integer(graph: Graph, value: Node) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype == XSD.integer
        and re.fullmatch(r"[+-]?[0-9]+", str(value)) is not None
    )


def _is_boolean(graph: Graph, value: Node) -> bool:
    return (
        isinstance(value, Literal)
        and value.datatype == XSD.boolean
        and str(value) in ("true", "false", "1", "0")
    )


def _is_string(graph: Graph, value: Node) -> bool:
    return isinstance(value, Literal) and not value.language and value.datatype in (None, XSD.string)


def _is_text(graph: Graph, value: Node) -> bool:
    return _is_string(graph, value) or (isinstance(value, Literal) and bool(value.language))


def _is_literal(graph: Graph, value: Node) -> bool:
    return isinstance(value, Literal)


def _is_iri(graph: Graph, value: Node) -> bool:
    return isinstance(value, URIRef)


def _is_node(graph: Graph, value: Node) -> bool:
    return isinstance(value, (URIRef, BNode))


def _is_node_kind(graph: Graph, value: Node) -> bool:
    kinds = (SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral)
    return value in kinds


def _is_pattern(graph: Graph, value: Node) -> bool:
    try:
        return _is_string(graph, value) and re.compile(str(value)) is not None
    except re.error:
        return False


def _is_list(of: Callable[[Graph, Node], bool]) -> Callable[[Graph, Node], bool]:
    def test(graph: Graph, value: Node) -> bool:
        if value != RDF.nil and (value, RDF.first, None) not in graph:
            return False
        try:
            found = members(graph, value)
        except ShapeError:
            return False
        return all(of(graph, member) for member in found) and _ends(graph, value)

    return test


def _ends(graph: Graph, head: Node) -> bool:
    while head != RDF.nil:
        rest = list(graph.objects(head, RDF.rest))
        if len(rest) != 1:
            return False
        head = rest[0]
    return True


def _is_anything(graph: Graph, value: Node) -> bool:
    return True


_COUNT = _Parameter("an integer", _is_integer, on_property_shapes_only=True)
_BOUND = _Parameter("a literal", _is_literal)
_LENGTH = _Parameter("an integer", _is_integer)
_SHAPES = _Parameter("a list of shapes", _is_list(_is_node), single=False)
_SHAPE = _Parameter("a shape, by its IRI or written in place", _is_node, single=False)
_PROPERTY = _Parameter("the IRI of a property", _is_iri, single=False)
_LATER_PROPERTY = _Parameter("the IRI of a property", _is_iri, single=False, on_property_shapes_only=True)

_PARAMETERS: dict[URIRef, _Parameter] = {
    SH["class"]: _Parameter("the IRI of a class", _is_iri, single=False),
    SH.datatype: _Parameter("the IRI of a datatype", _is_iri),
    SH.nodeKind: _Parameter("a node kind, such as sh:IRI", _is_node_kind),
    SH.minCount: _COUNT,
    SH.maxCount: _COUNT,
    SH.minExclusive: _BOUND,
    SH.minInclusive: _BOUND,
    SH.maxExclusive: _BOUND,
    SH.maxInclusive: _BOUND,
    SH.minLength: _LENGTH,
    SH.maxLength: _LENGTH,
    SH.pattern: _Parameter("a regular expression", _is_pattern, single=False),
    SH.flags: _Parameter("a string of flags", _is_string),
    SH.languageIn: _Parameter("a list of language tags", _is_list(_is_string)),
    SH.uniqueLang: _Parameter("true or false", _is_boolean, on_property_shapes_only=True),
    SH.equals: _PROPERTY,
    SH.disjoint: _PROPERTY,
    SH.lessThan: _LATER_PROPERTY,
    SH.lessThanOrEquals: _LATER_PROPERTY,
    SH["not"]: _SHAPE,
    SH["and"]: _SHAPES,
    SH["or"]: _SHAPES,
    SH.xone: _SHAPES,
    SH.node: _SHAPE,
    SH.property: _SHAPE,
    SH.qualifiedValueShape: _Parameter(
        "a shape, by its IRI or written in place", _is_node, single=False, on_property_shapes_only=True
    ),
    SH.qualifiedMinCount: _COUNT,
    SH.qualifiedMaxCount: _COUNT,
    SH.qualifiedValueShapesDisjoint: _Parameter("true or false", _is_boolean),
    SH.closed: _Parameter("true or false", _is_boolean),
    SH.ignoredProperties: _Parameter("a list of IRIs of properties", _is_list(_is_iri)),
    SH.hasValue: _Parameter("a term", _is_anything, single=False),
    SH["in"]: _Parameter("a list", _is_list(_is_anything)),
    SH.severity: _Parameter("an IRI, such as sh:Warning", _is_iri),
    SH.deactivated: _Parameter("true or false", _is_boolean),
    SH.message: _Parameter("a text", _is_text, single=False),
    SH.targetClass: _Parameter("the IRI of a class", _is_iri, single=False),
    SH.targetSubjectsOf: _PROPERTY,
    SH.targetObjectsOf: _PROPERTY,
}

_REFERENCES = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS_OF_REFERENCES = (SH["and"], SH["or"], SH.xone)


def find_faults(graph: Graph, among: Collection[Node] | None = None) -> Iterator[Fault]:
    """Iterate over the rules of syntax that the shapes of a graph break.

    A SPARQL constraint that only has no translation is none of them.

    Args:
        graph: the shapes.
        among: those of them that are looked at; all if None.
    """
    malformed = [fault for fault in _malformed(graph) if among is None or fault.node in among]
    yield from malformed
    if malformed:
        return  # the rest takes shapes that can be read
    shapes = read_shapes(graph)
    recursive = [fault for fault in _recursive(graph, shapes) if among is None or fault.node in among]
    yield from recursive
    if not recursive:
        for node, shape in shapes.items():
            if among is None or node in among:
                yield from _of_queries(graph, shape)


def _nodes(graph: Graph) -> list[Node]:
    """List all shapes, those that can't be read included."""
    found: set[Node] = {
        subject
        for predicate in (*_PARAMETERS, SH.path, SH.targetNode, SH.sparql)
        if predicate not in (SH.message, SH.severity, SH.deactivated, SH.flags)
        for subject in graph.subjects(predicate, None)
        if isinstance(subject, (URIRef, BNode))
    }
    found -= set(graph.objects(None, SH.parameter)) - set(graph.objects(None, SH.property))
    return sorted(found, key=str)


def _malformed(graph: Graph) -> Iterator[Fault]:
    for node in _nodes(graph):
        paths = list(graph.objects(node, SH.path))
        yield from _of_paths(graph, node, paths)
        for predicate, parameter in _PARAMETERS.items():
            yield from _of_parameter(graph, node, predicate, parameter, is_property=bool(paths))


def _of_paths(graph: Graph, node: Node, paths: list[Node]) -> Iterator[Fault]:
    if len(paths) > 1:
        yield Fault(node, node, SH.path, f"it has {len(paths)} paths", "keep one sh:path")
    for path in paths:
        try:
            read_path(graph, path)
        except ShapeError as error:
            yield Fault(node, node, SH.path, str(error), "correct what sh:path leads to")
    if paths and any(True for _ in graph.subjects(SH.node, node)):
        yield Fault(node, node, SH.path, "sh:node names it and it has an sh:path", "name it with sh:property")
    if not paths and any(True for _ in graph.subjects(SH.property, node)):
        yield Fault(node, node, None, "it is used as a property shape and has no sh:path", "give it one")


def _of_parameter(
    graph: Graph, node: Node, predicate: URIRef, parameter: _Parameter, *, is_property: bool
) -> Iterator[Fault]:
    name = f"sh:{predicate.removeprefix(str(SH))}"
    values = sorted(graph.objects(node, predicate), key=str)
    is_property = is_property or any(True for _ in graph.subjects(SH.property, node))
    if parameter.single and len(values) > 1:
        yield Fault(node, node, predicate, f"it has {len(values)} values of {name}", "keep one")
    if values and parameter.on_property_shapes_only and not is_property:
        yield Fault(node, node, predicate, f"a node shape cannot have {name}", "put it on a property shape")
    for value in values:
        if not parameter.is_value(graph, value):
            shown = f" {value.n3()}" if isinstance(value, (URIRef, Literal)) else ""
            yield Fault(
                node,
                node,
                predicate,
                f"the value{shown} of {name} is not {parameter.values}",
                f"write {parameter.values}",
            )


def _recursive(graph: Graph, shapes: dict[Node, Shape]) -> Iterator[Fault]:
    """Iterate over the shapes that contain themselves, each once for its cycle."""
    done: set[Node] = set()
    reported: set[Node] = set()

    def visit(node: Node, above: tuple[Node, ...]) -> Iterator[Fault]:
        if node in above:
            cycle = above[above.index(node) :]
            if reported.isdisjoint(cycle):
                reported.update(cycle)
                yield Fault(
                    node,
                    node,
                    None,
                    "it contains itself, and SHACL gives recursive shapes no meaning",
                    "break the circle of shapes",
                )
            return
        if node in done:
            return
        for inner in _referred(graph, node):
            if inner in shapes:
                yield from visit(inner, (*above, node))
        done.add(node)

    for node in shapes:
        yield from visit(node, ())


def _referred(graph: Graph, node: Node) -> Iterator[Node]:
    for predicate in _REFERENCES:
        yield from sorted(graph.objects(node, predicate), key=str)
    for predicate in _LISTS_OF_REFERENCES:
        for head in sorted(graph.objects(node, predicate), key=str):
            yield from members(graph, head)


def _of_queries(graph: Graph, shape: Shape) -> Iterator[Fault]:
    try:
        for _ in sparql_constraints(graph, shape, EMPTY):
            pass
        for _ in components(graph, shape, EMPTY, EMPTY):
            pass
    except NotCompiledError:
        return
    except ShapeError as error:
        yield Fault(shape.node, shape.node, SH.sparql, str(error), "correct the query")
