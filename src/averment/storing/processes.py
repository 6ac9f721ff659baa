"""Work on a store in several processes, where there is enough of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TypeVar

import pyoxigraph as ox

from averment.errors import AvermentError

__all__ = ["Progress", "in_turn", "opened", "workers"]

Progress = Callable[[str, int, int | None], None]
"""Called with the step that is under way, how much of it is done, and how much there is, if that is known."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


@cache
def opened(graph: str) -> ox.Store:
    """Return the store in a folder, opened to read once for each process."""
    return ox.Store.read_only(graph)


@contextmanager
def workers(is_much: bool) -> Iterator[Executor | None]:
    """Give processes to work in, or None where there is little to do, or one core only.

    Raises:
        AvermentError: one was ended from outside.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not is_much or cores < 2:
        yield None
        return
    try:
        context = get_context("spawn")
        with ProcessPoolExecutor(cores, mp_context=context, initializer=_end_with_parent) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise AvermentError(
            "a process that works on the store was ended from outside, perhaps for lack of memory; make room, and try "
            "again"
        ) from error


def _end_with_parent() -> None:
    """Let this process end when the one that started it is killed, which would be waited for for ever."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_for_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def in_turn(pool: Executor | None, do: Callable[[_Given], _Made], given: Iterable[_Given]) -> Iterator[_Made]:
    """Iterate over what is made of each thing that is given, in their order."""
    return map(do, given) if pool is None else pool.map(do, given)
