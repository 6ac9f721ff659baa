"""Expressions of SPARQL as SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from rdflib import RDF, XSD
from rdflib.term import Node

from averment.shacl.algebra import Bound, Call, Constant, Exists, Expression, Variable
from averment.shacl.errors import NotCompiledError
from averment.shacl.literals import CLASS_SHIFT, FIRST_LANGUAGE, NOTHING, Facets, of_constant
from averment.shacl.scope import Column, Scope
from averment.shacl.terms import quoted

__all__ = ["compile_expression"]


class Rows(Protocol):
    """What an expression is evaluated over."""

    scope: Scope

    def find(self, variable: Variable) -> Column | None:
        """Return the column of a variable, or None if it is unbound."""

    def exists(self, exists: Exists) -> str:
        """Return the SQL of whether a relation has a row that agrees with the current one."""

    def constant(self, term: Node) -> tuple[str, str]:
        """Return the SQL of the number and of the key of a term in the dictionary."""


def compile_expression(expression: Expression, rows: Rows) -> Facets:
    """Return the SQL of what an expression yields.

    Raises:
        NotCompiledError: a function has no translation.
    """
    match expression:
        case Variable():
            column = rows.find(expression)
            return rows.scope.column(column) if column is not None else NOTHING
        case Constant(term=term):
            return of_constant(term, *rows.constant(term))
        case Bound(variable=variable):
            column = rows.find(variable)
            return rows.scope.boolean(
                f"{rows.scope.own(column)} IS NOT NULL" if column is not None else "false"
            )
        case Exists():
            return rows.scope.boolean(rows.scope.raw(rows.exists(expression)))
        case Call(name="REGEX", arguments=arguments):
            text, pattern = (compile_expression(argument, rows) for argument in arguments[:2])
            return _regex(rows.scope, text, pattern, _flags_of(arguments))
        case Call(name=name, arguments=arguments):
            function = _FUNCTIONS.get(name)
            if function is None:
                raise NotCompiledError(f"the function {name} has no translation")
            return function(rows.scope, *(compile_expression(argument, rows) for argument in arguments))


def _is_kind(letters: str) -> Callable[[Scope, Facets], Facets]:
    listed = ", ".join(f"'{letter}'" for letter in letters)
    number = {"i": "= 0", "_": "= 1"}.get(letters, "= 2")

    def function(scope: Scope, a: Facets) -> Facets:
        return scope.boolean(f"{a.id} & 3 {number}" if a.id is not None else f"{a.sort} IN ({listed})")

    return function


def _same(a: Facets, b: Facets) -> str:
    if a.id is not None and b.id is not None:
        return f"{a.id} = {b.id}"
    return f"{a.token} = {b.token}"


def _equal(scope: Scope, a: Facets, b: Facets) -> Facets:
    if "'i'" in (a.sort, b.sort) and a.id is not None and b.id is not None:
        return scope.boolean(_same(a, b))  # an IRI is equal to itself alone
    if scope.mixed or None in (a.id, b.id, a.key, b.key):
        # literals of other datatypes, or ill-typed ones, are equal or nobody knows
        return scope.boolean(
            f"CASE WHEN {_same(a, b)} THEN NOT COALESCE(isnan({a.inexact}), false) "
            f"WHEN {a.sort} IS NULL OR {b.sort} IS NULL THEN NULL "
            f"WHEN {a.sort} IN ('i', '_') OR {b.sort} IN ('i', '_') THEN false "
            f"WHEN {a.sort} <> {b.sort} AND 'l' IN ({a.sort}, {b.sort}) THEN false "
            f"WHEN {a.sort} IN ('x', '!') OR {b.sort} IN ('x', '!') THEN NULL WHEN {a.sort} <> {b.sort} THEN false "
            f"WHEN {a.sort} = 'n' THEN COALESCE({a.exact} = {b.exact}, {_compared(a, '=', b)}) "
            f"WHEN {a.sort} = 's' THEN false "
            f"WHEN {a.sort} = 'l' THEN lower({a.language}) = lower({b.language}) AND {a.lexical} = {b.lexical} "
            f"WHEN {a.sort} = 'b' THEN {a.truth} = {b.truth} "
            f"ELSE {a.zoned} = {b.zoned} AND {a.instant} = {b.instant} END"
        )
    first = FIRST_LANGUAGE << CLASS_SHIFT
    tagged = f"({a.key} IS NULL AND {b.key} >= {first}) OR ({b.key} IS NULL AND {a.key} >= {first})"
    return scope.boolean(
        f"CASE WHEN {a.id} = {b.id} THEN true WHEN {a.id} IS NULL OR {b.id} IS NULL THEN NULL "
        f"WHEN {a.id} & 3 < 2 OR {b.id} & 3 < 2 OR {tagged} THEN false ELSE {a.key} = {b.key} END"
    )


def _compared(a: Facets, operator: str, b: Facets) -> str:
    """Return the SQL of how two doubles compare; NaN is not even equal to itself."""
    return f"({a.inexact} {operator} {b.inexact} AND NOT isnan({a.inexact}) AND NOT isnan({b.inexact}))"


def _less_sql(scope: Scope, a: Facets, b: Facets, operator: str) -> str:
    if not scope.mixed and a.key is not None and b.key is not None:
        same_class = f"{a.key} >> {CLASS_SHIFT} = {b.key} >> {CLASS_SHIFT}"
        return f"CASE WHEN {same_class} THEN {a.key} {operator} {b.key} END"
    hours = 14 * 3_600_000_000
    return (
        f"CASE WHEN {a.sort} <> {b.sort} THEN NULL "
        f"WHEN {a.sort} = 'n' THEN COALESCE({a.exact} {operator} {b.exact}, {_compared(a, operator, b)}) "
        f"WHEN {a.sort} = 's' THEN {a.lexical} {operator} {b.lexical} "
        f"WHEN {a.sort} = 'l' THEN CASE WHEN lower({a.language}) = lower({b.language}) "
        f"THEN {a.lexical} {operator} {b.lexical} END "
        f"WHEN {a.sort} = 'b' THEN {a.truth} {operator} {b.truth} "
        f"WHEN {a.zoned} = {b.zoned} THEN {a.instant} {operator} {b.instant} "
        f"WHEN {a.instant} + {hours} < {b.instant} THEN true "
        f"WHEN {a.instant} - {hours} > {b.instant} THEN false END"
    )


def _compare(operator: str) -> Callable[..., Facets]:
    return lambda scope, a, b: scope.boolean(_less_sql(scope, a, b, operator))


def _swapped(operator: str) -> Callable[..., Facets]:
    return lambda scope, a, b: scope.boolean(_less_sql(scope, b, a, operator))


def _logic(operator: str) -> Callable[..., Facets]:
    return lambda scope, *parts: scope.boolean(f" {operator} ".join(f"({part.truth})" for part in parts))


def _coalesce(scope: Scope, *options: Facets) -> Facets:
    if all(option.datatype == "'boolean'" for option in options):
        return scope.boolean(f"COALESCE({', '.join(option.truth for option in options)})")
    conditions = [
        scope.let(f"({option.sort if option.id is None else option.id}) IS NOT NULL") for option in options
    ]

    def pick(facets: Sequence[str]) -> str:
        cases = zip(conditions, facets, strict=True)
        return f"CASE {' '.join(f'WHEN {condition} THEN {facet}' for condition, facet in cases)} END"

    return scope.choose(pick, *options)


def _if(scope: Scope, condition: Facets, then: Facets, otherwise: Facets) -> Facets:
    truth = scope.let(condition.truth)
    return scope.choose(
        lambda facets: f"CASE WHEN {truth} THEN {facets[0]} WHEN NOT {truth} THEN {facets[1]} END",
        then,
        otherwise,
    )


def _has_datatype(scope: Scope, value: Facets, datatype: Facets) -> Facets:
    return scope.boolean(f"COALESCE({value.datatype} = {_short(datatype)} AND {value.sort} <> '!', false)")


def _short(datatype: Facets) -> str:
    """Return the SQL of a datatype's IRI in the form in which it is stored."""
    names = f"replace({datatype.lexical}, '{XSD}', '')"
    return f"replace({names}, '{RDF}langString', 'langString')"


