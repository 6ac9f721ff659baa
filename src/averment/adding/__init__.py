"""Adding to a graph: a new thing as a file of its own, or a claim in the file of its article."""

from __future__ import annotations

from averment.adding.inserting import with_claim
from averment.adding.naming import free_claim_name, identified, legible, named, part_of
from averment.adding.writing import Rows, claim_text, to_yaml

__all__ = [
    "Rows",
    "claim_text",
    "free_claim_name",
    "identified",
    "legible",
    "named",
    "part_of",
    "to_yaml",
    "with_claim",
]
