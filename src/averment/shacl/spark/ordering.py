"""The order of joins: Spark joins tables in the order in which they are written, and DuckDB in one of its own.

Written as the patterns of a query stand, a join may pass through far more rows than it ends with: all pairs of claims
about the same, say, of which then those are kept that relay one another. Here the order is found by how many rows the
tables have and how many values their columns, step by step: the next table is the one after which there are the fewest
rows. Which order is chosen changes how long a statement takes, and never what it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

__all__ = ["Sizes", "order_joins"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a table is, as far as is known.

    Attributes:
        rows: how many rows it has.
        distinct: how many values its columns have; others as many as there are rows.
    """

    rows: float
    distinct: Mapping[str, float] = field(default_factory=dict)

    def values(self, column: str) -> float:
        """Return how many values a column has."""
        return max(1.0, min(self.distinct.get(column, self.rows), self.rows))


_UNKNOWN = Sizes(1000)


def order_joins(query: exp.Expr, tables: Mapping[str, Sizes]) -> Sizes:
    """Change the order of the inner joins of a query, and of those within it.

    Args:
        query: a query, which is changed.
        tables: the sizes of the tables that it reads.

    Returns:
        about how large its result is.
    """
    query = query.unnest()
    with_ = query.args.get("with_")
    if with_ is not None:
        tables = dict(tables)
        for one in with_.expressions:
            # one that reads itself is the closure of a path
            tables[one.alias] = order_joins(one.this, {**tables, one.alias: _UNKNOWN})
    if isinstance(query, exp.Union):
        left, right = order_joins(query.left, tables), order_joins(query.right, tables)
        names = zip(query.left.named_selects, query.right.named_selects, strict=False)
        distinct = {name: left.values(name) + right.values(other) for name, other in names}
        return Sizes(left.rows + right.rows, distinct)
    if isinstance(query, exp.Select):
        return _select(query, tables)
    if isinstance(query, exp.Values):
        return Sizes(len(query.expressions))
    if isinstance(query, exp.Table):
        return tables.get(query.name, _UNKNOWN)
    return _UNKNOWN


