"""What a worker is asked for and what it says of its answer, as both cross from one process to the other."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field

__all__ = ["Job", "Report", "is_repeatable"]

_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Job:
    """A query to run.

    Attributes:
        text: the query, or nothing if a question is asked.
        question: the name of a question of the library.
        parameters: the values of its parameters, as text.
        results: the media type for rows and truth values, or None if the client takes none.
        graph: the media type for a graph, or None if the client takes none.
        is_missing_if_empty: whether an empty graph means that there is no such thing.
    """

    text: str = ""
    question: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    results: str | None = None
    graph: str | None = None
    is_missing_if_empty: bool = False

    def to_json(self) -> bytes:
        """Return the job as a line; the same job is the same line."""
        return json.dumps(asdict(self), sort_keys=True).encode()

    @classmethod
    def from_json(cls, line: bytes) -> Job:
        """Return the job that a line holds."""
        return cls(**json.loads(line))


@dataclass(frozen=True, slots=True)
class Report:
    """How a query ended.

    Attributes:
        status: an HTTP status; 200 if there is an answer.
        message: what is wrong otherwise.
        media: the media type of the answer.
        size: its size in bytes.
        digest: the sha256 of its bytes.
    """

    status: int
    message: str = ""
    media: str = ""
    size: int = 0
    digest: str = ""

    def to_json(self) -> bytes:
        """Return the report as a line that ends with a line feed."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_json(cls, line: bytes) -> Report:
        """Return the report that a line holds."""
        return cls(**json.loads(line))


def is_repeatable(text: str) -> bool:
    """Return whether a query has the same answer each time, as long as the graph stays as it is.

    >>> is_repeatable("SELECT ?c { ?c a av:Claim }"), is_repeatable("SELECT (now() AS ?n) {}")
    (True, False)
    """
    return _CHANGING.search(text) is None