def _regex(scope: Scope, value: Facets, pattern: Facets, flags: str = "") -> Facets:
    form = pattern.lexical
    if "q" in flags:
        form = f"regexp_escape({form})"
    # in the pattern itself, where each flag means what it does in SPARQL; without s, a dot is no line feed
    inline = "".join(flag for flag in "ims" if flag in flags)
    switches = quoted(f"(?{inline}{'' if 's' in flags else '-s'})")
    return scope.boolean(f"regexp_matches({value.lexical}, {switches} || {form})")


def _flags_of(arguments: Sequence[Expression]) -> str:
    """Return the flags of a regular expression.

    Raises:
        NotCompiledError: they are not known, or there is one among them that has no translation.
    """
    if len(arguments) < 3:
        return ""
    given = arguments[2]
    flags = str(given.term) if isinstance(given, Constant) else None
    if flags is None or set(flags) - set("imsq"):
        raise NotCompiledError("flags of REGEX other than i, m, s and q have no translation")
    return flags


def _lang_matches(scope: Scope, tag: Facets, wanted: Facets) -> Facets:
    t, w = f"lower({tag.lexical})", f"lower({wanted.lexical})"
    return scope.boolean(
        f"CASE WHEN {w} = '*' THEN {t} <> '' ELSE {t} = {w} OR starts_with({t}, {w} || '-') END"
    )


