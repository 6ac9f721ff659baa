"""The lines of a file of any size, one at a time, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from averment.reading.rows.faults import Faults, Stop

__all__ = ["MAX_LINE", "Lines"]

MAX_LINE = 1024 * 1024
"""The longest line, and the longest row of several lines, in bytes."""

_BOM = b"\xef\xbb\xbf"
_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Lines:
    r"""Gives out the lines of a file as text that ends in `\n`, and remembers where it is.

    Args:
        stream: the file.
        faults: where a line that is no text, or too long, is reported; it is left out.

    Attributes:
        number: the number of the last line that was given out, counted from 1.
        size: how many bytes were read.
    """

    def __init__(self, stream: BinaryIO, faults: Faults) -> None:
        self.number = 0
        self.size = 0
        self._stream = stream
        self._faults = faults

    def __iter__(self) -> Iterator[str]:
        readline = self._stream.readline
        while raw := readline(MAX_LINE + 1):
            self.number += 1
            self.size += len(raw)
            if len(raw) > MAX_LINE:
                self._skip(raw)
                continue
            if self.number == 1:
                raw = self._start(raw)
            if raw.endswith(b"\r\n"):
                raw = raw[:-2] + b"\n"
            try:
                yield raw.decode()
            except UnicodeDecodeError as error:
                column = len(raw[: error.start].decode()) + 1
                problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
                self._faults.add(self.number, column, problem, "save the file as UTF-8")

    def _start(self, raw: bytes) -> bytes:
        """Return the first line without a byte order mark.

        Raises:
            Stop: the file is no text in UTF-8 at all.
        """
        if raw.startswith(_OF_UTF16) or b"\0" in raw:
            is_utf16 = raw.startswith(_OF_UTF16) or raw[:4].count(0) > 1
            problem = "the file is UTF-16" if is_utf16 else "the file holds a NUL byte, which no text does"
            self._faults.add(1, 1, problem, "save it as UTF-8")
            raise Stop
        return raw.removeprefix(_BOM)

    def _skip(self, raw: bytes) -> None:
        """Pass over the rest of a line that is too long, and report it."""
        length = len(raw)
        while not raw.endswith(b"\n") and (raw := self._stream.readline(MAX_LINE)):
            length += len(raw)
        self.size += length - MAX_LINE - 1
        problem = f"the line has {length} bytes, and the limit is {MAX_LINE}"
        self._faults.add(self.number, 1, problem, "write one claim a row, with no more than belongs to it")
