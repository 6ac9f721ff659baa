"""The agreement of sources: on how many questions two of them give the same answer, on how many they are at odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from averment.plotting.drawing import Drawing, cut, width_of
from averment.showing.parts import Answers, Thing
from averment.showing.words import number

__all__ = ["Pair", "agreement_plot", "pairs_of"]

_MOST = 40
_CELL = 22
_SIZE = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources that answer the same questions: on how many they agree, on how many they are at odds."""

    one: Thing
    other: Thing
    agree: int
    at_odds: int


def pairs_of(asked: Iterable[Answers]) -> list[Pair]:
    """Return the pairs of sources that agree or are at odds on some question, those at odds most first.

    Two agree on a question where they give one answer to it, and are at odds where they give different ones
    that an open finding sets against others; what is merely less specific is neither.
    """
    agree: Counter[tuple[Thing, Thing]] = Counter()
    at_odds: Counter[tuple[Thing, Thing]] = Counter()
    for question in asked:
        given = [
            ({said.source for said in answer.statements if said.source is not None}, answer.is_at_odds)
            for answer in question.answers
        ]
        together = {pair for sources, _ in given for pair in combinations(sorted(sources, key=_order), 2)}
        apart = {
            tuple(sorted((one, other), key=_order))
            for (first, is_first), (second, is_second) in combinations(given, 2)
            if is_first and is_second
            for one in first
            for other in second
            if one != other
        }
        agree.update(together)
        at_odds.update((one, other) for one, other in apart if (one, other) not in together)
    found = [Pair(one, other, agree[one, other], at_odds[one, other]) for one, other in {**agree, **at_odds}]
    return sorted(found, key=lambda pair: (-pair.at_odds, -pair.agree, _order(pair.one), _order(pair.other)))


def agreement_plot(
    pairs: Iterable[Pair], address: Callable[[str], str | None] = lambda _: None
) -> Drawing | None:
    """Draw who agrees with whom as a matrix, or return None where no two sources answer one question.

    Args:
        pairs: what `pairs_of` returned.
        address: where a source can be read about, by its IRI.
    """
    known = list(pairs)
    shared: Counter[Thing] = Counter()
    for pair in known:
        for thing in (pair.one, pair.other):
            shared[thing] += pair.agree + pair.at_odds
    most = sorted(shared, key=lambda thing: (-shared[thing], _order(thing)))[:_MOST]
    if not most:
        return None
    names = [cut(thing.name, _SIZE, 210) for thing in most]
    left = max(width_of(name, _SIZE) for name in names) + 18
    top = max(width_of(name, _SIZE) for name in names) * 0.87 + 16
    size = len(most) * _CELL
    left_out = len(shared) - len(most)
    drawing = Drawing(
        left + size + top * 0.6 + 10,
        top + size + 44,
        "Who agrees with whom",
        f"A matrix of {number(len(most), 'source')}. A square tells on how many questions two sources give the same "
        "answer, and its lower, brown part the share of those on which they are at odds."
        + (f" {number(left_out, 'source')} with fewer shared questions are left out." if left_out else ""),
    )
    index = {thing: place for place, thing in enumerate(most)}
    for place, (thing, name) in enumerate(zip(most, names, strict=True)):
        along = place * _CELL
        drawing.line(left, top + along, left + size, top + along, "grid")
        drawing.line(left + along, top, left + along, top + size, "grid")
        with drawing.link(address(thing.iri)):
            drawing.text(left - 8, top + along + _CELL * 0.68, name, "", size=_SIZE, anchor="end")
        drawing.turned(left + along + _CELL * 0.62, top - 6, name, "", size=_SIZE)
    for pair in known:
        if pair.one in index and pair.other in index:
            a, b = index[pair.one], index[pair.other]
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
    tip = f"{pair.one.name} and {pair.other.name}: the same answer to {pair.agree}, at odds on {pair.at_odds}"
    if side > lower:
        drawing.rect(x + edge, y + edge, side, side - lower, "f1", r=1.5, tip=tip)
    if lower:
        drawing.rect(x + edge, y + edge + side - lower, side, lower, "f2", r=1.5, tip=tip)


def _order(thing: Thing) -> tuple[str, str]:
    return (thing.name.casefold(), thing.iri)
