"""Expressions of the algebra as SPARQL writes them."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import RDF, XSD

from averment.shacl.algebra import Aggregation, Bound, Call, Constant, Exists, Expression, Variable
from averment.shacl.errors import NotCompiledError
from averment.shacl.sparql_terms import datatype_test, string_text, term_text

__all__ = ["aggregation_text", "expression_text"]

_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"})
_FUNCTIONS = {
    "COALESCE": (1, None),
    "CONCAT": (0, None),
    "CONTAINS": (2, 2),
    "IF": (3, 3),
    "ISBLANK": (1, 1),
    "ISIRI": (1, 1),
    "ISLITERAL": (1, 1),
    "ISNUMERIC": (1, 1),
    "ISURI": (1, 1),
    "LANG": (1, 1),
    "LANGMATCHES": (2, 2),
    "LCASE": (1, 1),
    "REGEX": (2, 3),
    "SAMETERM": (2, 2),
    "STR": (1, 1),
    "STRENDS": (2, 2),
    "STRLEN": (1, 1),
    "STRSTARTS": (2, 2),
    "UCASE": (1, 1),
}
"""The functions that are called as in SPARQL, with the least and the greatest number of arguments."""
_ORDERED = (
    XSD.string,
    RDF.langString,
    XSD.boolean,
    XSD.dateTime,
    XSD.date,
    XSD.time,
    XSD.gYear,
    XSD.gYearMonth,
)
"""The datatypes, besides those of numbers, whose values engines put in order."""
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE")


def expression_text(
    expression: Expression, name: Callable[[Variable], str | None], exists: Callable[[Exists], str]
) -> str:
    """Return the text of an expression.

    Args:
        expression: the expression.
        name: returns what a column is called, without the question mark; None if the rows have no such column.
        exists: returns the text of whether a relation has a row that agrees with the current one.

    Raises:
        NotCompiledError: a function or a constant has no translation.
    """

    def text(part: Expression) -> str:
        return expression_text(part, name, exists)

    match expression:
        case Variable():
            known = name(expression)
            # what is never bound is an error, as is this
            return f"?{known}" if known is not None else "(1 / 0)"
        case Constant(term=term):
            return term_text(term)
        case Bound(variable=variable):
            known = name(variable)
            return f"BOUND(?{known})" if known is not None else "false"
        case Exists():
            return f"({exists(expression)})"
        case Call(name="IS_OF_DATATYPE", arguments=(value, Constant(term=datatype))):
            return datatype_test(text(value), datatype)
        case Call(name="!", arguments=(argument,)):
            return f"(!{text(argument)})"
        case Call(name="&&" | "||" as operator, arguments=arguments) if arguments:
            return f"({f' {operator} '.join(text(argument) for argument in arguments)})"
        case Call(name="IN" | "NOT IN" as operator, arguments=(_,)):
            return "false" if operator == "IN" else "true"
        case Call(name="IN" | "NOT IN" as operator, arguments=(value, *options)):
            return f"({text(value)} {operator} ({', '.join(text(option) for option in options)}))"
        case Call(name="<=" | ">=" as operator, arguments=(left, right)):
            # engines say that a term is at most itself, even if it cannot be compared at all
            first, second = text(left), text(right)
            same = f"SAMETERM({first}, {second})"
            return (
                f"IF({same}, {_is_ordered(first)}, {_less(first, operator[0], second)} || {first} = {second})"
            )
        case Call(name="<" | ">" as operator, arguments=(left, right)):
            return _less(text(left), operator, text(right))
        case Call(name=operator, arguments=(left, right)) if operator in _OPERATORS:
            return f"({text(left)} {operator} {text(right)})"
        case Call(name=function, arguments=arguments):
            least, most = _FUNCTIONS.get(function, (None, None))
            if least is None or len(arguments) < least or (most is not None and len(arguments) > most):
                raise NotCompiledError(
                    f"the function {function} with {len(arguments)} arguments has no translation"
                )
            return f"{function}({', '.join(text(argument) for argument in arguments)})"


def _less(first: str, operator: str, second: str) -> str:
    """Return the text of a comparison; not every engine knows that false is less than true."""
    boolean, integer = term_text(XSD.boolean), term_text(XSD.integer)
    are_booleans = f"DATATYPE({first}) = {boolean} && DATATYPE({second}) = {boolean}"
    as_integers = f"{integer}({first}) {operator} {integer}({second})"
    return f"COALESCE({first} {operator} {second}, IF({are_booleans}, {as_integers}, 1 / 0))"


def _is_ordered(value: str) -> str:
    """Return the text of whether a value that its datatype allows can be compared by more than equality."""
    listed = ", ".join(term_text(datatype) for datatype in _ORDERED)
    # NaN is not even equal to itself
    return f"(ISNUMERIC({value}) && {value} = {value}) || COALESCE(DATATYPE({value}) IN ({listed}), false)"


def aggregation_text(aggregation: Aggregation, text: str) -> str:
    """Return the text of an aggregate.

    Args:
        aggregation: what sums up a group.
        text: the text of its expression; an asterisk if it has none.

    Raises:
        NotCompiledError: the aggregate has no translation.
    """
    distinct = "DISTINCT " if aggregation.distinct else ""
    if aggregation.function in _AGGREGATES:
        return f"{aggregation.function}({distinct}{text})"
    if aggregation.function == "GROUP_CONCAT":
        return f"GROUP_CONCAT({distinct}{text}; SEPARATOR = {string_text(aggregation.separator)})"
    raise NotCompiledError(f"the aggregate {aggregation.function} has no translation")
