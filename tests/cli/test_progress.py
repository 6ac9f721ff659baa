"""A progress bar is there for work that takes a while, on a terminal."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest

from averment.cli import progress
from averment.cli.progress import progress_bar, step_bar

WAIT = 30.0
"""Seconds within which a thread does what it has to, on any machine."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def terminal() -> Iterator[Terminal]:
    with redirect_stderr(Terminal()) as stream:
        yield stream


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)


def wait_for(stream: Terminal, text: str) -> None:
    end = time.monotonic() + WAIT
    while text not in stream.getvalue() and time.monotonic() < end:
        time.sleep(0.01)


def test_nothing_is_shown_where_nobody_looks() -> None:
    with redirect_stderr(io.StringIO()) as stream, progress_bar("reading") as tell, step_bar() as tell_step:
        assert tell is None
        tell_step("loading", 1, 2)
    assert stream.getvalue() == ""


def test_nothing_is_shown_of_what_is_over_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 60.0)
    with terminal() as stream, progress_bar("reading") as tell, step_bar() as tell_step:
        assert tell is not None
        tell(1, 2)
        tell_step("loading", 1, 2)
    assert stream.getvalue() == ""


def test_it_shows_how_many_are_done() -> None:
    with terminal() as stream, progress_bar("reading", only_if_told=True) as tell:
        assert tell is not None
        tell(3, 7)
        tell(4, 7)
    assert "reading" in stream.getvalue()
    assert "4/7" in stream.getvalue()


def test_it_shows_the_step_with_its_share_and_the_time_from_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([1000.0, *[1075.0] * 100])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    with terminal() as stream, step_bar() as tell:
        tell("loading", 1, 4)
    assert "loading" in stream.getvalue()
    assert "25%" in stream.getvalue()
    assert "0:01:15" in stream.getvalue()


def test_it_is_shown_even_if_nobody_tells_how_far_the_work_is() -> None:
    with terminal() as stream, progress_bar("checking"):
        wait_for(stream, "checking")
    assert "checking" in stream.getvalue()


def test_none_that_waits_for_a_count_runs_beside_the_work() -> None:
    before = threading.active_count()
    with terminal() as stream, progress_bar("reading", only_if_told=True):
        assert threading.active_count() == before
        time.sleep(0.05)
    assert stream.getvalue() == ""


def test_nothing_is_left_when_the_work_fails() -> None:
    def work(stream: Terminal) -> None:
        with progress_bar("reading"):
            wait_for(stream, "reading")
            raise KeyError

    before = threading.active_count()
    with terminal() as stream, pytest.raises(KeyError):
        work(stream)
    end = time.monotonic() + WAIT
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() == before
    assert "\x1b[2K" in stream.getvalue().rpartition("reading")[2]  # it is wiped off
