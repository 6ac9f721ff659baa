"""What files stated when they were last read, so that those which have not changed since need not be parsed again.

It is kept beside what is remembered of their names, and by the same rule; see `averment.changing.remembered`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

from rdflib import BNode, Literal, URIRef

from averment import reading, resources
from averment.changing.remembered import digest_of, has_settled, times_of
from averment.errors import Position
from averment.graphs import Term, graph_of
from averment.reading import Positions, Reading, SourceFile

__all__ = ["RememberedReadings"]

_NAME = "averment-readings.sqlite"
_MANY = 500
"""How many files' statements are held in memory until they are written, some 20 kB each."""

_PATIENCE = 0.2
"""Seconds to wait for another check that writes at the moment; to parse the files takes no longer."""


class RememberedReadings:
    """The statements of files with their places, by the paths of the files; see the module.

    Args:
        folder: where they are kept; None to keep nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / _NAME if folder is not None else None
        self._known: sqlite3.Connection | None = None
        self._new: list[tuple[str, str, str]] = []
        self._iris: dict[str, URIRef] = {}
        if self._file is not None and self._file.is_file():
            with suppress(sqlite3.Error):
                known = sqlite3.connect(
                    f"{self._file.resolve().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE
                )
                self._known = known if _is_current(known) else None

    def get(self, path: str, status: os.stat_result, name: str, number: int) -> Reading | None:
        """Return what a file states; None if that is not known of the file as it is.

        Args:
            path: the file, from the top of the file system.
            status: what the system says of it.
            name: the file as the user named it.
            number: which of all files it is, counted from 1; nodes without an IRI are named after it.
        """
        if self._known is None:
            return None
        with suppress(sqlite3.Error, ValueError, TypeError, LookupError):
            asked = "SELECT held FROM readings WHERE path = ? AND times = ?"
            row = self._known.execute(asked, [path, _text(status)]).fetchone()
            return self._decoded(json.loads(row[0]), name, number) if row is not None else None
        return None

    def put(self, path: str, status: os.stat_result, found: Reading, number: int) -> None:
        """Remember what a file states.

        Args:
            path: the file, from the top of the file system.
            status: what the system said of it before it was read.
            found: what it states, as it was read without an error.
            number: which of all files it was.
        """
        if self._file is not None and has_settled(status):
            held = json.dumps(_encoded(found, number), ensure_ascii=False, separators=(",", ":"))
            with suppress(UnicodeEncodeError):  # SQLite does not take the name of a file that is no UTF-8
                (path + held).encode()
                self._new.append((path, _text(status), held))
            if len(self._new) == _MANY:
                self._keep_new()

    def keep(self) -> None:
        """Write what is new; where that can't be done, the next look takes as long as this one."""
        if self._known is not None:
            self._known.close()
            self._known = None
        self._keep_new()

    def _keep_new(self) -> None:
        if self._file is None or not self._new:
            return
        with suppress(sqlite3.Error, OSError):
            try:
                self._write(self._file)
            except sqlite3.OperationalError:  # such as a full disk, or another check that writes
                raise
            except sqlite3.DatabaseError:  # damaged
                self._file.unlink()
                self._write(self._file)
        self._new.clear()

    def _write(self, file: Path) -> None:
        with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")  # what a crash damages is written anew
            if not _is_current(connection):
                for table, columns in (
                    ("readings", "path TEXT PRIMARY KEY, times TEXT, held TEXT"),
                    ("written", "by"),
                ):
                    connection.execute(f"DROP TABLE IF EXISTS {table}")
                    connection.execute(f"CREATE TABLE {table} ({columns})")
                connection.execute("INSERT INTO written VALUES (?)", [_written_by()])
            connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", self._new)

    # --- from what is written ---------------------------------------------------------------

    def _decoded(self, held: dict[str, Any], name: str, number: int) -> Reading:
        terms = [self._term(each, number) for each in held["terms"]]
        positions = Positions()
        for node, line, column in _groups(held["nodes"], 3):
            positions.add_node(terms[node], Position(name, line, column))
        for node, predicate, line, column in _groups(held["values"], 4):
            positions.add_value(terms[node], cast("URIRef", terms[predicate]), Position(name, line, column))
        for node, type_, line, column in _groups(held["types"], 4):
            positions.add_type(terms[node], terms[type_], Position(name, line, column))
        graph = graph_of((terms[s], terms[p], terms[o]) for s, p, o in _groups(held["triples"], 3))
        return Reading([SourceFile(name, graph)], positions)

    def _term(self, written: str | list[str | None], number: int) -> Term:
        if isinstance(written, str):
            known = self._iris.get(written)
            if known is None:
                known = self._iris[written] = URIRef(written)
            return known
        if len(written) == 1:
            return BNode(f"f{number}{written[0]}") if written[0] is not None else BNode()
        text, language, datatype = written
        return Literal(text, lang=language, datatype=datatype)


def _encoded(found: Reading, number: int) -> dict[str, Any]:
    """Return what a file states as JSON can hold it: terms by their numbers, and numbers one after the other."""
    numbers: dict[Any, int] = {}

    def number_of(term: Any) -> int:
        return numbers.setdefault(term, len(numbers))

    (file,) = found.files
    nodes, values, types = found.positions.parts()
    return {
        "triples": [number_of(term) for triple in file.graph for term in triple],
        "nodes": [each for node, at in nodes.items() for each in (number_of(node), at.line, at.column)],
        "values": [
            each
            for (node, predicate), at in values.items()
            for each in (number_of(node), number_of(predicate), at.line, at.column)
        ],
        "types": [
            each
            for node, given in types.items()
            for type_, places in given.items()
            for at in places
            for each in (number_of(node), number_of(type_), at.line, at.column)
        ],
        "terms": [_written(term, f"f{number}") for term in numbers],
    }


def _written(term: Term, start: str) -> str | list[str | None]:
    if isinstance(term, URIRef):
        return str(term)
    if isinstance(term, BNode):
        # others than those named after the file only have a place, as the list has that a file may be
        return [term.removeprefix(start) if term.startswith(f"{start}b") else None]
    return [str(term), term.language, str(term.datatype) if term.datatype is not None else None]


def _groups(flat: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    return zip(*[iter(flat)] * size, strict=True)


def _text(status: os.stat_result) -> str:
    return " ".join(map(str, times_of(status)))


def _is_current(connection: sqlite3.Connection) -> bool:
    """Return whether files were read as they are read now."""
    try:
        return bool(connection.execute("SELECT by FROM written").fetchone() == (_written_by(),))
    except sqlite3.OperationalError:
        return False


@cache
def _written_by() -> str:
    """Return what tells one way of reading files from another."""
    sources = sorted(Path(reading.__file__).parent.rglob("*.py"))
    ontology = resources.resource_folder("ontology")
    return digest_of([Path(__file__), *sources, *resources.ontology_files(), *ontology.glob("*.json*")])
