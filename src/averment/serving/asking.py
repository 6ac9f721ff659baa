"""From a request to the answer of a query: its body within limits, and an eye on whether the client is still there."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from averment.serving.answers import Answers
from averment.serving.failures import Failure
from averment.serving.jobs import Job
from averment.serving.limits import Limits
from averment.serving.pool import Answer

__all__ = ["answered", "body_of"]


async def body_of(request: Request, limits: Limits) -> bytes:
    """Return the body of a request.

    Raises:
        Failure: it is too large (413), too slow (408), or the client has gone (499).
    """
    body = b""
    too_large = Failure(413, f"the body is longer than {limits.request_bytes:,} bytes; send a shorter query")
    try:
        async with asyncio.timeout(limits.stall_seconds):
            async for part in request.stream():
                body += part
                if len(body) > limits.request_bytes:
                    raise too_large
    except TimeoutError:
        raise Failure(
            408, "the body took too long to arrive; send it again", {"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise Failure(499, "the client has gone") from None
    return body


async def answered(request: Request, answers: Answers, job: Job, *, is_repeatable: bool) -> Answer:
    """Return the answer of a query, which is ended when the client hangs up; its body has to be read before.

    Raises:
        Failure: there is no answer.
    """
    getting = asyncio.create_task(answers.get(job, is_repeatable=is_repeatable))
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({getting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if getting.done():
            return getting.result()
        raise Failure(499, "the client has gone")
    finally:
        getting.cancel()
        leaving.cancel()
        await asyncio.gather(getting, leaving, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
