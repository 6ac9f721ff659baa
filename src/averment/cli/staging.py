"""Files that are written as their text comes, and appear only when all of them are whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from averment.cli.common import discard
from averment.errors import UsageError
from averment.whole_files import umask

__all__ = ["Staged"]


class Staged:
    """Files under temporary names, beside those that they become.

    As a context, it removes what was not put into place.
    """

    def __init__(self) -> None:
        self._files: list[tuple[str, Path]] = []

    def __enter__(self) -> Staged:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, temporary in self._files:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def write(self, output: str, text: Iterable[str]) -> None:
        """Write a text to the temporary file of an output; - is standard output.

        Raises:
            UsageError: nothing can be written there.
        """
        try:
            folder = None if output == "-" or not _is_plain(output) else Path(output).resolve().parent
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=".averment-")
            self._files.append((output, Path(temporary)))
            with os.fdopen(handle, "w", encoding="utf-8", newline="", buffering=2**20) as stream:
                stream.writelines(text)
        except OSError as error:
            raise _unwritable(output, error) from error

    def put_into_place(self) -> None:
        """Let the files appear; if one of several can't, those before it are as they were.

        Raises:
            UsageError: a file can't be written.
        """
        undo: list[tuple[Path, Path | None]] = []
        with tempfile.TemporaryDirectory(prefix="averment-") as kept:
            for number, (output, temporary) in enumerate(self._files):
                try:
                    if output == "-":
                        _to_standard_output(temporary)
                    elif not _is_plain(output):
                        shutil.copyfile(temporary, output)
                    else:
                        last = number == len(self._files) - 1
                        _replace(
                            temporary,
                            Path(output).resolve(),
                            None if last else Path(kept) / str(number),
                            undo,
                        )
                except OSError as error:
                    for target, copy in reversed(undo):
                        _restore(target, copy)
                    raise _unwritable(output, error) from error


def _is_plain(output: str) -> bool:
    path = Path(output)
    return not path.exists() or stat.S_ISREG(path.stat().st_mode)


def _replace(temporary: Path, target: Path, copy: Path | None, undo: list[tuple[Path, Path | None]]) -> None:
    there = target.exists()
    if there and copy is not None:
        shutil.copy2(target, copy)
    temporary.chmod(stat.S_IMODE(target.stat().st_mode) if there else 0o666 & ~umask())
    temporary.replace(target)
    undo.append((target, copy if there else None))


def _restore(target: Path, copy: Path | None) -> None:
    if copy is None:
        target.unlink(missing_ok=True)
    else:
        shutil.copy2(copy, target)


def _to_standard_output(file: Path) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file with -o")
    try:
        sys.stdout.flush()
        with file.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer, 2**20)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard(sys.stdout)


def _unwritable(output: str, error: OSError) -> UsageError:
    return UsageError(f"'{output}' cannot be written ({error.strerror}); choose another file")
