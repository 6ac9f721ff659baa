"""What an installation and a workspace are like: all that a report of a fault has to say, and nothing private."""

from __future__ import annotations

from averment.diagnosing.installation import Installation, Part, look_at_installation
from averment.diagnosing.privacy import Privacy
from averment.diagnosing.run import Archived, Graph, Timing, look_at_graph

__all__ = [
    "Archived",
    "Graph",
    "Installation",
    "Part",
    "Privacy",
    "Timing",
    "look_at_graph",
    "look_at_installation",
]
