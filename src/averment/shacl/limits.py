"""Work that may have to be given up."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["MEMORY", "run_each"]

MEMORY = "3GB"
"""How much DuckDB holds at most, unless told otherwise."""


_Value = TypeVar("_Value")


def run_each(
    tasks: Sequence[Callable[[], _Value]], limit: float | None = None
) -> Iterator[tuple[_Value] | None]:
    """Run tasks one after the other and iterate over what they return, each in a tuple.

    A task that has not ended within the limit, in seconds, yields None and is left behind in its thread, which
    ends with the process; the next task gets a new thread. That needs tasks that let other threads run.

    Raises:
        Exception: what a task raises.
    """
    if limit is None:
        for task in tasks:
            yield (task(),)
        return
    position = 0
    while position < len(tasks):
        given_up = threading.Event()
        done: queue.SimpleQueue[tuple[_Value] | BaseException] = queue.SimpleQueue()
        threading.Thread(target=_work, args=(tasks[position:], done, given_up), daemon=True).start()
        while position < len(tasks):
            position += 1
            try:
                outcome = done.get(timeout=limit)
            except queue.Empty:
                given_up.set()
                yield None
                break
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome


def _work(
    tasks: Sequence[Callable[[], _Value]],
    done: queue.SimpleQueue[tuple[_Value] | BaseException],
    given_up: threading.Event,
) -> None:
    for task in tasks:
        try:
            outcome: tuple[_Value] | BaseException = (task(),)
        except BaseException as error:
            # what the frames hold may have to be let go of in this very thread
            traceback.clear_frames(error.__traceback__)
            outcome = error
        if given_up.is_set():
            return
        done.put(outcome)
        if isinstance(outcome, BaseException):
            return
