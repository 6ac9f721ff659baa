"""What a request is answered with when it can't have what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["Failure"]


class Failure(Exception):
    """A request ends with an error.

    Attributes:
        status: the HTTP status.
        message: what is wrong and what to do about it, for a person.
        headers: what the reply says beside it.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers)
