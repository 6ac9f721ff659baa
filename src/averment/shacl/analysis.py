"""What is known of a relation before it runs: which columns are bound, which rows are distinct, what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rdflib import XSD, Literal
from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Aggregation,
    Alternative,
    AntiJoin,
    Bound,
    Call,
    Closure,
    Constant,
    Distinct,
    Exists,
    Expression,
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
    Sequence,
    Triples,
    Union,
    Unit,
    Values,
    Variable,
    columns,
)

__all__ = [
    "certain",
    "constant_of",
    "ends_once",
    "handed_on",
    "has_aggregate",
    "in_graph",
    "inner_relations",
    "is_nullable",
    "is_set",
    "own_expressions",
    "parts_of",
    "relations",
    "renaming",
    "simpler_count",
    "variables",
]

_CACHED = lru_cache(maxsize=1 << 14)


# --- paths ------------------------------------------------------------------------------


def is_nullable(path: Path) -> bool:
    """Return whether a path may lead from a node to itself without a single step."""
    match path:
        case Predicate():
            return False
        case Inverse(path=inner):
            return is_nullable(inner)
        case Sequence(paths=paths):
            return all(is_nullable(step) for step in paths)
        case Alternative(paths=paths):
            return any(is_nullable(option) for option in paths)
        case Closure(path=inner, least=least):
            return least == 0 or is_nullable(inner)


def ends_once(path: Path) -> bool:
    """Return whether SPARQL yields each end of a path once: not where several ways may lead there."""
    match path:
        case Inverse(path=inner):
            return ends_once(inner)
        case Predicate() | Closure():
            return True
        case Sequence(paths=paths) | Alternative(paths=paths):
            return len(paths) == 1 and ends_once(paths[0])


# --- columns ------------------------------------------------------------------------------


def renaming(relation: Project) -> tuple[Relation, Variable, Variable] | None:
    """Return the relation, the old and the new name, if a projection only gives a column another name."""
    inner = relation.relation
    if not isinstance(inner, Extend) or not isinstance(inner.expression, Variable):
        return None
    old, new, known = inner.expression, inner.variable, columns(inner.relation)
    if old not in known or old in relation.variables or new in known:
        return None
    return inner.relation, old, new


@_CACHED
def certain(relation: Relation) -> frozenset[Variable]:
    """Return the columns that are bound in each row."""
    match relation:
        case Values(variables=listed, rows=rows):
            return frozenset(v for i, v in enumerate(listed) if all(row[i] is not None for row in rows))
        case PathJoin():
            return certain(relation.relation) | {relation.end}
        case Join():
            return certain(relation.left) | certain(relation.right)
        case LeftJoin() | AntiJoin():
            return certain(relation.left)
        case Union(parts=parts):
            return frozenset.intersection(*(certain(part) for part in parts))
        case Filter() | Distinct():
            return certain(relation.relation)
        case Extend(variable=variable, expression=expression):
            known = certain(relation.relation)
            sure = isinstance(expression, Constant) or expression in known
            return known | {variable} if sure else known
        case Project():
            return certain(relation.relation) & set(relation.variables)
        case Aggregate():
            counts = {one.variable for one in relation.aggregations if one.function == "COUNT"}
            return certain(relation.relation) & set(relation.keys) | counts
        case Unit() | Triples():
            return frozenset(columns(relation))


@_CACHED
def is_set(relation: Relation) -> bool:
    """Return whether no row of a relation can occur twice."""
    match relation:
        case Unit() | Triples() | Distinct() | Aggregate():
            return True
        case Values(rows=rows):
            return len(set(rows)) == len(rows)
        case PathJoin() | Filter() | Extend():
            return is_set(relation.relation)
        case AntiJoin():
            return is_set(relation.left)
        case Join() | LeftJoin():
            shared = set(columns(relation.left)) & set(columns(relation.right))
            sure = certain(relation.left) & certain(relation.right)
            return is_set(relation.left) and is_set(relation.right) and shared <= sure
        case Union(parts=parts):
            return len(parts) == 1 and is_set(parts[0])
        case Project(variables=kept):
            renamed = renaming(relation)
            known = set(columns(relation.relation))
            left_out = known - set(kept)
            return is_set(relation.relation) and (
                not left_out or (renamed is not None and left_out == {renamed[1]})
            )


@_CACHED
def in_graph(relation: Relation, variable: Variable) -> bool:
    """Return whether a column only holds nodes of the graph: subjects and values of its triples."""
    match relation:
        case Triples():
            return variable in (relation.subject, relation.value)
        case PathJoin():
            if variable == relation.end and not is_nullable(relation.path):
                return True
            start = relation.start if variable == relation.end else variable
            return in_graph(relation.relation, start) or in_graph(relation.relation, variable)
        case Join():
            return in_graph(relation.left, variable) or in_graph(relation.right, variable)
        case LeftJoin() | AntiJoin():
            return variable in certain(relation.left) and in_graph(relation.left, variable)
        case Filter() | Distinct():
            return in_graph(relation.relation, variable)
        case Extend() if variable == relation.variable:
            source = relation.expression
            return isinstance(source, Variable) and in_graph(relation.relation, source)
        case Extend() | Project() | Aggregate():
            return variable in columns(relation.relation) and in_graph(relation.relation, variable)
        case Union(parts=parts):
            return all(in_graph(part, variable) for part in parts)
        case Unit() | Values():
            return False


def constant_of(relation: Relation, variable: Variable) -> Node | None:
    """Return the one term that a column holds in each row, where that is known."""
    match relation:
        case Values(variables=listed, rows=rows) if variable in listed:
            found = {row[listed.index(variable)] for row in rows}
            return found.pop() if len(found) == 1 else None
        case Join():
            left = constant_of(relation.left, variable)
            return left if left is not None else constant_of(relation.right, variable)
        case Extend() if variable == relation.variable:
            return relation.expression.term if isinstance(relation.expression, Constant) else None
        case PathJoin() | Filter() | Distinct() | Project() | Extend():
            return constant_of(relation.relation, variable)
        case AntiJoin():
            return constant_of(relation.left, variable)
        case _:
            return None


# --- simpler ways to say the same ------------------------------------------------------------


def simpler_count(relation: Project) -> Relation | None:
    """Return a relation without counting, or without the rows that count nothing, for a bound on a count.

    Fewer than one value is none at all; and what has more than some number has at least one.
    """
    match relation:
        case Project(
            relation=Filter(
                relation=Aggregate(
                    relation=LeftJoin(left=left, right=right, condition=None),
                    keys=keys,
                    aggregations=(
                        Aggregation(variable=count, function="COUNT", expression=Variable() as counted),
                    ) as aggregations,
                ),
                condition=Call(
                    name=operator, arguments=(tested, Constant(term=Literal() as bound))
                ) as condition,
            ),
            variables=kept,
        ) if tested == count and bound.datatype == XSD.integer and bound.value is not None:
            pass
        case _:
            return None
    shared = set(columns(left)) & set(columns(right))
    if not (shared == set(keys) == set(columns(left)) and shared <= certain(left) & certain(right)):
        return None
    if counted in shared or counted not in certain(right) or count in kept:
        return None
    if operator == "<" and int(bound) == 1 and is_set(left):
        return Project(AntiJoin(left, right), kept)
    if operator == ">" and int(bound) >= 0:
        return Project(Filter(Aggregate(Join(left, right), keys, aggregations), condition), kept)
    return None


# --- what a relation is made of ----------------------------------------------------------------


def inner_relations(relation: Relation) -> Iterator[Relation]:
    """Iterate over the relations that one is directly made of, without those in expressions."""
    match relation:
        case Join() | LeftJoin() | AntiJoin():
            yield relation.left
            yield relation.right
        case Union(parts=parts):
            yield from parts
        case PathJoin() | Filter() | Extend() | Project() | Distinct() | Aggregate():
            yield relation.relation
        case Unit() | Values() | Triples():
            return


def own_expressions(relation: Relation) -> Iterator[Expression]:
    """Iterate over the expressions of a relation itself."""
    match relation:
        case Filter(condition=condition):
            yield condition
        case LeftJoin(condition=condition) if condition is not None:
            yield condition
        case Extend(expression=expression):
            yield expression
        case Aggregate(aggregations=aggregations):
            yield from (one.expression for one in aggregations if one.expression is not None)
        case _:
            return


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Iterate over an expression and all that it is made of."""
    yield expression
    if isinstance(expression, Call):
        for argument in expression.arguments:
            yield from parts_of(argument)


