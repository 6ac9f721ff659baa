"""`averment check`: the graph against the shapes."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from averment.checking import DEFAULT, ENGINES, LIMIT, SEVERITIES, check
from averment.cli.common import (
    DAY,
    PATH_NAME,
    built,
    graph_paths,
    max_file_size_option,
    output_option,
    paths_argument,
    progress_bar,
    say,
    system_date,
    write_output,
)
from averment.cli.text import render_errors, render_report
from averment.reading import read_leniently

__all__ = ["check_command"]

_EPILOG = """Examples:

\b
  averment check                                  the folder 'graph'
  averment check graph --archive ../pages         prove passages against archived pages
  averment check graph --format json -o found.json
  averment check graph --fail-on warning          exit 1 on disagreements, too
"""


@click.command("check", epilog=_EPILOG)
@paths_argument
@click.option(
    "--archive",
    metavar="DIR",
    type=PATH_NAME,
    help="Folder with the texts of archived pages, to prove passages against.",
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    type=PATH_NAME,
    help="Further shapes of your own; may be given more than once.",
)
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 from this severity on; what editors settled or waived does not count.",
)
@click.option(
    "--today",
    type=DAY,
    metavar="DATE",
    help="The day on which waivers have to hold.  [default: the date of this machine]",
)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    default=DEFAULT,
    show_default=True,
    help="What runs the shapes; pyshacl is the reference, and much slower.",
)
@click.option(
    "--limit",
    type=click.FloatRange(0, min_open=True),
    default=LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="End a constraint that takes longer, name it, and go on; pyshacl knows no limit.",
)
@max_file_size_option
@output_option
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    output_format: str,
    fail_on: str,
    today: date | None,
    engine: str,
    limit: float,
    max_file_size: int,
    output: str,
) -> None:
    """Check a graph: its structure, its evidence, and where sources disagree.

    PATH is a file or a folder; without one, the folder 'graph' is checked. Exit codes: 0 fine, 1 found
    something open of the severity of --fail-on or above, 2 something could not be read or checked to the end.
    """
    with progress_bar("reading") as progress:
        reading, errors = read_leniently(
            graph_paths(paths), max_bytes=max_file_size * 2**20, progress=progress
        )
    with progress_bar("checking"):
        build = built(reading, archive=archive, shapes=shapes, today=today or system_date())
        report = check(build, incomplete=bool(errors), engine=engine, limit=limit)
    if output_format == "json":
        content = report.as_json()
        if errors:
            content["errors"] = [
                {
                    "path": e.position.path,
                    "line": e.position.line,
                    "column": e.position.column,
                    "problem": e.problem,
                    "cure": e.cure,
                }
                for e in sorted(errors, key=lambda e: e.position)
            ]
        write_output(json.dumps(content, ensure_ascii=False, indent=2) + "\n", output)
    else:
        colour = output == "-" and sys.stdout is not None and sys.stdout.isatty()
        write_output(render_report(report, colour=colour), output)
    for note in report.notes:
        say(f"note: {note}")
    for problem in report.problems:
        say(f"error: {problem}")
    if errors:
        say(render_errors(errors))
    if errors or report.problems:
        context.exit(2)
    context.exit(1 if report.reaches(fail_on) else 0)
