"""What lies where in a folder of columns."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from averment.errors import AvermentError

__all__ = ["CHANGES", "LITERALS", "NAMES", "PROPERTIES", "VERSION", "Columns", "Layout"]

VERSION = 1
"""Columns of another version are refused."""

NAMES, LITERALS, PROPERTIES, CHANGES = "names.parquet", "literals.parquet", "properties", "changes"
_DESCRIPTION = "columns.json"
_MOST_CHANGES = 100_000
_CHANGES_A_TRIPLE = 0.05


@dataclass(frozen=True, slots=True)
class Layout:
    """What `columns.json` says.

    Attributes:
        hash: which of `numbering.HASHES` numbers the terms.
        folded: whether language tags were folded before that.
        probes: tokens with their numbers, which tell whether this DuckDB numbers terms as the one that wrote did.
        properties: the IRI of each property, and the name of its file.
        rows: how many rows the file of each property has, by the file's name.
        changes: the names of the patches, in the order in which they apply.
        changed: how many lines these have in all.
    """

    hash: int
    folded: bool
    probes: dict[str, int]
    properties: dict[str, str]
    rows: dict[str, int]
    changes: tuple[str, ...] = ()
    changed: int = 0
    version: int = field(default=VERSION)

    def write(self, folder: Path) -> None:
        """Write it into a folder.

        Raises:
            OSError: it can't be written.
        """
        described = {name: getattr(self, name) for name in ("version", *_FIELDS)}
        (folder / _DESCRIPTION).write_text(json.dumps(described, indent=1), encoding="utf-8")


_FIELDS = ("hash", "folded", "probes", "properties", "rows", "changes", "changed")


class Columns:
    """A folder of columns.

    Args:
        path: the folder.

    Attributes:
        path: the folder.
        layout: which files it has.

    Raises:
        AvermentError: it holds none, or some of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        cure = "load the files anew"
        try:
            described = json.loads((path / _DESCRIPTION).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise AvermentError(f"'{path}' holds no columns ({error}); {cure}") from error
        version = described.get("version") if isinstance(described, dict) else None
        if version != VERSION:
            raise AvermentError(f"'{path}' has columns of version {version}, not {VERSION}; {cure}")
        try:
            fields = {name: described[name] for name in _FIELDS}
            self.layout = Layout(**{**fields, "changes": tuple(fields["changes"])})
        except (KeyError, TypeError) as error:
            raise AvermentError(f"'{path}' holds no whole description of columns; {cure}") from error

    def __len__(self) -> int:
        """Return how many triples there are, but for those that changes have added or removed."""
        return sum(self.layout.rows.values())

    @property
    def is_to_be_folded(self) -> bool:
        """Whether there are so many changes that reading them takes noticeable time; see `fold_columns`."""
        return self.layout.changed > max(_MOST_CHANGES, _CHANGES_A_TRIPLE * len(self))

    @property
    def patches(self) -> list[Path]:
        """The files of changes, in the order in which they apply."""
        return [self.path / CHANGES / name for name in self.layout.changes]

    def file(self, name: str) -> Path:
        """Return the file of a property by its name in the layout."""
        return self.path / PROPERTIES / f"{name}.parquet"
