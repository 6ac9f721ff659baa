"""Work that may have to be given up."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Generic, TypeVar

__all__ = ["MEMORY", "run_each"]

MEMORY = "3GB"
"""How much DuckDB holds at most, unless told otherwise."""


_Value = TypeVar("_Value")


def run_each(
    tasks: Sequence[Callable[[], _Value]], limit: float | None = None, *, workers: int = 1
) -> Iterator[tuple[_Value] | None]:
    """Run tasks and iterate over what they return, in their order, each in a tuple.

    A task that has not ended within the limit yields None and is left behind in its thread, which ends with the
    process; another thread takes its place. That needs tasks that let other threads run.

    Args:
        tasks: what to run, where there are several workers with nothing in common that any of them changes.
        limit: seconds that a task may take.
        workers: how many run at the same time.

    Raises:
        Exception: what a task raises.
    """
    if limit is None and workers == 1:
        for task in tasks:
            yield (task(),)
        return
    run = _Run(tasks)
    try:
        for _ in range(min(workers, len(tasks))):
            run.hire()
        for number in range(len(tasks)):
            outcome = run.outcome(number, limit)
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    finally:
        run.stop()


class _Run(Generic[_Value]):
    """Tasks, the threads that take one after another of them, and what has come of them."""

    def __init__(self, tasks: Sequence[Callable[[], _Value]]) -> None:
        self._tasks = tasks
        self._waiting = iter(range(len(tasks)))
        self._started: dict[int, float] = {}
        self._done: dict[int, tuple[_Value] | BaseException] = {}
        self._given_up: set[int] = set()
        self._changed = threading.Condition()

    def hire(self) -> None:
        """Start a thread that works on the tasks."""
        threading.Thread(target=self._work, daemon=True).start()

    def stop(self) -> None:
        """Have the threads end after the tasks that they are at."""
        with self._changed:
            self._waiting = iter(())

    def outcome(self, number: int, limit: float | None) -> tuple[_Value] | BaseException | None:
        """Wait for a task, and return what it returned or raised; None if it took too long and was left behind."""
        with self._changed:
            while number not in self._done:
                started = self._started.get(number)
                left = started + limit - monotonic() if limit is not None and started is not None else None
                if left is not None and left <= 0:
                    self._given_up.add(number)
                    self.hire()
                    return None
                self._changed.wait(left)
            return self._done.pop(number)

    def _work(self) -> None:
        while True:
            with self._changed:
                number = next(self._waiting, None)
                if number is None:
                    return
                self._started[number] = monotonic()
                self._changed.notify_all()
            try:
                outcome: tuple[_Value] | BaseException = (self._tasks[number](),)
            except BaseException as error:
                # what the frames hold may have to be let go of in this very thread
                traceback.clear_frames(error.__traceback__)
                outcome = error
            with self._changed:
                if number in self._given_up:
                    return
                self._done[number] = outcome
                self._changed.notify_all()
