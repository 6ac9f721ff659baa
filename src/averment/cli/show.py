"""`averment show`: one page about one thing."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date

import click

from averment.checking import check
from averment.cli.common import (
    built_to_check,
    checking_options,
    graph_option,
    max_file_size_option,
    output_option,
    read_whole,
    say_how_checked,
    viewpoint_options,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.showing import Lookup, Page, as_json, find_subject, show
from averment.viewpoint import Viewpoint

__all__ = ["show_command"]

_EPILOG = """Examples:

\b
  averment show law:ru-extradition-ban
  averment show "kite law" --graph graph          by a name, in any language
  averment show actor:quill --format markdown -o quill.md
  averment show article:quill-1 --archive ../pages
"""

_WIDTH = 80
"""How many columns are filled where no terminal says how many there are."""


@click.command("show", epilog=_EPILOG)
@click.argument("subject", metavar="SUBJECT")
@graph_option
@viewpoint_options
@checking_options
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
@click.option(
    "--width",
    type=click.IntRange(40, 1000),
    metavar="COLUMNS",
    help=f"How many columns a text fills.  [default: all of a terminal, {_WIDTH} elsewhere]",
)
@max_file_size_option
@output_option
@click.pass_context
def show_command(
    context: click.Context,
    subject: str,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    output_format: str,
    width: int | None,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Show one thing on one page: who says what of it.

    SUBJECT is a law, a provision, an actor, a document, a question or a group: its compact IRI, or a name of
    it in any language. The page has the answers of all sources side by side, through whom they have them and
    where that is written, and what a check found about them. Without --graph, the folder 'graph' is read.
    Exit codes: 0 fine, 2 when nothing, or more than one thing, has the name, or something could not be read.
    """
    reading = read_whole(paths, max_file_size)
    with progress_bar("checking"):
        build = built_to_check(reading, archive, shapes, today, viewpoint)
        lookup = Lookup(build)
        node = find_subject(lookup, subject)
        report = check(build)
        page = show(lookup, report, node)
    terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    write_output(_render(page, output_format, width, terminal=terminal), output)
    if not say_how_checked(report):
        context.exit(2)


def _render(page: Page, output_format: str, width: int | None, *, terminal: bool) -> str:
    if output_format == "json":
        return json.dumps(as_json(page), ensure_ascii=False, indent=2) + "\n"
    from averment.showing.layout import lay_out

    blocks = lay_out(page)
    if output_format == "markdown":
        from averment.cli.markdown import render_markdown

        return render_markdown(blocks)
    from averment.cli.pages import render_page

    columns = width or (shutil.get_terminal_size((_WIDTH, 24)).columns if terminal else _WIDTH)
    return render_page(blocks, width=max(columns, 40), colour=terminal)
