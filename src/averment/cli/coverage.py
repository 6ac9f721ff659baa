"""`averment coverage`: what is reported of a law, and what is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
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
from averment.cli.tables import folded_table, plain_table
from averment.cli.text import clean
from averment.errors import UsageError
from averment.namespaces import AV
from averment.showing import Findings, Lookup, find_subject
from averment.showing.coverage import Coverage, Covered, coverage_of
from averment.showing.words import number
from averment.viewpoint import Viewpoint

__all__ = ["coverage_command"]

_EPILOG = """Examples:

\b
  averment coverage law:ru-extradition-ban
  averment coverage law:ru-extradition-ban --as-of 2026-02-26 --format json
"""

_NAMES = ["aspect", "answers", "reports", "origins", "quoted", "published in"]


@click.command("coverage", epilog=_EPILOG)
@click.argument("law", metavar="LAW")
@graph_option
@viewpoint_options
@checking_options
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@max_file_size_option
@output_option
@click.pass_context
def coverage_command(
    context: click.Context,
    law: str,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    output_format: str,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Tell what is reported of a LAW, and what is not.

    Lists the aspects that are expected of such an instrument and of its provisions, and any others that are
    reported: how many answers there are, whether they are at odds, in how many reports, from how many
    independent origins, how many of the claims quote a passage, and in which countries they are published.
    Exit codes: 0 fine, 2 when nothing has the name, it is no law, or something could not be read.
    """
    reading = read_whole(paths, max_file_size)
    with progress_bar("checking"):
        build = built_to_check(reading, archive, shapes, today, viewpoint)
        lookup = Lookup(build)
        node = find_subject(lookup, law)
        if not lookup.is_a(node, AV.Instrument):
            raise UsageError(
                f"'{lookup.thing(node).id}' is no law; name a law, a bill, a decree, a code or a package"
            )
        report = check(build)
        found = coverage_of(lookup, Findings(lookup, report), node)
    if output_format == "json":
        content = [asdict(one) for one in found]
        write_output(json.dumps(content, ensure_ascii=False, indent=2) + "\n", output)
    else:
        terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
        write_output("\n".join(_lines(found, folded_table if terminal else plain_table)), output)
    if not say_how_checked(report):
        context.exit(2)


def _lines(found: Sequence[Coverage], table: Callable[[list[str], list[list[str]]], str]) -> Iterator[str]:
    for one in found:
        answered = [covered for covered in one.expected if covered.answers]
        several = sum(covered.origins > 1 for covered in answered)
        quoted = sum(covered.quoted > 0 for covered in answered)
        at_odds = sum(covered.is_at_odds for covered in answered)
        yield clean(f"{one.subject.name} ({one.subject.id})")
        yield (
            f"{len(answered)} of {number(len(one.expected), 'expected aspect')} answered; {several} by several "
            f"origins, {quoted} with a quotation, {at_odds} at odds"
        )
        yield table(_NAMES, [_row(covered) for covered in one.aspects])


def _row(covered: Covered) -> list[str]:
    marks = [
        *(["at odds"] if covered.is_at_odds else []),
        *(["accepted"] if covered.is_accepted else []),
        *([] if covered.is_expected else ["besides"]),
    ]
    answers = str(covered.answers) if covered.answers else "none"
    return [
        clean(covered.aspect.name),
        ", ".join([answers, *marks]),
        *(str(count or "") for count in (covered.reports, covered.origins, covered.quoted)),
        clean(", ".join(covered.countries)),
    ]
