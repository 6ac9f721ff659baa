"""Work in a process beside this one has the result that it has here, whatever becomes of the process."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from averment.changing.beside import beside
from averment.errors import UsageError

FILES = Path("/dev/fd")
"""The files that this process has open."""

can_fork = pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="work is done in one process on this system"
)


def in_other_process() -> bool:
    """Return whether work is done in a process of its own here."""
    with beside(os.getpid) as process:
        return process() != os.getpid()


def fail(message: str) -> Callable[[], None]:
    def work() -> None:
        raise UsageError(message)

    return work


def has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@can_fork
def test_it_is_done_in_another_process() -> None:
    assert in_other_process()
    assert not has_children()


@can_fork
def test_this_process_goes_on_meanwhile() -> None:
    reading, writing = os.pipe()
    with beside(lambda: os.read(reading, 5)) as read:
        os.write(writing, b"later")
        assert read() == b"later"
    os.close(reading)
    os.close(writing)


@can_fork
def test_it_is_done_here_while_another_thread_may_hold_a_lock() -> None:
    is_done = threading.Event()
    thread = threading.Thread(target=is_done.wait)
    thread.start()
    try:
        assert not in_other_process()
    finally:
        is_done.set()
        thread.join()
    assert in_other_process()


def test_it_is_done_here_where_there_can_be_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    assert not in_other_process()


@can_fork
def test_it_is_done_here_where_the_system_gives_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    before = set(FILES.iterdir())
    monkeypatch.setattr(os, "fork", refuse)
    assert not in_other_process()
    assert set(FILES.iterdir()) == before


@pytest.mark.parametrize("forks", [pytest.param(True, marks=can_fork), False])
def test_its_error_is_that_of_whoever_asks(forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not forks:
        monkeypatch.delattr(os, "fork", raising=False)
    with pytest.raises(UsageError, match="no such revision"), beside(fail("no such revision")) as work:
        work()


@can_fork
def test_what_is_ended_from_outside_is_done_again_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    with beside(work) as result:
        assert result() == "done"


@can_fork
@pytest.mark.parametrize("length", [1, 1000, -1])
def test_half_a_result_is_none(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pickle.dumps
    monkeypatch.setattr(pickle, "dumps", lambda made: whole(made)[:length])
    names = [f"name {number}" for number in range(1000)]
    with beside(lambda: (names, os.getpid())) as result:
        assert result() == (names, os.getpid())


@can_fork
def test_what_nobody_waits_for_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(KeyError), beside(lambda: time.sleep(60)):
        raise KeyError
    assert time.monotonic() - start < 30
    assert not has_children()


@can_fork
def test_what_it_prints_before_is_not_printed_twice(capfd: pytest.CaptureFixture[str]) -> None:
    sys.stdout.write("once")
    assert in_other_process()
    sys.stdout.flush()
    assert capfd.readouterr().out == "once"
