"""Tasks run side by side, are told in their order, and are given up at their limit, each for itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from averment.shacl.limits import run_each


@pytest.mark.parametrize("limit", [None, 30.0])
@pytest.mark.parametrize("workers", [1, 3])
def test_what_tasks_return_comes_in_their_order(limit: float | None, workers: int) -> None:
    events = [threading.Event() for _ in range(20)]

    def task(number: int) -> int:
        if number % 3 == 0 and workers == 3:
            assert events[number + 1].wait(30)  # ends after the next one
        events[number].set()
        return number

    tasks = [partial(task, number) for number in range(20)]
    assert list(run_each(tasks, limit, workers=workers)) == [(number,) for number in range(20)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_task_that_takes_too_long_is_left_behind_and_the_others_are_run(workers: int) -> None:
    ever = threading.Event()
    tasks: list[Callable[[], object]] = [lambda: 0, ever.wait, lambda: 2, ever.wait, ever.wait, lambda: 5]
    try:
        assert list(run_each(tasks, 0.2, workers=workers)) == [(0,), None, (2,), None, None, (5,)]
    finally:
        ever.set()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_and_no_further_task_is_begun(workers: int) -> None:
    begun = threading.Semaphore(0)

    def fail() -> None:
        raise KeyError("it")

    def slow() -> None:
        begun.release()
        threading.Event().wait(0.2)

    found = run_each([fail, *[slow] * 50], 30.0, workers=workers)
    with pytest.raises(KeyError, match="it"):
        next(found)
    threading.Event().wait(1.0)
    assert sum(begun.acquire(blocking=False) for _ in range(50)) < 10
