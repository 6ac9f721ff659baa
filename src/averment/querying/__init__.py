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
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from averment.errors import QueryError, UsageError
from averment.namespaces import PREFIXES
from averment.querying.binding import Bound, bind
from averment.resources import resource_folder

__all__ = ["Parameter", "Query", "find_query", "list_queries", "parse_query", "run_query", "to_store"]

_HEADER = re.compile(
    r"^#\s*(title|asks|returns|needs|param\s+(?P<name>[A-Za-z_]\w*))\s*:\s*(?P<text>.*)$", re.IGNORECASE
)
_TYPE = re.compile(r"^\((?P<type>iri|text|integer|decimal|date)\)\s*(?P<text>.*)$")
_XSD = PREFIXES["xsd"]


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
    """
    fields = {"title": name, "asks": "", "returns": "", "needs": ""}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _HEADER.match(line)
        if match is None:
            continue
        if match["name"]:
            typed = _TYPE.match(match["text"])
            kind, description = (typed["type"], typed["text"]) if typed else ("text", match["text"])
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
    path = Path(name)
    if path.is_file():
        try:
            return parse_query(path.stem, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the query file '{name}' cannot be read ({error}); save it as UTF-8") from error
    raise UsageError(f"there is no query '{name}' and no such file; the named ones are {', '.join(queries)}")


def to_store(graph: Iterable[tuple[Node, Node, Node]]) -> ox.Store:
    """Load triples into an Oxigraph store in memory."""
    store = ox.Store()
    blank: dict[BNode, ox.BlankNode] = {}

    def convert(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        if isinstance(term, URIRef):
            return ox.NamedNode(term)
        if isinstance(term, BNode):
            return blank.setdefault(term, ox.BlankNode(re.sub(r"\W", "_", term)))
        if not isinstance(term, Literal):
            raise TypeError(f"{term!r} is no RDF term")
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return (
            ox.Literal(str(term), datatype=ox.NamedNode(term.datatype))
            if term.datatype
            else ox.Literal(str(term))
        )

    quads = []
    for subject, predicate, value in graph:
        start, link = convert(subject), convert(predicate)
        if isinstance(start, ox.Literal) or not isinstance(link, ox.NamedNode):
            raise TypeError(f"{subject!r} {predicate!r} {value!r} is no RDF triple")
        quads.append(ox.Quad(start, link, convert(value)))
    store.bulk_extend(quads)
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
    _refuse_remote(query)
    terms = {name: _term(query, name, value) for name, value in (parameters or {}).items()}
    store = graph if isinstance(graph, ox.Store) else to_store(graph)
    try:
        return store.query(bind(query.text, terms), prefixes=PREFIXES)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query '{query.name}' cannot be run: {' '.join(str(error).split())}") from error


def _refuse_remote(query: Query) -> None:
    """Refuse queries that would reach out; Oxigraph itself says what is wrong with a malformed one."""
    try:
        algebra = prepareQuery(query.text, initNs=PREFIXES).algebra
    except Exception:  # rdflib raises its parser's own errors, and Oxigraph words them better
        if re.search(r"\bservice\b", query.text, re.IGNORECASE):
            raise QueryError(
                f"the query '{query.name}' cannot be run: correct its syntax, and leave SERVICE out"
            ) from None
        return
    if _has_service(algebra):
        raise QueryError(
            f"the query '{query.name}' asks another endpoint with SERVICE; leave it out: nothing is fetched"
        )


def _has_service(part: object) -> bool:
    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(_has_service(value) for value in part.values())
    if isinstance(part, (list, tuple)):
        return any(_has_service(value) for value in part)
    return False


def _term(query: Query, name: str, value: str) -> Bound:
    declared = {parameter.name: parameter for parameter in query.parameters}
    if name not in declared:
        known = ", ".join(declared) or "none"
        raise UsageError(f"the query '{query.name}' has no parameter '{name}'; it has {known}")
    kind = declared[name].type
    try:
        if kind == "iri":
            return ox.NamedNode(expand(value))
        if kind == "date":
            date.fromisoformat(value)
        elif kind in ("integer", "decimal") and not re.fullmatch(
            r"[+-]?\d{1,18}" + (r"(\.\d{1,18})?" if kind == "decimal" else ""), value
        ):
            raise ValueError("not a number")
    except ValueError:
        example = {"iri": "law:ru-extradition-ban", "date": "2026-03-09", "integer": "3", "decimal": "1.5"}[
            kind
        ]
        raise UsageError(
            f"the parameter '{name}' is of type {kind}: write it as in {name}={example}"
        ) from None
    return ox.Literal(value) if kind == "text" else ox.Literal(value, datatype=ox.NamedNode(_XSD + kind))


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
