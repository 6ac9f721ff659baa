"""SPARQL-based constraints and constraint components of a shape, as relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from averment.shacl.algebra import (
    AntiJoin,
    Constant,
    Extend,
    Join,
    Predicate,
    Relation,
    Variable,
    columns,
)
from averment.shacl.build import THIS, VALUE
from averment.shacl.errors import ForbiddenQueryError, NotCompiledError, ShapeError
from averment.shacl.model import Shape
from averment.shacl.sparql import compile_query
from averment.shacl.sparql_paths import path_text

__all__ = ["Violation", "components", "sparql_constraints"]


@dataclass(frozen=True, slots=True)
class Violation:
    """The rows that violate one constraint, with its component and what its message needs."""

    component: URIRef
    relation: Relation
    messages: tuple[Literal, ...] = ()
    labels: tuple[str, ...] = ()


def sparql_constraints(graph: Graph, shape: Shape, focus: Relation) -> Iterator[Violation]:
    """Iterate over the violations of a shape's `sh:sparql` constraints."""
    for node in sorted(graph.objects(shape.node, SH.sparql), key=str):
        if str(graph.value(node, SH.deactivated)) in ("true", "1"):
            continue
        text = graph.value(node, SH.select)
        if text is None:
            raise ShapeError(f"a SPARQL constraint of <{shape.node}> has no sh:select; give it one")
        relation = _solutions(graph, node, str(text), shape, focus)
        yield Violation(SH.SPARQLConstraintComponent, relation, _messages(graph, node), _labels(relation))


def components(graph: Graph, shape: Shape, focus: Relation, values: Relation) -> Iterator[Violation]:
    """Iterate over the violations of the SPARQL-based components whose parameters a shape has."""
    classes = graph.transitive_subjects(RDFS.subClassOf, SH.ConstraintComponent)
    found = {component for class_ in classes for component in graph.subjects(RDF.type, class_)}
    for component in sorted(found, key=str):
        if not isinstance(component, URIRef):
            continue
        for arguments in _arguments(graph, component, shape):
            yield from _component(graph, component, shape, focus, values, arguments)


def _arguments(graph: Graph, component: URIRef, shape: Shape) -> Iterator[dict[str, Node]]:
    """Iterate over the values of a component's parameters in a shape, if it has all that are not optional."""
    found: dict[str, list[Node]] = {}
    for parameter in graph.objects(component, SH.parameter):
        path = graph.value(parameter, SH.path)
        given = sorted(graph.objects(shape.node, path), key=str) if path is not None else []
        if given:
            found[str(path).rsplit("#", 1)[-1].rsplit("/", 1)[-1]] = given
        elif str(graph.value(parameter, SH.optional)) not in ("true", "1"):
            return
    if len(found) == 1:
        name, given = next(iter(found.items()))
        yield from ({name: value} for value in given)
    elif found:
        yield {name: given[0] for name, given in found.items()}


def _component(
    graph: Graph,
    component: URIRef,
    shape: Shape,
    focus: Relation,
    values: Relation,
    arguments: dict[str, Node],
) -> Iterator[Violation]:
    own = SH.nodeValidator if shape.path is None else SH.propertyValidator
    for predicate in (own, SH.validator):
        validator = graph.value(component, predicate)
        if validator is not None:
            break
    else:
        return
    messages = _messages(graph, validator) or _messages(graph, component)
    select, ask = graph.value(validator, SH.select), graph.value(validator, SH.ask)
    if select is not None:
        relation = _solutions(graph, validator, str(select), shape, _with_constants(focus, arguments))
        yield Violation(component, relation, messages, tuple(arguments))
    elif ask is not None:
        outer = _with_constants(values, arguments)
        _, passing = _compile(graph, validator, str(ask), shape, outer)
        failing = AntiJoin(outer, passing)
        yield Violation(component, failing, messages, tuple(arguments))
    else:
        raise ShapeError(f"the validator of <{component}> has neither sh:select nor sh:ask; give it one")


def _with_constants(relation: Relation, arguments: dict[str, Node]) -> Relation:
    for name, value in arguments.items():
        relation = Extend(relation, Variable(name), Constant(value))
    return relation


def _solutions(graph: Graph, node: Node, text: str, shape: Shape, outer: Relation) -> Relation:
    is_select, found = _compile(graph, node, text, shape, outer)
    if not is_select:
        raise ShapeError(f"a query of <{shape.node}> asks where it has to select")
    relation: Relation = Join(outer, found)
    if shape.path is None and VALUE not in columns(relation):
        relation = Extend(relation, VALUE, THIS)
    return relation


def _compile(graph: Graph, node: Node, text: str, shape: Shape, outer: Relation) -> tuple[bool, Relation]:
    try:
        if shape.path is not None:
            path = path_text(shape.path)
            text = re.sub(
                r"[?$]PATH\b", lambda _: path if isinstance(shape.path, Predicate) else f"({path})", text
            )
        return compile_query(text, _prefixes(graph, node), outer)
    except ForbiddenQueryError as error:
        raise ShapeError(f"a query of <{shape.node}> is not allowed: {error}") from error
    except NotCompiledError as error:
        raise NotCompiledError(f"a query of <{shape.node}> has no translation: {error}") from error


def _prefixes(graph: Graph, node: Node) -> dict[str, str]:
    found = {}
    named = set(graph.objects(node, SH.prefixes))
    for ontology in {below for top in named for below in graph.transitive_objects(top, OWL.imports)}:
        for declaration in graph.objects(ontology, SH.declare):
            found[str(graph.value(declaration, SH.prefix))] = str(graph.value(declaration, SH.namespace))
    return found


def _messages(graph: Graph, node: Node) -> tuple[Literal, ...]:
    return tuple(sorted((m for m in graph.objects(node, SH.message) if isinstance(m, Literal)), key=str))


def _labels(relation: Relation) -> tuple[str, ...]:
    return tuple(variable.name for variable in columns(relation) if not variable.name.startswith("."))
