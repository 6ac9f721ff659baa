"""How much of a machine queries may take."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

__all__ = ["MEBIBYTE", "Limits"]

MEBIBYTE = 2**20


def _cores() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an endpoint; times are in seconds, sizes in bytes.

    Attributes:
        seconds: after so much time of a processor a query is ended, or after `most_seconds` by the clock.
        result_bytes: a result that grows larger is given up.
        memory_bytes: what a query may take beside the graph itself.
        short_slots: queries that run at once.
        long_slots: queries that run on beside them once they have had `slice_seconds`.
        slice_seconds: after this a query makes way for others, if there is a long slot.
        waiting: requests that may wait for a slot; further ones are sent away.
        wait_seconds: the longest that one waits.
        request_bytes: the longest query.
        stall_seconds: how long a client may take to accept, or to send, the next part.
        cached_bytes: the size of the answers that are kept.
        connections: connections at once; further ones are sent away.
    """

    seconds: float = 10.0
    result_bytes: int = 64 * MEBIBYTE
    memory_bytes: int = 1024 * MEBIBYTE
    short_slots: int = field(default_factory=_cores)
    long_slots: int = field(default_factory=lambda: max(1, _cores() // 2))
    slice_seconds: float = 1.0
    waiting: int = 512
    wait_seconds: float = 60.0
    request_bytes: int = MEBIBYTE
    stall_seconds: float = 30.0
    cached_bytes: int = 64 * MEBIBYTE
    connections: int = 1000

    @property
    def most_seconds(self) -> float:
        """After this a query is ended even if others have had the processors meanwhile."""
        return self.seconds * 1.3

    @property
    def lower_seconds(self) -> float:
        """After this a query goes on at a lower priority."""
        return 2 * self.slice_seconds
