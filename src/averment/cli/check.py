"""`averment check`: the graph against the shapes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from averment.changing import SHARE, check_part, find_changes, limited, part_of
from averment.checking import DEFAULT, ENGINES, LIMIT, SEVERITIES, Failure, Report, check
from averment.checking.baselines import Baseline, compared, read_baseline
from averment.checking.rules import Rule, list_rules
from averment.cli.common import (
    PATH_NAME,
    built_to_check,
    checking_options,
    graph_paths,
    max_file_size_option,
    output_option,
    paths_argument,
    say,
    viewpoint_options,
)
from averment.cli.formats import FORMAT, Wanted, destinations, write_report
from averment.cli.progress import progress_bar
from averment.cli.remote import endpoint_options, refuse_local_options, report_of_endpoint
from averment.cli.stores import (
    SPARK,
    check_store_options,
    flags_for_store,
    refuse_of_files,
    refuse_of_stores,
    report_of_store,
)
from averment.cli.text import clean, failed
from averment.errors import AvermentError, ReadError
from averment.reading import read_leniently
from averment.rendering import FORMATS, NEED_RULES
from averment.rendering.text import render_failures
from averment.shapes import load_shapes, shipped_shapes
from averment.viewpoint import EVERYTHING, Viewpoint

__all__ = ["check_command"]

_EPILOG = """Examples:

\b
  averment check                                  the folder 'graph'
  averment check graph --archive ../pages         prove passages against archived pages
  averment check graph --format json -o found.json
  averment check --format github --format sarif=found.sarif --format markdown=found.md
  averment check graph --fail-on warning          exit 1 on disagreements, too
  averment check graph --baseline found.json      only what is new since that report
  averment check graph --changed-since HEAD~1     only what the last commit touches
  averment check --store graph.store              a graph that has been loaded
  averment check --store graph.store --engine spark --master spark://host:7077
"""


@click.command("check", epilog=_EPILOG)
@paths_argument
@viewpoint_options
@checking_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=["text"],
    show_default="text",
    metavar="FORMAT[=FILE]",
    type=FORMAT,
    help=f"One of {', '.join(FORMATS)}; may be given more than once, each with a file of its own.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 from this severity on; what editors settled or waived does not count.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=PATH_NAME,
    help="Tell only what an earlier report in JSON or SARIF lacks, and count what is known or gone.",
)
@click.option(
    "--changed-since",
    "since",
    metavar="REV",
    help="Tell only what the change since a revision of git touches, on either side.",
)
@click.option(
    "--engine",
    type=click.Choice([*ENGINES, SPARK]),
    default=DEFAULT,
    show_default=True,
    help="What runs the shapes: pyshacl is the reference, and much slower; spark is for a store.",
)
@click.option(
    "--limit",
    type=click.FloatRange(0, min_open=True),
    default=LIMIT,
    show_default=True,
    metavar="SECONDS",
    help="End a constraint that takes longer, name it, and go on; pyshacl knows no limit.",
)
@endpoint_options
@check_store_options
@max_file_size_option
@output_option
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    formats: tuple[Wanted, ...],
    fail_on: str,
    baseline: str | None,
    since: str | None,
    today: date | None,
    engine: str,
    limit: float,
    endpoint: str | None,
    default_graph: str | None,
    timeout: float,
    jobs: int,
    store: str | None,
    master: str | None,
    spark_options: tuple[str, ...],
    memory: int,
    anew: bool,
    changed: bool,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Check a graph: its structure, its evidence, and where sources disagree.

    PATH is a file or a folder; without one, the folder 'graph' is checked. Exit codes: 0 fine, 1 found
    something open of the severity of --fail-on or above, 2 something could not be read or checked to the end,
    which every format tells as well. A format without a file goes to standard output, or where -o says.

    With --endpoint the graph at a SPARQL endpoint is checked where it is, by averment's own rules: what
    'averment export turtle --whole' writes, loaded there as one graph. What the endpoint gets wrong,
    as a self-test tells, is worked round, or the rule is named as not checked.
    """
    refuse_local_options(context, endpoint, viewpoint)
    goals = destinations(formats, output)
    rules: list[Rule] = []
    errors: list[ReadError] = []
    max_bytes = max_file_size * 2**20
    need_rules = bool(NEED_RULES.intersection(name for name, _ in goals))
    try:
        known = read_baseline(baseline, max_bytes=max_bytes) if baseline is not None else None
        if store is not None:
            archive, engine, shapes = flags_for_store(context, archive, engine, shapes, changed=changed)
            refuse_of_files(paths, archive, since, viewpoint, endpoint)
        else:
            refuse_of_stores(engine, master=master, spark_options=spark_options, anew=anew, changed=changed)
        if store is not None:
            report = report_of_store(
                store,
                shapes,
                engine,
                limit,
                today,
                master=master,
                spark_options=spark_options,
                memory=memory,
                anew=anew,
                changed=changed,
            )
            rules = list_rules(*load_shapes(shapes)) if need_rules else []
        elif endpoint is not None:
            report = report_of_endpoint(endpoint, default_graph, timeout, limit, jobs)
            rules = list_rules(shipped_shapes()) if need_rules else []
        else:
            report, rules = _check_files(
                graph_paths(paths),
                archive,
                shapes,
                today,
                viewpoint,
                since,
                engine,
                limit,
                max_bytes,
                need_rules,
                known,
                errors,
            )
        if known is not None and (store is not None or endpoint is not None):
            report = compared(report, known)
    except (AvermentError, OSError) as error:
        report = failed(error)
    unread = tuple(Failure.of(error) for error in errors)
    report = replace(report, errors=(*unread, *report.errors), fail_on=fail_on)
    write_report(report, goals, rules)
    for note in report.notes:
        say(f"note: {clean(note)}")
    for line in render_failures(report.failures):
        say(line)
    context.exit(report.exit_code)


