"""`averment plot`: a plot as SVG."""

from __future__ import annotations

from datetime import date

import click

from averment.building import Build
from averment.checking import Report, check
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
from averment.errors import UsageError
from averment.plotting import Drawing, agreement_plot, origins_plot, pairs_of, timeline_plot
from averment.showing import Lookup, find_subject, show
from averment.showing.pages import InstrumentPage, QuestionPage
from averment.viewing import view
from averment.viewpoint import Viewpoint

__all__ = ["plot_command"]

_EPILOG = """Examples:

\b
  averment plot timeline law:ru-extradition-ban -o timeline.svg
  averment plot origins question:law/ru-extradition-ban/signature-date -o origins.svg
  averment plot agreement --graph graph -o agreement.svg
"""


@click.command("plot", epilog=_EPILOG)
@click.argument("kind", metavar="KIND", type=click.Choice(["timeline", "origins", "agreement"]))
@click.argument("subject", metavar="[SUBJECT]", required=False)
@graph_option
@viewpoint_options
@checking_options
@max_file_size_option
@output_option
@click.pass_context
def plot_command(
    context: click.Context,
    kind: str,
    subject: str | None,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Draw KIND as SVG: timeline, origins or agreement.

    timeline takes a law as SUBJECT: when each of its steps is said to have happened, by whom, and when that was
    reported. origins takes a question: which report gives which answer, and from whom it has it. agreement takes
    none: on how many questions two outlets agree. A SUBJECT is an id, or a name in any language.
    Exit codes: 0 fine, 2 when there is nothing to draw, or something could not be read.
    """
    if (kind == "agreement") != (subject is None):
        cure = (
            "takes no subject" if subject is not None else "needs a subject, such as law:ru-extradition-ban"
        )
        raise UsageError(f"'averment plot {kind}' {cure}")
    reading = read_whole(paths, max_file_size)
    with progress_bar("checking"):
        build = built_to_check(reading, archive, shapes, today, viewpoint)
        report = check(build)
    drawing = _drawn(kind, build, report, subject or "")
    write_output(drawing.as_svg(), output)
    if not say_how_checked(report):
        context.exit(2)


def _drawn(kind: str, build: Build, report: Report, subject: str) -> Drawing:
    """Return the plot.

    Raises:
        SubjectError: nothing, or more than one thing, has the name.
        UsageError: it is of another kind, or has nothing to draw.
    """
    if kind == "agreement":
        drawn = view(build, "agreement", report=report)
        return _there(agreement_plot(pairs_of(drawn)), "no two outlets of the graph answer the same question")
    lookup = Lookup(build)
    page = show(lookup, report, find_subject(lookup, subject))
    id_ = page.header.thing.id
    if kind == "timeline":
        if not isinstance(page, InstrumentPage):
            raise UsageError(
                f"'{id_}' is no law, so it has no timeline; name a law, a bill, a decree or a code"
            )
        return _there(timeline_plot(lookup, page), f"no source gives a day for a step of '{id_}'")
    if not isinstance(page, QuestionPage):
        raise UsageError(
            f"'{id_}' is no question; the ids of questions stand on the page that 'averment show {id_}' prints"
        )
    return _there(
        origins_plot(page.answers, page.header.thing.name), f"fewer than two reports answer '{id_}'"
    )


def _there(drawing: Drawing | None, problem: str) -> Drawing:
    if drawing is None:
        raise UsageError(f"there is nothing to draw: {problem}")
    return drawing
