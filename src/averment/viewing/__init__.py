"""Views: the graph as nodes and edges that can be drawn, each made by two queries and a small declaration."""

from __future__ import annotations

from averment.viewing.model import Column, Coverage, Edge, Loss, Node, Stream, Type, Value, View

__all__ = ["Column", "Coverage", "Edge", "Loss", "Node", "Stream", "Type", "Value", "View"]
