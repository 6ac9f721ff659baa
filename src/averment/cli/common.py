"""What the commands share: paths, options and output files."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import IO, Any, TextIO, TypeVar

import click

from averment.building import Build, build_from
from averment.checking.findings import Report
from averment.cli.progress import progress_bar
from averment.cli.workspace import current_workspace
from averment.errors import ReadFailure, UsageError
from averment.reading import MAX_BYTES, Reading, read_leniently
from averment.viewpoint import EVERYTHING, Viewpoint
from averment.whole_files import replace_file, writing
from averment.workspace.settings import paths_of

__all__ = [
    "DAY",
    "PATH_NAME",
    "Command",
    "archive_option",
    "built",
    "built_to_check",
    "checking_options",
    "discard",
    "graph_option",
    "graph_paths",
    "max_file_size_option",
    "output_option",
    "paths_argument",
    "read_whole",
    "say",
    "say_how_checked",
    "say_how_made",
    "shapes_option",
    "store_option",
    "system_date",
    "today_option",
    "viewpoint_options",
    "write_output",
    "writing_to",
]

Command = TypeVar("Command", bound=Callable[..., Any])

MAX_MEBIBYTES = 1024


class _PathName(click.ParamType[str]):
    """The path of a file or a folder, which need not exist, but has a name."""

    name = "path"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path as it was written; an empty one would mean the current folder."""
        if not value:
            self.fail("an empty path names nothing; leave it out, or write '.' for this folder", param, ctx)
        return value


PATH_NAME = _PathName()


class _Day(click.ParamType[date]):
    """A day, as year, month and day."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is written."""
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"'{value}' is no day; write year, month and day, such as 2026-12-31", param, ctx)


DAY = _Day()


def system_date() -> date:
    """Return the date of this machine, for a command that is not told which day it is; nothing else asks."""
    return date.today()


def paths_argument(command: Command) -> Command:
    """Add the files and folders of the graph as arguments."""
    return click.argument("paths", nargs=-1, metavar="[PATH]...", type=PATH_NAME)(command)


def output_option(command: Command) -> Command:
    """Add the file to write to."""
    return click.option(
        "-o",
        "--output",
        default="-",
        show_default=True,
        metavar="FILE",
        type=PATH_NAME,
        help="Write to FILE; - is standard output.",
    )(command)


def store_option(command: Command) -> Command:
    """Add the store to read in place of files."""
    return click.option(
        "--store",
        metavar="FOLDER",
        type=PATH_NAME,
        help="Read this store in place of files; 'averment load' builds one.",
    )(command)


def max_file_size_option(command: Command, *, but: str = "") -> Command:
    """Add the size above which files are not read, but for those that the help is to except."""
    return click.option(
        "--max-file-size",
        type=click.IntRange(1, MAX_MEBIBYTES),
        default=MAX_BYTES // 2**20,
        show_default=True,
        metavar="MIB",
        help=f"Refuse files that are larger{but}; {MAX_MEBIBYTES} at most.",
    )(command)


def graph_option(command: Command) -> Command:
    """Add the files and folders of the graph as an option, for commands whose arguments are something else."""
    return click.option(
        "--graph",
        "paths",
        multiple=True,
        metavar="PATH",
        type=PATH_NAME,
        help="File or folder of the graph; may be repeated.  [default: that of the workspace, or 'graph']",
    )(command)


def archive_option(purpose: str) -> Callable[[Command], Command]:
    """Return what adds the folder of archived pages; the purpose ends the sentence of its help."""
    return click.option(
        "--archive",
        metavar="DIR",
        type=PATH_NAME,
        help=f"Folder with the texts of archived pages, {purpose}.",
    )


def shapes_option(command: Command) -> Command:
    """Add files of shapes beside averment's own."""
    return click.option(
        "--shapes",
        multiple=True,
        metavar="FILE",
        type=PATH_NAME,
        help="Further shapes of your own; may be given more than once.",
    )(command)


def today_option(command: Command) -> Command:
    """Add the day for which waivers count."""
    return click.option(
        "--today",
        type=DAY,
        metavar="DATE",
        help="The day on which waivers have to hold.  [default: the date of this machine]",
    )(command)


