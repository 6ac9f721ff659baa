"""A folder that appears only when it is whole, in the place of an earlier one of its kind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from averment.errors import UsageError
from averment.whole_files import umask

__all__ = ["write_folder"]


def write_folder(files: Iterable[tuple[str, bytes]], folder: str | Path, mark: str, kind: str) -> int:
    """Write a folder anew; return how many files it has.

    The files are written to a folder beside, which then takes the place of the one that is there. That one is
    only replaced if it is empty, or has the mark of its kind.

    Args:
        files: path, with `/` between folders, and content of each.
        folder: the folder.
        mark: the file that tells what the folder is.
        kind: what stands in it.

    Raises:
        UsageError: the folder is something else, or can't be written.
    """
    try:
        target = Path(folder).resolve()
        _refuse_another(target, folder, mark, kind)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".averment-"))
        try:
            count = _fill(beside, files)
            (beside / mark).write_text(json.dumps({"kind": kind}) + "\n", encoding="utf-8")
            beside.chmod(0o777 & ~umask())
            _take_the_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"'{folder}' cannot be written ({error.strerror}); choose another folder") from error
    return count + 1


def _refuse_another(target: Path, folder: str | Path, mark: str, kind: str) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise UsageError(f"'{folder}' is a file; name a folder that is new, empty, or {kind}")
    if any(target.iterdir()) and not (target / mark).is_file():
        raise UsageError(
            f"'{folder}' has files in it and is not {kind}, so it stays as it is; name a folder that is new or "
            "empty"
        )
    if target == Path.cwd() or target in Path.cwd().parents:
        raise UsageError(f"'{folder}' is the folder that the command runs in; name one inside it")


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for name, content in files:
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        with path.open("xb") as stream:  # two files of one name would be a loss
            stream.write(content)
        count += 1
    return count


def _take_the_place(made: Path, target: Path) -> None:
    if not os.path.lexists(target):
        made.rename(target)
        return
    earlier = Path(tempfile.mkdtemp(dir=target.parent, prefix=".averment-"))
    aside = earlier / "earlier"
    target.rename(aside)
    try:
        made.rename(target)
    except OSError:
        with contextlib.suppress(OSError):
            aside.rename(target)
        raise
    finally:
        if os.path.lexists(target):
            shutil.rmtree(earlier, ignore_errors=True)
