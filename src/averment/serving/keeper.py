"""The process that keeps the graph and forks the workers: `python -m averment.serving.keeper`.

It loads the graph, runs no query itself and has one thread, so that each fork is a worker at once: it
shares the graph's memory until it writes to it. Orders come through a socket, and when that closes, because
the server has ended in whatever way, the keeper ends its workers, removes the server's folder and ends as well.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

import pyoxigraph as ox

from averment.querying import Query, list_queries
from averment.serving.answering import answer
from averment.serving.jobs import Job, Report

__all__ = ["FORK", "KILL", "LOWER", "ORDER", "main", "order"]

ORDER = struct.Struct("!cI")
FORK, KILL, LOWER = b"F", b"K", b"L"
"""The orders: make a worker that listens to the socket that comes along, end one, lower the priority of one."""

_WORKERS_BY = 3
_LOWER_BY = 5
"""How much lower the priority of workers is than that of the server, which answers at once what it has, and how much
lower that of a worker gets whose query takes long."""
_REAP_SECONDS = 1.0


def order(kind: bytes, process: int = 0) -> bytes:
    """Return an order as it is sent."""
    return ORDER.pack(kind, process)


@dataclass(frozen=True, slots=True)
class _Graph:
    store: ox.Store
    library: Mapping[str, Query]
    result_bytes: int
    memory_bytes: int


def main(arguments: list[str]) -> int:
    """Load a graph and serve orders until their socket closes.

    Args:
        arguments: the number of the socket, the N-Triples file, the folder to remove at the end, and the limits of a
            query in bytes: its result and its memory.
    """
    number, data, folder, result_bytes, memory_bytes = arguments
    with socket.socket(fileno=int(number)) as orders:
        try:
            store = ox.Store()
            store.bulk_load(path=data, format=ox.RdfFormat.N_TRIPLES, lenient=True)
            library = {query.name: query for query in list_queries()}
        except (OSError, SyntaxError, ValueError) as error:
            orders.sendall(f"{' '.join(str(error).split())}\n".encode())
            return 1
        os.nice(_WORKERS_BY)
        gc.freeze()
        orders.sendall(b"ready %d\n" % len(store))
        _serve(orders, _Graph(store, library, int(result_bytes), int(memory_bytes)))
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def _serve(orders: socket.socket, graph: _Graph) -> None:
    workers: set[int] = set()
    orders.settimeout(_REAP_SECONDS)
    try:
        while True:
            _reap(workers)
            try:
                data, sockets, _, _ = socket.recv_fds(orders, ORDER.size, 1)
            except TimeoutError:
                continue
            except OSError:
                return
            if len(data) < ORDER.size:
                return
            kind, process = ORDER.unpack(data)
            if kind == FORK:
                with contextlib.suppress(OSError):  # no room for a process: the server sees its socket close
                    workers.add(_fork(orders, sockets[0], graph))
            elif process in workers:  # a process of ours that nobody has waited for: no other has its number
                _obey(kind, process)
    finally:
        for process in workers:
            os.kill(process, signal.SIGKILL)


def _obey(kind: bytes, process: int) -> None:
    if kind == KILL:
        os.kill(process, signal.SIGKILL)
    elif kind == LOWER:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, process) + _LOWER_BY)


def _reap(workers: set[int]) -> None:
    while workers:
        process, _ = os.waitpid(-1, os.WNOHANG)
        if process == 0:
            return
        workers.discard(process)


def _fork(orders: socket.socket, number: int, graph: _Graph) -> int:
    try:
        process = os.fork()
    except OSError:
        os.close(number)
        raise
    if process:
        os.close(number)
        return process
    code = 1
    try:
        orders.close()
        with socket.socket(fileno=number) as server:
            _limit(graph.memory_bytes)
            _work(server, graph)
        code = 0
    finally:
        os._exit(code)  # what the keeper would do at its end is not for a worker to do


def _limit(memory_bytes: int) -> None:
    """Limit the memory of this process to what it has and so much more, and let it leave no core file."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 2)  # what an engine says when it runs out of memory is told by its end
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):  # not every system counts memory so
        pages = int(open("/proc/self/statm", "rb").read().split()[0])  # noqa: PTH123, SIM115
        most = pages * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _work(server: socket.socket, graph: _Graph) -> None:
    """Answer one job after the other: each comes as an open file that holds it and takes the answer."""
    server.sendall(b"%d\n" % os.getpid())
    while True:
        _, files, _, _ = socket.recv_fds(server, 1, 1)
        if not files:
            return
        with os.fdopen(files[0], "r+b", buffering=0) as file:
            job = Job.from_json(file.read())
            file.seek(0)
            file.truncate()
            report = _report(graph, job, cast(BinaryIO, file))
        server.sendall(report.to_json())


def _report(graph: _Graph, job: Job, file: BinaryIO) -> Report:
    try:
        return answer(graph.store, graph.library, job, file, graph.result_bytes)
    except (MemoryError, RecursionError):
        return Report(507, "the query needs more memory than this endpoint gives; ask for less at once")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
