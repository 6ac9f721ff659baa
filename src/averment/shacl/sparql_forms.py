"""Which form a relation takes in SPARQL."""

from __future__ import annotations

from averment.shacl.algebra import (
    Aggregate,
    AntiJoin,
    Distinct,
    Extend,
    Filter,
    Join,
    LeftJoin,
    PathJoin,
    Project,
    Relation,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
    columns,
)
from averment.shacl.analysis import (
    certain,
    ends_once,
    in_graph,
    is_nullable,
    is_set,
    simpler_count,
)

__all__ = ["counted_of_set", "is_once_anyway", "is_plain", "may_miss_start"]


def may_miss_start(relation: PathJoin) -> bool:
    """Return whether a path may be walked without a step from what is no node of the graph."""
    return is_nullable(relation.path) and not in_graph(relation.relation, relation.start)


def is_once_anyway(relation: Relation) -> bool:
    """Return whether a relation, said without any DISTINCT, has each row once."""
    match relation:
        case Unit() | Values() | Triples() | Aggregate():
            return is_set(relation)
        case PathJoin():
            simple = ends_once(relation.path) and not may_miss_start(relation)
            known = {relation.start, relation.end} <= certain(relation.relation)
            return (simple or known) and is_once_anyway(relation.relation)
        case Join() | LeftJoin():
            return is_set(relation) and is_once_anyway(relation.left) and is_once_anyway(relation.right)
        case AntiJoin():
            return is_once_anyway(relation.left)
        case Filter() | Extend() | Distinct():
            return is_once_anyway(relation.relation)
        case Union(parts=parts):
            return len(parts) == 1 and is_once_anyway(parts[0])
        case Project():
            simpler = simpler_count(relation)
            if simpler is not None:
                return is_once_anyway(simpler)
            return is_set(relation) and is_once_anyway(relation.relation)


def is_plain(relation: Relation) -> bool:
    """Return whether a relation is said with triples, paths and plain conditions alone."""
    match relation:
        case Unit() | Values() | Triples():
            return True
        case Join():
            return is_plain(relation.left) and is_plain(relation.right)
        case PathJoin() | Extend() | Distinct() | Project():
            return is_plain(relation.relation)
        case _:
            return False


def counted_of_set(relation: Aggregate) -> Variable | None:
    """Return the one column that all aggregates count, if rows that agree in it and the keys are one row."""
    rows = relation.relation
    others = [variable for variable in columns(rows) if variable not in relation.keys]
    if len(others) != 1 or not is_set(rows):
        return None
    counts_rows = others[0] in certain(rows)
    for one in relation.aggregations:
        counts = one.expression == others[0] or (one.expression is None and counts_rows)
        if one.function != "COUNT" or not counts:
            return None
    return others[0]
