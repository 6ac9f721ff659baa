"""`averment init`: a workspace of one's own."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

import click

from averment.cli.common import PATH_NAME, write_output
from averment.cli.text import clean
from averment.errors import UsageError
from averment.whole_files import write_new
from averment.workspace import FILE_NAME, FirstFile, find_workspace, first_files

__all__ = ["init_command"]

_EPILOG = """Examples:

\b
  averment init our-graph
  averment init "nights & noise"     then: cd "nights & noise" && averment check
"""
_MOST_NAMED = 5


@click.command("init", epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=PATH_NAME)
def init_command(folder: str) -> None:
    """Start a graph of your own in the folder DIR, which is made if it is not there.

    The workspace holds its settings (averment.toml), a first law, a first article and its page, a query, a schema
    for editors, a workflow for GitHub and a README, and passes 'averment check' at once. No file that is there
    already is ever written over.
    """
    top = Path(folder)
    _refuse_a_place_that_is_taken(top)
    kept: list[FirstFile] = []
    new: list[FirstFile] = []
    for file in first_files():
        (kept if file.may_stay and _is_there(top / file.name) else new).append(file)
    _refuse_to_overwrite(top, new)
    _write(top, new)
    lines = [f"{clean(folder)}: a workspace of {len(new)} files"]
    lines += [f"  {file.name}" for file in new]
    lines += [f"  {file.name} stays as it was{_hint(file)}" for file in kept]
    if folder != ".":
        lines.append(f"next: cd {clean(shlex.quote(folder))} && averment check")
    write_output("".join(f"{line}\n" for line in lines), "-")


def _hint(file: FirstFile) -> str:
    return ": let it leave out /pages/, which holds other people's texts" if file.name == ".gitignore" else ""


def _refuse_a_place_that_is_taken(top: Path) -> None:
    try:
        if _is_there(top) and not top.is_dir():
            raise UsageError(f"'{top}' is a file; name a folder, or one that is to be made")
        around = find_workspace(_nearest_folder(top))
    except (OSError, ValueError) as error:
        raise _unusable(top, error) from error
    if around is None:
        return
    if around.parent.resolve() == top.resolve():
        raise UsageError(f"'{top}' is a workspace already: '{around}' is there; choose another folder")
    raise UsageError(
        f"'{top}' is within another workspace ('{around}'), and a file would belong to two; choose a folder "
        "outside of it"
    )


def _nearest_folder(top: Path) -> Path:
    resolved = top.resolve()
    return next(each for each in (resolved, *resolved.parents) if each.is_dir())


def _refuse_to_overwrite(top: Path, files: list[FirstFile]) -> None:
    there = [file.name for file in files if _is_there(top / file.name)]
    if there:
        some = ", ".join(f"'{name}'" for name in there[:_MOST_NAMED])
        more = f" and {len(there) - _MOST_NAMED} more" if len(there) > _MOST_NAMED else ""
        raise UsageError(f"'{top}' holds {some}{more}, which would be overwritten; choose an empty folder")


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _write(top: Path, files: list[FirstFile]) -> None:
    """Write the files, or, if one of them can't be, none.

    The settings come last, for a folder without them is no workspace.
    """
    made: list[Path] = []
    try:
        for file in sorted(files, key=lambda file: file.name == FILE_NAME):
            path = top / file.name
            missing = [each for each in (path.parent, *path.parent.parents) if not each.exists()]
            for folder in reversed(missing):
                folder.mkdir()
                made.append(folder)
            write_new(file.text, path)
            made.append(path)
    except BaseException as error:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        if isinstance(error, (OSError, ValueError)):
            raise _unusable(top, error) from error
        raise


def _unusable(top: Path, error: OSError | ValueError) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(f"'{top}' cannot be written to ({reason}); choose another folder")
