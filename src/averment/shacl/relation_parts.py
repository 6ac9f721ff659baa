"""What a relation is made of where it is written as SQL."""

from __future__ import annotations

from collections.abc import Iterator

from averment.shacl.algebra import (
    Aggregate,
    Distinct,
    Exists,
    Extend,
    Filter,
    Inverse,
    Join,
    LeftJoin,
    Path,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Variable,
    columns,
)
from averment.shacl.analysis import inner_relations, own_expressions, parts_of

__all__ = ["asked", "binding", "partners", "written_parts"]


def written_parts(relation: Relation) -> Iterator[Relation]:
    """Iterate over the relations that a relation is made of, as often as its statement in SQL writes them."""
    if isinstance(relation, LeftJoin):
        yield relation.left
        yield partners(relation)
        return
    yield from inner_relations(relation)
    if isinstance(relation, PathJoin) and not _is_step(relation.path):
        yield binding(relation.relation, relation.start)
    if isinstance(relation, Filter | Extend | Aggregate):
        for expression in own_expressions(relation):
            for part in parts_of(expression):
                if isinstance(part, Exists):
                    yield asked(part, relation.relation)


def binding(relation: Relation, variable: Variable) -> Relation:
    """Return the part of a relation that binds a column, without what is joined to that part by nothing.

    It has all values of the column, and no others unless the rest has no rows. Where a path starts, that is enough;
    to look for these values in all pairs of both parts takes as long as there are pairs.
    """
    while isinstance(relation, Join) and not set(columns(relation.left)) & set(columns(relation.right)):
        relation = relation.left if variable in columns(relation.left) else relation.right
    return relation


def _is_step(path: Path) -> bool:
    """Return whether a path is one step along a property, forwards or backwards."""
    return isinstance(path, Predicate) or (isinstance(path, Inverse) and isinstance(path.path, Predicate))


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
