"""Checking no more files than tell all that a change touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import URIRef

from averment import resources
from averment.building import Build
from averment.changing.beside import beside
from averment.changing.changes import Changes, changes_since, repository_of
from averment.changing.nearby import open_near
from averment.changing.readings import RememberedReadings
from averment.changing.remembered import RememberedScans
from averment.changing.shelf import Shelf, TooMuchError
from averment.changing.touching import limited, touched
from averment.checking import Report
from averment.checking.spelling import Spelling
from averment.errors import ReadError, ReadFailure
from averment.reading import MAX_BYTES, Progress, Reading
from averment.reading.files import RealPaths, find_files
from averment.shapes import shipped_shapes

__all__ = ["SHARE", "Part", "check_part", "part_of"]

_FEW = 50
"""Up to so many files it is as quick to read all, and to remember nothing of them."""

SHARE = 0.6
"""The share of all files from which on it is quicker to read all: not to choose, and not to choose in vain."""

_UNSURE = "\ue000"
"""Stands in a message for what only all files together can tell."""


@dataclass(frozen=True, slots=True)
class Part:
    """What has to be known of files to find what a change touches.

    Attributes:
        reading: what the files state that were read.
        changes: what has changed.
        files: how many files there are.
        is_whole: whether that takes all of them.
        errors: what can't be read, in the order of files and lines.
    """

    reading: Reading
    changes: Changes
    files: int
    is_whole: bool = False
    errors: tuple[ReadError, ...] = ()


def part_of(
    paths: Iterable[str | Path],
    since: str,
    *,
    max_bytes: int = MAX_BYTES,
    few: int = _FEW,
    share: float = SHARE,
    progress: Progress | None = None,
) -> Part | None:
    """Read the files that are needed to tell all that a change touches; None if they are few.

    A file is not parsed again that is as it was when it was last read here, see `averment.changing.readings`.

    Names that the files mention are looked for in their text; those that are not read can have a fault of syntax
    which is not told, unless it is new. What is no UTF-8, too large or can't be opened is told of any file.

    Args:
        paths: files and folders of the graph.
        since: a revision of git.
        max_bytes: the largest file to read, in bytes.
        few: up to how many files count as few.
        share: the share of files from which on all are read.
        progress: told after each file that has been looked at, or read.

    Raises:
        UsageError: git is not installed, the files are not in one repository, or the revision is not there.
    """
    names = [str(path) for path in paths]
    errors: list[ReadError] = []
    real_path = RealPaths()
    files = list(find_files(names, errors, real_path))
    if len(files) <= few:
        return None
    repository = repository_of(names)

    def compare() -> Changes:
        found = [str(file) for file in files]
        return changes_since(repository, since, found, names, real_path, max_bytes=max_bytes)

    with beside(compare) as changed:
        scans, readings = RememberedScans(repository.own), RememberedReadings(repository.own)
        shelf = Shelf(files, max_bytes, int(len(files) * share), scans, readings, progress)
        scans.keep()
        # which a check needs in any case
        resources.ontology()
        shipped_shapes()
        changes = changed()
    is_whole = not changes.is_local
    if not is_whole:
        try:
            open_near(shelf, changes)
        except TooMuchError:
            is_whole = True
    if is_whole:
        shelf.read_all()
    readings.keep()
    unread = ReadFailure([*errors, *shelf.errors]).errors
    return Part(shelf.reading(), changes, len(files), is_whole, tuple(unread))


def check_part(part: Part, build: Build, run: Callable[[Build, Spelling | None], Report]) -> Report | None:
    """Return the findings that a change touches; None if only all files together can tell one of them.

    Where something can't be read, that is to be told at once: names that are not defined may well be there, and
    no others are proposed for them, for which all files would be needed.

    Args:
        part: the files.
        build: what follows from them.
        run: checks a build.
    """
    if part.is_whole:
        return limited(run(build, None), part.changes, build, ())
    report = run(build, _Unsure(build) if not part.errors else _Silent(build))
    kept = list(touched(report.findings, part.changes, build))
    if any(_UNSURE in finding.message for finding in kept):
        return None
    read = len(part.reading.files)
    note = f"only what changed since '{part.changes.since}' touches was looked for, in {read} of {part.files} files"
    return replace(report.narrowed(kept), notes=(*report.notes, note))


class _Unsure(Spelling):
    """Marks what is said of names that are not there: another file may have them, or one that is nearer."""

    def cure_of_term(self, term: URIRef) -> str:
        return _UNSURE

    def cure_of_node(self, node: URIRef) -> str:
        return _UNSURE


class _Silent(Spelling):
    """Proposes nothing for names that are not there."""

    def cure_of_term(self, term: URIRef) -> str:
        return self.NO_TERM

    def cure_of_node(self, node: URIRef) -> str:
        return self.NO_NODE
