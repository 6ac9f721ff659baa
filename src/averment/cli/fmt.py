"""`averment fmt`: files in their canonical form."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from averment.cli.common import (
    graph_paths,
    max_file_size_option,
    paths_argument,
    say,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.cli.text import clean, render_errors
from averment.cli.workspace import current_workspace
from averment.errors import Position, ReadError, ReadFailure
from averment.formatting import SUFFIXES, canonical
from averment.reading.files import find_files, read_text
from averment.whole_files import replace_file

__all__ = ["fmt_command"]

_EPILOG = """Examples:

\b
  averment fmt                     the graph, and shapes and terms of the workspace
  averment fmt graph --diff        what would change
  averment fmt graph --check       exit 1 if a file is in another form
"""


@click.command("fmt", epilog=_EPILOG)
@paths_argument
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", "is_diff", is_flag=True, help="As --check, and print what would change.")
@max_file_size_option
@click.pass_context
def fmt_command(
    context: click.Context, paths: tuple[str, ...], is_check: bool, is_diff: bool, max_file_size: int
) -> None:
    """Bring YAML and Turtle files into their canonical form.

    The graph stays the same, and so does every comment. PATH is a file or a folder; without one, the files of the
    workspace are meant. Exit codes: 0 fine, 1 a file would change (--check, --diff), 2 a file could not be read.
    """
    errors: list[ReadError] = []
    files = _files(paths, errors)
    changed: list[Path] = []
    diffs: list[str] = []
    with progress_bar("laying out") as progress:
        for number, file in enumerate(files, start=1):
            try:
                result = _laid_out(file, max_file_size * 2**20)
            except ReadFailure as failure:
                errors.extend(failure.errors)
                result = None
            if result is not None:
                changed.append(file)
                diffs += _diff(file, result) if is_diff else []
                if not (is_check or is_diff):
                    replace_file(result, file)
            if progress is not None:
                progress(number, len(files))
    lines = diffs if is_diff else [clean(str(file)) for file in changed]
    lines.append(_summary(len(changed), len(files), is_dry=is_check or is_diff))
    write_output("".join(f"{line}\n" for line in lines), "-")
    if errors:
        say(render_errors(errors))
        context.exit(2)
    context.exit(1 if changed and (is_check or is_diff) else 0)


def _files(paths: tuple[str, ...], errors: list[ReadError]) -> list[Path]:
    workspace = current_workspace()
    asked = [*(paths or graph_paths(())), *(workspace.shapes if workspace is not None and not paths else ())]
    files = []
    for file in find_files(asked, errors):
        if file.suffix.lower() in SUFFIXES:
            files.append(file)
        elif str(file) in {str(Path(path)) for path in asked}:
            cure = f"name files that end in {', '.join(SUFFIXES)}"
            errors.append(ReadError(Position(str(file), 1, 1), "this format has no canonical form", cure))
    return files


def _laid_out(file: Path, max_bytes: int) -> str | None:
    """Return the canonical form of a file, or None if it has it.

    Raises:
        ReadFailure: it can't be read.
    """
    errors: list[ReadError] = []
    text = read_text(file, max_bytes, errors)
    if text is None:
        raise ReadFailure(errors)
    result = canonical(text, str(file))
    return result if result.encode() != file.read_bytes() else None


def _diff(file: Path, result: str) -> list[str]:
    before = file.read_bytes().decode("utf-8")
    name = clean(str(file))
    lines = difflib.unified_diff(before.splitlines(), result.splitlines(), name, name, lineterm="")
    return [clean(line) for line in lines] or [f"{name}: line ends, or a mark at the start"]


def _summary(changed: int, whole: int, *, is_dry: bool) -> str:
    files = "1 file" if changed == 1 else f"{changed} files"
    done = "would be laid out anew" if is_dry else "laid out anew"
    rest = f"{whole - changed} {'is' if whole - changed == 1 else 'are'} in canonical form"
    return f"{files} {done}, {rest}" if changed else rest
