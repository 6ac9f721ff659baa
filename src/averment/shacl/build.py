"""Small makers of relations and expressions, so that constraints read like their definitions."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, Literal
from rdflib.term import Node

from averment.shacl.algebra import (
    Call,
    Closure,
    Constant,
    Distinct,
    Expression,
    Extend,
    Inverse,
    Join,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Triples,
    Union,
    Values,
    Variable,
    columns,
)

__all__ = [
    "EMPTY",
    "OTHER",
    "THIS",
    "VALUE",
    "call",
    "fails",
    "instances",
    "negate",
    "only",
    "rename",
    "rows",
    "union",
]

THIS = Variable("this")
VALUE = Variable("value")
OTHER = Variable("other")

EMPTY = Values((THIS,), ())
"""No focus node."""

_SUBCLASSES = Closure(Inverse(Predicate(RDFS.subClassOf)), least=0)


def call(name: str, *arguments: Expression | Node) -> Call:
    """Return a call whose arguments may be plain terms."""
    return Call(
        name, tuple(Constant(argument) if isinstance(argument, Node) else argument for argument in arguments)
    )


def negate(expression: Expression) -> Call:
    """Return the negation of a condition."""
    return call("!", expression)


def fails(condition: Expression) -> Call:
    """Return whether a condition is false or an error, which is when SHACL reports."""
    return negate(call("COALESCE", condition, Literal(False)))


def only(relation: Relation, *variables: Variable) -> Relation:
    """Return some columns of a relation, each row once."""
    return Distinct(Project(relation, variables))


def rename(relation: Relation, old: Variable, new: Variable) -> Relation:
    """Return a relation with one column under another name."""
    kept = tuple(new if variable == old else variable for variable in columns(relation))
    return Project(Extend(relation, new, old), kept)


def rows(variable: Variable, terms: Iterable[Node]) -> Relation:
    """Return a relation of one column with the terms."""
    return Values((variable,), tuple((term,) for term in terms))


def union(parts: Iterable[Relation], variable: Variable = THIS) -> Relation:
    """Return all rows of the parts; a relation without rows if there are none."""
    found = tuple(parts)
    if not found:
        return Values((variable,), ())
    return found[0] if len(found) == 1 else Union(found)


def instances(variable: Variable, class_: Node) -> Relation:
    """Return the SHACL instances of a class: of it or of one below it."""
    above, below = Variable("class"), Variable("type")
    classes = PathJoin(rows(above, [class_]), above, _SUBCLASSES, below)
    typed = Join(Triples(variable, Constant(RDF.type), below), only(classes, below))
    return only(typed, variable)
