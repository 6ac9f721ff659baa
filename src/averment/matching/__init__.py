"""Actors whose names are so alike that they may be one: proposals to an editor, who alone decides.

Names are compared by how they are spelt once they stand in one script; nothing is known of who bears them.
"""

from __future__ import annotations

from averment.matching.candidates import THRESHOLD, Candidate, Side, find_candidates

__all__ = ["THRESHOLD", "Candidate", "Side", "find_candidates"]
