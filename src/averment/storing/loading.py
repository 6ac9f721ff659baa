"""Loading files into a store: the first time in bulk and in several processes, later only what has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from averment import __version__, resources
from averment.deriving import Archive
from averment.errors import AvermentError, Position, ReadError, ReadFailure
from averment.namespaces import AV
from averment.reading import MAX_BYTES
from averment.reading.files import find_files, read_bytes, unreadable
from averment.shapes import load_shapes
from averment.storing.bulk import derive_all, load_data, read_all
from averment.storing.changing import Change, change_files
from averment.storing.contents import (
    Contents,
    digest_of,
    digest_of_file,
    has_rows,
    read_contents,
    read_row_contents,
    real_path_of,
)
from averment.storing.due import documents_due, stand_of_pages, waivers_due
from averment.storing.editing import Statement
from averment.storing.filling import judged_quads
from averment.storing.findings import find_touched, replace_findings
from averment.storing.folder import Generation, StoreError, StoreFolder, Writing
from averment.storing.lookups import Named, ontology_quads, text_of
from averment.storing.marks import joined_marks
from averment.storing.names import DEFAULT, DIGEST, PATH, REAL_PATH, TYPE, file_graph, is_file_graph
from averment.storing.processes import Progress

__all__ = ["Loaded", "clone_graph", "link_columns", "load", "refresh"]

_DATA = (".nt", ".nt.gz")
_PATIENCE = 10.0
"""Seconds to wait for another check that settles the same: that takes no longer than a small load."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has done.

    Attributes:
        files: how many files were put into the store.
        unchanged: how many were there already as they are.
        gone: how many were taken out of it.
        claims: how many claims the store has now.
        questions: how many questions it has now.
        new: how many findings are new; None where the store has not been checked.
        settled: how many findings are gone; None where the store has not been checked.
    """

    files: int
    unchanged: int
    gone: int
    claims: int
    questions: int
    new: int | None = None
    settled: int | None = None


def load(
    paths: Iterable[str | Path],
    folder: str | Path,
    *,
    derived: bool = False,
    archive: str | Path | None = None,
    today: date | None = None,
    max_bytes: int = MAX_BYTES,
    anew: bool = False,
    progress: Progress = lambda step, done, total: None,
) -> Loaded:
    """Load files into a store, which changes as a whole, or not at all.

    Of a store that is there, the files that are named and those in the folders that are named take the place of what
    it has of them; what it has of others stays. Only what depends on files that have changed is derived anew, and,
    if the store has been checked, checked.

    Args:
        paths: files and folders.
        folder: the store.
        derived: files of N-Triples hold graphs with all that follows from them, and are taken as they are.
        archive: the folder with the texts of archived pages; the one of the load before if left out.
        today: the day on which waivers have to hold.
        max_bytes: the largest file that is read, but for rows and for N-Triples that are taken as they are.
        anew: whether to leave out all that the store has.
        progress: told what is done.

    Raises:
        ReadFailure: something can't be read; it holds every such error.
        StoreError: the store can't be opened or written.
        AvermentError: the columns can't be written.
    """
    named = [str(path) for path in paths]
    store = StoreFolder(folder)
    try:
        with store.writing() as writing:
            before = writing.before if not anew else None
            facts = dict(before.facts) if before is not None else {}
            if before is not None:
                store.refuse_other_rules(before)
            elif writing.before is not None and "archive" in writing.before.facts:
                facts["archive"] = writing.before.facts["archive"]
            facts |= {
                "averment": __version__,
                "rules": resources.rules_digest(),
                "today": str(today) if today is not None else facts.get("today"),
            }
            if archive is not None:
                facts["archive"] = os.path.abspath(archive)  # noqa: PTH100 - as the user named it, links and all
            writing.after.facts = facts
            loading = _Loading(writing, named, derived, today, max_bytes, progress)
            done = loading.first() if before is None else loading.again(before)
            if loading.has_changed:
                progress("writing to disk", 0, None)
                writing.commit()
            return done
    except OSError as error:
        if isinstance(error, AvermentError):
            raise
        raise StoreError(
            f"the store '{folder}' can't be written ({error.strerror or error}); what it had is still there: "
            "make room or check its permissions, and load again"
        ) from error


class _Loading:
    """One load.

    Attributes:
        has_changed: whether the store is another than before.
    """

    def __init__(
        self,
        writing: Writing,
        paths: list[str],
        derived: bool,
        today: date | None,
        max_bytes: int,
        progress: Progress,
    ) -> None:
        self._writing = writing
        self._today = today
        self._max_bytes = max_bytes
        self._progress = progress
        self._paths = paths
        self._places = [real_path_of(path) for path in paths]
        errors: list[ReadError] = []
        self._data = [path for path in paths if derived and path.endswith(_DATA) and Path(path).is_file()]
        packed = [
            path for path in paths if path.endswith(".gz") and path not in self._data and Path(path).is_file()
        ]
        for path in packed:
            says = (
                ", or say with --derived that it holds all that follows from it"
                if path.endswith(_DATA)
                else ""
            )
            errors.append(ReadError(Position(path, 1, 1), "packed files are not read", f"unpack it{says}"))
        others = [path for path in paths if path not in self._data and path not in packed]
        self._files = [str(file) for file in find_files(others, errors)] if others else []
        if errors:
            raise ReadFailure(errors)
        facts = writing.after.facts
        self._archive = Archive(facts["archive"]) if facts.get("archive") else None
        self._shapes, _ = load_shapes()
        self.has_changed = True

    # --- the first time -------------------------------------------------------------------

    def first(self) -> Loaded:
        """Fill the new generation from nothing."""
        from averment.shacl.columns.writing import write_columns

        after = self._writing.after
        store = ox.Store(after.graph)
        if self._data:
            load_data(store, [Path(path) for path in self._data], self._progress)
        else:
            read_all(store, self._files, self._max_bytes, self._progress)
            after.facts["pages"] = stand_of_pages(store, after.facts.get("archive"))
            del store  # for others to read it
            derive_all(after.graph, self._shapes, after.facts.get("archive"), self._progress)
            store = ox.Store(after.graph)
            store.bulk_extend(ontology_quads())
            store.extend(judged_quads(store, self._shapes, self._today))
        after.facts |= {"data": self._data, "checked": False}
        after.facts |= _counted(store)
        if self._data and self._files:
            contents, _ = self._read_changed(store)
            self._count(change_files(store, contents, self._shapes, archive=self._archive, today=self._today))
        store.flush()
        dump = after.folder / "dump.nt"
        self._progress("writing columns", 0, None)
        store.dump(dump, ox.RdfFormat.N_TRIPLES, from_graph=DEFAULT)
        after.columns.mkdir()
        write_columns(after.columns, [dump])
        dump.unlink()
        files = len(self._files) + len(self._data)
        return Loaded(files, 0, 0, after.facts["claims"], after.facts["questions"])

    # --- later ----------------------------------------------------------------------------

    def again(self, before: Generation) -> Loaded:
        """Make the new generation of the one before and of what has changed."""
        if self._data:
            raise StoreError(
                f"'{self._data[0]}' holds all that follows from it, and can't be put into a store that is there; build "
                "another, or use --anew"
            )
        after = self._writing.after
        clone_graph(before.graph, after.graph)
        store = ox.Store(after.graph)
        contents, unchanged = self._read_changed(store)
        gone = sum(each is None for each in contents.values())
        facts = after.facts
        nothing = 0 if facts.get("checked") else None
        due = self._due(store, before)
        if not contents and not due and facts.get("archive") == before.facts.get("archive"):
            self.has_changed = False
            return Loaded(0, unchanged, 0, facts["claims"], facts["questions"], new=nothing, settled=nothing)
        self._progress("deriving", 0, None)
        change = change_files(
            store, contents, self._shapes, due=due, archive=self._archive, today=self._today
        )
        facts["pages"] = {**stand_of_pages(store, facts.get("archive")), **facts["pages"]}
        self._count(change)
        new = settled = None
        if facts.get("checked"):
            self._progress("checking", 0, None)
            findings = find_touched(store, change, self._shapes)
            new, settled = replace_findings(store, change.before | change.after, findings)
        change_stored_columns(before, after, change)
        store.flush()
        facts["touched"] = sorted(str(node) for node in change.after)
        return Loaded(
            len(contents) - gone,
            unchanged,
            gone,
            facts["claims"],
            facts["questions"],
            new=new,
            settled=settled,
        )

    def _due(self, store: ox.Store, before: Generation) -> set[Named]:
        """Return what is to be looked at again, and note how the pages are before any of them is read."""
        facts = self._writing.after.facts
        is_same = facts.get("archive") == before.facts.get("archive")
        known = before.facts.get("pages", {}) if is_same else {}
        facts["pages"] = stand_of_pages(store, facts.get("archive"))
        due = set(documents_due(store, known, facts["pages"]))
        day = _as_day(before.facts.get("today"))
        return due | waivers_due(store, day, self._today) if self._today is not None else due

    def _count(self, change: Change) -> None:
        for name, class_ in (("claims", AV.Claim), ("questions", AV.Question)):
            term = ox.NamedNode(class_)
            self._writing.after.facts[name] += sum(
                (each[1], each[2]) == (TYPE, term) for each in change.added
            ) - sum((each[1], each[2]) == (TYPE, term) for each in change.removed)

    def _read_changed(self, store: ox.Store) -> tuple[dict[str, Contents | None], int]:
        """Return the files that are other than the store has them, or gone, and how many are not."""
        known, digests, real_paths = (
            {
                quad.graph_name: text_of(quad)
                for quad in store.quads_for_pattern(None, property_, None, None)
                if is_file_graph(quad.graph_name)
            }
            for property_ in (PATH, DIGEST, REAL_PATH)
        )
        by_place = {real: known[graph] for graph, real in real_paths.items()}
        named = set(known.values())
        files = {
            path if path in named else by_place.get(real_path_of(path), path): path for path in self._files
        }
        contents: dict[str, Contents | None] = {
            name: None
            for graph, name in known.items()
            if name not in files and self._is_gone(name, real_paths.get(graph))
        }
        unchanged = 0
        errors: list[ReadError] = []
        for number, (name, path) in enumerate(files.items(), start=1):
            self._progress("reading", number, len(files))
            digest = digests.get(file_graph(name))
            if has_rows(path):
                try:
                    if digest == digest_of_file(path):
                        unchanged += 1
                    else:
                        contents[name] = _whole(name, path)
                except ReadFailure as failure:
                    errors += failure.errors
                except OSError as error:
                    errors.append(unreadable(Path(path), error))
                continue
            data = read_bytes(Path(path), self._max_bytes, errors)
            if data is not None and digest_of(data) == digest:
                unchanged += 1
            elif data is not None:
                contents[name] = read_contents(name, data, errors, real_path_of(path))
        if errors:
            raise ReadFailure(errors)
        return contents, unchanged

    def _is_gone(self, name: str, real_path: str | None) -> bool:
        """Return whether a file that is not there would have been found in what the user named.

        A folder may be called as another one was at the load before, so that its name alone does not tell.
        """
        if real_path is not None and _is_within(real_path, self._places):
            return True
        return _is_within(name, self._paths) and (real_path is None or not os.path.exists(real_path))  # noqa: PTH110


def _whole(name: str, path: str) -> Contents:
    """Return what a file of rows states, as one.

    Args:
        name: the file, as the user named it when it was first loaded.
        path: the same, as it is named now.
    """
    whole = Contents(name, digest_of_file(path), real_path_of(path))
    for chunk in read_row_contents(path, whole.digest):
        whole.triples += chunk.triples
        for node, text in chunk.marks.items():
            whole.marks[node] = joined_marks(whole.marks.get(node, ""), text)
    return whole


def _is_within(path: str, paths: Iterable[str]) -> bool:
    """Return whether a file would have been found in what the user named."""
    return any(path == each or Path(path).is_relative_to(each) for each in paths)


def _counted(store: ox.Store) -> dict[str, int]:
    return {
        name: sum(1 for _ in store.quads_for_pattern(None, TYPE, ox.NamedNode(class_), DEFAULT))
        for name, class_ in (("claims", AV.Claim), ("questions", AV.Question))
    }


def clone_graph(before: Path, after: Path) -> None:
    """Make a SPARQL store of another, whose files it shares.

    What is not in files yet would be left out: whoever changes a store has to flush it.
    """
    ox.Store.read_only(str(before)).backup(str(after))


def link_columns(before: Generation, after: Generation) -> None:
    """Give a generation the columns of the one before."""
    from averment.shacl.columns import change_columns

    change_columns(before.columns, after.columns)


def refresh(store: StoreFolder, today: date | None) -> None:
    """Judge anew which waivers hold, if a day has come on which it may be others than at the last load.

    Raises:
        StoreError: the store can't be opened or written, or other rules have filled it.
    """
    with store.reading() as generation:
        store.refuse_other_rules(generation)
        known = _as_day(generation.facts.get("today"))
        if today is None or known == today:
            return
        graph = ox.Store.read_only(str(generation.graph))
        waivers = waivers_due(graph, known, today)
        del graph
    if not waivers:
        return
    try:
        _judge_anew(store, waivers, today)
    except StoreError as error:
        as_before = f", or check it as on the day of the last load: --today {known}" if known else ""
        raise StoreError(
            f"which waivers hold on {today} has to be settled first, but {error}{as_before}"
        ) from error


def _judge_anew(store: StoreFolder, waivers: set[Named], today: date) -> None:
    with store.writing(_PATIENCE) as writing:
        before, after = writing.before, writing.after
        if before is None:
            return
        after.facts = {**before.facts, "today": str(today)}
        shapes, _ = load_shapes()
        archive = Archive(after.facts["archive"]) if after.facts.get("archive") else None
        clone_graph(before.graph, after.graph)
        changed = ox.Store(after.graph)
        change = change_files(changed, {}, shapes, due=waivers, archive=archive, today=today)
        if after.facts.get("checked"):
            findings = find_touched(changed, change, shapes)
            replace_findings(changed, change.before | change.after, findings)
        changed.flush()
        del changed  # closed, since it tidies its files up as long as it is open
        change_stored_columns(before, after, change)
        writing.commit()


def _as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def change_stored_columns(before: Generation, after: Generation, change: Change) -> None:
    """Make the columns of a generation of those before and of what has changed."""
    from averment.shacl.columns import change_columns

    change_columns(
        before.columns, after.columns, removed=_triples(change.removed), added=_triples(change.added)
    )


def _triples(statements: Iterable[Statement]) -> Iterator[ox.Triple]:
    for subject, predicate, value in statements:
        yield ox.Triple(subject, predicate, value)
