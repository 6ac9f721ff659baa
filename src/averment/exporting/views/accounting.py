"""An account of what was written, in words and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from averment.showing.words import number
from averment.viewing import Loss

__all__ = ["Accounting", "as_dict", "in_words", "losses_as_dicts", "losses_in_words"]


@dataclass(frozen=True, slots=True)
class Accounting:
    """What became of a view in a format.

    Attributes:
        view: the name of the view.
        format: a key of `averment.exporting.views.VIEW_WRITERS`.
        nodes: the nodes that are written.
        edges: the edges that are written.
        graph_claims: the claims of the graph.
        view_claims: those that the view shows.
        why_fewer: why a view of this sort may show fewer.
        losses: all that is not written as the graph has it.
    """

    view: str
    format: str
    nodes: int
    edges: int
    graph_claims: int
    view_claims: int
    why_fewer: str
    losses: tuple[Loss, ...]


def in_words(accounting: Accounting) -> list[str]:
    """Return the lines that tell what was written and what was not."""
    claims = f"{accounting.view_claims:,} of {number(accounting.graph_claims, 'claim')}"
    lines = [
        f"{accounting.view} as {accounting.format}: {number(accounting.nodes, 'node')}, "
        f"{number(accounting.edges, 'edge')}; {claims}"
    ]
    missing = accounting.graph_claims - accounting.view_claims
    if missing:
        lines.append(f"  {number(missing, 'claim')} not in this view: {accounting.why_fewer}")
    return [*lines, *losses_in_words(accounting.losses)]


def losses_in_words(losses: Iterable[Loss]) -> list[str]:
    """Return a line for each loss."""
    return [f"  {loss.what}: {loss.count:,} ({loss.why})" for loss in losses]


def as_dict(accounting: Accounting) -> dict[str, Any]:
    """Return an account as plain data for JSON."""
    return {
        "view": accounting.view,
        "format": accounting.format,
        "written": {"nodes": accounting.nodes, "edges": accounting.edges},
        "claims": {
            "graph": accounting.graph_claims,
            "view": accounting.view_claims,
            "notInView": accounting.graph_claims - accounting.view_claims,
            "why": accounting.why_fewer,
        },
        "losses": losses_as_dicts(accounting.losses),
    }


def losses_as_dicts(losses: Iterable[Loss]) -> list[dict[str, Any]]:
    """Return losses as plain data for JSON."""
    return [{"what": loss.what, "count": loss.count, "why": loss.why} for loss in losses]
