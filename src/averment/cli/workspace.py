"""The workspace that a command runs in, whose settings stand where no flag is given."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from averment.errors import AvermentError
from averment.workspace.settings import Workspace, find_workspace, load_workspace

__all__ = ["Settings", "current_workspace", "is_setting", "workspace_file"]

_KEY = "averment.workspace"
_TELLS_FAULTS = "doctor"
"""The command that reads the settings by itself, to tell what is wrong with them."""


def current_workspace() -> Workspace | None:
    """Return the workspace of the current folder, or None; a command reads its file once.

    Raises:
        ReadFailure: its file can't be read.
    """
    context = click.get_current_context(silent=True)
    known: dict[str, Any] = context.meta if context is not None else {}
    if _KEY not in known:
        file = workspace_file()
        known[_KEY] = _load(file) if file is not None else None
    found: Workspace | None = known[_KEY]
    return found


def workspace_file() -> Path | None:
    """Return the file with the settings: the one that the command line names, or the nearest one upwards."""
    context = click.get_current_context(silent=True)
    named = context.find_root().params.get("config") if context is not None else None
    return Path(named) if named else find_workspace()


def is_setting(context: click.Context, name: str) -> bool:
    """Return whether an option has its value from the settings of the workspace, and not from a flag."""
    return context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP


def _load(file: Path) -> Workspace:
    from averment.checking.engine import ENGINES  # once there is a file: nothing else waits for these
    from averment.checking.findings import SEVERITIES

    return load_workspace(file, {"fail-on": (*SEVERITIES, "never"), "engine": tuple(ENGINES)})


class Settings(MutableMapping[str, Any]):
    """The defaults of all commands, as click asks for them: read when the first one is needed.

    A command's name leads to the defaults of that command, which are the same for all.
    """

    _NAMES = ("archive", "engine", "fail_on", "shapes")

    def __init__(self) -> None:
        self._of_commands: dict[str, Settings] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._NAMES:
            raise KeyError(name)
        value = getattr(self._workspace(), name, None)
        if not value or (name == "archive" and not Path(value).is_dir()):
            raise KeyError(name)  # an archive stays outside the repository, and so need not be here
        return list(value) if isinstance(value, tuple) else value

    def get(self, name: str, default: Any = None) -> Any:
        """Return a default, or, for the name of a command, all of them."""
        if name in self._NAMES:
            return super().get(name, default)
        if name == _TELLS_FAULTS:
            return None
        return self._of_commands.setdefault(name, Settings())

    def _workspace(self) -> Workspace | None:
        try:
            return current_workspace()
        except AvermentError:
            context = click.get_current_context(silent=True)
            if context is not None and context.resilient_parsing:
                return None  # help is given in a workspace with a fault, too
            raise

    def __iter__(self) -> Iterator[str]:
        return iter(name for name in self._NAMES if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __setitem__(self, name: str, value: Any) -> None:
        raise TypeError("settings are read from a file")

    def __delitem__(self, name: str) -> None:
        raise TypeError("settings are read from a file")
