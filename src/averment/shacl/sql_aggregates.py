"""Aggregates as SQL."""

from __future__ import annotations

from averment.shacl.algebra import Aggregation
from averment.shacl.functions import Rows, compile_expression
from averment.shacl.literals import FACETS, Facets
from averment.shacl.terms import quoted

__all__ = ["compile_aggregation"]


def compile_aggregation(aggregation: Aggregation, rows: Rows) -> tuple[str, list[str]]:
    """Return the form of an aggregate and its SQL: of one column, or of each facet."""
    if aggregation.expression is None:
        return "count", ["count(*)"]
    value = compile_expression(aggregation.expression, rows)
    distinct = "DISTINCT " if aggregation.distinct else ""
    match aggregation.function:
        case "COUNT":
            if value.id is not None or not aggregation.distinct:
                return "count", [f"count({distinct}{value.id if value.id is not None else value.sort})"]
            return "count", [f"count(DISTINCT {value.token})"]
        case "MIN" | "MAX":
            return _least(f"arg_{aggregation.function.lower()}", value, by_key=not rows.scope.mixed)
        case "SAMPLE":
            if value.id is not None:
                return "id", [f"min({value.id})"]
            return "computed", [f"arg_min({getattr(value, facet)}, {value.token})" for facet in FACETS]
        case "SUM" | "AVG":
            name = aggregation.function.lower()
            # an error in one value is one in the sum
            complete = f"count({value.inexact}) = count({value.sort})"
            kind = f"CASE WHEN {complete} AND count({value.exact}) = count({value.sort}) THEN "
            whole = f"bool_and({value.datatype} = 'integer')" if name == "sum" else "false"
            kind += f"CASE WHEN COALESCE({whole}, true) THEN 'integer' ELSE 'decimal' END ELSE 'double' END"
            exact = f"TRY_CAST(COALESCE({name}({distinct}{value.exact}), 0) AS DECIMAL(38, 12))"
            inexact = f"CASE WHEN {complete} THEN COALESCE({name}({distinct}{value.inexact}), 0) END"
            return _facets_of(rows.scope.number(exact, inexact, kind))
        case _:
            separator = quoted(aggregation.separator)
            joined = f"string_agg({distinct}{value.lexical}, {separator} ORDER BY {value.lexical})"
            return _facets_of(rows.scope.text(f"COALESCE({joined}, '')"))


def _least(function: str, value: Facets, *, by_key: bool) -> tuple[str, list[str]]:
    """Return the least or greatest of a group: of its numbers, else of its instants, else of its texts."""
    number = f"CASE WHEN {value.inexact} IS NOT NULL THEN row({value.inexact}, {value.exact}) END"

    def pick(sql: str) -> str:
        by_value = ", ".join(f"{function}({sql}, {key})" for key in (number, value.instant, value.lexical))
        if value.key is None or value.id is None or not by_key:
            return f"COALESCE({by_value})"
        # in the order of SPARQL: IRIs come before all literals
        iris = f"{function}({sql}, CASE WHEN {value.id} & 3 = 0 THEN {value.lexical} END)"
        known = f"{function}({sql}, {value.key})"
        others = f"{function}({sql}, CASE WHEN {value.key} IS NULL AND {value.id} & 3 = 2 THEN {value.lexical} END)"
        order = (iris, known, others) if function == "arg_min" else (others, known, iris)
        return f"COALESCE({', '.join(order)})"

    if value.id is not None:
        return "id", [pick(value.id)]
    return "computed", [pick(getattr(value, facet)) for facet in FACETS]


def _facets_of(value: Facets) -> tuple[str, list[str]]:
    return "computed", [getattr(value, facet) for facet in FACETS]
