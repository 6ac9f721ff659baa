"""What the last look at files found, so that those which have not changed since need not be read for it again.

It is kept in the folder of git, next to what git itself remembers of the same files, and by the same rule: a file with
the size, the times and the number that it had is the same, unless it was written so shortly before it was looked at
that a later change could have had the same time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from averment import __version__
from averment.changing import scanning
from averment.changing.scanning import Scan
from averment.errors import UsageError
from averment.whole_files import replace_file

__all__ = ["RememberedScans", "digest_of", "has_settled", "times_of"]

_NAME = "averment-scans.json"
_YOUNG = 2_000_000_000
"""Nanoseconds for which a file is too young for its time to tell whether it has changed."""

_FEW = 20
"""Up to so many new files they are looked at again sooner than all is written."""

_Entry = tuple[list[int], list[list[str]] | None]


class RememberedScans:
    """The scans of files, by their paths; see the module.

    Args:
        folder: where they are kept; None to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / _NAME if folder is not None else None
        self._known: dict[str, _Entry] = {}
        self._new: dict[str, _Entry] = {}
        if self._file is not None:
            with suppress(OSError, ValueError, TypeError, KeyError):
                held = json.loads(self._file.read_bytes())
                if held["by"] == _written_by():
                    self._known = held["files"]

    def get(self, path: str, status: os.stat_result) -> tuple[bool, Scan | None]:
        """Return whether a file is known to be as it was, and what it speaks of; see `scanning.scan`."""
        try:
            times, found = self._known[path]
            if times == times_of(status):
                return True, Scan(*map(frozenset, found)) if found is not None else None
        except (ValueError, TypeError, KeyError):
            pass  # not known, or not written by us
        return False, None

    def put(self, path: str, status: os.stat_result, found: Scan | None) -> None:
        """Remember what a file speaks of.

        Args:
            path: the file.
            status: what the system said of it before it was read.
            found: what it speaks of.
        """
        if has_settled(status):
            parts = [sorted(part) for part in found] if found is not None else None
            self._new[path] = (times_of(status), parts)

    def keep(self) -> None:
        """Write what is new, if it is much; where that can't be done, the next look takes as long as this one."""
        if self._file is None or len(self._new) <= _FEW:
            return
        text = json.dumps({"by": _written_by(), "files": self._known | self._new}, separators=(",", ":"))
        with suppress(UsageError):
            replace_file(text, self._file)


def times_of(status: os.stat_result) -> list[int]:
    """Return what a file that has changed has other than before."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def has_settled(status: os.stat_result) -> bool:
    """Return whether a file is old enough for its time to tell a later change from how it is now."""
    return time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _YOUNG


def digest_of(sources: Iterable[Path]) -> str:
    """Return what tells a way of looking at files from another: the version, and a digest of what it is made of."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return f"{__version__} {digest.hexdigest()}"


def _written_by() -> str:
    return digest_of([Path(scanning.__file__)])
