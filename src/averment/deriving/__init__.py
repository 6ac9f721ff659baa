"""What the build computes from the files: bounds, dates, identity, chains, questions, evidence, places.

Deriving is deterministic: the same files give the same statements, to the byte of every export.
"""

from __future__ import annotations

from rdflib import Graph

from averment.deriving.bounds import derive_bounds
from averment.deriving.chains import derive_chains
from averment.deriving.dates import derive_dates
from averment.deriving.evidence import Archive, derive_evidence, normalise, sha256
from averment.deriving.identity import derive_identity
from averment.deriving.places import derive_names, derive_places
from averment.deriving.questions import derive_questions
from averment.deriving.terms import derive_terms
from averment.deriving.world import World, label
from averment.graphs import graph_of

__all__ = ["Archive", "derive", "label", "normalise", "sha256"]


def derive(world: World, shapes: Graph, archive: Archive | None = None) -> Graph:
    """Return everything that follows from the files, without what they state.

    Args:
        world: the statements of the files and the ontology.
        shapes: the shapes that a check would run.
        archive: the archived pages, if there are any.

    Raises:
        ReadFailure: a page of the archive can't be read.
    """
    bounds = graph_of(derive_bounds(world))
    return graph_of(
        bounds,
        derive_dates(world),
        derive_identity(world),
        derive_chains(world),
        derive_questions(world, bounds),
        derive_evidence(world, archive),
        derive_terms(world, shapes),
        derive_places(world),
        derive_names(world),
    )
