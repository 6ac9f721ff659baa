"""Asking a graph in SPARQL: named queries with parameters, files, and text.

Queries run on Oxigraph, read-only and without network access. Parameters are bound as terms and never
written into the text of a query.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from averment.errors import QueryError, UsageError
from averment.namespaces import PREFIXES
from averment.querying.binding import Bound, bind
from averment.querying.headers import SUBJECTS, Column, Parameter, Query, parse_query
from averment.querying.refusing import refuse
from averment.querying.values import EXAMPLES, expand, parse_value
from averment.resources import resource_folder
from averment.terms import to_quad

__all__ = [
    "SUBJECTS",
    "Column",
    "Parameter",
    "Query",
    "bind_parameters",
    "check_query",
    "expand",
    "find_query",
    "list_queries",
    "parse_query",
    "run_query",
    "to_store",
]


def list_queries() -> list[Query]:
    """Return the named queries that ship with averment, sorted by name."""
    return [_named(file) for file in _files()]


def _files() -> list[Path]:
    return sorted((resource_folder("queries") / "questions").glob("*.rq"))


def _named(file: Path) -> Query:
    return parse_query(file.stem, file.read_text(encoding="utf-8"), str(file))


def find_query(name: str) -> Query:
    """Return the named query, or the one in the file of that path.

    Raises:
        ReadFailure: a line of its header is malformed.
        UsageError: there is neither.
    """
    files = {file.stem: file for file in _files()}
    if name in files:
        return _named(files[name])
    if _is_file(name):
        return _query_in(Path(name))
    if "{" in name:
        raise UsageError("name a query or a file; a query itself is read from standard input with '-'")
    near = difflib.get_close_matches(name, files, n=1)
    cure = f"did you mean '{near[0]}'? " if near else ""
    raise UsageError(
        f"there is no query '{name}' and no such file; {cure}'averment query --list' shows the named ones"
    )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # a name too long to be a file's
        return False


def _query_in(file: Path) -> Query:
    try:
        return parse_query(file.stem, file.read_text(encoding="utf-8"), str(file))
    except OSError as error:
        raise UsageError(
            f"the query file '{file}' cannot be read ({error.strerror}); name another"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the query file '{file}' is not UTF-8; save it as UTF-8") from error


def to_store(graph: Iterable[tuple[Node, Node, Node]]) -> ox.Store:
    """Load triples into an Oxigraph store in memory.

    Raises:
        AvermentError: one is no RDF triple.
    """
    store = ox.Store()
    store.bulk_extend([to_quad(triple) for triple in graph])
    return store


def run_query(
    graph: Graph | ox.Store,
    query: Query,
    parameters: Mapping[str, str] | None = None,
    *,
    default_graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None,
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Run a query and return Oxigraph's results.

    Args:
        graph: the triples, or a store that holds them.
        query: the query; prefixes of averment need not be declared.
        parameters: values of variables as text, read by the type that the header gives them; those that are
            left out are bound to their defaults, if they have one.
        default_graph: the graphs of a store that are asked together; its default graph if left out.

    Raises:
        QueryError: the query is malformed, or uses what is refused.
        UsageError: a parameter is unknown or of the wrong type.
    """
    text, terms = _text(query), _terms(query, parameters or {})
    store = graph if isinstance(graph, ox.Store) else to_store(graph)
    with _explained(query):
        if terms:  # a fault has its place in the text as it was written
            ox.Store().query(text, prefixes=PREFIXES)
        return store.query(bind(text, terms), prefixes=PREFIXES, default_graph=default_graph)


def check_query(query: Query) -> tuple[str, ...] | Literal[True] | None:
    """Return what a query asks for: the variables of its rows, True for yes or no, or None for triples.

    Raises:
        QueryError: the query is malformed, or uses what is refused.
    """
    text = _text(query)
    with _explained(query):
        result = ox.Store().query(text, prefixes=PREFIXES)
    if isinstance(result, ox.QuerySolutions):
        return tuple(variable.value for variable in result.variables)
    return True if isinstance(result, ox.QueryBoolean) else None


@contextmanager
def _explained(query: Query) -> Iterator[None]:
    """Say of an error of the engine which query it is in, and where."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query '{query.name}' cannot be run: {_explain(str(error))}") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query '{query.name}' cannot be run: {' '.join(str(error).split())}") from error


def _explain(problem: str) -> str:
    """Return where Oxigraph's syntax error is, without the list of all characters that would do."""
    match = re.match(r"error at (\d+):(\d+): ", problem)
    if match is None:
        return " ".join(problem.split())
    return f"its syntax breaks off at line {match[1]}, column {match[2]}; correct it there or just before"


def bind_parameters(query: Query, parameters: Mapping[str, str]) -> str:
    """Return the text of a query with its parameters bound as terms, for any engine of SPARQL 1.1.

    Args:
        query: the query; prefixes of averment need not be declared.
        parameters: values of variables as text; those that are left out are bound to their defaults, if they
            have one.

    Raises:
        QueryError: the query is malformed, or uses what is refused.
        UsageError: a parameter is unknown or of the wrong type.
    """
    return bind(_text(query), _terms(query, parameters))


def _text(query: Query) -> str:
    """Return the text of a query with plain line ends, unless it asks for what is refused."""
    text = query.text.replace("\r\n", "\n").replace("\r", "\n")
    refuse(query.name, text)
    return text


def _terms(query: Query, given: Mapping[str, str]) -> dict[str, Bound]:
    """Return the term of each parameter that was given, or has a default.

    Raises:
        UsageError: a parameter is unknown or of the wrong type.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    defaults = {name: one.default for name, one in declared.items() if one.default is not None}
    terms = {}
    for name, value in {**defaults, **given}.items():
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise UsageError(f"the query '{query.name}' has no parameter '{name}'; it has {known}")
        kind = declared[name].type
        try:
            terms[name] = parse_value(kind, value)
        except ValueError:
            example = dict(query.example).get(name, declared[name].default or EXAMPLES[kind])
            raise UsageError(
                f"the parameter '{name}' is of type {kind}: write it as in {name}={example}"
            ) from None
    return terms
