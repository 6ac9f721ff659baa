"""What the commands share: paths, output files, progress."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from averment.errors import UsageError
from averment.reading import MAX_BYTES

__all__ = [
    "Command",
    "graph_paths",
    "max_file_size_option",
    "output_option",
    "paths_argument",
    "progress_bar",
    "write_output",
]

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_FOLDER = "graph"


def paths_argument(command: Command) -> Command:
    """Add the files and folders of the graph as arguments."""
    return click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())(command)


def output_option(command: Command) -> Command:
    """Add the file to write to."""
    return click.option(
        "-o",
        "--output",
        default="-",
        show_default=True,
        metavar="FILE",
        help="Write to FILE; - is standard output.",
    )(command)


def max_file_size_option(command: Command) -> Command:
    """Add the size above which files are not read."""
    return click.option(
        "--max-file-size",
        type=click.IntRange(min=1),
        default=MAX_BYTES // 2**20,
        show_default=True,
        metavar="MIB",
        help="Refuse files that are larger.",
    )(command)


def graph_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths that the user gave, or the default folder.

    Raises:
        UsageError: none were given and there is no such folder.
    """
    if paths:
        return paths
    if Path(DEFAULT_FOLDER).is_dir():
        return (DEFAULT_FOLDER,)
    raise UsageError(f"there is no folder '{DEFAULT_FOLDER}' here; name the files or folders of the graph")


def write_output(text: str | bytes, output: str) -> None:
    """Write a result to standard output, or to a file that appears only when it is whole.

    Raises:
        UsageError: the file can't be written.
    """
    data = text.encode("utf-8") if isinstance(text, str) else text
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(output)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise UsageError(f"'{output}' cannot be written ({error.strerror}); choose another file") from error


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
