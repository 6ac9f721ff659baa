"""What an engine returns."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib.term import Node

__all__ = ["Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result of SHACL."""

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    component: Node
    message: str | None
