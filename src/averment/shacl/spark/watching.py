"""The limit of time of what runs on Spark, kept for real, and words for what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING

from averment.shacl.spark.session import PATIENCE, STUCK, is_local

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Watch", "is_lost", "why"]


class Watch:
    """Looks after a running statement, in a thread of its own.

    Args:
        session: Spark.
        tag: what the jobs of the statement are tagged with.
        limit: seconds after which it is cancelled.
        stopped: set when it is to be cancelled for another reason.
        kill: ends the process of Spark; called if the statement does not end when it is cancelled.

    Attributes:
        is_over: whether the limit of time has been reached.
        problem: why it was ended otherwise.
    """

    def __init__(
        self,
        session: SparkSession,
        tag: str,
        limit: float | None,
        stopped: threading.Event,
        kill: Callable[[], None],
    ) -> None:
        self._context = session.sparkContext
        self._tag = tag
        self._limit = limit
        self._stopped = stopped
        self._kill = kill
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.is_over = False
        self.problem: str | None = None

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        start = alone_since = monotonic()
        is_cluster = not is_local(str(self._context.master))
        while not self._done.wait(0.2):
            now = monotonic()
            if self._limit is not None and now - start > self._limit:
                self.is_over = True
                if now - start > self._limit + STUCK:
                    # such as one that Spark plans without end, which is no job yet
                    self._kill()
                    return
            if is_cluster and self._executors():
                alone_since = now
            if is_cluster and now - alone_since > PATIENCE:
                self.problem = (
                    f"'{self._context.master}' has given Spark no executor for {PATIENCE:.0f} seconds; "
                    "see that its workers run, and that they have the memory and cores asked for"
                )
            if self.is_over or self.problem is not None or self._stopped.is_set():
                # again and again, for the next job of the statement may only be on its way
                with suppress(Exception):
                    self._context.cancelJobsWithTag(self._tag)

    def _executors(self) -> bool:
        with suppress(Exception):
            return bool(self._context._jsc.sc().getExecutorMemoryStatus().size() > 1)
        return True

    def end(self) -> None:
        """See that no task of a cancelled statement runs on, for it would keep others from running.

        A task only looks whether it is to end when it reads a row, and a join may go on with that for hours. On a
        cluster, an executor with such a task is ended by Spark.
        """
        if not is_local(str(self._context.master)):
            return
        deadline = monotonic() + STUCK
        while self._tasks():
            if monotonic() > deadline:
                self._kill()
                return
            sleep(0.1)

    def _tasks(self) -> int:
        """Return how many tasks of the statement run."""
        running = 0
        with suppress(Exception):
            tracker = self._context.statusTracker()
            for job in self._context._jsc.sc().statusTracker().getJobIdsForTag(self._tag):
                stages = getattr(tracker.getJobInfo(job), "stageIds", ())
                running += sum(getattr(tracker.getStageInfo(one), "numActiveTasks", 0) for one in stages)
        return running


def is_lost(error: BaseException) -> bool:
    """Return whether rows are gone that an executor kept, for it has ended or no longer answers."""
    return "CHECKPOINT_RDD_BLOCK_ID_NOT_FOUND" in str(error)


def why(error: BaseException, *, has_ended: bool = False) -> str:
    """Return what went wrong, in one line.

    Args:
        error: what was raised.
        has_ended: whether the process of Spark is no longer there.
    """
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    known = [
        line for line in lines if "OutOfMemory" in line or "No space left" in line or "Caused by" in line
    ]
    if is_lost(error):
        return (
            "Spark has lost executors again and again, with rows that they kept; see why they end, such as for want "
            "of memory (spark.executor.memory)"
        )
    reason = known[-1] if known else (lines[0] if lines else type(error).__name__)
    is_silent = "Connection refused" in reason or "Answer from Java side is empty" in str(error)
    if has_ended or is_silent:
        reason = "its process has ended, maybe since it needs more memory"
    return f"Spark has failed: {reason}"
