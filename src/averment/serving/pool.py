"""Workers, each a process that can be ended, and who gets one when.

A query first runs in one of the short slots, which are given out in the order of arrival. One that takes longer than a
slice makes way: it goes on in a long slot as soon as there is one, and later at a lower priority. At its limit it is
ended.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from averment.errors import AvermentError
from averment.serving.failures import Failure
from averment.serving.jobs import Job, Report
from averment.serving.keeper import FORK, KILL, LOWER, order
from averment.serving.limits import Limits

__all__ = ["Answer", "Pool"]

_IN_MEMORY = 256 * 1024
_LONGEST_REPORT = 64 * 1024
_LOOK_SECONDS = 0.1
"""How often it is looked at a query that takes long."""


class Answer:
    """The answer of a query, whole, in memory or, if it is large, in a file without a name.

    Attributes:
        media: its media type.
        size: in bytes.
        digest: the sha256 of its bytes.
    """

    def __init__(self, report: Report, file: int) -> None:
        self.media, self.size, self.digest = report.media, report.size, report.digest
        self._file, self._content = -1, b""
        if self.size <= _IN_MEMORY:
            self._content = os.pread(file, self.size, 0)
        else:
            self._file = os.dup(file)
            weakref.finalize(self, os.close, self._file)

    @property
    def is_in_memory(self) -> bool:
        """Whether it takes no open file."""
        return self._file < 0

    def part(self, start: int, length: int) -> bytes:
        """Return some of its bytes; several readers may be at different places."""
        if self._file < 0:
            return self._content[start : start + length]
        return os.pread(self._file, length, start)


class _Worker:
    """One process, as the server sees it."""

    def __init__(self, keeper: socket.socket) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            socket.send_fds(keeper, [order(FORK)], [theirs.fileno()])
        self._keeper = keeper
        self._process = 0
        self.is_lowered = False

    async def ready(self) -> None:
        """Wait until the process is there.

        Raises:
            EOFError: it could not be made.
        """
        if not self._process:
            self._process = int(await self._line())

    async def ask(self, file: int) -> Report:
        """Let the worker run the job that a file holds; the file takes the answer.

        Raises:
            EOFError: the worker has ended without a report.
        """
        try:
            socket.send_fds(self._socket, [b"."], [file])
        except OSError as error:
            raise EOFError from error
        return Report.from_json(await self._line())

    def used(self) -> float:
        """Return how many seconds of a processor the process has used; where the system does not tell, the time."""
        try:
            fields = Path(f"/proc/{self._process}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def lower(self) -> None:
        """Lower the priority for good."""
        self.is_lowered = True
        self._order(LOWER)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._order(KILL)
        self._socket.close()

    def _order(self, kind: bytes) -> None:
        if self._process:
            try:
                self._keeper.sendall(order(kind, self._process))
            except OSError:
                return  # without a keeper there are no workers

    async def _line(self) -> bytes:
        loop = asyncio.get_running_loop()
        line = b""
        while not line.endswith(b"\n"):
            try:
                part = await loop.sock_recv(self._socket, _LONGEST_REPORT)
            except OSError as error:
                raise EOFError from error
            if not part:
                raise EOFError
            line += part
        return line


@dataclass(slots=True)
class _Slot:
    """Where a query runs, and whether it came to its end."""

    is_long: bool = False
    is_done: bool = False


class Pool:
    """The workers of a graph.

    Args:
        data: the graph, as an N-Triples file.
        folder: a folder of the server's own; it is removed when the server has ended.
        limits: what queries may take.

    Attributes:
        triples: how many the graph has, once it is loaded.
    """

    def __init__(self, data: str | Path, folder: str | Path, limits: Limits) -> None:
        self._data, self._folder, self._limits = data, folder, limits
        self._idle: deque[_Worker] = deque()
        self._short = asyncio.Semaphore(limits.short_slots)
        self.triples = 0
        self._long = 0
        self._waiting = 0
        self._orders: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Load the graph, in a process of its own.

        Raises:
            AvermentError: it can't be loaded.
        """
        self._orders, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-P", "-m", "averment.serving.keeper", str(theirs.fileno())),
                    *(str(self._data), str(self._folder)),
                    *(str(self._limits.result_bytes), str(self._limits.memory_bytes)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,  # an interrupt from the keyboard is for the server alone
            )
        self._orders.setblocking(False)
        said = await asyncio.get_running_loop().sock_recv(self._orders, 4096)
        self._orders.setblocking(True)
        word, _, count = said.partition(b" ")
        if word != b"ready":
            reason = said.decode(errors="replace").strip() or "its process has ended"
            raise AvermentError(
                f"the graph cannot be loaded for serving ({reason}); check it with 'averment check'"
            )
        self.triples = int(count)
        for _ in range(self._limits.short_slots):
            self._idle.append(self._worker())

    async def stop(self) -> None:
        """End all processes."""
        while self._idle:
            self._idle.pop().end()
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            await asyncio.to_thread(self._process.wait)

    @property
    def is_alive(self) -> bool:
        """Whether there is a keeper to make workers."""
        return self._process is not None and self._process.poll() is None

    async def run(self, job: Job) -> Answer:
        """Run a query; whoever cancels this ends it.

        Raises:
            Failure: it has no answer, for the reason given.
        """
        if self._waiting >= self._limits.waiting:
            raise _busy(f"{self._waiting} queries are waiting already")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.wait_seconds):
                await self._short.acquire()
        except TimeoutError:
            raise _busy("too many queries are running") from None
        finally:
            self._waiting -= 1
        return await self._run(job)

    async def _run(self, job: Job) -> Answer:
        """Run a query in the short slot that has been taken for it."""
        slot = _Slot()
        worker = None
        try:
            with tempfile.TemporaryFile(dir=self._folder, buffering=0) as file:
                file.write(job.to_json())
                file.seek(0)
                worker = self._idle.popleft() if self._idle else self._worker()
                await worker.ready()
                running = asyncio.ensure_future(worker.ask(file.fileno()))
                try:
                    await self._watch(running, worker, slot)
                    report = running.result()
                    slot.is_done = True
                finally:
                    running.cancel()
                    await asyncio.wait([running])  # until it listens no more, its socket has to stay open
                if report.status != 200:
                    raise Failure(report.status, report.message)
                return Answer(report, file.fileno())
        except EOFError:
            raise _ended(self._limits.memory_bytes) from None
        except OSError as error:
            raise Failure(
                503, f"the server has no room for a query now ({error.strerror}); try again later", _LATER
            ) from error
        finally:
            if slot.is_long:
                self._long -= 1
            else:
                self._short.release()
            if worker is not None:
                self._put_back(worker, is_whole=slot.is_done)

    async def _watch(self, running: asyncio.Future[Report], worker: _Worker, slot: _Slot) -> None:
        """Wait for a query, and see that it makes way for others in time.

        Raises:
            Failure: it has to end.
        """
        limits = self._limits
        started = time.monotonic()
        pause = min(limits.slice_seconds, limits.seconds)
        before = worker.used()
        while not await _ends(running, pause):
            took = time.monotonic() - started
            used = min(took, worker.used() - before)
            if used >= limits.seconds or took >= limits.most_seconds:
                raise _too_long(limits.seconds)
            if not slot.is_long and self._long < limits.long_slots:
                slot.is_long = True
                self._long += 1
                self._short.release()
            if used >= limits.lower_seconds and not worker.is_lowered:
                worker.lower()
            pause = min(_LOOK_SECONDS, limits.seconds - used, limits.most_seconds - took)

    def _put_back(self, worker: _Worker, *, is_whole: bool) -> None:
        """Keep a worker for the next query, or put another in its place."""
        if is_whole and not worker.is_lowered:
            self._idle.appendleft(worker)
            return
        worker.end()
        if self.is_alive and len(self._idle) < self._limits.short_slots:
            self._idle.append(self._worker())

    def _worker(self) -> _Worker:
        if self._orders is None:
            raise AvermentError("the graph is not loaded; start the pool first")
        return _Worker(self._orders)


_LATER = {"Retry-After": "5"}


async def _ends(running: asyncio.Future[Report], seconds: float) -> bool:
    """Wait for what is running; return whether it has ended."""
    done, _ = await asyncio.wait([running], timeout=seconds)
    return bool(done)


def _busy(reason: str) -> Failure:
    return Failure(503, f"{reason}; try again later", _LATER)


def _too_long(seconds: float) -> Failure:
    return Failure(
        504,
        f"the query was ended after {seconds:g} seconds, the limit of this endpoint; ask for less with LIMIT or a "
        "narrower pattern, and join what belongs together",
    )


def _ended(memory_bytes: int) -> Failure:
    return Failure(
        507,
        "the query was ended by the system: it needs more than the "
        f"{memory_bytes // 2**20:,} MiB of memory that a query may take here, or is nested too deeply; ask for less",
    )
