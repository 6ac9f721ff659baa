"""What a view is once it is in memory: nodes and edges with typed columns, as every picture of it is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

__all__ = ["Column", "Coverage", "Edge", "Loss", "Node", "Stream", "Type", "Value", "View"]

Type: TypeAlias = Literal["string", "integer", "double", "boolean"]
"""What the cells of a column are; whole numbers are of 64 bits, and days are strings such as 2026-03-09."""

Value: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute that nodes or edges may have.

    Attributes:
        name: the variable of the query, and the key in `attributes`.
        title: the words that head the column.
        type: what its cells are.
        definition: what it means, from the ontology; may be empty.
    """

    name: str
    title: str
    type: Type
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a view.

    Attributes:
        id: its compact IRI, such as `actor:tass`, which `averment show` takes.
        label: its name.
        kind: what it is, such as 'outlet': what colours it and what it is filtered by.
        start: the first day on which it is shown, or None.
        end: the last day, or None.
        attributes: cells by the names of columns; empty cells are left out.
    """

    id: str
    label: str
    kind: str
    start: date | None = None
    end: date | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed edge of a view; where it stands for a claim, it stands for that claim alone.

    Attributes:
        id: its compact IRI, or the words that the query makes; no other edge of the view has it.
        source: the id of the node that it starts from.
        target: the id of the node that it leads to.
        kind: the plain predicate, such as 'asserts'.
        label: what it says, such as the value of the claim.
        start: the first day from which it holds, or None.
        end: the last day, or None.
        weight: how much it counts, greater than 0.
        attributes: cells by the names of columns; empty cells are left out.
    """

    id: str
    source: str
    target: str
    kind: str
    label: str
    start: date | None = None
    end: date | None = None
    weight: float = 1.0
    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a view or a format does not show as the graph has it.

    Attributes:
        what: what is not shown, or how it is shown instead, in a few words.
        count: how often.
        why: the reason, and what may be done about it.
    """

    what: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many claims the graph has, and how many of them a view shows.

    Attributes:
        graph: the claims of the graph.
        shown: those that a node or an edge of the view stands for.
        why: why a view of this sort may show fewer.
    """

    graph: int
    shown: int
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """A graph of nodes and edges, in order of their ids, or of source, target, kind and id.

    Attributes:
        name: such as 'claims'.
        title: a few words.
        asks: the question that the picture answers.
        node_columns: the columns of nodes.
        edge_columns: the columns of edges.
        node_colours: a colour such as '#1f77b4' for each kind of node that there is.
        edge_colours: the same for edges.
        size: the column of nodes, or the measure 'degree' or 'betweenness', by which they are drawn larger.
        nodes: the nodes.
        edges: the edges; each source and target is a node.
        coverage: which claims of the graph are shown.
        losses: what the view itself could not show.
    """

    name: str
    title: str
    asks: str
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    node_colours: Mapping[str, str]
    edge_colours: Mapping[str, str]
    size: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    coverage: Coverage
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """A view whose edges are made one at a time, for graphs whose edges do not fit into memory.

    Attributes:
        view: the view with its nodes and without edges; its losses are those of the nodes.
        edges: the edges in the order of a view; can be gone through once.
        losses: what the edges could not show; complete once they have been gone through.
    """

    view: View
    edges: Iterator[Edge]
    losses: list[Loss]
