"""Statements on Spark: many at the same time, each within a limit of time."""

from __future__ import annotations

import itertools
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from averment.errors import AvermentError
from averment.shacl.errors import NotCompiledError
from averment.shacl.plan import SqlQuery, Statements
from averment.shacl.spark.dialect import TABLE, Part, Translated, translate
from averment.shacl.spark.ordering import Sizes
from averment.shacl.spark.session import SparkProcess
from averment.shacl.spark.tables import PAIRS, SCHEMAS, SparkTables
from averment.shacl.spark.watching import Watch, why

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Found", "run"]

Found: TypeAlias = "list[tuple[object, ...]] | NotCompiledError | None"
"""The rows of a statement, or why it cannot run on Spark; None if it did not end in time."""

_TOGETHER = 6
_LONGEST_TOGETHER = 12_000
"""Statements that are run as one, and the characters that these have in all: more run faster, and take more memory."""

_MOST_WRITTEN_OUT = 200
"""Pairs that are written into a statement, and not read from a file."""

_CONFUSED = ("ClassCastException", "NotSerializableException", "InvalidClassException", "StackOverflowError")
"""Errors of Java that are about the plan of one statement, and not about Spark as a whole."""

_STEPS_TOGETHER = 8
_names = itertools.count(1)


class _TimeOver(Exception):
    """A statement has not ended in time, or reads a table whose own did not."""


class _Killed(Exception):
    """The process of Spark was ended because of another statement."""


@dataclass(slots=True)
class _Known:
    """What is known of statements, also after Spark had to be started again.

    Attributes:
        sizes: how large the tables are.
        found: what was found, by the number of the statement.
        alone: statements that are not run together with others again.
        over: tables whose own statements did not end in time.
    """

    sizes: Mapping[str, Sizes]
    found: dict[int, Found] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    over: set[str] = field(default_factory=set)


def run(
    spark: SparkProcess, tables: SparkTables, statements: Statements, *, limit: float | None = None
) -> list[Found]:
    """Run the statements of a plan and return the rows of each.

    Args:
        spark: Spark, which is killed and started again if a statement can't be ended otherwise.
        tables: what the statements read, prepared for their plan.
        statements: what `SparkTables.prepare` returned.
        limit: seconds after which a statement is ended.

    Raises:
        AvermentError: Spark has ended, or cannot do its work.
    """
    known = _Known(tables.sizes(statements))
    numbers = range(len(statements.queries))
    while True:
        _run_on(_Runner(spark, tables, statements, limit, known), statements.queries, known)
        if len(known.found) == len(numbers):
            return [known.found[number] for number in numbers]


def _run_on(runner: _Runner, queries: Sequence[SqlQuery], known: _Known) -> None:
    """Run statements until all have been run, or Spark has been ended."""
    workers = min(8, max(2, os.cpu_count() or 1))
    with ThreadPoolExecutor(max_workers=workers) as pool:
        running = [pool.submit(runner.together, batch) for batch in _batches(queries, known)]
        try:
            for one in running:
                one.result()
        except BaseException:
            for one in running:
                one.cancel()
            runner.stop()
            raise
        finally:
            runner.forget()
    runner.settle()


def _batches(queries: Sequence[SqlQuery], known: _Known) -> Iterator[list[int]]:
    batch: list[int] = []
    length = 0
    for number, query in enumerate(queries):
        if number in known.found:
            continue
        if number in known.alone:
            yield [number]
            continue
        if batch and (len(batch) == _TOGETHER or length + len(query.sql) > _LONGEST_TOGETHER):
            yield batch
            batch, length = [], 0
        batch.append(number)
        length += len(query.sql)
    if batch:
        yield batch


