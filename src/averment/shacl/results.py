"""What running a constraint returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib.term import Node

if TYPE_CHECKING:
    from averment.shacl.core import ConstraintQuery

__all__ = ["CompiledResult"]


@dataclass(frozen=True, slots=True)
class CompiledResult:
    """One validation result.

    Attributes:
        focus: the focus node.
        path: the property that a closed shape does not allow, where the path is not that of the shape.
        value: the value node, where the constraint has one.
        query: the constraint that was violated.
        labels: what fills the variables of its message.
    """

    focus: Node
    path: Node | None
    value: Node | None
    query: ConstraintQuery
    labels: tuple[tuple[str, str], ...] = ()
