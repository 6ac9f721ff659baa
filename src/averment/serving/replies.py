"""Replies: an answer that a client takes at its own pace, and errors in plain words."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from averment.rendering.escaping import clean
from averment.serving.failures import Failure
from averment.serving.formats import content_type
from averment.serving.pool import Answer

__all__ = ["Reply", "TooSlow", "failed", "is_known"]

_PART = 256 * 1024
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What sources say is data: a browser that shows it as a page runs and fetches nothing."""


def failed(failure: Failure) -> Response:
    """Return an error as plain text that ends with a line feed."""
    headers = {"Cache-Control": "no-store", **failure.headers}
    lines = "\n".join(clean(line) for line in failure.message.split("\n"))
    return PlainTextResponse(f"{lines}\n", failure.status, headers)


def is_known(request: Request, etag: str) -> bool:
    """Return whether the client says that it has a reply already."""
    known = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in (etag, "*") for one in known.split(","))


class TooSlow(Exception):
    """A client takes nothing any more; all that is left to do is to close the connection."""


class Reply(Response):
    """The answer of a query. A client that takes too long over a part of it is left alone.

    Args:
        answer: the answer, which is whole.
        request: what it replies to.
        stall_seconds: how long the client may take over each part.
    """

    def __init__(self, answer: Answer, request: Request, stall_seconds: float) -> None:
        etag = f'"{answer.digest[:32]}"'
        is_new = not is_known(request, etag)
        headers = {
            "ETag": etag,
            "Cache-Control": "no-cache",
            "Vary": "Accept",
            "Content-Security-Policy": DATA_POLICY,
            **({"Content-Type": content_type(answer.media)} if is_new else {}),
        }
        super().__init__(status_code=200 if is_new else 304, headers=headers)
        if is_new:
            self.headers["Content-Length"] = str(answer.size)
        elif "content-length" in self.headers:
            del self.headers["content-length"]
        self._answer = answer if is_new and request.method != "HEAD" else None
        self._stall_seconds = stall_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the reply.

        Raises:
            TooSlow: the client has taken nothing for too long.
        """
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        size = self._answer.size if self._answer is not None else 0
        for start in range(0, size, _PART):
            assert self._answer is not None  # noqa: S101
            part = self._answer.part(start, _PART)
            try:
                async with asyncio.timeout(self._stall_seconds):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            except TimeoutError as error:
                raise TooSlow from error
        await send({"type": "http.response.body", "body": b"", "more_body": False})