class _Runner:
    """The statements of one plan, for as long as Spark's process lives."""

    def __init__(
        self,
        spark: SparkProcess,
        tables: SparkTables,
        statements: Statements,
        limit: float | None,
        known: _Known,
    ) -> None:
        self._spark = spark
        self._session = spark.session
        self._known = known
        self._killed = threading.Event()
        self._killed_by: Sequence[int] = ()
        self._over: dict[int, set[str]] = {}
        self._tables = tables
        self._queries = statements.queries
        self._shared = dict(statements.shared)
        self._limit = limit
        self._prefix = f"a{next(_names)}_"
        self._made: dict[str, Future[str]] = {}
        self._lock = threading.Lock()
        self._local = threading.local()
        self._kept: list[Any] = []
        self._stopped = threading.Event()
        self._count = itertools.count(1)
        self._uses = Counter(
            name
            for sql in [*self._shared.values(), *(query.sql for query in self._queries)]
            for name in set(re.findall(r"\bshared\d+\b", sql))
        )

    # --- statements -------------------------------------------------------------------------

    def together(self, numbers: Sequence[int]) -> None:
        """Run some statements as one, or one by one if that fails, and note what they find."""
        if self._stopped.is_set() or self._killed.is_set():
            return
        is_alone = len(numbers) == 1
        try:
            with self._within_limit(numbers):
                self._known.found.update(self._rows(numbers))
            return
        except _Killed:
            return
        except NotCompiledError as error:
            if is_alone:
                self._known.found[numbers[0]] = error
                return
        except _TimeOver:
            if is_alone:
                self._over.setdefault(numbers[0], set())
                return
        self._known.alone.update(numbers)
        for number in numbers:
            self.together([number])

    def settle(self) -> None:
        """Note what did not end in time; if Spark was ended, only what kept others from running."""
        for number, tables in self._over.items():
            if not self._killed.is_set() or number in self._killed_by:
                self._known.found[number] = None
                self._known.over.update(tables)

    def _rows(self, numbers: Sequence[int]) -> dict[int, Found]:
        parts = []
        for number in numbers:
            query = self._queries[number]
            sql = self._final(translate(self._tables.filled(query.sql), self._known.sizes))
            listed = ", ".join(f"CAST({_quote(name)} AS STRING)" for name, form in query.columns if form)
            parts.append(f"SELECT {number} AS number, array({listed}) AS held FROM ({sql})")
        found: dict[int, Found] = {number: [] for number in numbers}
        for number, held in self._sql(" UNION ALL ".join(parts)).collect():
            rows = found[number]
            if isinstance(rows, list):
                rows.append(_row(self._queries[number], held))
        return found

    def _sql(self, sql: str) -> DataFrame:
        try:
            return self._session.sql(sql)
        except UnicodeError as error:
            raise AvermentError(f"Spark does not take what the shapes ask of the data: {error}") from error

    def _final(self, statement: Translated) -> str:
        """Return a statement that reads views of this runner alone, which are there."""
        needed = _needed(statement)
        written = []
        for position, part in enumerate(statement.parts):
            if part.name in needed:
                if part.step:
                    sql = self._closed(statement.parts[: position + 1])
                else:
                    sql = self._bound(part.sql, part.reads - needed)
                written.append(f"{_table(part.name)} AS ({sql})")
        head = f"WITH {', '.join(written)} " if written else ""
        return head + self._bound(statement.sql, statement.reads - {part.name for part in statement.parts})

    def _bound(self, sql: str, reads: frozenset[str]) -> str:
        """Return SQL with the names of the views of this runner."""
        for name in sorted(reads):
            sql = sql.replace(_table(name), f"`{self._view(name)}`")
        return sql

    # --- tables -----------------------------------------------------------------------------

    def _view(self, name: str) -> str:
        """Return the name of the view of a table, which is made when it is first asked for."""
        return self._once(name, lambda: self._table(name))

    def _once(self, key: str, make: Callable[[], str]) -> str:
        if key in self._known.over:
            raise _TimeOver
        with self._lock:
            future = self._made.get(key)
            is_mine = future is None
            if future is None:
                future = self._made[key] = Future()
        if is_mine:
            try:
                future.set_result(make())
            except BaseException as error:
                watch, numbers = self._local.running
                future.set_exception(_TimeOver() if watch.is_over else error)
                if len(numbers) == 1:
                    if watch.is_over:
                        self._over.setdefault(numbers[0], set()).add(key)
                else:
                    # others may have the time
                    with self._lock:
                        del self._made[key]
        return future.result()

    def _table(self, name: str) -> str:
        if name in self._shared:
            sql = self._final(translate(self._tables.filled(self._shared[name]), self._known.sizes))
            frame = self._sql(sql)
            if self._uses[name] > 1:
                frame = self._keep(frame)
            return self._named(frame)
        paths = [path.resolve().as_uri() for path in self._tables.files(name)]
        schema = SCHEMAS.get(name, PAIRS)
        if not paths:
            return self._named(self._session.createDataFrame([], schema))
        return self._named(self._session.read.schema(schema).parquet(*paths))

    def _keep(self, frame: DataFrame) -> DataFrame:
        """Have rows computed once, and kept in memory or on disk."""
        kept = frame.localCheckpoint(eager=True)
        with self._lock:
            self._kept.append(kept)
        return kept

    def _named(self, frame: DataFrame) -> str:
        name = f"{self._prefix}{next(self._count)}"
        frame.createOrReplaceTempView(name)
        return name

    # --- closures of paths --------------------------------------------------------------------

    def _closed(self, parts: Sequence[Part]) -> str:
        """Return a query for the pairs of the last of some parts, which is recursive."""
        last = parts[-1]
        needed = _closure(last.reads, parts)
        chain = [part for part in parts if part.name in needed or part is last]
        names = {part.name for part in chain}
        reads = frozenset().union(*(part.reads for part in chain)) - names
        written = [f"{part.name}{'(s, o)' if part.step else ''} AS ({part.duckdb})" for part in chain]

        def make() -> str:
            walked = self._tables.walk(written, last.name, reads)
            if walked is None:
                return f"SELECT s, o FROM `{self._walk(parts)}`"
            path, count = walked
            if count > _MOST_WRITTEN_OUT:
                return f"SELECT s, o FROM `{self._named(self._session.read.schema(PAIRS).parquet(path.as_uri()))}`"
            pairs = ", ".join(f"({s}L, {o}L)" for s, o in self._tables.pairs(path))
            if not pairs:
                return "SELECT CAST(NULL AS BIGINT) AS s, CAST(NULL AS BIGINT) AS o WHERE false"
            return f"SELECT s, o FROM (VALUES {pairs}) AS x(s, o)"

        return self._once(f"{last.name}: {', '.join(written)}", make)

    def _walk(self, parts: Sequence[Part]) -> str:
        """Walk a path on Spark, from what was reached last, until nothing new is; return a view of the pairs."""
        last = parts[-1]
        before = tuple(parts[:-1])
        base = self._final(Translated(before, last.base, last.reads & _mentioned(last.base)))
        reached = [self._keep(self._sql(f"SELECT DISTINCT s, o FROM ({base})"))]
        here = f"{self._prefix}{next(self._count)}"
        while True:
            reached[-1].createOrReplaceTempView(here)
            mentioned = _mentioned(last.step)
            step = self._final(Translated(before, last.step, last.reads & mentioned))
            step = step.replace(_table(last.name), f"`{here}`")
            everything = self._named(_united(reached))
            new = self._keep(
                self._sql(
                    f"SELECT n.s, n.o FROM (SELECT DISTINCT s, o FROM ({step})) AS n "
                    f"LEFT ANTI JOIN `{everything}` AS e ON n.s = e.s AND n.o = e.o"
                )
            )
            if new.isEmpty():
                return everything
            if len(reached) == _STEPS_TOGETHER:
                reached = [self._keep(_united(reached))]
            reached.append(new)

    # --- limits -------------------------------------------------------------------------------

    @contextmanager
    def _within_limit(self, numbers: Sequence[int]) -> Iterator[None]:
        """End what Spark does for this thread at the limit of time, and name what goes wrong.

        Raises:
            _TimeOver: the limit has been reached.
            _Killed: Spark was ended because of another statement.
            NotCompiledError: Spark does not take the statement.
            AvermentError: Spark has ended, or cannot do its work.
        """
        from py4j.protocol import Py4JError, Py4JNetworkError
        from pyspark.errors import AnalysisException, PySparkException

        tag = f"{self._prefix}{next(self._count)}"
        watch = Watch(self._session, tag, self._limit, self._stopped, lambda: self._kill(numbers))
        self._local.running = watch, numbers
        context = self._session.sparkContext
        context.addJobTag(tag)
        context.setLocalProperty("spark.scheduler.pool", threading.current_thread().name)
        try:
            with watch:
                yield
        except AvermentError:
            raise
        except Exception as error:
            if watch.is_over:
                watch.end()
                raise _TimeOver from error
            if isinstance(error, _TimeOver):
                raise
            if self._killed.is_set():
                raise _Killed from error
            if watch.problem is not None:
                raise AvermentError(watch.problem) from error
            if isinstance(error, AnalysisException):
                reason = str(error).strip().split("\n")[0]
                raise NotCompiledError(f"Spark does not take the statement: {reason}") from error
            if isinstance(error, Py4JError) and any(name in str(error) for name in _CONFUSED):
                raise NotCompiledError(f"Spark cannot run the statement: {why(error)}") from error
            if isinstance(error, PySparkException | Py4JError | Py4JNetworkError | OSError):
                raise AvermentError(why(error)) from error
            raise
        finally:
            with suppress(Exception):
                context.removeJobTag(tag)
        if watch.is_over:
            raise _TimeOver

    def _kill(self, numbers: Sequence[int]) -> None:
        """End Spark, since some statements don't end otherwise."""
        with self._lock:
            if not self._killed.is_set():
                self._killed_by = numbers
                self._killed.set()
        self._spark.kill()

    def stop(self) -> None:
        """End all that runs."""
        self._stopped.set()

    def forget(self) -> None:
        """Let go of all that was made."""
        for frame in self._kept:
            with suppress(Exception):
                frame.unpersist()
        with suppress(Exception):
            for number in range(1, next(self._count)):
                self._session.catalog.dropTempView(f"{self._prefix}{number}")


