"""Names that a report should not hold: where somebody works, and who it is."""

from __future__ import annotations

import getpass
import os
import re
from pathlib import Path

__all__ = ["Privacy"]


class Privacy:
    """Leaves out of texts what names a folder above this one, or the user.

    Args:
        here: the current folder.
        home: the user's folder.
        user: the user's name; None if nobody knows it.
    """

    def __init__(self, here: Path | None = None, home: Path | None = None, user: str | None = None) -> None:
        self._here = str((here or Path.cwd()).resolve())
        self._home = str(home or Path.home())
        self._user = user if user is not None else _user()

    def path(self, path: str | Path) -> str:
        """Return a path as it is reached from here, or its last part for one that is far away."""
        shown = os.path.relpath(Path(self._here, path), self._here)
        parts = Path(shown).parts
        above = sum(1 for part in parts if part == "..")
        if above == len(parts) or (above and Path(path).is_absolute()):
            shown = f"(elsewhere)/{Path(path).name}" if above < len(parts) else shown
        return self.text(shown)

    def text(self, text: str) -> str:
        """Return a text without the names of folders above this one and of the user.

        >>> Privacy(Path("/users/ann/graph"), Path("/users/ann"), "ann").text("/users/ann/graph/x.yaml: /mnt/ann/y")
        'x.yaml: /mnt/(user)/y'
        """
        for folder, sign in ((self._here, "."), (self._home, "~")):
            if len(folder) > 1:
                text = text.replace(folder + os.sep, "" if sign == "." else f"{sign}/").replace(folder, sign)
        if self._user:
            text = re.sub(rf"(?<=[/\\]){re.escape(self._user)}(?=[/\\\s':]|$)", "(user)", text)
        return text


def _user() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None
