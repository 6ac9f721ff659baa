"""Work in another process while this one goes on: Python runs one thing at a time in each."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TypeVar

from averment.errors import AvermentError

__all__ = ["beside"]

_Made = TypeVar("_Made")


@contextmanager
def beside(work: Callable[[], _Made]) -> Iterator[Callable[[], _Made]]:
    """Give what waits for the result of a piece of work, which has been started in a process of its own.

    That is a fork, so that everything is at hand there and nothing has to be imported anew. Where there can be none,
    or it ends without a result, the work is done here when its result is asked for.

    Args:
        work: what is to be done, which changes nothing that this process needs.

    Raises:
        AvermentError: the work raised it.
    """
    with _forked(work) as answer:
        yield lambda: _result(answer, work)


def _result(answer: IO[bytes] | None, work: Callable[[], _Made]) -> _Made:
    said = answer.read() if answer is not None else b""
    try:
        made: _Made | AvermentError = pickle.loads(said)  # noqa: S301 - this process's own fork has written it
    except (EOFError, pickle.UnpicklingError):  # nothing, or not all of it
        return work()
    if isinstance(made, AvermentError):
        raise made
    return made


@contextmanager
def _forked(work: Callable[[], object]) -> Iterator[IO[bytes] | None]:
    """Give the end of a pipe from which the result can be read, or None where no process can be had for it."""
    # another thread might hold a lock, which nobody would give back in the fork; macOS has such threads of its own
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        yield None
        return
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:  # no memory, or too many processes
        os.close(reading)
        os.close(writing)
        yield None
        return
    if process == 0:
        _work(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            yield answer
    finally:
        with suppress(OSError):  # it may have been waited for already, by whoever takes care of all processes
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _work(work: Callable[[], object], writing: int) -> None:
    """Do the work and end; what goes wrong in any other way than expected is for whoever waits to find again."""
    try:
        try:
            made = work()
        except AvermentError as error:
            made = error
        with os.fdopen(writing, "wb") as answer:
            answer.write(pickle.dumps(made))
    finally:
        os._exit(0)  # what the other process would do at its end is not for this one to do
