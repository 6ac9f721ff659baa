"""`averment load`: files into a store on disk."""

from __future__ import annotations

from datetime import date
from functools import partial

import click

from averment.cli.common import (
    DAY,
    PATH_NAME,
    graph_paths,
    max_file_size_option,
    paths_argument,
    say,
    system_date,
)
from averment.cli.progress import step_bar
from averment.cli.text import clean

__all__ = ["load_command"]

_EPILOG = """Examples:

\b
  averment load graph --store graph.store          build a store, or bring it up to date
  averment load graph/articles/new.yaml --store graph.store
  averment load claims.csv --store graph.store     a claim a row; 'averment load --columns' lists the columns
  averment load whole.nt.gz --derived --store big.store
"""


@click.command("load", epilog=_EPILOG)
@paths_argument
@click.option("--store", "folder", metavar="FOLDER", type=PATH_NAME, help="The store; it is made if need be.")
@click.option(
    "--archive",
    metavar="FOLDER",
    type=PATH_NAME,
    help="The texts of archived pages, to prove passages against; the one of the load before if left out.",
)
@click.option(
    "--derived",
    is_flag=True,
    help="Take N-Triples (.nt, .nt.gz) as they are: graphs with the ontology and what follows from what they state.",
)
@click.option(
    "--anew", is_flag=True, help="Leave out all that the store has, and build it from these files alone."
)
@click.option("--columns", is_flag=True, help="List the columns of CSV and JSON Lines, and load nothing.")
@click.option(
    "--today",
    type=DAY,
    metavar="DATE",
    help="The day on which waivers have to hold.  [default: that of this machine]",
)
@partial(max_file_size_option, but=", other than CSV, JSON Lines and what --derived takes")
def load_command(
    paths: tuple[str, ...],
    folder: str | None,
    archive: str | None,
    derived: bool,
    anew: bool,
    columns: bool,
    today: date | None,
    max_file_size: int,
) -> None:
    """Load files into a store on disk, for graphs that outgrow memory.

    PATH is a file or a folder; without one, the folder 'graph' is loaded. Beside the formats of a graph there are
    CSV and JSON Lines, with a claim a row. Of a store that is there, only what has changed is read, derived and, if
    it has been checked, checked anew; a file that is gone from a folder which is named is taken out. The store
    changes as a whole, at the end, or not at all.
    """
    if columns:
        from averment.cli.tables import plain_table
        from averment.reading.rows import list_columns

        rows = [[info.name, info.meaning] for info in list_columns()]
        click.echo(plain_table(["column", "says"], rows))
        return
    if folder is None:
        raise click.UsageError(
            "Missing option '--store': name the folder of the store, as in --store graph.store"
        )
    from averment.storing.loading import load

    with step_bar() as progress:
        done = load(
            graph_paths(paths),
            folder,
            derived=derived,
            archive=archive,
            today=today or system_date(),
            max_bytes=max_file_size * 2**20,
            anew=anew,
            progress=progress,
        )
    parts = [f"{done.files} loaded"]
    parts += [f"{done.unchanged} unchanged"] if done.unchanged else []
    parts += [f"{done.gone} taken out"] if done.gone else []
    click.echo(f"{', '.join(parts)}; {clean(folder)} has {done.claims} claims, {done.questions} questions")
    if done.new is None or done.settled is None:
        say(f"note: the store has not been checked; check it: averment check --store {clean(folder)}")
    elif done.new or done.settled:
        click.echo(
            f"{done.new} new findings, {done.settled} gone; averment check --changed --store {clean(folder)}"
        )
