"""`averment check --endpoint`: the graph at a SPARQL endpoint."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from averment.checking import Report
from averment.cli.progress import progress_bar
from averment.viewpoint import Viewpoint

__all__ = ["endpoint_options", "refuse_local_options", "report_of_endpoint"]

_LOCAL = {
    "paths": "PATH",
    "archive": "--archive",
    "shapes": "--shapes",
    "today": "--today",
    "since": "--changed-since",
    "engine": "--engine",
    "max_file_size": "--max-file-size",
}
"""What is said of files that are read, by the names of parameters."""

_REMOTE = {"timeout": "--timeout", "default_graph": "--default-graph", "jobs": "--jobs"}


def endpoint_options(command: Any) -> Any:
    """Add the endpoint to check, the graph there, how long it may take, and how much it is asked at a time."""
    for option in (
        click.option(
            "--jobs",
            type=click.IntRange(1, 64),
            default=1,
            show_default=True,
            metavar="N",
            help="Ask an endpoint about so many constraints at the same time, if it has the processors for that.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(0.1, 86_400),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help="Give an endpoint up after so long; a constraint has --limit.",
        ),
        click.option(
            "--default-graph",
            metavar="IRI",
            help="The graph at the endpoint that holds it all, where it is not the default graph.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            help="Check the graph at this SPARQL endpoint in place of files, such as http://127.0.0.1:7878/query.",
        ),
    ):
        command = option(command)
    return command


def refuse_local_options(context: click.Context, endpoint: str | None, viewpoint: Viewpoint) -> None:
    """Refuse options that do nothing with what is checked.

    Raises:
        UsageError: there are some.
    """
    options = _REMOTE if endpoint is None else _LOCAL
    given = [
        option
        for name, option in options.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if endpoint is not None and viewpoint:
        given.append("--as-of and --true-by")
    if given and endpoint is None:
        raise click.UsageError(
            f"{', '.join(given)} is for an endpoint; name one with --endpoint, or leave it out"
        )
    if given:
        raise click.UsageError(
            f"an endpoint is checked as it is, with what was derived when it was loaded and by averment's own rules: "
            f"leave out {', '.join(given)}"
        )


def report_of_endpoint(
    url: str, default_graph: str | None, timeout: float, limit: float, jobs: int
) -> Report:
    """Check the graph at an endpoint, with a progress bar on a terminal.

    Raises:
        EndpointError: there is no whole answer.
        WholeGraphError: the graph lacks the ontology, or what is derived.
        UsageError: the address is none.
    """
    from averment.querying.endpoint import Endpoint  # takes a while, as the next, and few checks need it
    from averment.remote.checking import check_endpoint

    endpoint = Endpoint(url, timeout, default_graph=default_graph)
    with progress_bar("checking") as progress:
        return check_endpoint(
            endpoint, limit=limit, progress=progress or (lambda _done, _all: None), jobs=jobs
        )
