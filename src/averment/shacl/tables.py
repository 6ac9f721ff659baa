"""Tables of numbered terms in DuckDB, and the statements of a plan that run over them."""

from __future__ import annotations

import os
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import duckdb
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl.literals import is_mixed, literals_of, rank_statements
from averment.shacl.plan import SqlPlan, Statements
from averment.shacl.sql_statements import CONSTANTS
from averment.shacl.stages import Range, Stage, split
from averment.shacl.terms import parse_token, quoted

__all__ = ["OutOfMemoryError", "Tables", "connect", "copied"]

_MOST_AT_ONCE = 8
"""Statements that run at the same time."""

_MOST_DIVISIONS = 3

_FEW = 8
"""The part of all literals from which on those of a property are no longer kept apart, for they take as much again."""

_PLACE = re.compile("\0(\\d+|key\\d+)\0")


def connect(database: str | Path, memory: str, spill: Path) -> duckdb.DuckDBPyConnection:
    """Connect to a database that holds no more than some memory, and spills into a folder.

    Raises:
        AvermentError: the memory is none.
    """
    connection = duckdb.connect(str(database))
    for setting in (
        "TimeZone = 'UTC'",
        "preserve_insertion_order = false",
        "enable_progress_bar = false",  # it writes one to standard output in a notebook, and under `python -c`
        f"temp_directory = {quoted(str(spill))}",
    ):
        connection.execute(f"SET {setting}")
    try:
        connection.execute(f"SET memory_limit = {quoted(memory)}")
    except duckdb.Error as error:
        raise AvermentError(f"'{memory}' is no amount of memory; write 3GB or 800MB, for instance") from error
    return connection


def copied(connection: duckdb.DuckDBPyConnection, select: str, path: Path, *options: str) -> int:
    """Write the rows of a query to a Parquet file, and return how many there are."""
    listed = ", ".join(("FORMAT parquet", *options))
    row = connection.execute(f"COPY ({select}) TO {quoted(str(path))} ({listed})").fetchone()
    return int(row[0]) if row is not None else 0


class OutOfMemoryError(AvermentError):
    """A statement takes more memory than it may hold."""


