"""From relations to statements."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import XSD, Literal
from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Call,
    Constant,
    Extend,
    PathJoin,
    Relation,
    Triples,
    Values,
    columns,
)
from averment.shacl.analysis import handed_on, own_expressions, parts_of, relations
from averment.shacl.needs import needs_of
from averment.shacl.print_sparql import SparqlPrinter
from averment.shacl.statements import Statement
from averment.shacl.uses import properties_of

__all__ = ["statement_of"]


def statement_of(relation: Relation) -> Statement:
    """Return the statement of a relation.

    Raises:
        NotCompiledError: the relation has a part that standard SPARQL cannot say.
    """
    everything = list(relations(relation))
    calls = [
        part
        for one in everything
        for expression in own_expressions(one)
        for part in parts_of(expression)
        if isinstance(part, Call)
    ]
    joined = any(
        aggregation.function == "GROUP_CONCAT"
        for one in everything
        if isinstance(one, Aggregate)
        for aggregation in one.aggregations
    )
    spelt = joined or any(call.name == "STR" for call in calls)
    printer = SparqlPrinter()
    text = printer.statement(relation)
    return Statement(
        text=text,
        columns=tuple(variable.name for variable in columns(relation)),
        spelling=tuple(sorted({name for one in everything for name in _properties(one)})) if spelt else (),
        identity=tuple(sorted(printer.identity)),
        constants=tuple(sorted({pair for one in everything for pair in _constants(one)})),
        reads_tags=_reads_tags(calls),
        patterns=tuple(sorted({pair for call in calls for pair in _patterns(call)})),
        orders=any(call.name in ("<=", ">=") for call in calls),
        needs=tuple(sorted(needs_of(relation))),
    )


def _properties(relation: Relation) -> Iterator[str]:
    """Iterate over the properties whose triples a relation itself reads."""
    if isinstance(relation, Triples):
        yield from properties_of(relation.predicate)
    elif isinstance(relation, PathJoin):
        yield from properties_of(relation.path)


def _constants(relation: Relation) -> Iterator[tuple[str, str]]:
    """Iterate over the literals that a relation itself looks for, or hands on, as they are written."""
    terms: list[Node | None] = []
    if isinstance(relation, Values):
        terms += (term for row in relation.rows for term in row)
    elif isinstance(relation, Triples):
        places = (relation.subject, relation.predicate, relation.value)
        terms += (place.term for place in places if isinstance(place, Constant))
    if isinstance(relation, Extend):
        terms += (part.term for part in handed_on(relation.expression) if isinstance(part, Constant))
    for expression in own_expressions(relation):
        for part in parts_of(expression):
            if isinstance(part, Call) and part.name in ("SAMETERM", "STR"):
                terms += (argument.term for argument in part.arguments if isinstance(argument, Constant))
    for term in terms:
        if isinstance(term, Literal) and term.datatype not in (None, XSD.string):
            yield str(term), str(term.datatype)


def _patterns(call: Call) -> Iterator[tuple[str, str]]:
    if call.name == "REGEX" and isinstance(pattern := call.arguments[1], Constant):
        flags = call.arguments[2] if len(call.arguments) > 2 else None
        yield str(pattern.term), str(flags.term) if isinstance(flags, Constant) else ""


def _reads_tags(calls: list[Call]) -> bool:
    read = sum(call.name == "LANG" for call in calls)
    folded = sum(
        isinstance(argument, Call) and argument.name == "LANG"
        for call in calls
        if call.name in ("LCASE", "UCASE", "LANGMATCHES", "STRLEN")
        for argument in call.arguments
    )
    return read > folded
