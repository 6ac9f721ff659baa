"""What the build computes from the files: bounds, dates, identity, chains, questions, evidence, places, judgements.

Deriving is deterministic: the same files give the same statements, to the byte of every export.
"""

from __future__ import annotations

from datetime import date

from rdflib import Graph

from averment.deriving.anchors import derive_anchored
from averment.deriving.bounds import derive_bounds
from averment.deriving.chains import derive_chains
from averment.deriving.containment import derive_containment
from averment.deriving.conversions import derive_conversions
from averment.deriving.corrections import derive_withdrawals
from averment.deriving.dates import derive_dates
from averment.deriving.evidence import Archive, derive_evidence, normalise, sha256
from averment.deriving.identity import derive_identity
from averment.deriving.judgements import derive_judgements
from averment.deriving.origins import derive_independent_origins
from averment.deriving.places import derive_names, derive_places
from averment.deriving.questions import derive_questions
from averment.deriving.quotations import derive_quotations
from averment.deriving.senses import derive_senses
from averment.deriving.terms import derive_terms
from averment.deriving.world import World, label
from averment.graphs import graph_of

__all__ = ["Archive", "derive", "label", "normalise", "sha256"]


def derive(world: World, shapes: Graph, archive: Archive | None = None, today: date | None = None) -> Graph:
    """Return everything that follows from the files, without what they state.

    Args:
        world: the statements of the files and the ontology.
        shapes: the shapes that a check would run.
        archive: the archived pages, if there are any.
        today: the day on which waivers have to hold; without one, none does.

    Raises:
        ReadFailure: a page of the archive can't be read.
    """
    withdrawals = list(derive_withdrawals(world))
    withdrawn = {claim for claim, _, _ in withdrawals}
    bounds = graph_of(derive_bounds(world), derive_conversions(world), derive_dates(world))
    answers = graph_of(bounds, derive_anchored(world, bounds, withdrawn))
    asked = graph_of(derive_chains(world), answers, derive_questions(world, answers, withdrawn))
    derived = graph_of(
        asked,
        withdrawals,
        derive_independent_origins(world, asked),
        derive_senses(world, asked),
        derive_quotations(world),
        derive_containment(world),
        derive_identity(world),
        derive_evidence(world, archive),
        derive_terms(world, shapes),
        derive_places(world),
        derive_names(world),
    )
    for statement in list(derive_judgements(world, derived, shapes, today)):
        derived.add(statement)
    return derived