def relations(relation: Relation) -> Iterator[Relation]:
    """Iterate over a relation and all that it is made of, those in expressions included."""
    seen = set()
    waiting = [relation]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        waiting += inner_relations(one)
        for expression in own_expressions(one):
            waiting += (part.relation for part in parts_of(expression) if isinstance(part, Exists))


@_CACHED
def has_aggregate(relation: Relation) -> bool:
    """Return whether a relation has to group rows, now that counts are said as simply as can be."""
    if isinstance(relation, Aggregate):
        return True
    if isinstance(relation, Project) and (simpler := simpler_count(relation)) is not None:
        return has_aggregate(simpler)
    inside = list(inner_relations(relation))
    for expression in own_expressions(relation):
        inside += (part.relation for part in parts_of(expression) if isinstance(part, Exists))
    return any(has_aggregate(one) for one in inside)


def variables(expression: Expression) -> set[Variable]:
    """Return the columns that an expression looks at, if the rows have them."""
    found: set[Variable] = set()
    for part in parts_of(expression):
        if isinstance(part, Variable):
            found.add(part)
        elif isinstance(part, Bound):
            found.add(part.variable)
        elif isinstance(part, Exists):
            found.update(columns(part.relation))
    return found


def handed_on(expression: Expression) -> Iterator[Variable | Constant]:
    """Iterate over the columns and constants whose very term an expression may yield."""
    if isinstance(expression, (Variable, Constant)):
        yield expression
    elif isinstance(expression, Call) and expression.name in ("COALESCE", "IF"):
        for argument in expression.arguments[expression.name == "IF" :]:
            yield from handed_on(argument)