def viewpoint_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the days from which a graph is looked at, and hand them to the command as one `viewpoint`."""

    @wraps(command)
    def seen(*arguments: Any, as_of: date | None, true_by: date | None, **options: Any) -> Any:
        return command(*arguments, viewpoint=Viewpoint(as_of, true_by), **options)

    for option in (
        click.option(
            "--true-by",
            type=DAY,
            metavar="DATE",
            help="Only what had happened, or begun to hold, by this day, whenever it was published.",
        ),
        click.option(
            "--as-of",
            type=DAY,
            metavar="DATE",
            help="Only what had been published by this day, with the corrections and judgements made by then.",
        ),
    ):
        seen = option(seen)
    return seen


def checking_options(command: Command) -> Command:
    """Add what a check needs to be told beside the graph: `archive`, `shapes` and `today`."""
    for option in (today_option, shapes_option, archive_option("to prove passages against")):
        command = option(command)
    return command


def read_whole(paths: tuple[str, ...], max_file_size: int) -> Reading:
    """Read the files of a graph, with a progress bar on a terminal; see `graph_paths`.

    Args:
        paths: what the user gave.
        max_file_size: in MiB.

    Raises:
        ReadFailure: something can't be read.
        UsageError: there is nothing to read.
    """
    with progress_bar("reading") as progress:
        reading, errors = read_leniently(
            graph_paths(paths), max_bytes=max_file_size * 2**20, progress=progress
        )
    if errors:
        raise ReadFailure(errors)
    return reading


def say_how_checked(report: Report) -> bool:
    """Say what a reader has to know of how a graph was checked; return whether it was checked to the end."""
    for note in report.notes:
        say(f"note: {note}")
    for problem in report.problems:
        say(f"error: {problem}")
    return not report.problems


def say_how_made(build: Build) -> None:
    """Say what a reader has to know of how a graph was made, where no check says it."""
    for note in build.notes:
        say(f"note: {note}")


def graph_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths that the user gave, or those of the workspace, or the default folder.

    Further terms of the workspace are added in any case, for what uses them can't be read without.

    Raises:
        ReadFailure: the settings of the workspace can't be read.
        UsageError: none were given and there is no such folder.
    """
    return paths_of(current_workspace(), paths)


def built(
    reading: Reading,
    *,
    archive: str | None = None,
    shapes: tuple[str, ...] = (),
    today: date | None = None,
    viewpoint: Viewpoint = EVERYTHING,
) -> Build:
    """Build a graph that is kept until the command ends; see `averment.building.build_from`.

    What there is by then is never searched for garbage, which alone would make leaving take a sixth of a
    second. DuckDB, once it is imported, has to be left out: it reports as leaks what leaving does not free.
    """
    build = build_from(reading, archive=archive, shapes=shapes, today=today, viewpoint=viewpoint)
    if "duckdb" not in sys.modules:
        gc.freeze()
    return build


def built_to_check(
    reading: Reading,
    archive: str | None,
    shapes: tuple[str, ...],
    today: date | None,
    viewpoint: Viewpoint,
) -> Build:
    """Build a graph as `checking_options` and `viewpoint_options` say.

    Waivers have to hold on the day that was given, or else on that of the viewpoint, or else at present.
    """
    day = today or viewpoint.published_by or system_date()
    return built(reading, archive=archive, shapes=shapes, today=day, viewpoint=viewpoint)


def say(message: str) -> None:
    """Write a message to standard error, unless nobody is there to read it."""
    try:
        click.echo(message, err=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let a stream lead nowhere from now on, so that leaving does not fail over what it still holds."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        number = stream.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def write_output(text: str | bytes, output: str) -> None:
    """Write a result to standard output, or to a file that appears only when it is whole.

    What is no plain file, such as a pipe or a device, is written to as it is; a link keeps pointing to its
    file, and a file keeps its permissions. A reader of standard output may leave before the end.

    Raises:
        UsageError: the file can't be written.
    """
    data = text.encode("utf-8", errors="backslashreplace") if isinstance(text, str) else text
    if output == "-":
        _write_standard_output(data)
        return
    replace_file(data, output)


@contextmanager
def writing_to(output: str) -> Iterator[IO[bytes]]:
    """Give a stream to standard output, or to a file that appears only when it is whole.

    Raises:
        UsageError: the file can't be written.
    """
    if output != "-":
        with writing(output) as stream:
            yield stream
        return
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o")
    try:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard(sys.stdout)


def _write_standard_output(data: bytes) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard(sys.stdout)
