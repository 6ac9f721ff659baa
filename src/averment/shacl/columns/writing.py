"""Columns from files of N-Triples, batch by batch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from averment.errors import AvermentError
from averment.shacl.columns.batches import Batch, batches
from averment.shacl.columns.layout import LITERALS, NAMES, PROPERTIES, Columns, Layout
from averment.shacl.limits import MEMORY
from averment.shacl.lines import REGULAR, SPLIT, lines_of
from averment.shacl.literals import literal_facets
from averment.shacl.numbering import HASHES, number_macros, probes
from averment.shacl.tables import connect, copied
from averment.shacl.terms import quoted

__all__ = ["OnProgress", "write_columns"]

OnProgress = Callable[[str, int, int], None]
"""Called with what is being done ("reading", "terms" or "properties"), how much of it is done, and of how much."""

_WORKING = ".working"
_ROWS_TOGETHER = 2_000_000  # triples of rare properties, which take 48 MB
_ROW_GROUP = 20_480  # rows of the numbered triples of a batch, which are ordered by property


class _CollisionError(Exception):
    """Two terms have the same number."""


def write_columns(
    folder: Path,
    files: Sequence[Path],
    *,
    memory: str = MEMORY,
    on_progress: OnProgress = lambda step, done, total: None,
) -> Columns:
    """Write the triples of files as columns.

    The files are parts of one graph: a blank node is the same in all of them.

    Args:
        folder: an empty folder, which is of no use if this fails.
        files: N-Triples, packed with gzip where the name ends in `.gz`.
        memory: how much DuckDB may hold; what is more goes to files in the folder, which are gone at the end.
        on_progress: called from time to time.

    Raises:
        AvermentError: a file can't be read, or is no N-Triples; the message names the line. Or a file can't be
            written, as on a full disk.
    """
    for number in range(len(HASHES)):
        working = folder / _WORKING
        try:
            working.mkdir(parents=True)
            (folder / PROPERTIES).mkdir(exist_ok=True)
            writer = _Writer(folder, working, memory, number, on_progress)
            try:
                writer.read(files)
                layout = writer.write()
            finally:
                writer.close()
            layout.write(folder)
            return Columns(folder)
        except _CollisionError:
            continue
        except duckdb.OutOfMemoryException as error:
            raise AvermentError(
                f"writing columns takes more memory than {memory}, or more disk than there is: {error}"
            ) from error
        except (duckdb.Error, OSError) as error:
            raise AvermentError(f"'{folder}' cannot be written: {error}") from error
        finally:
            shutil.rmtree(working, ignore_errors=True)
    raise AvermentError("two terms have the same number, whatever the hash; report this")


class _Writer:
    """Columns in the making: all batches are numbered first, then each column is made of all of them."""

    def __init__(
        self, folder: Path, working: Path, memory: str, number: int, on_progress: OnProgress
    ) -> None:
        self._folder, self._working, self._hash, self._on_progress = folder, working, number, on_progress
        self._connection = connect(working / "triples.duckdb", memory, working / "spilled")
        self._run("SET parquet_metadata_cache = true")
        for statement in number_macros(HASHES[number], folded=True):
            self._run(statement)
        self._batches = 0

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _run(self, sql: str, parameters: list[list[str]] | None = None) -> list[tuple[object, ...]]:
        return self._connection.execute(sql, parameters).fetchall()

    # --- reading --------------------------------------------------------------------------

    def read(self, files: Sequence[Path]) -> None:
        """Number the triples of files."""
        for batch in batches(files, self._working):
            self._take(batch)
            self._batches += 1
            self._on_progress("reading", batch.done, batch.total)

    def _take(self, batch: Batch) -> None:
        """Keep the numbered triples of a batch, and its terms."""
        try:
            self._run(
                f"CREATE OR REPLACE TEMP TABLE lines AS SELECT line, {REGULAR} AS regular FROM {lines_of(batch.path)}"
            )
            others = [str(line) for (line,) in self._run("SELECT line FROM lines WHERE NOT regular")]
            self._number(SPLIT.format(source="(FROM lines WHERE regular)"))
            self._run("DROP TABLE lines")
            parsed = batch.parsed(others) if others else []
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            self._number("NULL::VARCHAR AS s, NULL::VARCHAR AS p, NULL::VARCHAR AS o WHERE false")
            parsed = batch.parsed()  # for instance a very long line
        if parsed:
            columns = [list(column) for column in zip(*parsed, strict=True)]
            listed = ", ".join(f"unnest(${n}::VARCHAR[]) AS {name}" for n, name in enumerate("spo", start=1))
            self._run(f"INSERT INTO numbered {self._numbered(listed)}", columns)
        terms = (
            "SELECT s AS id, ts AS token FROM numbered UNION ALL SELECT o, t FROM numbered "
            "UNION ALL SELECT DISTINCT p, tp FROM numbered"
        )
        self._copy(f"SELECT DISTINCT id, token FROM ({terms}) WHERE id & 3 < 2", self._part("names"))
        self._copy(
            "SELECT DISTINCT o AS id, t AS token FROM numbered WHERE o & 3 = 2", self._part("literals")
        )
        self._copy(
            "SELECT s, p, o FROM numbered ORDER BY p", self._part("triples"), f"ROW_GROUP_SIZE {_ROW_GROUP}"
        )
        self._run("DROP TABLE numbered")

    def _number(self, split: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE numbered AS {self._numbered(split)}")

    def _numbered(self, split: str) -> str:
        numbers = "number_of_folded(s) AS s, number_of_folded(p) AS p, number_of_folded(same) AS o"
        return f"SELECT s AS ts, p AS tp, o AS t, {numbers} FROM (SELECT *, folded(o) AS same FROM (SELECT {split}))"

    def _part(self, kind: str) -> Path:
        return self._working / f"{kind}-{self._batches:06}.parquet"

    def _copy(self, select: str, path: Path, *options: str) -> int:
        return copied(self._connection, select, path, *options)

    # --- writing --------------------------------------------------------------------------

    def write(self) -> Layout:
        """Make the columns of all that has been read.

        Raises:
            _CollisionError: two terms have the same number.
        """
        names = f"SELECT DISTINCT id, token FROM {self._parts('names', 'id BIGINT, token VARCHAR')}"
        self._copy(names, self._folder / NAMES)
        self._on_progress("terms", 1, 2)
        if self._doubled(self._folder / NAMES):
            raise _CollisionError
        self._write_literals()
        self._on_progress("terms", 2, 2)
        return self._write_properties()

    def _parts(self, kind: str, columns: str) -> str:
        if self._batches:
            return f"read_parquet({quoted(str(self._working / f'{kind}-*.parquet'))})"
        listed = ", ".join(f"NULL::{part.split()[1]} AS {part.split()[0]}" for part in columns.split(", "))
        return f"(SELECT {listed} WHERE false)"

    def _doubled(self, path: Path) -> list[int]:
        """Return the numbers that a file has more than once."""
        counted = f"SELECT id FROM read_parquet({quoted(str(path))}) GROUP BY id HAVING count(*) > 1"
        return [number for (number,) in self._run(counted) if isinstance(number, int)]

    def _write_literals(self) -> None:
        """Write the literals, those whose tags differ in case alone as one."""
        distinct = self._working / "distinct.parquet"
        self._copy(
            f"SELECT DISTINCT id, token FROM {self._parts('literals', 'id BIGINT, token VARCHAR')}", distinct
        )
        source = f"read_parquet({quoted(str(distinct))})"
        doubled = self._doubled(distinct)
        if doubled:
            self._run(f"CREATE TEMP TABLE doubled AS SELECT unnest({doubled}::BIGINT[]) AS id")
            several = f"(SELECT id, token FROM {source} SEMI JOIN doubled USING (id))"
            if self._run(
                f"SELECT id FROM {several} GROUP BY id HAVING count(DISTINCT folded(token)) > 1 LIMIT 1"
            ):
                raise _CollisionError
            source = (
                f"(SELECT id, token FROM {source} ANTI JOIN doubled USING (id) "
                f"UNION ALL SELECT id, min(token) AS token FROM {several} GROUP BY id)"
            )
        self._copy(literal_facets(source), self._folder / LITERALS)

    def _write_properties(self) -> Layout:
        """Write a file for each property; those that are rare are looked for together, since each search reads all."""
        triples = self._parts("triples", "s BIGINT, p BIGINT, o BIGINT")
        names = f"read_parquet({quoted(str(self._folder / NAMES))})"
        counted = f"(SELECT p AS id, count(*) AS uses FROM {triples} GROUP BY p)"
        listed = self._run(f"SELECT token, id, uses FROM {names} JOIN {counted} USING (id) ORDER BY token")
        found = [
            _Property(f"p{count:05}", str(token)[1:-1], int(str(number)), int(str(uses)))
            for count, (token, number, uses) in enumerate(listed, start=1)
        ]
        rows: dict[str, int] = {}
        for some in _together(found):
            source = triples
            if len(some) > 1:
                numbers = ", ".join(str(each.number) for each in some)
                self._run(
                    f"CREATE OR REPLACE TEMP TABLE rare AS SELECT * FROM {triples} WHERE p IN ({numbers}) ORDER BY p"
                )
                source = "rare"
            for each in some:
                rows[each.name] = self._copy(
                    f"SELECT DISTINCT s, o FROM {source} WHERE p = {each.number}",
                    self._folder / PROPERTIES / f"{each.name}.parquet",
                )
                self._on_progress("properties", len(rows), len(found))
        properties = {each.written: each.name for each in found}
        rows = {each.name: rows[each.name] for each in found}
        return Layout(self._hash, True, probes(self._connection), properties, rows)


@dataclass(frozen=True, slots=True)
class _Property:
    """A property: the name of its file, its IRI, its number, and how many triples have it, repeated ones included."""

    name: str
    written: str
    number: int
    uses: int


def _together(properties: Sequence[_Property]) -> Iterator[list[_Property]]:
    """Iterate over lists of properties that are few enough, in triples, to be held at once."""
    some: list[_Property] = []
    rows = 0
    for each in sorted(properties, key=lambda one: one.uses):
        if some and rows + each.uses > _ROWS_TOGETHER:
            yield some
            some, rows = [], 0
        some.append(each)
        rows += each.uses
    if some:
        yield some
