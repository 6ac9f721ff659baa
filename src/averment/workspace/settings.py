"""What a workspace's `averment.toml` says: where things are, and what a check is to do."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from averment.errors import Position, ReadError, ReadFailure

__all__ = ["FILE_NAME", "Workspace", "find_workspace", "load_workspace"]

FILE_NAME = "averment.toml"

_MAX_BYTES = 1024 * 1024
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a graph of its own.

    Attributes:
        file: its `averment.toml`, as it is reached from the current folder.
        graph: files and folders of the graph; empty where nothing is said.
        archive: the folder with archived pages.
        shapes: files with further shapes.
        ontology: files and folders with further terms, which are read with the graph.
        fail_on: the severity from which on a check fails.
        engine: what runs the shapes.
    """

    file: Path
    graph: tuple[str, ...] = ()
    archive: str | None = None
    shapes: tuple[str, ...] = ()
    ontology: tuple[str, ...] = ()
    fail_on: str | None = None
    engine: str | None = None

    @property
    def folder(self) -> Path:
        """The folder that the file stands in."""
        return self.file.parent


def find_workspace(start: str | Path = ".") -> Path | None:
    """Return the nearest `averment.toml` from a folder upwards, or None.

    The path counts from the current folder, as users see it: `../averment.toml`.
    """
    try:
        top = Path(start).resolve()
        found = next((file for each in (top, *top.parents) if (file := each / FILE_NAME).is_file()), None)
        return Path(_from_here(found)) if found is not None else None
    except OSError:
        return None  # a folder that is gone, or that nobody may look into, is no workspace


def load_workspace(file: Path, choices: dict[str, tuple[str, ...]] | None = None) -> Workspace:
    """Read the file of a workspace; the paths in it count from its folder.

    Args:
        file: an `averment.toml`.
        choices: what `fail-on` and `engine` may be.

    Raises:
        ReadFailure: it can't be read; each error has line, column and cure.
    """
    text = _text(file)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadFailure([_syntax_error(str(error), text, file)]) from None
    except RecursionError:
        raise ReadFailure([_nested(file)]) from None
    reader = _Reader(file, text, choices or {})
    given = {}
    for key, value in content.items():
        known = _KEYS.get(key)
        if known is None:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            cure = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(_KEYS)}"
            reader.report(key, f"there is no setting '{key}'", cure)
        else:
            given[known.attribute] = known.read(reader, key, value)
    if reader.errors:
        raise ReadFailure(reader.errors)
    return Workspace(file, **given)


@dataclass(slots=True)
class _Reader:
    """Reads the values of one file and collects what is wrong with them."""

    file: Path
    text: str
    choices: dict[str, tuple[str, ...]]
    errors: list[ReadError] = field(default_factory=list)

    def report(self, key: str, problem: str, cure: str) -> None:
        self.errors.append(ReadError(_place(key, self.text, self.file), problem, cure))

    def path(self, key: str, value: Any) -> str | None:
        if isinstance(value, str) and value and "\0" not in value:
            return _from_here(self.file.parent / value)
        self.report(key, f"'{key}' is no path", f'write one in quotes: {key} = "folder"')
        return None

    def paths(self, key: str, value: Any) -> tuple[str, ...]:
        listed = value if isinstance(value, list) else [value]
        if listed and all(isinstance(each, str) and each and "\0" not in each for each in listed):
            return tuple(_from_here(self.file.parent / each) for each in listed)
        self.report(
            key, f"'{key}' is no list of paths", f'write them in quotes: {key} = ["folder", "file.ttl"]'
        )
        return ()

    def choice(self, key: str, value: Any) -> str | None:
        allowed = self.choices.get(key)
        if isinstance(value, str) and (allowed is None or value in allowed):
            return value
        near = difflib.get_close_matches(value, allowed or (), n=1) if isinstance(value, str) else []
        cure = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(allowed or ())}"
        shown = f"'{value}'" if isinstance(value, str) else "this"
        self.report(key, f"{shown} is nothing that '{key}' can be", cure)
        return None


@dataclass(frozen=True, slots=True)
class _Key:
    attribute: str
    read: Callable[[_Reader, str, Any], Any]


_KEYS = {
    "graph": _Key("graph", _Reader.paths),
    "archive": _Key("archive", _Reader.path),
    "shapes": _Key("shapes", _Reader.paths),
    "ontology": _Key("ontology", _Reader.paths),
    "fail-on": _Key("fail_on", _Reader.choice),
    "engine": _Key("engine", _Reader.choice),
}


def _from_here(path: Path) -> str:
    """Return a path as it is reached from the current folder, which is how findings show it."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)  # on another drive


def _text(file: Path) -> str:
    start = Position(str(file), 1, 1)
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        problem = f"the file can't be read ({error.strerror})"
        raise ReadFailure([ReadError(start, problem, "check its name and its permissions")]) from error
    if len(data) > _MAX_BYTES:
        raise ReadFailure([ReadError(start, "the file is larger than a MiB", "write settings only")])
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        at = Position(str(file), before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        problem = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise ReadFailure([ReadError(at, problem, "save the file as UTF-8")]) from None


def _syntax_error(message: str, text: str, file: Path) -> ReadError:
    found = _AT.search(message)
    lines = text.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if found is not None and found[1] is not None:
        line, column = int(found[1]), int(found[2])
    problem = _AT.sub("", message) or "something is wrong"
    at = Position(str(file), line, column)
    if problem == "Cannot overwrite a value":
        return ReadError(at, "a setting stands here again", "keep one of them")
    problem = f"the TOML breaks off: {problem[0].lower()}{problem[1:]}"
    return ReadError(at, problem, 'write settings as: graph = ["graph"]')


def _nested(file: Path) -> ReadError:
    return ReadError(Position(str(file), 1, 1), "the file is nested too deeply", "write it flatter")


def _place(key: str, text: str, file: Path) -> Position:
    """Return where a setting of the top level is written, for which TOML's parser has no memory.

    A line that looks like it counts if what stands before can be read by itself, which what is within a longer
    string or list can't.
    """
    looks = re.compile(rf"""^\s*\[*\s*(?:{re.escape(key)}|"{re.escape(key)}"|'{re.escape(key)}')\s*[=.\]]""")
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if looks.match(line):
            try:
                if key in tomllib.loads("".join(lines[:number])):
                    continue
            except tomllib.TOMLDecodeError:
                continue
            return Position(str(file), number + 1, len(line) - len(line.lstrip()) + 1)
    return Position(str(file), 1, 1)