def _check_files(
    paths: tuple[str, ...],
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    viewpoint: Viewpoint,
    since: str | None,
    engine: str,
    limit: float,
    max_bytes: int,
    needs_rules: bool,
    known: Baseline | None,
    errors: list[ReadError],
) -> tuple[Report, list[Rule]]:
    """Check files, and return what was found and the rules if they are needed; errors get what could not be read."""
    if since is not None and not shapes and not viewpoint and known is None:
        report = _check_part(paths, archive, today, since, engine, limit, max_bytes, errors)
        if report is not None:
            return report, list_rules(*load_shapes()) if needs_rules else []
    with progress_bar("reading") as progress:
        reading, found = read_leniently(paths, max_bytes=max_bytes, progress=progress)
    errors += found
    with progress_bar("checking"):
        build = built_to_check(reading, archive, shapes, today, viewpoint)
        changes = None
        if since is not None:
            files = [*(file.path for file in reading.files), *shapes]
            changes = find_changes(files, paths, since, max_bytes=max_bytes)
        rules = list_rules(build.shapes, build.shape_positions) if changes is not None or needs_rules else []
        report = check(build, incomplete=bool(errors), engine=engine, limit=limit)
    if known is not None:
        report = compared(report, known)
    if changes is not None:
        report = limited(report, changes, build, rules)
    return report, rules


def _check_part(
    paths: tuple[str, ...],
    archive: str | None,
    today: date | None,
    since: str,
    engine: str,
    limit: float,
    max_bytes: int,
    errors: list[ReadError],
) -> Report | None:
    """Check the files that a change touches, None if they are few; errors get what could not be read."""
    for share in (SHARE, 0):  # once with all, if a part turns out not to be enough
        # nothing else is to run here when a part of the work is given to another process
        with progress_bar("reading", only_if_told=True) as progress:
            part = part_of(paths, since, max_bytes=max_bytes, share=share, progress=progress)
        if part is None:
            return None
        errors[:] = part.errors
        with progress_bar("checking"):
            build = built_to_check(part.reading, archive, (), today, EVERYTHING)
            report = check_part(
                part,
                build,
                lambda build, spelling: check(
                    build, incomplete=bool(errors), engine=engine, limit=limit, spelling=spelling
                ),
            )
        if report is not None:
            return report
    return None
