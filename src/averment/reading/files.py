"""Which files to read, and their text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from averment.errors import Position, ReadError
from averment.reading.positions import LineIndex

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "STORE_FILES",
    "RealPaths",
    "decode",
    "find_files",
    "read_bytes",
    "read_text",
    "text_of",
    "unreadable",
]

FORMATS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "n-quads",
    ".nt": "n-quads",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "json-lines",
    ".ndjson": "json-lines",
}
"""The format that each file suffix stands for."""

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read unless the caller allows more, in bytes; a claim takes about 500."""

STORE_FILES = ("store.json", "lock")
"""What the folder of a store has: which generation is in force, and what is locked to load."""

_REFUSED = {
    ".rdf": "RDF/XML is not read, for its entities can't be trusted: convert it to Turtle",
    ".owl": "RDF/XML is not read, for its entities can't be trusted: convert it to Turtle",
    ".xml": "XML is not read, for its entities can't be trusted: convert it to Turtle",
}


class RealPaths:
    """Tells where files really are; the system is asked once for each folder, which a thousand files may share."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def __call__(self, path: str | Path) -> str:
        """Return a path without links, as `os.path.realpath` does."""
        known = self._known.get(os.fspath(path))
        if known is not None:
            return known
        folder, name = os.path.split(path)
        if name in ("", ".", "..") or os.path.islink(path):  # noqa: PTH114 - a path object takes longer
            return os.path.realpath(path)
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = os.path.realpath(folder)
        return os.path.join(found, name)  # noqa: PTH118 - as above

    def note(self, path: str | Path, real: str) -> None:
        """Remember where a file really is."""
        self._known[os.fspath(path)] = real


def find_files(
    paths: Iterable[str | Path], errors: list[ReadError], real_path: RealPaths | None = None
) -> Iterator[Path]:
    """Iterate over the files that paths name, folders searched, in a stable order without repeats.

    In a folder, only files with a suffix of `FORMATS` count; hidden files and folders do not, nor do stores. Links
    are followed, each folder once.

    Args:
        paths: files and folders, as the user wrote them.
        errors: where a missing path, or one that names nothing to read, is added.
        real_path: told where the files really are, for others who ask.
    """
    seen: set[str] = set()
    real_path = real_path if real_path is not None else RealPaths()
    for name in paths:
        path = Path(name)
        try:
            found = _in_folder(path, errors, real_path) if path.is_dir() else _as_file(path, errors)
        except OSError as error:
            errors.append(unreadable(path, error))
            continue
        for file in found:
            resolved = real_path(file)
            if resolved not in seen:
                seen.add(resolved)
                yield file


def _as_file(path: Path, errors: list[ReadError]) -> list[Path]:
    start = Position(str(path), 1, 1)
    if not path.exists():
        errors.append(ReadError(start, "there is no such file or folder", "check the path"))
    elif path.suffix.lower() not in FORMATS:
        cure = _REFUSED.get(path.suffix.lower(), f"use one of {', '.join(FORMATS)}")
        errors.append(ReadError(start, "the file is of no known format", cure))
    else:
        return [path]
    return []


def _in_folder(folder: Path, errors: list[ReadError], real_path: RealPaths) -> list[Path]:
    found: list[Path] = []
    unlisted: list[ReadError] = []
    entered: set[str] = set()
    is_store = False
    waiting: list[tuple[Path, bool]] = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            found.append(path)
            continue
        real = os.path.realpath(path)
        if real in entered:
            continue
        entered.add(real)
        try:
            with os.scandir(path) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError as error:
            unlisted.append(unreadable(path, error))
            continue
        if {entry.name for entry in entries}.issuperset(STORE_FILES):
            is_store |= path == folder
            continue
        # what is in a folder goes where its name stands among those beside it: so all are in order of their parts
        for entry in sorted(entries, key=lambda entry: entry.name, reverse=True):
            if _is_folder(entry):
                waiting.append((path / entry.name, True))
            elif os.path.splitext(entry.name)[1].lower() in FORMATS:  # noqa: PTH122 - a path object takes longer
                file = path / entry.name
                is_link = entry.is_symlink()
                real_path.note(file, os.path.realpath(file) if is_link else os.path.join(real, entry.name))  # noqa: PTH118
                waiting.append((file, False))
    errors.extend(unlisted)
    if is_store:
        cure = "name a folder of files, or this one with --store"
        errors.append(ReadError(Position(str(folder), 1, 1), "the folder is a store", cure))
    elif not found and not unlisted:
        cure = f"put one there ({', '.join(FORMATS)})"
        errors.append(ReadError(Position(str(folder), 1, 1), "the folder holds no graph file", cure))
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def unreadable(path: Path, error: OSError) -> ReadError:
    """Return the error for a path that the system does not open."""
    cure = "check its permissions" if isinstance(error, PermissionError) else "check the path"
    return ReadError(Position(str(path), 1, 1), f"the path can't be opened ({error.strerror})", cure)


def read_text(file: Path, max_bytes: int, errors: list[ReadError]) -> str | None:
    """Return the text of a file, or None after reporting why it can't be read.

    Args:
        file: the file, which has to be UTF-8; a byte order mark is dropped.
        max_bytes: the largest size to read.
        errors: where the reason is added.
    """
    data = read_bytes(file, max_bytes, errors)
    return text_of(data, str(file), errors) if data is not None else None


def read_bytes(file: Path, max_bytes: int, errors: list[ReadError]) -> bytes | None:
    """Return the bytes of a file, or None after reporting why it can't be read; see `read_text`."""
    start = Position(str(file), 1, 1)
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            errors.append(ReadError(start, "this is not a file", "copy what it gives into one"))
            return None
        size = about.st_size
        if size <= max_bytes:
            with file.open("rb", buffering=0) as stream:  # a buffer would be as large as what may be read
                data = stream.read()
            size = len(data)
    except OSError as error:
        errors.append(unreadable(file, error))
        return None
    if size > max_bytes:
        mib = 1024 * 1024
        problem = f"the file has {size / mib:.0f} MiB, and the limit is {max_bytes / mib:g}"
        errors.append(ReadError(start, problem, "split it, or raise the limit with --max-file-size"))
        return None
    return data


def text_of(data: bytes, path: str, errors: list[ReadError]) -> str | None:
    """Return the bytes of a file as text, or None after reporting why they are none, or nothing."""
    text = decode(data, path, errors)
    if text is not None and not text.strip():
        start = Position(path, 1, 1)
        errors.append(ReadError(start, "the file is empty", "write a thing into it or remove it"))
        return None
    return text


def decode(data: bytes, path: str, errors: list[ReadError]) -> str | None:
    """Return bytes as text with plain ends of lines, or None after reporting why they are none.

    Args:
        data: UTF-8; a byte order mark is dropped.
        path: the file that the bytes are from.
        errors: where the reason is added.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        errors.append(ReadError(Position(path, 1, 1), "the file is UTF-16", "save it as UTF-8"))
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return _with_plain_line_ends(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = _with_plain_line_ends(data[: error.start].decode("utf-8"))
        at = Position(path, *LineIndex(before).locate(len(before)))
        errors.append(ReadError(at, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"))
        return None


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
