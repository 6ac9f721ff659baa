"""The folder of a store: generations beside one another, of which one is in force.

A generation is made aside and is in force once the file that names it has been replaced, so that whatever ends a
load before that leaves the one that was there. Whoever reads a generation holds a lock on it, and what nobody
reads any more is removed by the next load.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import shutil
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any

from averment import resources
from averment.errors import AvermentError
from averment.reading.files import STORE_FILES
from averment.whole_files import put_file

__all__ = ["Generation", "StoreError", "StoreFolder"]

FORMAT = 1
"""The version of the layout; it is raised with every change after which an older program would err."""

_POINTER, _LOCK = STORE_FILES
_IN_USE = "in-use"


class StoreError(AvermentError):
    """A store that can't be opened or written; the message says why, and what to do."""


@dataclass(slots=True)
class Generation:
    """One state of a store.

    Attributes:
        folder: where it lies.
        facts: what is known of it as a whole, such as the options that it was loaded with.
    """

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def graph(self) -> Path:
        """The folder of the SPARQL store."""
        return self.folder / "graph"

    @property
    def columns(self) -> Path:
        """The folder of the columns."""
        return self.folder / "columns"


class StoreFolder:
    """The folder of a store.

    Args:
        path: the folder, as the user named it; it need not be there before the first load.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def exists(self) -> bool:
        """Return whether there is a store with something loaded."""
        return (self.path / _POINTER).exists()

    # --- reading --------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """Hold the generation in force, which stays as it is meanwhile, whatever is loaded.

        Raises:
            StoreError: there is no store, or one of another version, or a damaged one.
        """
        while True:
            generation = self._in_force()
            held = _locked(generation.folder / _IN_USE, fcntl.LOCK_SH)
            if held is not None:
                if os.fstat(held.fileno()).st_nlink:
                    break
                held.close()  # removed after it was opened, by a load that had it locked
                continue
            # replaced and removed since the pointer was read, or damaged
            if self._in_force().folder == generation.folder:
                raise StoreError(f"'{self.path}' lacks the files of its graph; {self._anew()}")
        with held:
            yield generation

    def _in_force(self) -> Generation:
        pointer = self.path / _POINTER
        try:
            content = json.loads(pointer.read_text(encoding="utf-8"))
            version, name, facts = content["format"], content["generation"], content["facts"]
        except FileNotFoundError as error:
            what = (
                "is no folder"
                if not self.path.is_dir() and self.path.exists()
                else "holds no store"
                if self.path.is_dir()
                else "is not there"
            )
            raise StoreError(
                f"'{self.path}' {what}; build one: averment load graph --store {self.path}"
            ) from error
        except OSError as error:
            raise StoreError(
                f"'{pointer}' can't be read ({error.strerror}); check its permissions"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"'{pointer}' is damaged; {self._anew()}") from error
        if version != FORMAT:
            made = "a later" if isinstance(version, int) and version > FORMAT else "an earlier"
            raise StoreError(
                f"'{self.path}' is a store of layout {version!r}, which {made} version of averment wrote, and this "
                f"one reads layout {FORMAT}; {self._anew()}"
            )
        if not isinstance(name, str) or not isinstance(facts, dict) or Path(name).name != name:
            raise StoreError(f"'{pointer}' is damaged; {self._anew()}")
        return Generation(self.path / name, facts)

    def refuse_other_rules(self, generation: Generation) -> None:
        """Raise an error for a store in which things follow from other rules than those of this version.

        Raises:
            StoreError: they do.
        """
        if generation.facts.get("rules") != resources.rules_digest():
            by = generation.facts.get("averment")
            raise StoreError(
                f"what '{self.path}' has follows from the rules of another version of averment ({by}); load all its "
                f"files again: averment load PATH... --store {self.path} --anew"
            )

    def _anew(self) -> str:
        return "build it anew in another folder with 'averment load PATH... --store FOLDER'"

    # --- writing --------------------------------------------------------------------------

    @contextmanager
    def writing(self, patience: float = 0) -> Iterator[Writing]:
        """Hold the store for one load; nobody else can load meanwhile, and everybody can read.

        Args:
            patience: seconds to wait for somebody else who loads.

        Raises:
            StoreError: somebody else loads, the store is of another version, or the folder can't be written.
        """
        self._make()
        start = monotonic()
        while True:
            held = _locked(self.path / _LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB, create=True)
            if held is not None or monotonic() - start >= patience:
                break
            sleep(0.05)
        if held is None:
            raise StoreError(
                f"'{self.path}' is being loaded by another process; wait until that has ended, and load again"
            )
        with held:
            before = self._in_force() if self.exists() else None
            self._sweep(before)
            writing = Writing(self, before, self._new())
            try:
                yield writing
            except BaseException as error:
                # closes the graph of the generation that is given up, which writes to its folder while it is open
                traceback.clear_frames(error.__traceback__)
                raise
            finally:
                writing.close()
                with suppress(StoreError):
                    self._sweep(self._in_force() if self.exists() else None)

    def _make(self) -> None:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise StoreError(f"'{self.path}' is a file; name a folder for the store")
            is_store = self.exists() or (self.path / _LOCK).exists()
            if self.path.is_dir() and not is_store and any(self.path.iterdir()):
                raise StoreError(
                    f"'{self.path}' holds other things than a store; name a folder that is empty, or not there yet"
                )
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder '{self.path}' can't be made or written ({error.strerror}); check its permissions"
            ) from error

    def _new(self) -> Generation:
        generation = Generation(self.path / f"g-{secrets.token_hex(6)}")
        try:
            generation.folder.mkdir()
            (generation.folder / _IN_USE).touch()
        except OSError as error:
            raise StoreError(f"'{self.path}' can't be written ({error.strerror}); check it") from error
        return generation

    def _commit(self, generation: Generation, before: Generation | None) -> None:
        content = {"format": FORMAT, "generation": generation.folder.name, "facts": generation.facts}
        try:
            _synchronise(generation.folder, set(_files(before.folder)) if before is not None else set())
            put_file(json.dumps(content, indent=2) + "\n", self.path / _POINTER, on_disk=True)
        except OSError as error:
            raise StoreError(
                f"the store '{self.path}' can't be written ({error.strerror or error}); what it had is still there: "
                "make room or check its permissions, and try again"
            ) from error
        _synchronise_one(self.path)

    def _sweep(self, in_force: Generation | None) -> None:
        """Remove the generations that are not in force and that nobody reads."""
        for folder in self.path.glob("g-*"):
            if in_force is not None and folder == in_force.folder:
                continue
            held = _locked(folder / _IN_USE, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if held is not None:
                with held:
                    _remove(folder)
            elif not (folder / _IN_USE).exists():
                _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder; a graph that is just being closed may write to it meanwhile."""
    for _ in range(10):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        sleep(0.05)


