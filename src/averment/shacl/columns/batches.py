"""Files of N-Triples in pieces that are as large as can be handled at once."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from averment.errors import AvermentError
from averment.shacl.lines import refused, tokens_of

__all__ = ["Batch", "batches"]

_BATCH = 128 * 2**20
"""Bytes of text, as it is when unpacked."""

_CHUNK = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some lines of a file.

    Attributes:
        path: a file with these lines alone, which is gone when the next batch is asked for.
        source: the file that they come from.
        start: where they start in it, in bytes of its text.
        done: how many bytes have been read of all files, as they are on disk.
        total: how many there are.
    """

    path: Path
    source: Path
    start: int
    done: int
    total: int

    def parsed(self, lines: Sequence[str] | None = None) -> list[list[str]]:
        """Return the tokens of the triples of lines of the batch, or of all.

        Raises:
            AvermentError: a line is no N-Triples; the message names its place in the file.
        """
        content = self.path.read_bytes() if lines is None else "\n".join(lines).encode()
        try:
            return tokens_of(content, str(self.source))
        except (SyntaxError, AvermentError):
            self._name_line(None if lines is None else set(lines))
            raise

    def _name_line(self, suspects: set[str] | None) -> None:
        """Find the first line that is wrong.

        Raises:
            AvermentError: there is one.
        """
        before, left = 0, self.start
        with _opened(self.source) as stream:
            while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
                before += chunk.count(b"\n")
                left -= len(chunk)
        with self.path.open("rb") as batch:
            for number, line in enumerate(batch, start=before + 1):
                if suspects is None or line.decode(errors="replace").rstrip("\r\n") in suspects:
                    try:
                        tokens_of(line, f"{self.source}:{number}")
                    except SyntaxError as error:
                        raise refused(str(self.source), number, error) from error


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def batches(files: Sequence[Path], folder: Path) -> Iterator[Batch]:
    """Iterate over the batches of files, each of which is unpacked while the one before it is handled.

    Args:
        files: N-Triples, packed with gzip where the name ends in `.gz`.
        folder: where the batches are written.

    Raises:
        AvermentError: a file can't be read.
        OSError: a batch can't be written.
    """
    with ThreadPoolExecutor(max_workers=1) as reader:
        cut = _cut(files, folder)
        following = reader.submit(next, cut, None)
        while (batch := following.result()) is not None:
            following = reader.submit(next, cut, None)
            yield batch
            batch.path.unlink()


def _cut(files: Sequence[Path], folder: Path) -> Iterator[Batch]:
    number, finished = 0, 0
    try:
        total = sum(path.stat().st_size for path in files)
    except OSError as error:
        raise AvermentError(
            f"'{error.filename}' cannot be read ({error.strerror}); correct the path"
        ) from error
    for path in files:
        position, kept = 0, b""
        try:
            stream = _opened(path)
        except OSError as error:
            raise AvermentError(f"'{path}' cannot be read ({error.strerror}); correct the path") from error
        with stream:
            while True:
                number += 1
                target = folder / f"batch-{number}.nt"
                size, kept = _fill(target, stream, kept, path)
                if not size:
                    target.unlink()
                    break
                done = finished + _place(stream)
                yield Batch(target, path, position, done, total)
                position += size
        finished += path.stat().st_size


def _place(stream: IO[bytes]) -> int:
    """Return how far a file has been read, or 0 for what another program writes, which has no size."""
    on_disk = stream.fileobj if isinstance(stream, gzip.GzipFile) and stream.fileobj else stream
    return on_disk.tell() if on_disk.seekable() else 0


def _fill(target: Path, stream: IO[bytes], kept: bytes, source: Path) -> tuple[int, bytes]:
    """Write whole lines to a file; return how many bytes these are, and the start of the line after them."""
    size = 0
    with target.open("wb") as batch:
        while True:
            try:
                chunk = stream.read(_CHUNK)
            except (OSError, EOFError, zlib.error) as error:
                raise AvermentError(
                    f"'{source}' cannot be read to its end: {error}; fetch it anew"
                ) from error
            if not chunk:
                size += batch.write(kept)
                return size, b""
            end = chunk.rfind(b"\n") + 1
            if size + len(chunk) < _BATCH or not end:
                size += batch.write(kept) + batch.write(chunk)
                kept = b""
                continue
            size += batch.write(kept) + batch.write(chunk[:end])
            return size, chunk[end:]
