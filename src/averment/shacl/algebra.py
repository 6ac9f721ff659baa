"""A small algebra of relations over RDF terms, which printers turn into SQL or SPARQL.

A relation is a bag of rows; its columns are variables, whose values are RDF terms or unbound. An expression
has a term or an error as its value; an error is unbound, so that a filter drops the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar, dataclass_transform

from rdflib import URIRef
from rdflib.term import Node

__all__ = [
    "Aggregate",
    "Aggregation",
    "Alternative",
    "AntiJoin",
    "Bound",
    "Call",
    "Closure",
    "Constant",
    "Distinct",
    "Exists",
    "Expression",
    "Extend",
    "Filter",
    "Inverse",
    "Join",
    "LeftJoin",
    "Path",
    "PathJoin",
    "Predicate",
    "Project",
    "Relation",
    "Sequence",
    "Triples",
    "Union",
    "Unit",
    "Values",
    "Variable",
    "columns",
]

_Class = TypeVar("_Class")


# --- terms and expressions ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Variable:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A term."""

    term: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator of SPARQL, named as in its grammar (`=`, `&&`, `COALESCE`, `REGEX`), with arguments."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Whether a column has a value."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a relation has a row that agrees with this one in all columns that both have."""

    relation: Relation
    negated: bool = False


Expression: TypeAlias = Variable | Constant | Call | Bound | Exists


# --- property paths ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a property."""

    iri: URIRef


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths walked one after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """A path walked again and again: at least `least` times (0 or 1), at most once if `once`."""

    path: Path
    least: int
    once: bool = False


Path: TypeAlias = Predicate | Inverse | Sequence | Alternative | Closure


# --- relations ----------------------------------------------------------------------


@dataclass_transform(frozen_default=True)
def _relation(class_: type[_Class]) -> type[_Class]:
    """Make a dataclass whose hash is worked out once, for relations share parts and are looked up often."""
    made = dataclass(frozen=True)(class_)
    of_fields = made.__hash__

    def cached(self: _Class) -> int:
        known = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = of_fields(self)
        return int(known)

    made.__hash__ = cached  # type: ignore[method-assign, assignment]
    return made


@_relation
class Unit:
    """One row without columns."""


@_relation
class Values:
    """Rows written out; None is unbound."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[Node | None, ...], ...]


@_relation
class Triples:
    """The triples of the data that fit a pattern."""

    subject: Variable | Constant
    predicate: Variable | Constant
    value: Variable | Constant


@_relation
class PathJoin:
    """Each row of a relation with each end of a path that starts at one of its columns, each end once."""

    relation: Relation
    start: Variable
    path: Path
    end: Variable


@_relation
class Join:
    """The pairs of rows that agree in the columns that both have."""

    left: Relation
    right: Relation


@_relation
class LeftJoin:
    """As a join, with the rows of the left that find no partner for which the condition holds."""

    left: Relation
    right: Relation
    condition: Expression | None = None


@_relation
class AntiJoin:
    """The rows of the left that agree with no row of the right."""

    left: Relation
    right: Relation


@_relation
class Union:
    """The rows of all parts."""

    parts: tuple[Relation, ...]


@_relation
class Filter:
    """The rows for which a condition is true."""

    relation: Relation
    condition: Expression


@_relation
class Extend:
    """Each row with one more column."""

    relation: Relation
    variable: Variable
    expression: Expression


@_relation
class Project:
    """Some columns of a relation."""

    relation: Relation
    variables: tuple[Variable, ...]


@_relation
class Distinct:
    """Each row once."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A column that sums up a group: COUNT, SUM, MIN, MAX, AVG, SAMPLE or GROUP_CONCAT; of rows if no expression."""

    variable: Variable
    function: str
    expression: Expression | None
    distinct: bool = False
    separator: str = " "


@_relation
class Aggregate:
    """One row for each group of rows that agree in the keys."""

    relation: Relation
    keys: tuple[Variable, ...]
    aggregations: tuple[Aggregation, ...]


Relation: TypeAlias = (
    Unit
    | Values
    | Triples
    | PathJoin
    | Join
    | LeftJoin
    | AntiJoin
    | Union
    | Filter
    | Extend
    | Project
    | Distinct
    | Aggregate
)


def columns(relation: Relation) -> tuple[Variable, ...]:
    """Return the columns of a relation, in a fixed order."""
    return tuple(dict.fromkeys(_columns(relation)))


def _columns(relation: Relation) -> Iterator[Variable]:
    match relation:
        case Unit():
            return
        case Values(variables=variables) | Project(variables=variables):
            yield from variables
        case Triples():
            for term in (relation.subject, relation.predicate, relation.value):
                if isinstance(term, Variable):
                    yield term
        case PathJoin():
            yield from columns(relation.relation)
            yield relation.end
        case Join() | LeftJoin():
            yield from columns(relation.left)
            yield from columns(relation.right)
        case AntiJoin():
            yield from columns(relation.left)
        case Union():
            for part in relation.parts:
                yield from columns(part)
        case Filter() | Distinct():
            yield from columns(relation.relation)
        case Extend():
            yield from columns(relation.relation)
            yield relation.variable
        case Aggregate():
            yield from relation.keys
            yield from (aggregation.variable for aggregation in relation.aggregations)
