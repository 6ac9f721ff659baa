"""What has changed in the files of a graph since a revision."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rdflib.term import Node

from averment.changing.git import ChangedFile, Repository
from averment.changing.lines import Owners, changed_lines
from averment.changing.scanning import scan
from averment.errors import ReadError, UsageError
from averment.reading import FORMATS, MAX_BYTES, Reading, read_one
from averment.reading.files import RealPaths, decode, read_text

__all__ = ["Changes", "changes_since", "find_changes", "repository_of"]


@dataclass(slots=True)
class Changes:
    """What has changed since a revision.

    Attributes:
        since: the revision, as the user named it.
        lines: the lines that are new or other than they were, by the path of the file as the user named it.
        nodes: the nodes on these lines, and those on lines that are gone.
        gone: subject and aspect of each claim that is gone.
        is_local: whether all that has changed matters to those only who name it; see `averment.changing.scanning`.
    """

    since: str
    lines: dict[str, frozenset[int]] = field(default_factory=dict)
    nodes: set[Node] = field(default_factory=set)
    gone: set[tuple[Node | None, Node | None]] = field(default_factory=set)
    is_local: bool = True


def find_changes(
    files: Sequence[str], paths: Sequence[str], since: str, *, max_bytes: int = MAX_BYTES
) -> Changes:
    """Return what has changed in files between a revision and the work tree.

    The revision is taken where the work tree has left it, as for a pull request: what only the revision's
    branch has got since does not count. A file that git does not track is new as a whole.

    Args:
        files: the files that were read, those of the user's own shapes among them.
        paths: the files and folders that the user named, in which a file may be gone.
        since: a revision of git.
        max_bytes: the largest file to read, in bytes.

    Raises:
        UsageError: git is not installed, the files are not in one repository, or the revision is not there.
    """
    return changes_since(repository_of(paths), since, files, paths, RealPaths(), max_bytes=max_bytes)


def repository_of(paths: Sequence[str]) -> Repository:
    """Return the repository that the first of some files and folders is in.

    Raises:
        UsageError: git is not installed, or this is in no repository.
    """
    start = Path(os.path.realpath(paths[0]))
    return Repository(next(each for each in (start, *start.parents) if each.is_dir()))


def changes_since(
    repository: Repository,
    since: str,
    files: Sequence[str],
    paths: Sequence[str],
    real_path: RealPaths,
    *,
    max_bytes: int = MAX_BYTES,
) -> Changes:
    """Return what has changed in files of a repository since a revision; see `find_changes`.

    Args:
        repository: the repository.
        since: the revision.
        files: the files that were read.
        paths: the files and folders that the user named.
        real_path: tells where files really are.
        max_bytes: the largest file to read, in bytes.

    Raises:
        UsageError: the files are not all in the repository, or the revision is not there.
    """
    commit = repository.fork_point(since)
    with ThreadPoolExecutor(1) as asking:
        asked = asking.submit(repository.changed_files, commit)
        before = repository.files(commit)
        changed = asked.result()
    tracked = before | {one.path for one in changed}
    named = {_inside(repository.top, file, real_path): file for file in files}
    folders = [_inside(repository.top, path, real_path) for path in paths]
    changes = Changes(since)
    for each in [*changed, *(ChangedFile(path, None, None) for path in sorted(set(named) - tracked))]:
        one = _of_graph(each, named, folders)
        if one is not None:
            _compare(repository, one, named.get(one.path or ""), max_bytes, changes)
    return changes


def _of_graph(one: ChangedFile, named: Collection[str], folders: Collection[str]) -> ChangedFile | None:
    """Return what has changed of a file in the graph, or None if nothing has.

    One that moves in is new, and one that moves out is gone.

    Args:
        one: the file.
        named: the files that were read, from the top of the repository.
        folders: what was searched for files, in the same way.
    """
    is_moved = one.path is not None and one.old_path is not None and one.path != one.old_path
    was_there = _is_read(one.old_path or "", folders)
    if one.path in named:
        return replace(one, old_path=None, old_blob=None) if is_moved and not was_there else one
    if was_there and (is_moved or one.path is None):
        return replace(one, path=None)
    return None


def _compare(
    repository: Repository, one: ChangedFile, name: str | None, max_bytes: int, changes: Changes
) -> None:
    """Add what has changed in one file.

    Of one whose old text can't be read, that is all. One that can't be read now has no say: that is what is to be
    mended, and what follows from it is not told of others.
    """
    errors: list[ReadError] = []
    old = (
        decode(repository.content(one.old_blob), one.old_path or "", errors)
        if one.old_blob is not None
        else None
    )
    before = _owners(one.old_path, old, errors)
    unread: list[ReadError] = []
    new = read_text(Path(name), max_bytes, unread) if name is not None else None
    now = _owners(name, new, unread)
    removed, added = changed_lines(old or "", new or "")
    if name is not None:
        changes.lines[name] = added
    if unread:
        return
    changes.nodes |= before.all() | now.all() if errors else before.of(removed) | now.of(added)
    left = {claim for claim, _ in now.topics()}
    changes.gone |= {topic for claim, topic in before.topics() if claim not in left}
    changes.is_local &= _is_local(one.old_path, old, before) and _is_local(name, new, now)


def _is_local(path: str | None, text: str | None, owners: Owners) -> bool:
    """Return whether a file states only what matters to those who name it: nothing, if it can't be read."""
    if path is None or text is None or owners.are_none:
        return True
    return FORMATS[Path(path).suffix.lower()] == "yaml" and scan(text.encode()) is not None


def _owners(path: str | None, text: str | None, errors: list[ReadError]) -> Owners:
    """Return who owns the lines of a text, nobody where there is none."""
    if path is None or not text or not text.strip():
        return Owners(Reading())
    reading, found = read_one(path, text)
    errors += found
    return Owners(reading)


def _inside(top: Path, path: str, real_path: RealPaths) -> str:
    """Return a path from the top of the repository.

    Raises:
        UsageError: it is not inside.
    """
    real = real_path(path)
    if real == str(top):
        return "."
    start = f"{str(top).rstrip(os.sep)}{os.sep}"
    if not real.startswith(start):
        raise UsageError(
            f"'{path}' is not in the git repository '{top}'; check what is in one repository at a time"
        )
    return real[len(start) :]


def _is_read(path: str, folders: Iterable[str]) -> bool:
    """Return whether a file that is gone would have been read."""
    file = Path(path)
    if file.suffix.lower() not in FORMATS:
        return False
    return any(
        not any(part.startswith(".") for part in file.relative_to(folder).parts)
        for folder in folders
        if file.is_relative_to(folder)
    )
