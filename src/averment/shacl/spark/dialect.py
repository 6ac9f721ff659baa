"""Statements of DuckDB as statements of Spark that find the same rows.

sqlglot translates the syntax; what means something else on Spark is rewritten here, and what is not known to mean the
same is refused. The session has to have `spark.sql.ansi.enabled`, as plain decimals need it, and not
`spark.sql.decimalOperations.allowPrecisionLoss`.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

import duckdb
from sqlglot import exp, parse_one

from averment.errors import AvermentError
from averment.shacl.errors import NotCompiledError
from averment.shacl.spark.ordering import Sizes, order_joins
from averment.shacl.spark.patterns import java_pattern

__all__ = ["TABLE", "Part", "Translated", "translate"]

TABLE = "@"
"""Stands before the name of each table and part in a translated statement, so that no column can look like one."""

_DECIMAL = "DECIMAL(38, 12)"
_TRAILING_ZEROS = r"\.?0+$"


@dataclass(frozen=True, slots=True)
class Part:
    """A common table expression of a statement.

    Attributes:
        name: its name.
        duckdb: its query, as DuckDB takes it.
        reads: the names of the tables and parts that it reads.
        base: of a recursive part, the query of the rows that it starts with, for Spark.
        step: of a recursive part, the query of the rows that follow from those in the part, for Spark.
        sql: of another part, its query for Spark.
    """

    name: str
    duckdb: str
    reads: frozenset[str]
    sql: str = ""
    base: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """A statement for Spark.

    Attributes:
        parts: the common table expressions that it reads, each after those that it reads itself.
        sql: the rest of it.
        reads: the names of the tables and parts that the rest reads.
    """

    parts: tuple[Part, ...]
    sql: str
    reads: frozenset[str]


def translate(sql: str, sizes: Mapping[str, Sizes] | None = None) -> Translated:
    """Return what DuckDB's statement is on Spark.

    Args:
        sql: the statement.
        sizes: how large the tables are; without, joins stay in the order in which they are written.

    Raises:
        NotCompiledError: a part of it has no translation.
        AvermentError: DuckDB does not take it, either.
    """
    tree = parse_one(sql, read="duckdb")
    for union in list(tree.find_all(exp.Union)):
        _tabulate(union)
    if sizes is not None:
        order_joins(tree, sizes)
    with_ = tree.args.get("with_")
    parts = []
    if with_ is not None:
        with_.pop()
        for one in with_.expressions:
            parts.append(_part(one))
    reads = _reads(tree)
    return Translated(tuple(parts), _spark(tree), reads)


def _tabulate(union: exp.Union) -> None:
    """Write a union of single rows of constants as a table of them: some joins with a union fail on Spark."""
    outer, selects = union.parent, list(_united(union))
    if not isinstance(outer, exp.Subquery) or union.args.get("distinct") or not all(map(_is_row, selects)):
        return
    rows = [exp.Tuple(expressions=[one.unalias() for one in select.expressions]) for select in selects]
    columns = [exp.to_identifier(one.alias_or_name) for one in selects[0].expressions]
    alias = exp.TableAlias(this=exp.to_identifier(outer.alias), columns=columns)
    outer.replace(exp.Values(expressions=rows, alias=alias))


def _united(query: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(query, exp.Union) and not query.args.get("with_"):
        yield from _united(query.left)
        yield from _united(query.right)
    else:
        yield query


def _is_row(query: exp.Expr) -> bool:
    """Return whether a query is for one row of constants."""
    if not isinstance(query, exp.Select):
        return False
    if {name for name, value in query.args.items() if value} - {"expressions", "from_"}:
        return False
    start = query.args.get("from_")
    is_plain = start is None or (isinstance(start.this, exp.Subquery) and start.this.this.sql() == "SELECT 1")
    return is_plain and all(one.find(exp.Column, exp.Query, exp.Star) is None for one in query.expressions)


def _part(one: exp.CTE) -> Part:
    query, name = one.this, one.alias
    written, reads = query.sql(dialect="duckdb"), _reads(query)
    columns = [column.name for column in one.args["alias"].columns]
    if columns:
        written = f"SELECT * FROM ({written}) AS x({', '.join(columns)})" if name not in reads else written
    if name not in reads:
        return Part(name, written, reads, sql=_spark(query))
    # the only ones that read themselves are the closures of paths
    if not isinstance(query, exp.Union) or columns != ["s", "o"] or not query.args.get("distinct"):
        raise NotCompiledError("a recursive query that is no closure of a path has no translation")
    return Part(name, written, reads - {name}, base=_spark(query.left), step=_spark(query.right))


def _reads(tree: exp.Expr) -> frozenset[str]:
    return frozenset(table.name for table in tree.find_all(exp.Table))


def _spark(tree: exp.Expr) -> str:
    """Return what a query is on Spark; it is changed."""
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier):
            table.this.set("this", TABLE + table.name)
    for case in list(tree.find_all(exp.Case)):
        _shorten(case)
    for node in list[exp.Expr](tree.find_all(*_COMPUTED)):
        if _is_constant(node):
            node.replace(_constant(node.sql(dialect="duckdb")))
    for node in reversed(list(tree.bfs())):
        rule = _RULES.get(type(node))
        if rule is not None:
            node.replace(exp.Var(this=rule(node)))
        elif isinstance(node, exp.Func) and not isinstance(node, _PLAIN):
            raise NotCompiledError(f"the function {node.sql_name().lower()} has no translation for Spark")
    return _sql(tree)


def _sql(node: exp.Expr) -> str:
    return node.sql(dialect="spark", identify=True, copy=False)


# --- rewriting --------------------------------------------------------------------------------

Rule: TypeAlias = Callable[[Any], str]


def _shorten(case: exp.Case) -> None:
    """Leave out what constants alone decide, which is most of the text where the kind of a term is known."""
    if case.args.get("this") is not None:
        return
    kept, default = [], case.args.get("default")
    for one in case.args["ifs"]:
        truth = _truth(one.this)
        if truth is None:
            kept.append(one)
        elif truth:
            default = one.args["true"]
            break
    if kept:
        case.set("ifs", kept)
        case.set("default", default)
    elif default is not None:
        case.replace(exp.Paren(this=default))


def _truth(node: exp.Expr) -> bool | None:
    """Return whether a condition holds, where constants alone decide it; one that is NULL does not."""
    node = node.unnest()
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.In) and node.args.get("query") is None:
        options = node.expressions
        if all(isinstance(one, exp.Literal) for one in (node.this, *options)):
            return node.this.name in {option.name for option in options}
        return None
    if not isinstance(node, exp.EQ | exp.NEQ):
        return None
    left, right = node.left.unnest(), node.right.unnest()
    if any(isinstance(one, exp.Cast) and isinstance(one.this, exp.Null) for one in (left, right)):
        return False
    if (
        isinstance(left, exp.Literal)
        and isinstance(right, exp.Literal)
        and left.is_string
        and right.is_string
    ):
        return (left.name == right.name) is isinstance(node, exp.EQ)
    return None


def _is_constant(node: exp.Expr) -> bool:
    return node.find(exp.Column, exp.Star, exp.Query, exp.AggFunc) is None


@cache
def _constant(sql: str) -> exp.Expr:
    """Return what an expression without columns yields, for DuckDB knows best what that is.

    Raises:
        AvermentError: DuckDB does not take it.
    """
    try:
        with _asking:
            row = _connection().execute(f"SELECT x, typeof(x) FROM (SELECT {sql} AS x)").fetchone()
    except (duckdb.Error, UnicodeError) as error:
        raise AvermentError(f"DuckDB does not take what the shapes ask of the data: {error}") from error
    value, type_ = row or (None, "VARCHAR")
    if value is None:
        return parse_one(f"NULL::{type_}", read="duckdb")
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, str):
        return exp.Literal.string(value)
    written = f"{value:f}" if isinstance(value, Decimal) else repr(value)
    return exp.Cast(this=exp.Literal.string(written), to=exp.DataType.build(type_, dialect="duckdb"))


_asking = threading.Lock()
"""Held while the connection is in use, for statements are translated in several threads."""


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _matches(node: Any) -> str:
    if not _is_constant(node.expression):
        raise NotCompiledError("a regular expression that is made of data has no translation for Spark")
    # says whether it is one
    _constant(f"regexp_matches('', {node.expression.sql(dialect='duckdb')})")
    pattern = _constant(node.expression.sql(dialect="duckdb"))
    if not isinstance(pattern, exp.Literal):
        return "CAST(NULL AS BOOLEAN)"
    written = exp.Literal.string(java_pattern(pattern.name)).sql(dialect="spark")
    return f"(({_sql(node.this)}) RLIKE {written})"


def _replaced(node: Any) -> str:
    """Rewrite the one replacement there is: of a decimal, without the zeros at its end."""
    if node.expression.name != _TRAILING_ZEROS:
        raise NotCompiledError("regexp_replace has no translation for Spark")
    return f"regexp_replace({_sql(node.this)}, '\\\\.?0+$', '')"


def _cast(node: Any) -> str:
    is_plain = isinstance(node.this, exp.Null) or isinstance(_outer(node), exp.RegexpReplace)
    if not node.is_type(exp.DType.VARCHAR, exp.DType.TEXT) or is_plain:
        return f"CAST({_sql(node.this)} AS {_sql(node.args['to'])})"
    # the only numbers that are written as they are are doubles: Java writes 1.0E-5 where DuckDB writes 1e-05
    x = f"({_sql(node.this)})"
    text = f"CAST({x} AS STRING)"
    mantissa = f"regexp_replace(split_part({text}, 'E', 1), '\\\\.0$', '')"
    exponent = f"CAST(split_part({text}, 'E', 2) AS INT)"
    digits = f"replace(replace({mantissa}, '.', ''), '-', '')"
    sign = f"CASE WHEN {x} < 0 THEN '-' ELSE '' END"
    large = f"concat({sign}, rpad({digits}, {exponent} + 1, '0'), '.0')"
    small = f"concat({sign}, '0.', repeat('0', -{exponent} - 1), {digits})"
    others = (
        f"concat({mantissa}, 'e', CASE WHEN {exponent} < 0 THEN '-' ELSE '+' END, "
        f"CASE WHEN abs({exponent}) < 10 THEN '0' ELSE '' END, CAST(abs({exponent}) AS STRING))"
    )
    return (
        f"CASE WHEN {x} IS NULL THEN CAST(NULL AS STRING) WHEN {x} = double('NaN') THEN 'nan' "
        f"WHEN {x} = double('Infinity') THEN 'inf' WHEN {x} = double('-Infinity') THEN '-inf' "
        f"WHEN NOT contains({text}, 'E') THEN {text} "
        f"WHEN {exponent} BETWEEN 0 AND 15 AND length({digits}) <= {exponent} + 1 THEN {large} "
        f"WHEN {exponent} BETWEEN 0 AND 15 THEN concat({sign}, substring({digits}, 1, {exponent} + 1), '.', "
        f"substring({digits}, {exponent} + 2)) WHEN {exponent} BETWEEN -4 AND -1 THEN {small} ELSE {others} END"
    )


def _try_cast(node: Any) -> str:
    """Rewrite the making of a decimal, of a sum, a product, a quotient or a mean."""
    inner = node.this.unnest()
    if not node.args["to"].sql(dialect="duckdb").startswith("DECIMAL(38"):
        raise NotCompiledError(f"{node.sql(dialect='duckdb')} has no translation for Spark")
    if isinstance(inner, exp.Add | exp.Sub | exp.Mul):
        # what is too large is an error of that row alone
        name = {exp.Add: "try_add", exp.Sub: "try_subtract", exp.Mul: "try_multiply"}[type(inner)]
        return f"TRY_CAST({name}({_sql(inner.left)}, {_sql(inner.right)}) AS {_DECIMAL})"
    return f"TRY_CAST({_sql(node.this)} AS {_DECIMAL})"


def _outer(node: exp.Expr) -> exp.Expr | None:
    """Return what a node is written in, but for brackets."""
    outer = node.parent
    while isinstance(outer, exp.Paren):
        outer = outer.parent
    return outer


def _quotient(node: Any) -> str:
    quotient = f"try_divide({_sql(node.this)}, {_sql(node.expression)})"
    return _decimal(quotient) if isinstance(_outer(node), exp.TryCast) else quotient


def _mean(node: Any) -> str:
    values, outer = _sql(node.this), _outer(node)
    if not isinstance(outer, exp.Coalesce) or not isinstance(_outer(outer), exp.TryCast):
        return f"avg({values})"
    # of decimals, which DuckDB divides as doubles
    return _decimal(f"try_divide(CAST(sum({values}) AS DOUBLE), CAST(count({values}) AS DOUBLE))")


def _decimal(double: str) -> str:
    """Return a double as a decimal as DuckDB makes it: of its value, where Spark takes its shortest text."""
    scaled = f"rint(({double}) * 1e12D + signum({double}) * 1e-9D)"
    high = f"floor({scaled} / 9223372036854775808e0D)"
    whole = "CAST(CAST({} AS BIGINT) AS DECIMAL(19, 0))"
    number = (
        f"({whole.format(high)} * CAST(9223372036854775808 AS DECIMAL(19, 0)) + "
        f"{whole.format(f'({scaled} - {high} * 9223372036854775808e0D)')})"
    )
    return (
        f"CASE WHEN abs({scaled}) < 1e38D THEN "
        f"TRY_CAST({number} * CAST(0.000000000001 AS DECIMAL(12, 12)) AS {_DECIMAL}) END"
    )


def _is_nan(node: Any) -> str:
    # Spark's own says false of NULL
    return f"(({_sql(node.this)}) = double('NaN'))"


def _exists(node: Any) -> str:
    # which may stand anywhere, unlike EXISTS
    return f"((SELECT count(*) FROM ({_sql(node.this)} LIMIT 1)) > 0)"


def _first_by(name: str) -> Rule:
    def rule(node: Any) -> str:
        value = _sql(node.this)
        # DuckDB passes over rows without a value
        return f"{name}({value}, {_sql(node.expression)}) FILTER (WHERE ({value}) IS NOT NULL)"

    return rule


def _joined(node: Any) -> str:
    inner, separator = node.this, node.args.get("separator")
    if isinstance(inner, exp.Order):
        inner = inner.this
    collect = "collect_list"
    if isinstance(inner, exp.Distinct):
        inner, collect = inner.expressions[0], "collect_set"
        if isinstance(inner, exp.Order):
            inner = inner.this
    if separator is None or not isinstance(separator, exp.Literal):
        raise NotCompiledError("string_agg without a fixed separator has no translation for Spark")
    written = separator.sql(dialect="spark")
    return f"array_join(sort_array({collect}({_sql(inner)})), {written})"


def _anonymous(node: Any) -> str:
    if node.name.lower() != "row" or len(node.expressions) != 2:
        raise NotCompiledError(f"the function {node.name.lower()} has no translation for Spark")
    first, second = (_sql(one) for one in node.expressions)
    # in DuckDB's order, NULL comes last
    return f"named_struct('a', {first}, 'b', ({second}) IS NULL, 'c', {second})"


def _cased(name: str) -> Rule:
    def rule(node: Any) -> str:
        text = _sql(node.this)
        if _is_tag(node.this):
            return f"{name}({text})"
        # letter by letter, where Spark writes SS for a sharp s and looks at what stands beside a sigma
        plain, cased = (exp.Literal.string(one).sql(dialect="spark") for one in _letters(name))
        return f"translate({text}, {plain}, {cased})"

    return rule


def _is_tag(node: exp.Expr) -> bool:
    """Return whether a text is a language tag, which is made of letters of ASCII."""
    node = node.unnest()
    if isinstance(node, exp.Case):
        parts = [one.args["true"] for one in node.args["ifs"]]
        default = node.args.get("default")
        return all(map(_is_tag, [*parts, default] if default is not None else parts))
    if isinstance(node, exp.Cast):
        return _is_tag(node.this)
    if isinstance(node, exp.Literal):
        return node.name.isascii()
    return isinstance(node, exp.Null) or (isinstance(node, exp.Column) and _TAG.search(node.name) is not None)


_TAG = re.compile(r"(^|\.)language$")


@cache
def _letters(name: str) -> tuple[str, str]:
    """Return the letters that a function of DuckDB changes, and what it makes of them."""
    letters = [chr(code) for code in range(1, sys.maxunicode + 1) if chr(code).isalpha()]
    asked = f"SELECT c, {name}(c) FROM (SELECT unnest($1::VARCHAR[]) AS c)"
    with _asking:
        answered = _connection().execute(asked, [letters]).fetchall()
    rows = [row for row in answered if row[0] != row[1]]
    return "".join(plain for plain, _ in rows), "".join(cased for _, cased in rows)


_PLAIN = (
    exp.And,
    exp.Or,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Contains,
    exp.StartsWith,
    exp.EndsWith,
    exp.Replace,
    exp.Length,
    exp.Substring,
    exp.Chr,
    exp.Count,
    exp.Min,
    exp.Max,
    exp.Sum,
    exp.LogicalAnd,
)
"""What means the same on both."""

_COMPUTED = (exp.RegexpLike, exp.RegexpReplace, exp.TryCast, exp.Anonymous, exp.Lower, exp.Upper)
"""What DuckDB computes beforehand where it has no columns in it."""

_RULES: dict[type[exp.Expr], Rule] = {
    exp.RegexpLike: _matches,
    exp.RegexpReplace: _replaced,
    exp.Cast: _cast,
    exp.TryCast: _try_cast,
    exp.Avg: _mean,
    exp.Div: _quotient,
    exp.IsNan: _is_nan,
    exp.Exists: _exists,
    exp.ArgMin: _first_by("min_by"),
    exp.ArgMax: _first_by("max_by"),
    exp.GroupConcat: _joined,
    exp.Anonymous: _anonymous,
    exp.Lower: _cased("lower"),
    exp.Upper: _cased("upper"),
}
