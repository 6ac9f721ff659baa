"""Statements on Spark: many at the same time, each within a limit of time."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from averment.errors import AvermentError
from averment.shacl.errors import NotCompiledError
from averment.shacl.plan import SqlQuery, Statements
from averment.shacl.spark.ordering import Sizes
from averment.shacl.spark.session import SparkProcess
from averment.shacl.spark.tables import SparkTables
from averment.shacl.spark.views import TimeOverError, Views
from averment.shacl.spark.watching import Watch, is_lost, why

__all__ = ["Found", "run"]

Found: TypeAlias = "list[tuple[object, ...]] | NotCompiledError | None"
"""The rows of a statement, or why it cannot run on Spark; None if it did not end in time."""

_TOGETHER = 6
_LONGEST_TOGETHER = 12_000
"""Statements that are run as one, and the characters that these have in all: more run faster, and take more memory."""

_CONFUSED = ("ClassCastException", "NotSerializableException", "InvalidClassException", "StackOverflowError")
"""Errors of Java that are about the plan of one statement, and not about Spark as a whole."""


_ENDING = 3.0
"""Seconds for a process to end that no longer answers."""

_MOST_LOSSES = 3
"""How often executors may be lost with what they kept, until that is not by chance."""


class _Killed(Exception):
    """What was made has been lost: Spark was ended because of another statement, or by what ran at the same time.

    Or, on a cluster, an executor was lost with rows that it kept.
    """


@dataclass(slots=True)
class _Known:
    """What is known of statements, also after Spark had to be started again.

    Attributes:
        sizes: how large the tables are.
        found: what was found, by the number of the statement.
        alone: statements that are not run together with others again.
        over: tables whose own statements did not end in time.
        is_scarce: whether Spark has ended while it ran statements together, which is mostly for want of memory;
            so they are run one after the other.
        losses: how often an executor has been lost with rows that others needed.
    """

    sizes: Mapping[str, Sizes]
    found: dict[int, Found] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    is_scarce: bool = False
    losses: int = 0


def run(
    spark: SparkProcess, tables: SparkTables, statements: Statements, *, limit: float | None = None
) -> list[Found]:
    """Run the statements of a plan and return the rows of each.

    Args:
        spark: Spark, which is killed and started again if a statement can't be ended otherwise, and started again
            if it ends while it runs several at a time.
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
    """Run statements until all have been run, or what was made for them is lost."""
    workers = 1 if known.is_scarce else min(8, max(2, os.cpu_count() or 1))
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
        if number in known.alone or known.is_scarce:
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
    """The statements of one plan, for as long as Spark has what was made for them."""

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
        self._queries = statements.queries
        self._limit = limit
        self._lock = threading.Lock()
        self._local = threading.local()
        self._stopped = threading.Event()
        self._views = Views(spark.session, tables, statements, known.sizes, known.over, self._not_made)

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
        except TimeOverError:
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
            sql = self._views.readable(query.sql)
            listed = ", ".join(f"CAST({_quote(name)} AS STRING)" for name, form in query.columns if form)
            parts.append(f"SELECT {number} AS number, array({listed}) AS held FROM ({sql})")
        found: dict[int, Found] = {number: [] for number in numbers}
        for number, held in self._views.frame(" UNION ALL ".join(parts)).collect():
            rows = found[number]
            if isinstance(rows, list):
                rows.append(_row(self._queries[number], held))
        return found

    def _not_made(self, view: str, error: BaseException) -> tuple[BaseException, bool]:
        """Note that a view could not be made, see `OnFailure`: if that took too long, others may have the time."""
        watch, numbers = self._local.running
        if watch.is_over and len(numbers) == 1:
            self._over.setdefault(numbers[0], set()).add(view)
        return TimeOverError() if watch.is_over else error, len(numbers) > 1

    # --- limits -------------------------------------------------------------------------------

    @contextmanager
    def _within_limit(self, numbers: Sequence[int]) -> Iterator[None]:
        """End what Spark does for this thread at the limit of time, and name what goes wrong.

        Raises:
            TimeOverError: the limit has been reached.
            _Killed: Spark was ended because of another statement.
            NotCompiledError: Spark does not take the statement.
            AvermentError: Spark has ended, or cannot do its work.
        """
        from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError
        from pyspark.errors import AnalysisException, PySparkException

        tag = self._views.new_name()
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
                raise TimeOverError from error
            if isinstance(error, TimeOverError):
                raise
            if self._killed.is_set():
                raise _Killed from error
            if watch.problem is not None:
                raise AvermentError(watch.problem) from error
            # what Java itself has to say, it says while it runs
            has_ended = not isinstance(error, PySparkException | Py4JJavaError) and self._spark.has_ended(
                within=_ENDING
            )
            if has_ended and self._is_to_go_on():
                raise _Killed from error
            if is_lost(error) and self._is_to_make_anew():
                raise _Killed from error
            if isinstance(error, AnalysisException):
                reason = str(error).strip().split("\n")[0]
                raise NotCompiledError(f"Spark does not take the statement: {reason}") from error
            if isinstance(error, Py4JError) and any(name in str(error) for name in _CONFUSED):
                raise NotCompiledError(f"Spark cannot run the statement: {why(error)}") from error
            if isinstance(error, PySparkException | Py4JError | Py4JNetworkError | OSError):
                raise AvermentError(why(error, has_ended=has_ended)) from error
            raise
        finally:
            with suppress(Exception):
                context.removeJobTag(tag)
        if watch.is_over:
            raise TimeOverError

    def _kill(self, numbers: Sequence[int]) -> None:
        """End Spark, since some statements don't end otherwise."""
        with self._lock:
            if not self._killed.is_set():
                self._killed_by = numbers
                self._killed.set()
        self._spark.kill()

    def _is_to_go_on(self) -> bool:
        """Note that Spark has ended by itself; return whether it is to be tried again, with less at a time."""
        with self._lock:
            if not self._killed.is_set() and not self._known.is_scarce:
                self._killed.set()
                self._known.is_scarce = True
            return self._killed.is_set()

    def _is_to_make_anew(self) -> bool:
        """Note that rows are lost that were kept; return whether all is to be made anew that is still needed."""
        with self._lock:
            if not self._killed.is_set() and self._known.losses < _MOST_LOSSES:
                self._killed.set()
                self._known.losses += 1
            return self._killed.is_set()

    def stop(self) -> None:
        """End all that runs."""
        self._stopped.set()

    def forget(self) -> None:
        """Let go of all that was made."""
        self._views.forget()


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