class Tables(ABC):
    """Tables that a plan reads, and how its statements run over them.

    A subclass makes the tables; a term's number is what the macro `number_of` makes of its token.

    Args:
        connection: to the database.
        memory: how much the database may hold.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, memory: str) -> None:
        self._connection = connection
        self._memory = memory
        self._places: dict[str, str] = {}
        self._local = threading.local()
        self._cursors: list[duckdb.DuckDBPyConnection] = []

    @abstractmethod
    def prepare(self, plan: SqlPlan) -> Statements:
        """Make the tables that a plan reads, and return those of its statements that suit the data."""

    def _ask(
        self,
        sql: str,
        parameters: list[list[str]] | list[list[int]] | None = None,
        cursor: duckdb.DuckDBPyConnection | None = None,
    ) -> list[tuple[object, ...]]:
        """Run a statement and return its rows.

        Raises:
            AvermentError: DuckDB does not take it: a pattern, or a string with half of a surrogate pair.
            OutOfMemoryError: it takes more memory than it may, or more disk than there is.
            InterruptException: it was ended.
        """
        try:
            return _rows(cursor or self._connection, sql, parameters)
        except duckdb.InterruptException:
            raise
        except duckdb.OutOfMemoryException as error:
            raise OutOfMemoryError(
                f"a statement takes more than the {self._memory} of memory that it may hold, or more disk than there "
                f"is; give it more: {str(error).partition(chr(10))[0]}"
            ) from error
        except duckdb.IOException as error:
            raise AvermentError(f"a file of the check cannot be read or written: {error}") from error
        except (duckdb.Error, UnicodeError) as error:
            raise AvermentError(f"DuckDB does not take what the shapes ask of the data: {error}") from error

    def _rank(self, table: str) -> None:
        """Make what `keyed` reads of the literals of a table."""
        for statement in rank_statements(table):
            self._ask(statement)

    def _divide_literals(self, plan: SqlPlan) -> None:
        """Make the dictionaries of the values of properties; that of many is that of all under another name."""
        self._ask(f"CREATE OR REPLACE VIEW {CONSTANTS} AS SELECT number_of(t) AS o FROM constants")
        for table, name in plan.looked_up:
            source = self._keep_literals(name, literals_of(table) if self._are_few(table) else None)
            self._ask(f"CREATE OR REPLACE VIEW {name} AS FROM {source}")

    def _keep_literals(self, name: str, select: str | None) -> str:
        """Keep what a query finds, or nothing if there is none and all literals are meant; return where they are."""
        if select is None:
            return "literals"
        self._ask(f"CREATE OR REPLACE TABLE few_{name} AS {select}")
        return f"few_{name}"

    def _are_few(self, table: str) -> bool:
        """Return whether the literals among the values of a property are few of all."""
        found = f"SELECT approx_count_distinct(o) AS n FROM {table} WHERE o & 3 = 2"
        return bool(self._ask(f"SELECT n * {_FEW} <= (SELECT count(*) FROM literals) FROM ({found})")[0][0])

    def _suited(self, plan: SqlPlan) -> Statements:
        """Return the statements that suit the literals."""
        mixed = self._ask(is_mixed("literals"))[0][0]
        return plan.by_value if mixed else plan.by_key

    def _keep_constants(self, plan: SqlPlan) -> None:
        """Keep what the places in the statements stand for."""
        found = self._ask(
            "SELECT t, number_of(t), key FROM constants LEFT JOIN literals ON id = number_of(t)"
        )
        known = {written: (number, key) for written, number, key in found}
        self._places = {}
        for place, written in enumerate(plan.constants):
            number, key = known[written]
            self._places[str(place)] = f"{number}::BIGINT"
            self._places[f"key{place}"] = "NULL::BIGINT" if key is None else f"{key}::BIGINT"

    # --- running --------------------------------------------------------------------------

    def run(
        self, statements: Statements, *, limit: float | None = None
    ) -> Iterator[list[tuple[object, ...]] | None]:
        """Run statements and iterate over the rows of each query; None for one that did not end in time.

        Args:
            statements: what `prepare` returned.
            limit: seconds after which a statement is ended.
        """
        lost: set[str] = set()
        for name, sql in statements.shared:
            made = self._attempt(f"CREATE OR REPLACE TABLE {name} AS {sql}", limit, lost)
            if isinstance(made, OutOfMemoryError):
                made = self._execute_in_stages(sql, limit, lost, into=name)
            if made is None:
                lost.add(name)
        # a statement over some hundred thousand rows keeps one core busy, so each core gets one of its own
        with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, _MOST_AT_ONCE)) as workers:
            try:
                found = list(
                    workers.map(lambda query: self._attempt(query.sql, limit, lost), statements.queries)
                )
            except BaseException:
                # nobody waits for the others any more, which may take long
                for cursor in self._cursors:
                    cursor.interrupt()
                raise
        for query, rows in zip(statements.queries, found, strict=True):
            yield self._execute_alone(query.sql, limit, lost) if isinstance(rows, OutOfMemoryError) else rows

    def _attempt(
        self, sql: str, limit: float | None, lost: set[str]
    ) -> list[tuple[object, ...]] | OutOfMemoryError | None:
        try:
            return self._execute(sql, limit, lost)
        except OutOfMemoryError as error:
            return error

    def _execute_alone(
        self, sql: str, limit: float | None, lost: set[str]
    ) -> list[tuple[object, ...]] | None:
        """Run a statement that had not enough memory beside others."""
        rows = self._attempt(sql, limit, lost)
        return self._execute_in_stages(sql, limit, lost) if isinstance(rows, OutOfMemoryError) else rows

    def _execute_in_stages(
        self, sql: str, limit: float | None, lost: set[str], into: str = ""
    ) -> list[tuple[object, ...]] | None:
        """Run a statement in stages, and in parts those that do not fit otherwise; see `stages`.

        Args:
            sql: the statement.
            limit: seconds after which it is ended.
            lost: the tables that there are none of.
            into: the table that its rows are put into, rather than returned.
        """
        end = None if limit is None else perf_counter() + limit
        made: list[str] = []
        try:
            stages = split(sql)
            for place, stage in enumerate(stages):
                described = self._ask(f"DESCRIBE {self._placed(stage.select)}")
                stage = stage.narrowed(
                    [(str(name), str(kind)) for name, kind, *_ in described], stages[place + 1 :]
                )
                name = stage.name or into
                if name:
                    self._ask(f"DROP TABLE IF EXISTS {name}")
                    self._ask(f"CREATE TABLE {name} AS FROM ({self._placed(stage.select)}) LIMIT 0")
                    made += [stage.name] if stage.name else []
                rows: list[tuple[object, ...]] = []
                if not self._run_stage(stage, name, Range(), end, lost, rows):
                    return None
            return rows
        finally:
            for name in made:
                self._ask(f"DROP TABLE IF EXISTS {name}")

    def _run_stage(
        self,
        stage: Stage,
        name: str,
        part: Range,
        end: float | None,
        lost: set[str],
        rows: list[tuple[object, ...]],
    ) -> bool:
        """Run a stage or a part of it, in smaller parts if it does not fit; return whether it ended in time."""
        select = part.of(stage.select, stage.number)
        found = self._attempt(f"INSERT INTO {name} {select}" if name else select, _left(end), lost)
        if found is None:
            return False
        if not isinstance(found, OutOfMemoryError):
            rows += found
            return True
        if stage.is_recursive or not stage.number or part.depth == _MOST_DIVISIONS:
            raise found
        return all(self._run_stage(stage, name, smaller, end, lost, rows) for smaller in part.divided())

    def _placed(self, sql: str) -> str:
        """Return a statement with the numbers and keys of its constants."""
        return _PLACE.sub(lambda match: self._places[match[1]], sql)

    def _execute(self, sql: str, limit: float | None, lost: set[str]) -> list[tuple[object, ...]] | None:
        if lost and any(re.search(rf"\b{name}\b", sql) for name in lost):
            return None
        cursor = self._cursor()
        timer = threading.Timer(limit, cursor.interrupt) if limit is not None else None
        if timer is not None:
            timer.start()
        try:
            return self._ask(self._placed(sql), cursor=cursor)
        except duckdb.InterruptException:
            return None
        finally:
            if timer is not None:
                timer.cancel()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's connection to the tables."""
        cursor: duckdb.DuckDBPyConnection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._local.cursor = self._connection.cursor()
            cursor.execute("SET TimeZone = 'UTC'")
            self._cursors.append(cursor)
        return cursor

    def terms(self, numbers: Iterable[int]) -> dict[int, Node]:
        """Return the terms that numbers stand for."""
        dictionary = "(FROM names SELECT id, token UNION ALL FROM literals SELECT id, token)"
        wanted = "(SELECT unnest($1::BIGINT[]) AS id)"
        found = self._ask(
            f"SELECT id, token FROM {dictionary} AS d SEMI JOIN {wanted} AS w USING (id)",
            [sorted(set(numbers))],
        )
        return {
            number: parse_token(written)
            for number, written in found
            if isinstance(number, int) and isinstance(written, str)
        }


def _left(end: float | None) -> float | None:
    """Return how many seconds are left until a moment; a statement that has none still ends at once."""
    return None if end is None else max(end - perf_counter(), 0.001)


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[list[str]] | list[list[int]] | None
) -> list[tuple[object, ...]]:
    """Run a statement and return its rows; from the main thread so that a signal ends it."""
    if threading.current_thread() is not threading.main_thread():
        return connection.execute(sql, parameters).fetchall()
    with ThreadPoolExecutor(max_workers=1) as aside:
        running = aside.submit(lambda: connection.execute(sql, parameters).fetchall())
        try:
            return running.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise
