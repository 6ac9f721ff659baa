"""Asking a graph in SPARQL: named queries with parameters, files, and text.

Queries run on Oxigraph, read-only and without network access. Parameters are bound as terms and never
written into the text of a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from averment.errors import QueryError, UsageError
from averment.namespaces import PREFIXES
from averment.querying.binding import Bound, bind
from averment.querying.refusing import refuse
from averment.resources import resource_folder
from averment.terms import to_quad

__all__ = ["Parameter", "Query", "find_query", "list_queries", "parse_query", "run_query", "to_store"]

_HEADER = re.compile(
    r"^#\s*(title|asks|returns|needs|param\s+(?P<name>[A-Za-z_]\w*))\s*:\s*(?P<text>.*)$", re.IGNORECASE
)
_TYPE = re.compile(r"^\((?P<type>\w+)\)\s*(?P<text>.*)$")
_XSD = PREFIXES["xsd"]

_EXAMPLES = {
    "iri": "law:ru-extradition-ban",
    "text": "some words",
    "integer": "3",
    "decimal": "1.5",
    "date": "2026-03-09",
}
"""A value for each type that a parameter may have."""

_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]{1,18}"),
    "decimal": re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that its user may bind.

    Attributes:
        name: the variable, without its question mark.
        type: iri, text, integer, decimal or date.
        description: what it limits.
    """

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with what its header says of it.

    Attributes:
        name: the name of the file, or of the input.
        text: the whole query.
        title: a few words.
        asks: the question in plain words.
        returns: what a row is.
        parameters: the variables that a user may bind.
        needs_findings: whether it asks about findings, so that the graph has to be checked first.
    """

    name: str
    text: str
    title: str
    asks: str
    returns: str
    parameters: tuple[Parameter, ...]
    needs_findings: bool


def parse_query(name: str, text: str) -> Query:
    """Read the header of a query.

    It consists of comment lines: `# title:`, `# asks:`, `# returns:`, `# needs: findings`, and
    `# param NAME: (type) description` for each parameter.

    Raises:
        QueryError: a parameter is of an unknown type.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fields = {"title": name, "asks": "", "returns": "", "needs": ""}
    parameters: list[Parameter] = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        match = _HEADER.match(line)
        if match is None:
            continue
        if match["name"]:
            typed = _TYPE.match(match["text"])
            kind, description = (typed["type"], typed["text"]) if typed else ("text", match["text"])
            if kind not in _EXAMPLES:
                raise QueryError(
                    f"the parameter '{match['name']}' of the query '{name}' is of the unknown type '{kind}'; "
                    f"write one of {', '.join(_EXAMPLES)}"
                )
            parameters.append(Parameter(match["name"], kind, description))
        else:
            fields[match[1].lower()] = match["text"]
    return Query(
        name,
        text,
        fields["title"],
        fields["asks"],
        fields["returns"],
        tuple(parameters),
        fields["needs"] == "findings",
    )


def list_queries() -> list[Query]:
    """Return the named queries that ship with averment, sorted by name."""
    folder = resource_folder("queries") / "questions"
    return [parse_query(file.stem, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.rq"))]


def find_query(name: str) -> Query:
    """Return the named query, or the one in the file of that path.

    Raises:
        UsageError: there is neither.
    """
    queries = {query.name: query for query in list_queries()}
    if name in queries:
        return queries[name]
    if _is_file(name):
        return _query_in(Path(name))
    if "{" in name:
        raise UsageError("name a query or a file; a query itself is read from standard input with '-'")
    raise UsageError(f"there is no query '{name}' and no such file; the named ones are {', '.join(queries)}")


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # a name too long to be a file's
        return False


def _query_in(file: Path) -> Query:
    try:
        return parse_query(file.stem, file.read_text(encoding="utf-8"))
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
    graph: Graph | ox.Store, query: Query, parameters: Mapping[str, str] | None = None
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Run a query and return Oxigraph's results.

    Args:
        graph: the triples, or a store that holds them.
        query: the query; prefixes of averment need not be declared.
        parameters: values of variables as text, read by the type that the header gives them.

    Raises:
        QueryError: the query is malformed, or uses what is refused.
        UsageError: a parameter is unknown or of the wrong type.
    """
    text = query.text.replace("\r\n", "\n").replace("\r", "\n")
    refuse(query.name, text)
    terms = {name: _term(query, name, value) for name, value in (parameters or {}).items()}
    store = graph if isinstance(graph, ox.Store) else to_store(graph)
    try:
        results = store.query(text, prefixes=PREFIXES)
        return store.query(bind(text, terms), prefixes=PREFIXES) if terms else results
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


def _term(query: Query, name: str, value: str) -> Bound:
    declared = {parameter.name: parameter for parameter in query.parameters}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise UsageError(f"the query '{query.name}' has no parameter '{name}'; it has {known}")
    kind = declared[name].type
    try:
        return _typed(kind, value)
    except ValueError:
        raise UsageError(
            f"the parameter '{name}' is of type {kind}: write it as in {name}={_EXAMPLES[kind]}"
        ) from None


def _typed(kind: str, value: str) -> Bound:
    """Return a value as a term of a type of `_EXAMPLES`, or raise ValueError."""
    if kind == "iri":
        return ox.NamedNode(expand(value))
    if kind == "text":
        value.encode()  # half a surrogate pair is no text
        return ox.Literal(value)
    if not _FORMS[kind].fullmatch(value):
        raise ValueError(f"'{value}' is no {kind}")
    if kind == "date":
        date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + kind))


def expand(text: str) -> str:
    """Return the IRI that a compact IRI or an IRI stands for.

    Raises:
        ValueError: it is neither.

    >>> expand("law:ru-extradition-ban")
    'https://w3id.org/averment/id/law/ru-extradition-ban'
    """
    prefix, colon, rest = text.partition(":")
    if colon and prefix in PREFIXES and not rest.startswith("//"):
        return PREFIXES[prefix] + rest
    if re.match(r"^(https?|urn):\S+$", text):
        return text
    raise ValueError(f"'{text}' is no IRI")
