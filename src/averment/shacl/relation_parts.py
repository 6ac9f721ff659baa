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
)

__all__ = ["partners", "parts_of"]


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
            yield from _relations_in(relation.condition)
        case Extend():
            yield relation.relation
            yield from _relations_in(relation.expression)
        case Aggregate():
            yield relation.relation
            for aggregation in relation.aggregations:
                if aggregation.expression is not None:
                    yield from _relations_in(aggregation.expression)
        case Project() | Distinct():
            yield relation.relation


def _relations_in(expression: Expression) -> Iterator[Relation]:
    match expression:
        case Exists(relation=relation):
            yield relation
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _relations_in(argument)
        case Variable() | Constant() | Bound():
            return


def partners(relation: LeftJoin) -> Relation:
    """Return the rows that those of the left are joined with."""
    if relation.condition is None:
        return relation.right
    return Distinct(Filter(Join(relation.left, relation.right), relation.condition))
