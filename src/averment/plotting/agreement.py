"""The agreement of outlets: on how many questions two of them give the same answer, on how many they are at odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from averment.plotting.drawing import Drawing, cut, width_of
from averment.showing.words import number
from averment.viewing import Node, View

__all__ = ["Pair", "agreement_plot", "pairs_of"]

_MOST = 40
_CELL = 22
_SIZE = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two outlets that answer the same questions: on how many they agree, on how many they are at odds."""

    one: Node
    other: Node
    agree: int
    at_odds: int


def pairs_of(view: View) -> list[Pair]:
    """Return the pairs of outlets that agree or are at odds on some question, those at odds most first.

    Args:
        view: the view `agreement`, which says what agreement is.
    """
    nodes = {node.id: node for node in view.nodes}
    counted: dict[tuple[str, str], Counter[str]] = {}
    for edge in view.edges:
        one, other = sorted((nodes[edge.source], nodes[edge.target]), key=_order)
        counted.setdefault((one.id, other.id), Counter())[edge.kind] += int(edge.weight)
    found = [
        Pair(nodes[one], nodes[other], counts["agrees"], counts["disagrees"])
        for (one, other), counts in counted.items()
    ]
    return sorted(found, key=lambda pair: (-pair.at_odds, -pair.agree, _order(pair.one), _order(pair.other)))


def agreement_plot(
    pairs: Iterable[Pair], address: Callable[[str], str | None] = lambda _: None
) -> Drawing | None:
    """Draw who agrees with whom as a matrix, or return None where no two outlets answer one question.

    Args:
        pairs: what `pairs_of` returned.
        address: where an outlet can be read about, by its id.
    """
    known = list(pairs)
    nodes = {node.id: node for pair in known for node in (pair.one, pair.other)}
    shared: Counter[str] = Counter()
    for pair in known:
        for outlet in (pair.one, pair.other):
            shared[outlet.id] += pair.agree + pair.at_odds
    most = [nodes[id_] for id_ in sorted(shared, key=lambda id_: (-shared[id_], _order(nodes[id_])))[:_MOST]]
    if not most:
        return None
    names = [cut(outlet.label, _SIZE, 210) for outlet in most]
    left = max(width_of(name, _SIZE) for name in names) + 18
    top = max(width_of(name, _SIZE) for name in names) * 0.87 + 16
    size = len(most) * _CELL
    left_out = len(shared) - len(most)
    drawing = Drawing(
        left + size + top * 0.6 + 10,
        top + size + 44,
        "Who agrees with whom",
        f"A matrix of {number(len(most), 'outlet')}. A square tells on how many questions two outlets give the same "
        "answer, and its lower, brown part the share of those on which they are at odds."
        + (f" {number(left_out, 'outlet')} with fewer shared questions are left out." if left_out else ""),
    )
    index = {outlet.id: place for place, outlet in enumerate(most)}
    for place, (outlet, name) in enumerate(zip(most, names, strict=True)):
        along = place * _CELL
        drawing.line(left, top + along, left + size, top + along, "grid")
        drawing.line(left + along, top, left + along, top + size, "grid")
        with drawing.link(address(outlet.id)):
            drawing.text(left - 8, top + along + _CELL * 0.68, name, "", size=_SIZE, anchor="end")
        drawing.turned(left + along + _CELL * 0.62, top - 6, name, "", size=_SIZE)
    for pair in known:
        if pair.one.id in index and pair.other.id in index:
            a, b = index[pair.one.id], index[pair.other.id]
            for column, row in ((a, b), (b, a)):
                _cell(drawing, left + column * _CELL, top + row * _CELL, pair)
    y = top + size + 28
    for x, style, words in ((left, "f1", "the same answer"), (left + 150, "f2", "at odds")):
        drawing.rect(x, y - 11, 13, 13, style, r=2)
        drawing.text(x + 20, y, words, "soft", size=12)
    return drawing


def _cell(drawing: Drawing, x: float, y: float, pair: Pair) -> None:
    total = pair.agree + pair.at_odds
    side = min(9 + 2.5 * total**0.5 * 1.4, _CELL - 3)
    edge = (_CELL - side) / 2
    lower = side * pair.at_odds / total
    tip = (
        f"{pair.one.label} and {pair.other.label}: the same answer to {pair.agree}, at odds on {pair.at_odds}"
    )
    if side > lower:
        drawing.rect(x + edge, y + edge, side, side - lower, "f1", r=1.5, tip=tip)
    if lower:
        drawing.rect(x + edge, y + edge + side - lower, side, lower, "f2", r=1.5, tip=tip)


def _order(outlet: Node) -> tuple[str, str]:
    return (outlet.label.casefold(), outlet.id)
