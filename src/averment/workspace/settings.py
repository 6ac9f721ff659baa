"""What a workspace's `averment.toml` says: where things are, and what a check is to do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from averment.errors import ReadError, ReadFailure, UsageError
from averment.toml_files import place_of, read_toml

__all__ = ["DEFAULT_FOLDER", "FILE_NAME", "Workspace", "find_workspace", "load_workspace", "paths_of"]

FILE_NAME = "averment.toml"

DEFAULT_FOLDER = "graph"
"""What is read where nothing is said."""


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


def paths_of(workspace: Workspace | None, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths that a user gave, or those of a workspace, or the default folder.

    Further terms of the workspace are added in any case, for what uses them can't be read without.

    Raises:
        UsageError: none were given and there is no such folder.
    """
    default = workspace.folder / DEFAULT_FOLDER if workspace is not None else Path(DEFAULT_FOLDER)
    paths = paths or (workspace.graph if workspace is not None else ())
    if not paths and default.is_dir():
        paths = (str(default),)
    if paths:
        return (*paths, *(workspace.ontology if workspace is not None else ()))
    raise UsageError(
        f"there is no folder '{default}' here; name the files or folders of the graph, or start one with "
        "'averment init'"
    )


def load_workspace(file: Path, choices: dict[str, tuple[str, ...]] | None = None) -> Workspace:
    """Read the file of a workspace; the paths in it count from its folder.

    Args:
        file: an `averment.toml`.
        choices: what `fail-on` and `engine` may be.

    Raises:
        ReadFailure: it can't be read; each error has line, column and cure.
    """
    text, content = read_toml(file, thing="setting", example='graph = ["graph"]')
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
        self.errors.append(ReadError(place_of(key, self.text, self.file), problem, cure))

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
