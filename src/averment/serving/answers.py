"""Answers that are given again: the graph does not change while it is served, so that a query has one answer."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from averment.serving.jobs import Job
from averment.serving.pool import Answer

__all__ = ["Answers"]

_MOST = 4096
_MOST_FILES = 64
"""Answers that are kept, and how many of them may be open files."""


@dataclass(slots=True)
class _Shared:
    """A query that runs once for all who ask it."""

    task: asyncio.Task[Answer]
    askers: int = 0


class Answers:
    """Runs queries, the same one only once at a time, and keeps the answers that were used last.

    Args:
        run: runs a query.
        capacity: how many bytes of answers are kept.
    """

    def __init__(self, run: Callable[[Job], Awaitable[Answer]], capacity: int) -> None:
        self._run, self._capacity = run, capacity
        self._kept: OrderedDict[bytes, Answer] = OrderedDict()
        self._size = self._files = 0
        self._running: dict[bytes, _Shared] = {}

    async def get(self, job: Job, *, is_repeatable: bool) -> Answer:
        """Return the answer of a query. It is ended when nobody who asked it is there any more.

        Args:
            job: the query.
            is_repeatable: whether it has the same answer each time.

        Raises:
            Failure: there is none.
        """
        if not is_repeatable:
            return await self._run(job)
        key = job.to_json()
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        shared = self._running.get(key)
        if shared is None:
            shared = self._running[key] = _Shared(asyncio.create_task(self._started(key, job)))
            shared.task.add_done_callback(_look)
        shared.askers += 1
        try:
            return await asyncio.shield(shared.task)
        finally:
            shared.askers -= 1
            if shared.askers == 0 and not shared.task.done():
                if self._running.get(key) is shared:
                    del self._running[key]
                shared.task.cancel()

    async def _started(self, key: bytes, job: Job) -> Answer:
        task = asyncio.current_task()
        try:
            answer = await self._run(job)
        finally:
            shared = self._running.get(key)
            if shared is not None and shared.task is task:
                del self._running[key]
        self._keep(key, answer)
        return answer

    def _keep(self, key: bytes, answer: Answer) -> None:
        if answer.size > self._capacity // 4:
            return
        self._kept[key] = answer
        self._count(key, answer, 1)
        while self._size > self._capacity or self._files > _MOST_FILES or len(self._kept) > _MOST:
            self._count(*self._kept.popitem(last=False), -1)

    def _count(self, key: bytes, answer: Answer, sign: int) -> None:
        self._size += sign * (len(key) + answer.size)
        self._files += sign * (not answer.is_in_memory)


def _look(task: asyncio.Task[Answer]) -> None:
    """Look at how a query ended, which may be after everybody has left."""
    if not task.cancelled():
        task.exception()
