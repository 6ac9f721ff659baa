"""`averment query`: questions to the graph, in SPARQL."""

from __future__ import annotations

import io
import sys

import click
import pyoxigraph as ox
from rdflib import Graph, URIRef

from averment.building import Build
from averment.checking.graph import with_findings
from averment.cli.common import (
    archive_option,
    built,
    graph_option,
    max_file_size_option,
    output_option,
    read_whole,
    say_how_made,
    shapes_option,
    store_option,
    viewpoint_options,
    write_output,
)
from averment.cli.completing import complete_parameters, complete_queries
from averment.cli.questions import describe as describe_query
from averment.cli.questions import list_by_subject
from averment.cli.text import clean
from averment.cli.workspace import is_setting
from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.exporting.turtle import write_turtle
from averment.querying import Query, find_query, list_queries, parse_query, run_query, to_store
from averment.querying.endpoint import Answer, Endpoint
from averment.reading.nquads import from_oxigraph
from averment.viewpoint import Viewpoint

__all__ = ["query_command"]

MEMORY = 2048
"""How much a query to a store may take, in MiB, unless told otherwise."""

_EPILOG = """Examples:

\b
  averment query --list
  averment query --list penalties
  averment query penalties --describe
  averment query claims --param subject=law:ru-extradition-ban
  averment query claims --format csv -o claims.csv
  averment query my-question.rq --graph graph --graph more/
  averment query claims --store graph.store
  echo 'SELECT ?c { ?c a av:Claim }' | averment query -
"""

_RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
}


