"""`averment site`: the graph as web pages."""

from __future__ import annotations

from datetime import date

import click
from rdflib import RDF

from averment.checking import check
from averment.cli.common import (
    PATH_NAME,
    built_to_check,
    checking_options,
    max_file_size_option,
    paths_argument,
    read_whole,
    say_how_checked,
    viewpoint_options,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.errors import UsageError
from averment.namespaces import AV
from averment.reading import Reading
from averment.viewpoint import Viewpoint

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
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=20_000,
    show_default=True,
    metavar="N",
    help="Make no site of more claims than this; 1,000 take some 20 seconds and 10 MB.",
)
@viewpoint_options
@checking_options
@max_file_size_option
@click.pass_context
def site_command(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    title: str,
    most: int,
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    max_file_size: int,
    viewpoint: Viewpoint,
) -> None:
    """Write the graph as web pages: findings, a page for each thing, a picture of the network.

    The pages need no server and no network: open index.html of the folder, or put the folder on any web
    server. A site is written beside the folder first and takes its place when it is whole.
    Exit codes: 0 fine, 2 when something could not be read, checked or written.
    """
    from averment.site import MARK, files_of_site, write_folder

    reading = read_whole(paths, max_file_size)
    _refuse_more(reading, most)
    with progress_bar("checking"):
        build = built_to_check(reading, archive, shapes, today, viewpoint)
        report = check(build)
    with progress_bar("writing") as progress:
        count = write_folder(
            files_of_site(build, report, title, progress=progress), output, MARK, "a site of averment"
        )
    write_output(f"{count} files in '{clean(output)}'; open {clean(output)}/index.html\n", "-")
    if not say_how_checked(report):
        context.exit(2)


def _refuse_more(reading: Reading, most: int) -> None:
    """Refuse a graph whose site would take hours and a disk, before anything is made of it.

    Raises:
        UsageError: it has more claims than a site is to have.
    """
    claims = sum(1 for file in reading.files for _ in file.graph.subjects(RDF.type, AV.Claim))
    if claims > most:
        raise UsageError(
            f"the graph has {claims} claims, and a site is made of at most {most}; name fewer of its files, or allow "
            f"it with --most {claims}"
        )
