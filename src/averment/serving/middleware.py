"""What happens to every request: a line in the log, and headers that keep browsers from harm."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from averment.rendering.escaping import clean

__all__ = ["LogRequests", "SafeHeaders"]

_LONGEST_PATH = 200


class LogRequests:
    """Tells of each request when it has ended: method, path, status, bytes, milliseconds.

    What stands after the question mark, and all headers, stay out of it: a query may name what nobody else is to read.
    """

    def __init__(self, app: ASGIApp, log: Callable[[str], None] | None) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or self._log is None:
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status, size = 0, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            took = (time.monotonic() - started) * 1000
            path = clean(scope["path"][:_LONGEST_PATH])
            self._log(f"{clean(scope['method'][:20])} {path} {status or '-'} {size} B {took:.0f} ms")


class SafeHeaders:
    """Adds headers to each reply that does not have them."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
