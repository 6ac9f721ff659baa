"""What rows say of documents, which has to be the same in each of them."""

from __future__ import annotations

import json
import sqlite3

from averment.reading.rows.faults import Fault

__all__ = ["Documents", "Said"]

Said = dict[str, tuple[str | list[str], str | list[str]]]
"""What cells say of a document, by the names of their columns: the cell and the language that it has."""

_RECENT = 5000
"""How many documents are kept in memory; rows of one document mostly stand together."""

_Known = dict[str, tuple[str | list[str], str | list[str], int]]


class Documents:
    """Remembers what was said of each document and in which line.

    The latest ones are kept in memory, earlier ones in a file that is nobody else's and goes with the process.
    """

    def __init__(self) -> None:
        self._recent: dict[str, _Known] = {}
        self._last: tuple[str, Said] = ("", {})
        self._earlier: sqlite3.Connection | None = None

    def add(self, document: str, said: Said, line: int) -> set[str]:
        """Add what a row says of a document, and return the names of the columns that say something new.

        Raises:
            Fault: an earlier row says something else, or this is the first one and does not say what it is.
        """
        if self._last == (document, said):
            return set()
        known = self._known(document)
        if not known and "document.type" not in said:
            problem = "the document is described here, and not what it is"
            raise Fault(problem, "add 'document.type', such as Article, where it is described first")
        new = set()
        for name, (cell, language) in said.items():
            if name not in known:
                known[name] = (cell, language, line)
                new.add(name)
                continue
            *before, first = known[name]
            if [cell, language] != before:
                problem = f"'{document}' has another {name} here than in line {first}"
                raise Fault(problem, "write the same in both, or in the first one only", name)
        self._last = (document, said)
        return new

    def _known(self, document: str) -> _Known:
        known = self._recent.get(document)
        if known is None:
            try:
                known = self._recent[document] = self._look_up(document)
                if len(self._recent) > _RECENT:
                    self._put_away()
            except sqlite3.Error as error:
                problem = f"there is no room for what rows say of documents ({error})"
                raise Fault(problem, "make some in the folder for temporary files") from error
        return known

    def _look_up(self, document: str) -> _Known:
        if self._earlier is None:
            return {}
        row = self._earlier.execute("SELECT said FROM documents WHERE iri = ?", (document,)).fetchone()
        return {name: tuple(entry) for name, entry in json.loads(row[0]).items()} if row else {}

    def _put_away(self) -> None:
        """Put the older half of what is in memory into the file."""
        if self._earlier is None:
            self._earlier = sqlite3.connect("", isolation_level=None)  # in a file, deleted when it is closed
            self._earlier.execute("PRAGMA journal_mode = OFF")
            self._earlier.execute("CREATE TABLE documents (iri TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID")
        older = list(self._recent)[: len(self._recent) // 2]
        self._earlier.execute("BEGIN")
        self._earlier.executemany(
            "INSERT OR REPLACE INTO documents VALUES (?, ?)",
            ((iri, json.dumps(self._recent.pop(iri), separators=(",", ":"))) for iri in older),
        )
        self._earlier.execute("COMMIT")