def _in(scope: Scope, value: Facets, *options: Facets) -> Facets:
    return scope.boolean(
        " OR ".join(f"({_equal(scope, value, option).truth})" for option in options) or "false"
    )


_INTEGERS = "'integer', 'int', 'long', 'short', 'byte', 'nonNegativeInteger', 'positiveInteger'"


def _arithmetic(operator: str) -> Callable[..., Facets]:
    def function(scope: Scope, a: Facets, b: Facets) -> Facets:
        exact = f"TRY_CAST({a.exact} {operator} {b.exact} AS DECIMAL(38, 12))"
        inexact = f"{a.inexact} {operator} {b.inexact}"
        whole = f"WHEN {a.datatype} IN ({_INTEGERS}) AND {b.datatype} IN ({_INTEGERS}) THEN 'integer' "
        if operator == "/":
            inexact = f"CASE WHEN {b.inexact} <> 0 THEN {inexact} END"
            quotient = f"{a.exact}::DOUBLE / {b.exact}::DOUBLE"
            exact = f"CASE WHEN {b.exact} <> 0 THEN TRY_CAST({quotient} AS DECIMAL(38, 12)) END"
            whole = ""
        kind = f"CASE {whole}WHEN {a.exact} IS NOT NULL AND {b.exact} IS NOT NULL THEN 'decimal' ELSE 'double' END"
        return scope.number(exact, inexact, kind)

    return function


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
    "STRLEN": lambda scope, a: scope.integer(f"length({a.lexical})"),
    "ISIRI": _is_kind("i"),
    "ISURI": _is_kind("i"),
    "ISBLANK": _is_kind("_"),
    "ISLITERAL": _is_kind("nslbtdhymx!"),
    "SAMETERM": lambda scope, a, b: scope.boolean(_same(a, b)),
    "CONTAINS": _of_strings("contains({0}, {1})"),
    "STRSTARTS": _of_strings("starts_with({0}, {1})"),
    "STRENDS": _of_strings("ends_with({0}, {1})"),
    "CONCAT": lambda scope, *parts: scope.text(" || ".join(f"({part.lexical})" for part in parts) or "''"),
    "ISNUMERIC": lambda scope, a: scope.boolean(f"{a.sort} = 'n'"),
    "IS_OF_DATATYPE": _has_datatype,
}
"""The SQL of each function."""
