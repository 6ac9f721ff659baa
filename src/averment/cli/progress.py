"""How far long work is, on a terminal; of work that is over before one could read it, nothing is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["progress_bar", "step_bar"]

_PATIENCE = 1.5
"""Seconds after which a bar appears; to make one takes a tenth of a second."""


@contextmanager
def progress_bar(
    label: str, *, only_if_told: bool = False
) -> Iterator[Callable[[int, int | None], None] | None]:
    """Show a progress bar with a count on a terminal if the work takes a while, and nothing elsewhere.

    Args:
        label: what is done.
        only_if_told: whether the bar waits for a count; without one, no thread is started.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(label, is_counted=True)
    with bar.shown(by_itself=not only_if_told):
        yield lambda done, total: bar.tell(label, done, total)


@contextmanager
def step_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """Show a progress bar with the step that is under way on a terminal, and nothing elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    bar = _Bar("", is_counted=False)
    with bar.shown(by_itself=True):
        yield bar.tell


class _Bar:
    """A progress bar that appears when the work has taken a while.

    Args:
        label: what is done.
        is_counted: whether what is done is counted, or else the share of it told and the time.
    """

    def __init__(self, label: str, *, is_counted: bool) -> None:
        self._is_counted = is_counted
        self._told: tuple[str, int, int | None] = label, 0, None
        self._lock = Lock()
        self._start = monotonic()
        self._is_over = False
        self._bar: tuple[Progress, TaskID] | None = None

    @contextmanager
    def shown(self, *, by_itself: bool) -> Iterator[None]:
        """Show the bar while something is done, once that has taken a while.

        Args:
            by_itself: whether to do so even if nobody tells how far it is.
        """
        timer = Timer(_PATIENCE, self._appear)
        timer.daemon = True
        if by_itself:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._is_over = True
                if self._bar is not None:
                    self._bar[0].stop()

    def tell(self, step: str, done: int, total: int | None) -> None:
        """Tell how far the work is: what is done, how much of it, and how much there is, if that is known."""
        with self._lock:
            self._told = step, done, total
            if self._bar is not None:
                progress, task = self._bar
                progress.update(task, description=step, completed=done, total=total)
        if self._bar is None and monotonic() - self._start >= _PATIENCE:
            self._appear()

    def _appear(self) -> None:
        with self._lock:
            if self._bar is None and not self._is_over:
                self._bar = self._made()

    def _made(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        how_far = [MofNCompleteColumn()] if self._is_counted else [TaskProgressColumn(), TimeElapsedColumn()]
        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            *how_far,
            console=Console(stderr=True),
            transient=True,
        )
        step, done, total = self._told
        task = progress.add_task(step, total=total, completed=done)
        progress.tasks[0].start_time = progress.get_time() - (monotonic() - self._start)
        progress.start()
        return progress, task