# --- small things -----------------------------------------------------------------------------


def _row(query: SqlQuery, held: Sequence[str | None]) -> tuple[object, ...]:
    """Return a row as DuckDB returns it, but for facets, which nobody reads."""
    values = iter(held)
    row: list[object] = []
    for _, form in query.columns:
        value = next(values) if form else None
        row.append(int(value) if form in ("id", "count") and value is not None else value)
    return tuple(row)


def _quote(name: str) -> str:
    return "`" + re.sub("[A-Z]", r"\g<0>^", name).replace("`", "``") + "`"


def _mentioned(sql: str) -> frozenset[str]:
    return frozenset(re.findall(f"`{TABLE}([^`]*)`", sql))


def _table(name: str) -> str:
    return f"`{TABLE}{name}`"


def _needed(statement: Translated) -> frozenset[str]:
    """Return the names of the parts that a statement needs, where closures are read from elsewhere."""
    return _closure(statement.reads, statement.parts, through_steps=False)


def _closure(reads: frozenset[str], parts: Sequence[Part], *, through_steps: bool = True) -> frozenset[str]:
    by_name = {part.name: part for part in parts}
    needed: set[str] = set()
    waiting = [name for name in reads if name in by_name]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            if through_steps or not by_name[name].step:
                waiting += [other for other in by_name[name].reads if other in by_name]
    return frozenset(needed)


def _united(frames: Sequence[DataFrame]) -> DataFrame:
    united = frames[0]
    for frame in frames[1:]:
        united = united.union(frame)
    return united
