"""What relations are made of."""

from __future__ import annotations

from collections.abc import Iterator

from averment.shacl.algebra import (
    Aggregate,
    AntiJoin,
    Bound,
    Call,
    Constant,
    Distinct,
    Exists,
    Expression,
    Extend,
    Filter,
    Inverse,
    Join,
    LeftJoin,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
    columns,
)

__all__ = ["asked", "partners", "parts_of"]


def parts_of(relation: Relation) -> Iterator[Relation]:
    """Iterate over the relations that a relation is made of, as often as its statement writes them."""
    match relation:
        case Unit() | Values() | Triples():
            return
        case PathJoin():
            yield relation.relation
            if not isinstance(relation.path, Predicate) and not (
                isinstance(relation.path, Inverse) and isinstance(relation.path.path, Predicate)
            ):
                yield relation.relation
        case LeftJoin():
            yield relation.left
            yield partners(relation)
        case Join() | AntiJoin():
            yield relation.left
            yield relation.right
        case Union():
            yield from relation.parts
        case Filter():
            yield relation.relation
            yield from _relations_in(relation.condition, relation.relation)
        case Extend():
            yield relation.relation
            yield from _relations_in(relation.expression, relation.relation)
        case Aggregate():
            yield relation.relation
            for aggregation in relation.aggregations:
                if aggregation.expression is not None:
                    yield from _relations_in(aggregation.expression, relation.relation)
        case Project() | Distinct():
            yield relation.relation


def _relations_in(expression: Expression, outer: Relation) -> Iterator[Relation]:
    match expression:
        case Exists():
            yield asked(expression, outer)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _relations_in(argument, outer)
        case Variable() | Constant() | Bound():
            return


def asked(exists: Exists, outer: Relation) -> Relation:
    """Return the relation of which a row is sought for rows of another.

    Where they share several columns, only what occurs together in the other is looked at: parts of the relation may
    be joined by nothing else.
    """
    shared = tuple(variable for variable in columns(exists.relation) if variable in columns(outer))
    if len(shared) < 2:
        return exists.relation
    return Join(Distinct(Project(outer, shared)), exists.relation)


def partners(relation: LeftJoin) -> Relation:
    """Return the rows that those of the left are joined with."""
    if relation.condition is None:
        return relation.right
    return Distinct(Filter(Join(relation.left, relation.right), relation.condition))
