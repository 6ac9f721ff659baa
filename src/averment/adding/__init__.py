"""Adding to a graph: new things as a file of their own, or a claim in the file of its article."""

from __future__ import annotations

from averment.adding.entities import Entity, read_entities
from averment.adding.follow_the_money import Imported, LeftOut, import_actors
from averment.adding.inserting import with_claim
from averment.adding.naming import free_claim_name, identified, is_language, legible, named, part_of
from averment.adding.writing import Rows, claim_text, graph_text, to_yaml

__all__ = [
    "Entity",
    "Imported",
    "LeftOut",
    "Rows",
    "claim_text",
    "free_claim_name",
    "graph_text",
    "identified",
    "import_actors",
    "is_language",
    "legible",
    "named",
    "part_of",
    "read_entities",
    "to_yaml",
    "with_claim",
]
