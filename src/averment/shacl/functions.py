"""Expressions of SPARQL as SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from averment.errors import AvermentError
from averment.shacl.algebra import Bound, Call, Constant, Exists, Expression, Variable
from averment.shacl.facets import (
    NOTHING,
    Facets,
    Scope,
    is_valid,
    of_constant,
    quote,
    quoted,
    token,
)

__all__ = ["NotCompiledError", "compile_expression"]


class NotCompiledError(AvermentError):
    """Something that has no translation; the message names it."""


def compile_expression(
    expression: Expression, known: Sequence[Variable], exists: Callable[[Exists], str], scope: Scope
) -> Facets:
    """Return the SQL of what an expression yields.

    Args:
        expression: the expression.
        known: the columns that the rows have; any other variable is unbound.
        scope: names the parts of the expression.
        exists: returns the SQL of whether a relation has a row that agrees with the current one.

    Raises:
        NotCompiledError: a function has no translation.
    """

    def compiled(part: Expression) -> Facets:
        return compile_expression(part, known, exists, scope)

    match expression:
        case Variable(name=name):
            return scope.variable(name) if expression in known else NOTHING
        case Constant(term=term):
            return of_constant(term)
        case Bound(variable=variable):
            return scope.boolean(f"{quote(variable.name)} IS NOT NULL" if variable in known else "false")
        case Exists():
            return scope.boolean(exists(expression))
        case Call(name=name, arguments=arguments):
            if name in ("ISIRI", "ISURI", "ISBLANK", "ISLITERAL", "SAMETERM"):
                return _test(scope, name, [_token_of(argument, known, compiled) for argument in arguments])
            function = _FUNCTIONS.get(name)
            if function is None:
                raise NotCompiledError(f"the function {name} has no translation")
            return function(scope, *(compiled(argument) for argument in arguments))


def _token_of(
    argument: Expression, known: Sequence[Variable], compiled: Callable[[Expression], Facets]
) -> str:
    if isinstance(argument, Variable):
        return quote(argument.name) if argument in known else "NULL::VARCHAR"
    if isinstance(argument, Constant):
        return quoted(token(argument.term))
    return compiled(argument).token


def _test(scope: Scope, name: str, tokens: list[str]) -> Facets:
    if name == "SAMETERM":
        return scope.boolean(f"{tokens[0]} = {tokens[1]}")
    start = {"ISIRI": "<", "ISURI": "<", "ISBLANK": "_:", "ISLITERAL": '"'}[name]
    return scope.boolean(f"starts_with({tokens[0]}, '{start}')")


def _equal(scope: Scope, a: Facets, b: Facets) -> Facets:
    return scope.boolean(
        f"CASE WHEN {a.token} = {b.token} THEN true WHEN {a.token} IS NULL OR {b.token} IS NULL THEN NULL "
        f"WHEN {a.sort} IN ('i', '_') OR {b.sort} IN ('i', '_') THEN false "
        f"WHEN {a.sort} = 'n' AND {b.sort} = 'n' THEN COALESCE({a.exact} = {b.exact}, {a.inexact} = {b.inexact}) "
        f"WHEN {a.sort} = 's' AND {b.sort} = 's' THEN false "
        f"WHEN {a.sort} = 'l' OR {b.sort} = 'l' THEN {a.sort} = 'l' AND {b.sort} = 'l' "
        f"AND lower({a.language}) = lower({b.language}) AND {a.lexical} = {b.lexical} "
        f"WHEN {a.sort} = 'b' AND {b.sort} = 'b' THEN {a.truth} = {b.truth} "
        f"WHEN {a.sort} = {b.sort} AND {a.sort} IN ('t', 'd') AND {a.zoned} = {b.zoned} "
        f"THEN {a.instant} = {b.instant} END"
    )


def _less_sql(a: Facets, b: Facets, operator: str) -> str:
    hours = 14 * 3_600_000_000
    return (
        f"CASE WHEN {a.sort} <> {b.sort} THEN NULL "
        f"WHEN {a.sort} = 'n' THEN COALESCE({a.exact} {operator} {b.exact}, {a.inexact} {operator} {b.inexact}) "
        f"WHEN {a.sort} = 's' THEN {a.lexical} {operator} {b.lexical} "
        f"WHEN {a.sort} = 'b' THEN {a.truth} {operator} {b.truth} "
        f"WHEN {a.sort} IN ('t', 'd') THEN CASE WHEN {a.zoned} = {b.zoned} THEN {a.instant} {operator} {b.instant} "
        f"WHEN {a.instant} + {hours} < {b.instant} THEN true "
        f"WHEN {a.instant} - {hours} > {b.instant} THEN false END END"
    )


def _compare(operator: str) -> Callable[..., Facets]:
    return lambda scope, a, b: scope.boolean(_less_sql(a, b, operator))


def _swapped(operator: str) -> Callable[..., Facets]:
    return lambda scope, a, b: scope.boolean(_less_sql(b, a, operator))


def _logic(operator: str) -> Callable[..., Facets]:
    return lambda scope, *parts: scope.boolean(f" {operator} ".join(f"({part.truth})" for part in parts))


def _coalesce(scope: Scope, *options: Facets) -> Facets:
    conditions = [scope.let(f"({option.sort}) IS NOT NULL") for option in options]
    cases = " ".join(f"WHEN {condition} THEN {{{number}}}" for number, condition in enumerate(conditions))
    return scope.choose(f"CASE {cases} END", *options)


def _if(scope: Scope, condition: Facets, then: Facets, otherwise: Facets) -> Facets:
    truth = scope.let(condition.truth)
    return scope.choose(f"CASE WHEN {truth} THEN {{0}} WHEN NOT {truth} THEN {{1}} END", then, otherwise)


def _has_datatype(scope: Scope, value: Facets, datatype: Facets) -> Facets:
    wanted = datatype.lexical
    return scope.boolean(
        f"COALESCE({value.datatype} = {wanted} AND {is_valid(value.lexical, value.datatype)}, false)"
    )


def _regex(scope: Scope, value: Facets, pattern: Facets, flags: Facets | None = None) -> Facets:
    options = f"replace(replace({flags.lexical}, 'q', 'l'), 'x', '')" if flags is not None else "''"
    return scope.boolean(f"regexp_matches({value.lexical}, {pattern.lexical}, {options})")


def _lang_matches(scope: Scope, tag: Facets, wanted: Facets) -> Facets:
    t, w = f"lower({tag.lexical})", f"lower({wanted.lexical})"
    return scope.boolean(
        f"CASE WHEN {w} = '*' THEN {t} <> '' ELSE {t} = {w} OR starts_with({t}, {w} || '-') END"
    )


def _in(scope: Scope, value: Facets, *options: Facets) -> Facets:
    return scope.boolean(
        " OR ".join(f"({_equal(scope, value, option).truth})" for option in options) or "false"
    )


def _arithmetic(operator: str) -> Callable[..., Facets]:
    def function(scope: Scope, a: Facets, b: Facets) -> Facets:
        exact = f"TRY_CAST({a.exact} {operator} {b.exact} AS DECIMAL(38, 12))"
        inexact = f"{a.inexact} {operator} {b.inexact}"
        if operator == "/":
            inexact = f"CASE WHEN {b.inexact} <> 0 THEN {inexact} END"
            quotient = f"{a.exact}::DOUBLE / {b.exact}::DOUBLE"
            exact = f"CASE WHEN {b.exact} <> 0 THEN TRY_CAST({quotient} AS DECIMAL(38, 12)) END"
        return scope.number(exact, inexact)

    return function


def _length(scope: Scope, value: Facets) -> Facets:
    return scope.number(f"length({value.lexical})::DECIMAL(38, 12)", f"length({value.lexical})::DOUBLE")


def _of_strings(template: str) -> Callable[..., Facets]:
    return lambda scope, *values: scope.boolean(template.format(*(f"({value.lexical})" for value in values)))


def _str_of(scope: Scope, value: Facets) -> Facets:
    return scope.text(f"CASE WHEN {value.sort} <> '_' THEN {value.lexical} END")


_FUNCTIONS: dict[str, Callable[..., Facets]] = {
    "=": _equal,
    "!=": lambda scope, a, b: scope.boolean(f"NOT ({_equal(scope, a, b).truth})"),
    "<": _compare("<"),
    "<=": _compare("<="),
    ">": _swapped("<"),
    ">=": _swapped("<="),
    "&&": _logic("AND"),
    "||": _logic("OR"),
    "!": lambda scope, a: scope.boolean(f"NOT ({a.truth})"),
    "+": _arithmetic("+"),
    "-": _arithmetic("-"),
    "*": _arithmetic("*"),
    "/": _arithmetic("/"),
    "IN": _in,
    "NOT IN": lambda scope, value, *options: scope.boolean(f"NOT ({_in(scope, value, *options).truth})"),
    "COALESCE": _coalesce,
    "IF": _if,
    "STR": _str_of,
    "LANG": lambda scope, a: scope.text(f"CASE WHEN {a.sort} NOT IN ('i', '_') THEN {a.language} END"),
    "LANGMATCHES": _lang_matches,
    "LCASE": lambda scope, a: scope.text(f"lower({a.lexical})"),
    "UCASE": lambda scope, a: scope.text(f"upper({a.lexical})"),
    "STRLEN": _length,
    "REGEX": _regex,
    "CONTAINS": _of_strings("contains({0}, {1})"),
    "STRSTARTS": _of_strings("starts_with({0}, {1})"),
    "STRENDS": _of_strings("ends_with({0}, {1})"),
    "CONCAT": lambda scope, *parts: scope.text(" || ".join(f"({part.lexical})" for part in parts) or "''"),
    "ISNUMERIC": lambda scope, a: scope.boolean(f"{a.sort} = 'n'"),
    "IS_OF_DATATYPE": _has_datatype,
}
"""The SQL of each function."""
