"""`averment changes`: what became known between two days, and through which article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import click

from averment.building import Build
from averment.checking import Report, check
from averment.cli.common import (
    DAY,
    built_to_check,
    checking_options,
    max_file_size_option,
    output_option,
    paths_argument,
    read_whole,
    say_how_checked,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.developments import Change, Development, as_json, developments
from averment.errors import UsageError
from averment.showing.words import date_in_words, number
from averment.viewpoint import Viewpoint

__all__ = ["changes_command"]

_EPILOG = """Examples:

\b
  averment changes --from 2026-03-01 --to 2026-03-09
  averment changes graph --from 2026-02-25 --to 2026-02-26 --format json
"""


@click.command("changes", epilog=_EPILOG)
@paths_argument
@click.option(
    "--from", "first", type=DAY, metavar="DATE", required=True, help="What had been published by then …"
)
@click.option(
    "--to", "last", type=DAY, metavar="DATE", required=True, help="… is compared with what had by then."
)
@checking_options
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@max_file_size_option
@output_option
@click.pass_context
def changes_command(
    context: click.Context,
    paths: tuple[str, ...],
    first: date,
    last: date,
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    output_format: str,
    max_file_size: int,
    output: str,
) -> None:
    """Tell what became known between two days, and through which article.

    Lists the articles published after the first day and by the last one, and what they changed: how far laws
    have come, which answers were gained or taken back, which findings opened or closed. Documents whose date
    does not tell are left out, and counted. Exit codes: 0 fine, 2 when something could not be read or checked.
    """
    if first >= last:
        raise UsageError(f"nothing lies between {first} and {last}; give --from an earlier day than --to")
    reading = read_whole(paths, max_file_size)
    seen: list[tuple[Build, Report]] = []
    with progress_bar("checking"):
        for day in (first, last):
            build = built_to_check(reading, archive, shapes, today, Viewpoint(published_by=day))
            seen.append((build, check(build)))
        found = developments(seen[0], seen[1], first, last)
    if output_format == "json":
        write_output(json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n", output)
    else:
        write_output("".join(f"{line}\n" for line in _lines(found)), output)
    if not say_how_checked(seen[1][1]):
        context.exit(2)


def _lines(found: Development) -> Iterator[str]:
    first, last = (date_in_words(day.isoformat()) for day in (found.first, found.last))
    yield f"After {first}, by {last}: {number(len(found.articles), 'article')}"
    for article in found.articles:
        day = article.published.in_words if article.published is not None else "undated"
        place = f"  {article.path}:{article.line}" if article.path is not None else ""
        yield clean(f"  {day}  {article.publisher or 'no publisher'}: {article.document.name}")
        yield clean(f"      {article.document.id}{place}")
    if not found.changes:
        yield "Nothing else changed."
    if stages := found.of_kind("stage"):
        yield from ("", "How far laws have come")
        for change in stages:
            yield clean(f"  {change.about.name}: {change.before or 'nothing'} → {change.after or 'nothing'}")
            yield from _through(change)
    if answers := found.of_kind("answer"):
        yield from ("", "Answers")
        yield from _listed(answers)
    if findings := found.of_kind("finding"):
        grave = tuple(change for change in findings if change.severity != "info")
        yield from ("", "Findings")
        yield from _listed(grave)
        if len(grave) < len(findings):
            yield f"  {number(len(findings) - len(grave), 'remark')} besides, which --format json tells"


def _listed(changes: tuple[Change, ...]) -> Iterator[str]:
    about = ""
    for change in changes:
        if change.kind == "answer" and change.about.iri != about:
            about = change.about.iri
            yield clean(f"  {change.about.name}")
        sign, words = ("+", change.after) if change.after is not None else ("-", change.before)
        rule = f"{change.severity} {change.rule}: " if change.rule is not None else ""
        yield clean(f"  {'  ' if change.kind == 'answer' else ''}{sign} {rule}{words}")
        yield from _through(change)


def _through(change: Change) -> Iterator[str]:
    if change.through:
        yield clean(f"      through {', '.join(change.through)}")
