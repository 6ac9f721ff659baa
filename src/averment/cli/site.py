"""`averment site`: the graph as web pages."""

from __future__ import annotations

from datetime import date

import click

from averment.checking import check
from averment.cli.common import (
    PATH_NAME,
    built,
    checking_options,
    max_file_size_option,
    paths_argument,
    progress_bar,
    read_whole,
    say_how_checked,
    system_date,
    write_output,
)
from averment.cli.text import clean
from averment.showing import Lookup

__all__ = ["site_command"]

_EPILOG = """Examples:

\b
  averment site -o site                  then open site/index.html
  averment site graph -o site --title "Laws on kites"
  python -m http.server -d site          the same pages on a web server of this machine
"""


@click.command("site", epilog=_EPILOG)
@paths_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=PATH_NAME,
    help="The folder to write: a new or an empty one, or an earlier site, which is replaced.",
)
@click.option("--title", default="averment", show_default=True, help="What the site is called.")
@checking_options
@max_file_size_option
@click.pass_context
def site_command(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    title: str,
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    max_file_size: int,
) -> None:
    """Write the graph as web pages: findings, a page for each thing, a picture of the network.

    The pages need no server and no network: open index.html of the folder, or put the folder on any web
    server. A site is written beside the folder first and takes its place when it is whole.
    Exit codes: 0 fine, 2 when something could not be read, checked or written.
    """
    from averment.site import MARK, VIEWS, files_of_site, write_folder
    from averment.viewing import view

    reading = read_whole(paths, max_file_size)
    with progress_bar("checking"):
        build = built(reading, archive=archive, shapes=shapes, today=today or system_date())
        report = check(build)
    with progress_bar("writing") as progress:
        views = [view(build, name) for name in VIEWS]
        files = files_of_site(Lookup(build), report, views, title, progress)
        count = write_folder(files, output, MARK, "a site of averment")
    write_output(f"{count} files in '{clean(output)}'; open {clean(output)}/index.html\n", "-")
    if not say_how_checked(report):
        context.exit(2)
