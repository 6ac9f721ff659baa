"""Running the server: from a socket that listens to the end of the last process."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Literal

import uvicorn

from averment.errors import AvermentError, UsageError
from averment.serving.application import Settings, application
from averment.serving.pool import Pool
from averment.serving.replies import TooSlow

__all__ = ["address_of", "configured", "listen", "serve"]

_GRACE_SECONDS = 3
_WATCH_SECONDS = 0.2
_DEAD_SECONDS = 60
"""When a client has taken nothing for so long, the system drops what is still to be sent to it."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Args:
        host: a name or an address of this machine.
        port: 0 takes one that is free.

    Raises:
        UsageError: nobody can listen there.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(address[:2], family=family, backlog=1024)
    except (OSError, UnicodeError) as error:
        number = getattr(error, "errno", None) or 0
        reason = os.strerror(number) if number > 0 else getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"'{host}' port {port} cannot be listened to ({reason}); choose another --port, or --port 0 for a free one"
        ) from error
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _DEAD_SECONDS * 1000)
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address at which a browser finds what listens."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1" if listening.family == socket.AF_INET else "::1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def configured(pool: Pool, settings: Settings, *, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """Return how the server is run.

    Args:
        pool: the graph.
        settings: what is served, and to whom.
        lifespan: whether the server starts and stops the pool.
    """
    logging.getLogger("uvicorn.error").addFilter(_is_worth_a_line)
    return uvicorn.Config(
        application(pool, settings),
        http="h11",
        ws="none",
        lifespan=lifespan,
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=settings.limits.connections,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        backlog=1024,
    )


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    """Return whether the log is to tell of an error: that a client is too slow is no error of the server."""
    return not (record.exc_info and isinstance(record.exc_info[1], TooSlow))


async def serve(
    pool: Pool, settings: Settings, listening: socket.socket, on_ready: Callable[[str], None]
) -> None:
    """Serve a graph until a signal to end arrives.

    Args:
        pool: the graph; it is started and stopped.
        settings: what is served, and to whom.
        listening: the socket; it is closed.
        on_ready: is told the address when requests are answered.

    Raises:
        AvermentError: the graph can't be loaded, or its process has ended.
    """
    server = _Server(configured(pool, settings, lifespan="off"))
    try:
        with _stopping(server):
            await pool.start()
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            while not server.started and not serving.done():
                await asyncio.sleep(0.01)
            if server.started and not server.should_exit:
                on_ready(address_of(listening))
            lost = await _watched(pool, serving, server)
    finally:
        listening.close()
        await pool.stop()
    if lost:
        raise AvermentError(
            "the process that holds the graph has ended, so the server ends as well; start it again"
        )


class _Server(uvicorn.Server):
    """A server that leaves signals to `serve`, which has more to end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """Let signals end the server; the second one at once."""

    def stop(*_: object) -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    earlier = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in earlier.items():
            signal.signal(one, handler)


async def _watched(pool: Pool, serving: asyncio.Task[None], server: uvicorn.Server) -> bool:
    """Wait for the server to end; return whether it had to because its workers had."""
    lost = False
    while not serving.done():
        await asyncio.wait([serving], timeout=_WATCH_SECONDS)
        if not serving.done() and not server.should_exit and not pool.is_alive:
            lost = server.should_exit = True
    await serving
    return lost
