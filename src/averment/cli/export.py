"""`averment export`: the graph in other formats."""

from __future__ import annotations

import click

from averment.cli.common import (
    built,
    graph_paths,
    max_file_size_option,
    output_option,
    paths_argument,
    progress_bar,
    write_output,
)
from averment.errors import ReadFailure
from averment.exporting import WRITERS, export
from averment.reading import read_leniently

__all__ = ["export_command"]

_EPILOG = """Examples:

\b
  averment export turtle -o graph.ttl
  averment export nquads graph --derived | sort
"""


@click.command("export", epilog=_EPILOG)
@click.argument("output_format", metavar="FORMAT", type=click.Choice(sorted(WRITERS)))
@paths_argument
@click.option(
    "--derived",
    is_flag=True,
    help="Write what the build derives as well: bounds, questions, origins, places.",
)
@max_file_size_option
@output_option
def export_command(
    output_format: str, paths: tuple[str, ...], derived: bool, max_file_size: int, output: str
) -> None:
    """Write the graph as FORMAT: turtle, trig, nquads or jsonld.

    What is written without --derived reads back as the same graph. TriG and N-Quads keep apart which file
    states what, as named graphs.
    """
    with progress_bar("reading") as progress:
        reading, errors = read_leniently(
            graph_paths(paths), max_bytes=max_file_size * 2**20, progress=progress
        )
    if errors:
        raise ReadFailure(errors)
    write_output(export(built(reading), output_format, derived=derived), output)
