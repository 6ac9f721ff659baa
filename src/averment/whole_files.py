"""Files that appear only when they are whole."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from averment.errors import UsageError

__all__ = ["put_file", "replace_file", "umask", "write_new", "writing"]


def replace_file(text: str | bytes, path: str | Path) -> None:
    """Write a file that appears only when it is whole, in the place of the one that is there.

    Raises:
        UsageError: the file can't be written.
    """
    try:
        put_file(text, path)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written ({error.strerror}); choose another file") from error


def put_file(text: str | bytes, path: str | Path, *, on_disk: bool = False) -> None:
    """Write a file as `replace_file` does.

    Args:
        text: what the file is to hold.
        path: the file.
        on_disk: whether its content has to be on the disk before it appears, so that no power cut leaves it empty.

    Raises:
        OSError: the file can't be written.
    """
    data = text.encode() if isinstance(text, str) else text
    target = Path(path).resolve()
    mode = target.stat().st_mode if target.exists() else None
    if mode is None or stat.S_ISREG(mode):
        _replace(target, data, stat.S_IMODE(mode) if mode is not None else 0o666 & ~umask(), on_disk)
    else:
        target.write_bytes(data)


@contextmanager
def writing(path: str | Path) -> Iterator[IO[bytes]]:
    """Give a stream to a file that takes the place of the one that is there once it is whole.

    Raises:
        UsageError: the file can't be written.
    """
    target = Path(path).resolve()
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~umask()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".averment-")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            Path(temporary).chmod(mode)
            Path(temporary).replace(target)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written ({error.strerror}); choose another file") from error


def write_new(text: str, path: Path) -> None:
    """Write a text to a file that is not there yet, and that appears only when it is whole.

    Raises:
        FileExistsError: it is there by now.
        UsageError: the file can't be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".averment-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode())
            Path(temporary).chmod(0o666 & ~umask())
            _name_anew(temporary, path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except FileExistsError:
        raise
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written ({error.strerror}); choose another file") from error


def _name_anew(temporary: str, path: Path) -> None:
    try:
        os.link(temporary, path)  # which, unlike renaming, never takes the place of another file
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP) or path.exists():
            raise
        Path(temporary).replace(path)  # some file systems have no links


def _replace(target: Path, data: bytes, mode: int, on_disk: bool) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".averment-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if on_disk:
                stream.flush()
                os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def umask() -> int:
    """Return which permissions new files are not to have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
