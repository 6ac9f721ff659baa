"""What statements read on Spark: views of columns, of shared results, and of the closures of paths."""

from __future__ import annotations

import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from averment.errors import AvermentError
from averment.shacl.plan import Statements
from averment.shacl.spark.dialect import TABLE, Part, Translated, translate
from averment.shacl.spark.ordering import Sizes
from averment.shacl.spark.tables import PAIRS, SparkTables, schema_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["OnFailure", "TimeOverError", "Views"]

OnFailure = Callable[[str, BaseException], tuple[BaseException, bool]]
"""Told which view could not be made, and why; says what those get who wait for it, and whether to try it again."""

_MOST_WRITTEN_OUT = 200
"""Pairs that are written into a statement, and not read from a file."""

_STEPS_TOGETHER = 8
_names = itertools.count(1)


class TimeOverError(Exception):
    """A statement has not ended in time, or reads a view whose own did not."""


class Views:
    """The views that the statements of one plan read, each made when it is first asked for.

    Args:
        session: Spark.
        tables: what the statements read, prepared for their plan.
        statements: the statements.
        sizes: how large the tables are.
        over: the views whose statements did not end in time.
        on_failure: see `OnFailure`.
    """

    def __init__(
        self,
        session: SparkSession,
        tables: SparkTables,
        statements: Statements,
        sizes: Mapping[str, Sizes],
        over: Collection[str],
        on_failure: OnFailure,
    ) -> None:
        self._session = session
        self._tables = tables
        self._sizes = sizes
        self._over = over
        self._on_failure = on_failure
        self._shared = dict(statements.shared)
        self._prefix = f"a{next(_names)}_"
        self._count = itertools.count(1)
        self._made: dict[str, Future[str]] = {}
        self._kept: list[Any] = []
        self._lock = threading.Lock()
        self._uses = Counter(
            name
            for sql in [*self._shared.values(), *(query.sql for query in statements.queries)]
            for name in set(re.findall(r"\bshared\d+\b", sql))
        )

    def new_name(self) -> str:
        """Return a name that nothing has."""
        return f"{self._prefix}{next(self._count)}"

    # --- statements -------------------------------------------------------------------------

    def readable(self, sql: str) -> str:
        """Return a statement as Spark takes it, which reads views that are there."""
        return self._final(translate(self._tables.filled(sql), self._sizes))

    def frame(self, sql: str) -> DataFrame:
        """Return the rows of a statement, which are computed when they are asked for.

        Raises:
            AvermentError: the statement holds what no text can.
        """
        try:
            return self._session.sql(sql)
        except UnicodeError as error:
            raise AvermentError(f"Spark does not take what the shapes ask of the data: {error}") from error

    def _final(self, statement: Translated) -> str:
        """Return a statement that reads the views of this plan, which are there."""
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
        """Return SQL with the names of the views of this plan."""
        for name in sorted(reads):
            sql = sql.replace(_table(name), f"`{self._view(name)}`")
        return sql

    # --- tables -----------------------------------------------------------------------------

    def _view(self, name: str) -> str:
        """Return the name of the view of a table, which is made when it is first asked for."""
        return self._once(name, lambda: self._table(name))

    def _once(self, key: str, make: Callable[[], str]) -> str:
        if key in self._over:
            raise TimeOverError
        with self._lock:
            future = self._made.get(key)
            is_mine = future is None
            if future is None:
                future = self._made[key] = Future()
        if is_mine:
            try:
                future.set_result(make())
            except BaseException as error:
                told, again = self._on_failure(key, error)
                future.set_exception(told)
                if again:
                    with self._lock:
                        del self._made[key]
        return future.result()

    def _table(self, name: str) -> str:
        if name in self._shared:
            frame = self.frame(self.readable(self._shared[name]))
            if self._uses[name] > 1:
                frame = self._keep(frame)
            return self._named(frame)
        paths = [path.resolve().as_uri() for path in self._tables.files(name)]
        schema = schema_of(name)
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
        name = self.new_name()
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
        reached = [self._keep(self.frame(f"SELECT DISTINCT s, o FROM ({base})"))]
        here = self.new_name()
        while True:
            reached[-1].createOrReplaceTempView(here)
            mentioned = _mentioned(last.step)
            step = self._final(Translated(before, last.step, last.reads & mentioned))
            step = step.replace(_table(last.name), f"`{here}`")
            everything = self._named(_united(reached))
            new = self._keep(
                self.frame(
                    f"SELECT n.s, n.o FROM (SELECT DISTINCT s, o FROM ({step})) AS n "
                    f"LEFT ANTI JOIN `{everything}` AS e ON n.s = e.s AND n.o = e.o"
                )
            )
            if new.isEmpty():
                return everything
            if len(reached) == _STEPS_TOGETHER:
                reached = [self._keep(_united(reached))]
            reached.append(new)

    def forget(self) -> None:
        """Let go of all that was made."""
        for frame in self._kept:
            with suppress(Exception):
                frame.unpersist()
        with suppress(Exception):
            for number in range(1, next(self._count)):
                self._session.catalog.dropTempView(f"{self._prefix}{number}")


# --- small things -----------------------------------------------------------------------------


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
