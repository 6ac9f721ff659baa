"""What every writer of a view gets: the view with positions, and an account of what is written and what is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from averment.viewing import Column, Edge, Loss, Node, View, colour_of
from averment.viewing.colours import red_green_blue

__all__ = ["Account", "Picture", "column_names", "numbered"]

_USUAL_SIZE = 10.0


@dataclass(slots=True)
class Account:
    """What was written, and what the format could not hold.

    Attributes:
        nodes: the nodes written.
        edges: the edges written.
        lost: how often something was lost, by what it is and why.
    """

    nodes: int = 0
    edges: int = 0
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def lose(self, what: str, why: str, count: int = 1) -> None:
        """Count something that the format does not hold."""
        if count:
            self.lost[what, why] += count

    def losses(self) -> tuple[Loss, ...]:
        """Return what was lost, in order."""
        return tuple(Loss(what, count, why) for (what, why), count in sorted(self.lost.items()))


@dataclass(frozen=True)
class Picture:
    """A view that is to be written.

    Attributes:
        view: its words, columns, colours and nodes.
        edges: the edges; those of the view, or a stream of them.
        positions: where nodes are drawn; may be empty.
        sizes: how large nodes are drawn; may be empty.
        account: what has been written so far.
    """

    view: View
    edges: Iterable[Edge]
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    sizes: Mapping[str, float] = field(default_factory=dict)
    account: Account = field(default_factory=Account)

    def written_nodes(self) -> Iterator[Node]:
        """Iterate over the nodes and count them as written."""
        for node in self.view.nodes:
            self.account.nodes += 1
            yield node

    def written_edges(self) -> Iterator[Edge]:
        """Iterate over the edges and count them as written."""
        account = self.account
        for edge in self.edges:
            account.edges += 1
            yield edge

    def size(self, node: Node) -> float:
        """Return how large a node is drawn."""
        return self.sizes.get(node.id, _USUAL_SIZE)

    def node_colour(self, kind: str) -> str:
        """Return the colour of a kind of nodes, such as '#1f77b4'."""
        return colour_of(kind, self.view.node_colours)

    def edge_colour(self, kind: str) -> str:
        """Return the colour of a kind of edges."""
        return colour_of(kind, self.view.edge_colours)

    @cached_property
    def node_rgb(self) -> dict[str, tuple[int, int, int]]:
        """The colours of the kinds of nodes, in their three parts."""
        return {node.kind: red_green_blue(self.node_colour(node.kind)) for node in self.view.nodes}

    @cached_property
    def node_ids(self) -> frozenset[str]:
        """The ids of all nodes."""
        return frozenset(node.id for node in self.view.nodes)


def numbered(edges: Iterable[Edge]) -> Iterator[tuple[Edge, str]]:
    """Give each edge a kind that no other between its two nodes has: `denies`, `denies #2`.

    Gephi makes one edge of those that have source, target and kind in common. Edges have to come as in a view, all
    of one source and target together; no more than these are kept in mind.

    >>> twice = [Edge(id, "a", "b", "denies", "") for id in "xy"]
    >>> [kind for _, kind in numbered(twice)]
    ['denies', 'denies #2']
    """
    source = target = None
    used: dict[str, int] = {}
    for edge in edges:
        if edge.source != source or edge.target != target:
            source, target = edge.source, edge.target
            used = {edge.kind: 1}
            yield edge, edge.kind
            continue
        number = used.get(edge.kind, 0) + 1
        kind = edge.kind if number == 1 else f"{edge.kind} #{number}"
        while kind in used:
            number += 1
            kind = f"{edge.kind} #{number}"
        used[edge.kind] = number
        used.setdefault(kind, 1)
        yield edge, kind


def column_names(columns: Iterable[Column], reserved: Iterable[str], *, titles: bool) -> dict[str, str]:
    """Return a name for each column that is neither taken nor reserved, whatever the case of its letters.

    Args:
        columns: the columns.
        reserved: the names that a format or a program has for itself.
        titles: whether to name columns by their titles rather than by their variables.
    """
    taken = {name.casefold() for name in reserved}
    names: dict[str, str] = {}
    for column in columns:
        name = column.title if titles else column.name
        if name.casefold() in taken and titles:
            name = f"{name} ({column.name})"
        while name.casefold() in taken:
            name += "_"
        taken.add(name.casefold())
        names[column.name] = name
    return names