@click.command("query", epilog=_EPILOG)
@click.argument("query", required=False, metavar="[NAME|FILE|-]", shell_complete=complete_queries)
@graph_option
@archive_option("to prove passages against")
@shapes_option
@click.option(
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=complete_parameters,
    help="Bind a parameter; may be repeated.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "csv", "tsv", "json", "turtle"]),
    help="How to print the answer.  [default: table, or turtle for CONSTRUCT]",
)
@click.option(
    "--list", "list_only", is_flag=True, help="List the named queries by subject, or those on one subject."
)
@click.option(
    "--describe", is_flag=True, help="Show what a query asks, its parameters, its columns and its text."
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="Ask this SPARQL endpoint in place of files; it has to hold what follows from them as well.",
)
@store_option
@click.option(
    "--default-graph",
    metavar="IRI",
    help="The graph at the endpoint to ask, where it is not the default graph.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Give an endpoint up, or end a query to a store, after so long.",
)
@click.option(
    "--memory",
    type=click.IntRange(64),
    default=MEMORY,
    show_default=True,
    metavar="MIB",
    help="End a query to a store that takes more.",
)
@viewpoint_options
@max_file_size_option
@output_option
@click.pass_context
def query_command(
    context: click.Context,
    query: str | None,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    params: tuple[str, ...],
    output_format: str | None,
    list_only: bool,
    describe: bool,
    endpoint: str | None,
    store: str | None,
    default_graph: str | None,
    timeout: float,
    memory: int,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Ask the graph a named query, one from a file, or one from standard input (-).

    Prefixes of averment need not be declared. Without --graph, the folder 'graph' is asked.
    """
    if list_only or describe:
        _refuse_flags(params, output_format)
    if list_only:
        write_output(list_by_subject(list_queries(), query), output)
        return
    if query is None:
        raise click.UsageError(
            "name a query, a file, or - for standard input; 'averment query --list' shows the named ones"
        )
    asked = parse_query("standard input", _standard_input()) if query == "-" else find_query(query)
    if describe:
        write_output(describe_query(asked), output)
        return
    parameters = _parameters(params)
    if endpoint is not None or store is not None:  # what the settings say is for files
        archive = None if is_setting(context, "archive") else archive
        shapes = () if is_setting(context, "shapes") else shapes
    if endpoint is not None:
        _refuse_files("an endpoint", bool(paths or viewpoint or archive or shapes or store))
        remote = Endpoint(endpoint, timeout, default_graph=default_graph)
        if asked.needs_findings:
            _refuse_unchecked(remote, asked)
        results: Answer = remote.ask(asked, parameters)
    elif default_graph is not None:
        raise click.UsageError(
            "--default-graph is for an endpoint; name one with --endpoint, or leave it out"
        )
    elif store is not None:
        from averment.storing.querying import query_store

        _refuse_files("a store", bool(paths or viewpoint or archive or shapes))
        results = query_store(store, asked, parameters, timeout=timeout, memory=memory)
    else:
        reading = read_whole(paths, max_file_size)
        build = built(reading, archive=archive, shapes=shapes, viewpoint=viewpoint)
        say_how_made(build)
        found = run_query(to_store(_graph(build, asked)), asked, parameters)
        results = list(found) if isinstance(found, ox.QueryTriples) else found
    terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    write_output(_render(results, asked, output_format, terminal=terminal), output)


def _refuse_flags(params: tuple[str, ...], output_format: str | None) -> None:
    if params or output_format:
        raise click.UsageError("nothing is asked with --list or --describe; leave out --param and --format")


def _refuse_files(what: str, are_given: bool) -> None:
    if are_given:
        raise click.UsageError(
            f"{what} is asked as it is: leave out --graph, --archive, --shapes, --as-of and --true-by, and name one "
            "of --store and --endpoint"
        )


def _refuse_unchecked(endpoint: Endpoint, query: Query) -> None:
    """Refuse an endpoint without findings, where a query for them would find nothing, whatever there is to find."""
    any_finding = parse_query(
        "whether there are findings", "SELECT ?finding { ?finding a av:Finding } LIMIT 1"
    )
    found = endpoint.ask(any_finding)
    if isinstance(found, ox.QuerySolutions) and not list(found):
        raise UsageError(
            f"the query '{query.name}' asks for findings, and there are none at '{endpoint.url}'; ask the files with "
            "--graph, or a store that has been checked with --store"
        )


def _graph(build: Build, query: Query) -> Graph:
    if query.needs_findings:
        return with_findings(build)
    return build.everything


def _standard_input() -> str:
    if sys.stdin is None:
        raise UsageError("standard input is closed; name a query or a file")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8; save the query as UTF-8") from error


def _parameters(params: tuple[str, ...]) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        name = name.removeprefix("?")
        if not equals or not name:
            raise UsageError(
                f"'{param}' is no parameter; write it as in --param subject=law:ru-extradition-ban"
            )
        if name in parameters:
            raise UsageError(f"the parameter '{name}' is given twice; give it one value")
        parameters[name] = value
    return parameters


def _render(
    results: Answer,
    query: Query,
    output_format: str | None,
    *,
    terminal: bool,
) -> str | bytes:
    if isinstance(results, list):
        if output_format not in (None, "turtle"):
            raise UsageError(
                f"the query '{query.name}' constructs a graph, which is no {output_format}; use --format turtle"
            )
        return write_turtle(_in_order(results))
    if output_format == "turtle":
        raise UsageError(f"the query '{query.name}' returns no graph; use --format table, csv, tsv or json")
    if output_format in _RESULT_FORMATS:
        stream = io.BytesIO()
        results.serialize(stream, _RESULT_FORMATS[output_format])
        return stream.getvalue().removesuffix(b"\n") + b"\n"
    if isinstance(results, ox.QueryBoolean):
        return "yes\n" if results else "no\n"
    return _table(results, terminal=terminal)


def _in_order(triples: list[ox.Triple]) -> Graph:
    """Return triples with names for their blank nodes that are the same at each run."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    graph = Graph()
    for quad in dataset:
        try:
            terms = [from_oxigraph(term) for term in (quad.subject, quad.predicate, quad.object)]
        except ValueError as error:
            raise UsageError("the query constructs statements about statements; leave them out") from error
        graph.add((terms[0], terms[1], terms[2]))
    return graph


def _table(results: ox.QuerySolutions, *, terminal: bool) -> str:
    from averment.cli.tables import folded_table, plain_table

    names = [variable.value for variable in results.variables]
    rows = [[_cell(solution[name]) for name in names] for solution in results]
    table = folded_table(names, rows) if terminal else plain_table(names, rows)
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    return f"{table}\n{count}\n"


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return clean(Concepts.compact(URIRef(term.value)))
    return clean(term.value if isinstance(term, ox.Literal) else str(term))