# --- one query --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition of joins.

    Attributes:
        written: the condition.
        aliases: the tables that it is about.
        sides: the two columns, each with its table, that it holds to be equal, if that is what it does.
    """

    written: exp.Expr
    aliases: frozenset[str]
    sides: tuple[tuple[str, str], tuple[str, str]] | None


def _select(select: exp.Select, tables: Mapping[str, Sizes]) -> Sizes:
    start = select.args.get("from_")
    joins = list(select.args.get("joins") or [])
    for query in _others(select):
        order_joins(query, tables)
    if start is None:
        return Sizes(1)
    written = [start.this, *(join.this for join in joins)]
    known = {each.alias_or_name: order_joins(each, tables) for each in written}
    count = _run(start.this, joins)
    first = written[:count]
    aliases = [each.alias_or_name for each in first]
    pool = [
        _condition(each, frozenset(aliases))
        for join in joins[: count - 1]
        for each in _conjuncts(join.args.get("on"))
    ]
    where = select.args.get("where")
    fixed = [_condition(each, frozenset(aliases)) for each in _conjuncts(where.this if where else None)]
    rest = joins[count - 1 :]
    is_plain = all(_can_wait(join) for join in rest)
    linking = [one for one in fixed if one.sides is not None and len(one.aliases) == 2] if is_plain else []
    sizes = {alias: _narrowed(alias, known[alias], fixed) for alias in aliases}
    order = _best(aliases, sizes, [*pool, *linking])
    if order.aliases != aliases or linking:
        _leave_out(where, linking)
        _write(select, dict(zip(aliases, first, strict=True)), order.aliases, [*pool, *linking], rest)
    if is_plain and rest:
        select.set("joins", [*select.args["joins"][: count - 1], *_smallest_first(rest, aliases, known)])
    return Sizes(order.rows, dict(_distinct(select, known | sizes, order.rows)))


def _leave_out(where: exp.Expr | None, linking: Sequence[_Condition]) -> None:
    """Take conditions out of those that rows have to meet in the end."""
    if where is not None and linking:
        left_out = {id(one.written) for one in linking}
        kept = [each for each in _conjuncts(where.this) if id(each) not in left_out]
        if kept:
            where.set("this", exp.and_(*kept, copy=False))
        else:
            where.pop()


def _can_wait(join: exp.Join) -> bool:
    """Return whether it makes no difference when a table is joined, once what its condition is about is there."""
    is_odd = join.method or join.args.get("using") or isinstance(join.this, exp.Lateral | exp.Unnest)
    return join.side in ("", "LEFT") and not is_odd


def _smallest_first(
    joins: Sequence[exp.Join], there: Iterable[str], sizes: Mapping[str, Sizes]
) -> Iterator[exp.Join]:
    """Iterate over joins: those that add no rows, the smallest table first, then others, each after what it is about.

    Conditions then leave out rows before these are joined to large tables.
    """

    def rank(join: exp.Join) -> tuple[bool, float]:
        adds = join.side != "LEFT" and join.kind not in ("SEMI", "ANTI")
        return adds, sizes[join.alias_or_name].rows

    done, waiting = set(there), list(joins)
    while waiting:
        ready = [
            join
            for join in waiting
            if {column.table for column in (join.args.get("on") or exp.true()).find_all(exp.Column)}
            <= done | {join.alias_or_name}
        ]
        chosen = min(ready or waiting[:1], key=rank)
        waiting.remove(chosen)
        done.add(chosen.alias_or_name)
        yield chosen


def _others(select: exp.Select) -> Iterator[exp.Query]:
    """Iterate over the queries in a query that are not what it reads from."""
    for name, arg in select.args.items():
        if name in ("from_", "with_"):
            continue
        for part in arg if isinstance(arg, list) else [arg]:
            part = part.args.get("on") if isinstance(part, exp.Join) else part
            if isinstance(part, exp.Expr):
                yield from (one for one in part.find_all(exp.Query) if one.parent_select is select)


def _run(start: exp.Expr, joins: Sequence[exp.Join]) -> int:
    """Return how many tables, from the first on, can be joined in any order."""
    if isinstance(start, exp.Lateral | exp.Unnest):
        return 1
    count = 1
    for join in joins:
        if join.side or join.kind not in ("", "INNER", "CROSS") or not _can_wait(join):
            break
        count += 1
    return count


def _conjuncts(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    if isinstance(condition, exp.And):
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    elif condition is not None:
        yield condition


def _condition(written: exp.Expr, own: frozenset[str]) -> _Condition:
    aliases = frozenset(column.table for column in written.find_all(exp.Column)) & own
    plain = written.unnest()
    sides = None
    if (
        isinstance(plain, exp.EQ)
        and isinstance(plain.left, exp.Column)
        and isinstance(plain.right, exp.Column)
    ):
        sides = (plain.left.table, plain.left.name), (plain.right.table, plain.right.name)
    return _Condition(written, aliases, sides)


def _narrowed(alias: str, sizes: Sizes, conditions: Sequence[_Condition]) -> Sizes:
    """Return how large a table is where columns of it have to have a certain value."""
    for one in conditions:
        plain = one.written.unnest()
        if not isinstance(plain, exp.EQ) or plain.right.find(exp.Column) is not None:
            continue
        if one.aliases == {alias} and isinstance(plain.left, exp.Column):
            rows = sizes.rows / sizes.values(plain.left.name)
            sizes = Sizes(rows, {**sizes.distinct, plain.left.name: 1.0})
    return sizes


# --- the order --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Order:
    """Some tables in an order.

    Attributes:
        aliases: the tables.
        rows: about how many rows there are in the end.
        cost: about how many rows there are after each table, in all.
    """

    aliases: list[str]
    rows: float
    cost: float


def _best(aliases: Sequence[str], sizes: Mapping[str, Sizes], pool: Sequence[_Condition]) -> _Order:
    return min((_from(alias, aliases, sizes, pool) for alias in aliases), key=lambda order: order.cost)


def _from(
    start: str, aliases: Sequence[str], sizes: Mapping[str, Sizes], pool: Sequence[_Condition]
) -> _Order:
    """Return the order that starts with a table and takes what leaves the fewest rows, one after another."""
    done, rows = [start], sizes[start].rows
    cost = rows
    while len(done) < len(aliases):
        left = [alias for alias in aliases if alias not in done]
        grown, chosen = min(
            ((_joined(alias, done, rows, sizes, pool), alias) for alias in left), key=lambda one: one[0]
        )
        done.append(chosen)
        rows = grown
        cost += rows
    return _Order(done, rows, cost)


def _joined(
    alias: str, done: Sequence[str], rows: float, sizes: Mapping[str, Sizes], pool: Sequence[_Condition]
) -> float:
    """Return about how many rows there are when a table is joined to those that have been."""
    values = []
    for one in pool:
        if one.sides is None:
            continue
        (left, left_column), (right, right_column) = one.sides
        if left == alias:
            (left, left_column), (right, right_column) = one.sides[1], one.sides[0]
        if right == alias and left in done:
            before = min(max(rows, 1.0), sizes[left].values(left_column))
            values.append(max(before, sizes[alias].values(right_column)))
    grown = rows * sizes[alias].rows
    for number, most in enumerate(sorted(values, reverse=True)):
        # of several columns each tells less than it would alone, for they hang together
        grown /= most ** (0.5**number)
    return grown


# --- writing it -------------------------------------------------------------------------------


def _write(
    select: exp.Select,
    written: Mapping[str, exp.Expr],
    order: Sequence[str],
    pool: Sequence[_Condition],
    rest: Sequence[exp.Join],
) -> None:
    """Write the joins in an order, each condition as soon as its tables are there."""
    for each in (*written.values(), *(one.written for one in pool)):
        each.pop()
    waiting, joins = list(pool), []
    for number, alias in enumerate(order):
        there = frozenset(order[: number + 1])
        if number == 0:
            select.args["from_"].set("this", written[alias])
            continue
        ready = [one for one in waiting if one.aliases <= there]
        waiting = [one for one in waiting if not one.aliases <= there]
        if ready:
            joins.append(
                exp.Join(this=written[alias], on=exp.and_(*(one.written for one in ready), copy=False))
            )
        else:
            joins.append(exp.Join(this=written[alias], kind="CROSS"))
    select.set("joins", [*joins, *rest])


def _distinct(select: exp.Select, known: Mapping[str, Sizes], rows: float) -> Iterator[tuple[str, float]]:
    for one in select.expressions:
        column = one.unalias()
        if isinstance(column, exp.Column) and column.table in known:
            yield one.alias_or_name, min(rows, known[column.table].values(column.name))
