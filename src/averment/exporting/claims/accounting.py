"""An account of which claims were written, and of what the format could not hold of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from averment.exporting.views.accounting import losses_as_dicts, losses_in_words
from averment.exporting.views.picture import Account
from averment.showing.words import number
from averment.viewing import Loss

__all__ = ["ClaimAccount", "ClaimAccounting", "claims_as_dict", "claims_in_words"]

_LEFT_OUT = "claims not written: "


@dataclass(slots=True)
class ClaimAccount(Account):
    """What was written so far, and what the format could not hold.

    Attributes:
        claims: the claims written.
        left_out: the claims that are not.
        written: what was written, by what it is called, in the singular.
    """

    claims: int = 0
    left_out: int = 0
    written: Counter[str] = field(default_factory=Counter)

    def leave_out(self, what: str, why: str) -> None:
        """Count a claim that is not written."""
        self.left_out += 1
        self.lose(_LEFT_OUT + what, why)


@dataclass(frozen=True, slots=True)
class ClaimAccounting:
    """What became of the claims of a graph in a format.

    Attributes:
        format: a key of `averment.exporting.claims.CLAIM_WRITERS`.
        written: how much was written, by what it is called, in the singular.
        graph_claims: the claims of the graph.
        written_claims: those of them that are written.
        losses: all that is not written as the graph has it.
    """

    format: str
    written: Mapping[str, int]
    graph_claims: int
    written_claims: int
    losses: tuple[Loss, ...]


def claims_in_words(accounting: ClaimAccounting) -> list[str]:
    """Return the lines that tell what was written and what was not."""
    made = ", ".join(number(count, noun) for noun, count in accounting.written.items())
    claims = f"{accounting.written_claims:,} of {number(accounting.graph_claims, 'claim')}"
    return [f"{accounting.format}: {made}; {claims}", *losses_in_words(accounting.losses)]


def claims_as_dict(accounting: ClaimAccounting) -> dict[str, Any]:
    """Return an account as plain data for JSON."""
    return {
        "format": accounting.format,
        "written": dict(accounting.written),
        "claims": {
            "graph": accounting.graph_claims,
            "written": accounting.written_claims,
            "notWritten": accounting.graph_claims - accounting.written_claims,
        },
        "losses": losses_as_dicts(accounting.losses),
    }