class Writing:
    """A load under way.

    Attributes:
        before: the generation in force, if there is one.
        after: the one that is being made.
    """

    def __init__(self, store: StoreFolder, before: Generation | None, after: Generation) -> None:
        self._store = store
        self._held = _locked(after.folder / _IN_USE, fcntl.LOCK_SH)
        self.before = before
        self.after = after

    def commit(self) -> None:
        """Put the new generation in force.

        Raises:
            StoreError: the disk has no room for it.
        """
        self._store._commit(self.after, self.before)

    def close(self) -> None:
        """Let go of the new generation, which the next sweep removes unless it is in force."""
        if self._held is not None:
            self._held.close()


def _locked(file: Path, how: int, *, create: bool = False) -> IO[bytes] | None:
    """Return a file that is locked as long as it is open; None if it is not there, or somebody else holds it.

    Raises:
        StoreError: it can't be opened.
    """
    try:
        stream = file.open("ab" if create else "rb")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"'{file}' can't be opened ({error.strerror}); check its permissions") from error
    try:
        fcntl.flock(stream, how)
    except OSError as error:
        stream.close()
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return None
        raise StoreError(f"'{file}' can't be locked ({error.strerror}); use a local disk") from error
    return stream


def _synchronise(folder: Path, shared: Collection[tuple[int, int]]) -> None:
    """Make sure that what was written is on the disk, so that no crash of the machine leaves a part of it.

    Args:
        folder: what was written.
        shared: files that have been on the disk before, and may be in the folder as well, by device and number.
    """
    for file, path in _files(folder).items():
        if file not in shared:
            with suppress(FileNotFoundError):
                _synchronise_one(path)
    for parent, _, _ in os.walk(folder):
        _synchronise_one(Path(parent))


def _files(folder: Path) -> dict[tuple[int, int], Path]:
    """Return the files of a folder by device and number, without those that the store has no more use for."""
    found: dict[tuple[int, int], Path] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            with suppress(FileNotFoundError):
                status = path.stat()
                found[status.st_dev, status.st_ino] = path
    return found


def _synchronise_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
