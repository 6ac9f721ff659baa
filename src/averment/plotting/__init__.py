"""Plots as SVG that a style sheet colours and a screen reader can tell."""

from __future__ import annotations

from averment.plotting.agreement import Pair, agreement_plot, pairs_of
from averment.plotting.drawing import STYLE_FILE, Drawing
from averment.plotting.origins import origins_plot
from averment.plotting.timeline import timeline_plot

__all__ = [
    "STYLE_FILE",
    "Drawing",
    "Pair",
    "agreement_plot",
    "origins_plot",
    "pairs_of",
    "timeline_plot",
]
