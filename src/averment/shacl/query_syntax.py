"""Reading the queries of constraints with rdflib, and what SHACL forbids in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from rdflib import Literal
from rdflib import Variable as QueryVariable
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from averment.shacl.errors import ForbiddenQueryError, NotCompiledError

__all__ = ["read_query", "variables_in"]


_FORBIDDEN = {
    "MinusGraphPattern": "MINUS",
    "ServiceGraphPattern": "SERVICE",
    "InlineData": "VALUES",
    "ValuesClause": "VALUES",
}


def read_query(text: str, namespaces: Mapping[str, str], bound: set[str]) -> CompValue:
    """Return the algebra of a query, which is not to be changed: the same queries are read again and again.

    Args:
        text: the query.
        namespaces: the prefixes that it uses.
        bound: the names of the pre-bound variables.

    Raises:
        ForbiddenQueryError: the query is none, or SHACL forbids what it does.
        NotCompiledError: the query uses a pre-bound variable that has no translation.
    """
    return _read(text, tuple(sorted(namespaces.items())), frozenset(bound))


@lru_cache(maxsize=2048)
def _read(text: str, namespaces: tuple[tuple[str, str], ...], bound: frozenset[str]) -> CompValue:
    try:
        parsed = parseQuery(text)
        _keep_false_filters(parsed[1])
        algebra: CompValue = translateQuery(parsed, initNs=dict(namespaces)).algebra
    except Exception as error:  # rdflib raises its parser's own errors
        raise ForbiddenQueryError(f"it cannot be parsed: {' '.join(str(error).split())}") from error
    _restore_order(parsed[1], algebra)
    _check_allowed(parsed[1], bound)
    for name in ("currentShape", "shapesGraph"):
        if name in variables_in(parsed[1]):
            raise NotCompiledError(f"the query uses ${name}, which has no translation")
    return algebra


def _restore_order(parsed: CompValue, algebra: CompValue) -> None:
    """Put triple patterns in the order in which they were written, in which rdflib does not leave them.

    Whoever writes a query writes first what narrows it down; sorting by the alphabet loses that.
    """
    places: dict[tuple[object, object, object], int] = {}
    for part in _components(parsed):
        if part.name == "TriplesBlock":
            terms = [term for stated in part.triples for term in stated]
            for place in range(0, len(terms), 3):
                places.setdefault(_key(*terms[place : place + 3]), len(places))
    for part in _components(algebra):
        if part.name == "BGP":
            part["triples"] = sorted(part.triples, key=lambda triple: places.get(_key(*triple), len(places)))


def _key(subject: object, predicate: object, value: object) -> tuple[object, object, object]:
    # a path is the same object in both, and is not compared by what it says
    return subject, id(predicate) if isinstance(predicate, Path) else predicate, value


def _check_allowed(parsed: CompValue, bound: AbstractSet[str]) -> None:
    """Make sure that a parsed query does nothing that SHACL forbids.

    Raises:
        ForbiddenQueryError: it does.
    """
    for part in _components(parsed):
        if part.name in _FORBIDDEN:
            raise ForbiddenQueryError(f"it uses {_FORBIDDEN[part.name]}, which SHACL forbids")
        for variable in (part.evar, part.var if part.name == "Bind" else None):
            if str(variable) in bound:
                raise ForbiddenQueryError(f"it binds ${variable} again, which SHACL forbids")
    for scope in _stars(parsed):
        hidden = sorted(bound - scope)
        if hidden:
            raise ForbiddenQueryError(f"a sub-SELECT does not project ${hidden[0]}, which SHACL demands")


def _components(part: object) -> Iterable[CompValue]:
    """Iterate over all parts of a parsed query."""
    if isinstance(part, CompValue):
        yield part
        for value in part.values():
            yield from _components(value)
    elif isinstance(part, Iterable) and not isinstance(part, str):
        for value in part:
            yield from _components(value)


def _keep_false_filters(parsed: CompValue) -> None:
    """Replace each filter that is the plain literal false, which is falsy, so that rdflib loses it."""
    for part in _components(parsed):
        if part.name == "Filter":
            inner = part.expr
            while isinstance(inner, CompValue) and set(inner) == {"expr"}:
                inner = inner.expr
            if isinstance(inner, Literal) and not inner:
                part["expr"] = CompValue("RelationalExpression", expr=Literal(1), op="=", other=Literal(2))


def _stars(part: object) -> Iterable[set[str]]:
    """Iterate over what each `SELECT *` within a parsed query projects, for rdflib adds what only a filter names."""
    if isinstance(part, CompValue):
        if part.name == "SubSelect" and part.projection is None:
            yield set(_in_scope(part.where))
        for value in part.values():
            yield from _stars(value)
    elif isinstance(part, Iterable) and not isinstance(part, str):
        for value in part:
            yield from _stars(value)


def _in_scope(part: object) -> Iterable[str]:
    """Iterate over the names of the variables that a part of a parsed query binds."""
    if isinstance(part, QueryVariable):
        yield str(part)
    elif isinstance(part, CompValue):
        if part.name in ("Filter", "MinusGraphPattern"):
            return
        if part.name == "SubSelect" and part.projection is not None:
            for projected in part.projection:
                yield str(projected.var or projected.evar)
            return
        for name, value in part.items():
            if name != "expr":
                yield from _in_scope(value)
    elif isinstance(part, Iterable) and not isinstance(part, str):
        for value in part:
            yield from _in_scope(value)


def variables_in(part: object) -> Iterable[str]:
    """Iterate over the names of all variables in a part of a query."""
    if isinstance(part, QueryVariable):
        yield str(part)
    elif isinstance(part, CompValue):
        for value in part.values():
            yield from variables_in(value)
    elif isinstance(part, (list, tuple, set)):
        for value in part:
            yield from variables_in(value)
    elif isinstance(part, dict):
        for value in part.values():
            yield from variables_in(value)
