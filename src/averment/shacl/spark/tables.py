"""Columns as files that Spark reads as tables."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path

from sqlglot import parse_one

from averment.shacl.columns.layout import NAMES, Columns
from averment.shacl.columns.reading import ColumnTables
from averment.shacl.limits import MEMORY
from averment.shacl.literals import keyed
from averment.shacl.plan import SqlPlan, Statements
from averment.shacl.spark.ordering import Sizes, order_joins
from averment.shacl.tables import copied
from averment.shacl.terms import quoted

__all__ = ["PAIRS", "SparkTables", "schema_of"]

PAIRS = "s BIGINT, o BIGINT"
"""The columns of a property."""

_LITERALS = (
    "id BIGINT, token STRING, sort STRING, lexical STRING, language STRING, datatype STRING, "
    "exact DECIMAL(38, 12), inexact DOUBLE, truth BOOLEAN, instant BIGINT, zoned BOOLEAN, key BIGINT"
)
_SCHEMAS = {"names": "id BIGINT, token STRING", "triples": "s BIGINT, p BIGINT, o BIGINT"}

_MOST_WALKED = 1_000_000


def schema_of(name: str) -> str:
    """Return the columns of a table that a plan reads."""
    return _LITERALS if name.startswith("literals") else _SCHEMAS.get(name, PAIRS)


def _counted(name: str) -> str:
    """Return the columns of a table that have fewer values than it has rows."""
    return "spo" if name == "triples" else "so" if schema_of(name) == PAIRS else ""


class SparkTables(ColumnTables):
    """Columns as files that Spark reads as tables.

    What needs one look at all literals or terms is done by DuckDB, within a limit of memory: the ranks of literals,
    the numbers of constants, and the terms that numbers in results stand for.

    Args:
        columns: the columns.
        working: a folder in which files are written for a while, which all machines of a cluster see under this name.
        memory: how much DuckDB may hold.
    """

    def __init__(self, columns: Columns, *, working: Path | None = None, memory: str = MEMORY) -> None:
        super().__init__(columns, memory=memory)
        self._working = Path(tempfile.mkdtemp(prefix="averment-", dir=working)).resolve()
        if working is not None:
            self._working.chmod(0o755)  # the machines of a cluster may read it as somebody else
        weakref.finalize(self, shutil.rmtree, self._working, ignore_errors=True)
        self._asking = threading.Lock()
        self._files: dict[str, list[Path]] = {}
        self._rows: dict[str, int] = {}
        self._walks = 0

    def prepare(self, plan: SqlPlan) -> Statements:
        """Write the files that the plan needs besides those of the columns.

        Raises:
            AvermentError: a term has the number of another.
        """
        self.add_terms(plan.constants)
        self._rank("unranked")
        self._files["literals"] = [self._written("literals", keyed("unranked"))]
        self._ask(
            f"CREATE OR REPLACE VIEW literals AS FROM read_parquet({quoted(str(self._files['literals'][0]))})"
        )
        self._files["names"] = [self._columns.path / NAMES, self._written("later", "FROM later_names")]
        layout = self._columns.layout
        for token, name in plan.properties:
            iri = token[1:-1]
            self._ask(f"CREATE OR REPLACE VIEW {name} AS {self.property(iri)}")
            file = layout.properties.get(iri)
            if iri in self.changed:
                self._files[name] = [self._written(name, f"FROM {name}")]
                self._rows[name] = self._count(name)
            else:
                self._files[name] = [self._columns.file(file)] if file is not None else []
                self._rows[name] = layout.rows[file] if file is not None else 0
        self._divide_literals(plan)
        if plan.reads_triples:
            self.add_triples()
            self._files["triples"] = [self._written("triples", "FROM triples")]
        self._keep_constants(plan)
        return self._suited(plan)

    def _keep_literals(self, name: str, select: str | None) -> str:
        self._files[name] = self._files["literals"] if select is None else [self._written(name, select)]
        return f"read_parquet({quoted(str(self._files[name][0]))})"

    def files(self, name: str) -> list[Path]:
        """Return the files of a table."""
        return self._files[name]

    def filled(self, sql: str) -> str:
        """Return a statement with the numbers and keys of its constants."""
        return self._placed(sql)

    def sizes(self, statements: Statements) -> dict[str, Sizes]:
        """Return about how large the tables are that statements read, those that they share included."""
        sizes = {}
        for name in self._files:
            columns = _counted(name)
            counted = "".join(f", approx_count_distinct({column})" for column in columns)
            ((rows, *values),) = self._ask(f"SELECT count(*){counted} FROM {name}")
            distinct = {column: float(str(value)) for column, value in zip(columns, values, strict=True)}
            sizes[name] = Sizes(float(str(rows)), distinct)
        for name, sql in statements.shared:
            sizes[name] = order_joins(parse_one(self.filled(sql), read="duckdb"), sizes)
        return sizes

    def walk(self, parts: Iterable[str], last: str, reads: Iterable[str]) -> tuple[Path, int] | None:
        """Write the pairs that a recursive query of DuckDB finds to a file, unless that reads too much for one process.

        Args:
            parts: common table expressions.
            last: the name of the one whose pairs are wanted.
            reads: the tables that they read.

        Returns:
            the file and how many pairs it has.
        """
        if (
            any(name not in self._rows for name in reads)
            or sum(map(self._rows.__getitem__, reads)) > _MOST_WALKED
        ):
            return None
        with self._asking:
            self._walks += 1
            select = f"WITH RECURSIVE {', '.join(parts)} SELECT s, o FROM {last}"
            path = self._working / f"walk{self._walks}.parquet"
            return path, copied(self._connection, select, path)

    def pairs(self, path: Path) -> list[tuple[object, ...]]:
        """Return the pairs of a file that `walk` has written."""
        with self._asking:
            return self._ask(f"FROM read_parquet({quoted(str(path))})")

    def _written(self, name: str, select: str) -> Path:
        path = self._working / f"{name}.parquet"
        copied(self._connection, select, path)
        return path

    def _count(self, name: str) -> int:
        (row,) = self._ask(f"SELECT count(*) FROM {name}")
        return int(str(row[0]))
