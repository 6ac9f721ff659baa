"""What validating a graph has found."""

from __future__ import annotations

from dataclasses import dataclass, field

from rdflib.term import Node

__all__ = ["Outcome", "Result", "Unfinished"]


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result of SHACL."""

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    component: Node
    message: str | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A constraint that was ended at the limit of time, so that nobody knows what violates it."""

    shape: Node
    component: Node


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that running shapes has found.

    Attributes:
        results: the results, in no particular order.
        unfinished: the constraints that did not end in time.
        handed_over: the shapes that have no translation and that another engine ran, each with the reason.
        seconds: how long the constraints of each shape took, where that is measured: on Oxigraph, and in sum.
    """

    results: list[Result]
    unfinished: list[Unfinished] = field(default_factory=list)
    handed_over: list[tuple[Node, str]] = field(default_factory=list)
    seconds: dict[Node, float] = field(default_factory=dict)
