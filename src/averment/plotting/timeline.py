"""The timeline of an instrument: when each step is said to have happened, by whom, and when that was reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from averment.namespaces import AV
from averment.plotting.days import Scale, as_day
from averment.plotting.drawing import Drawing, cut, width_of
from averment.showing import Lookup
from averment.showing.findings import node_of
from averment.showing.layout.basics import capitalised
from averment.showing.pages import InstrumentPage
from averment.showing.parts import Answer, Statement
from averment.showing.words import number

__all__ = ["timeline_plot"]

_WIDTH = 1080
_LEFT = 220
_RIGHT = 1060
_TOP = 44
_ROW = 28
_SIZE = 12.5
_TICKS = 9
_TAIL = 44
"""How long the line is that says that a span has no end."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One answer: its words, the days it allows, who gives it, and when they were published."""

    answer: Answer
    first: date | None
    last: date | None
    reported: tuple[tuple[date, str], ...]


def timeline_plot(
    lookup: Lookup, page: InstrumentPage, address: Callable[[str], str | None] = lambda _: None
) -> Drawing | None:
    """Draw the timeline of an instrument, or return None if nothing of it has a day.

    Args:
        lookup: the graph.
        page: the page of the instrument.
        address: where a claim can be read, by its IRI.
    """
    if page.timeline is None:
        return None
    steps = [
        (capitalised(stage.asked), [_row(lookup, answer) for answer in stage.answers])
        for stage in page.timeline.stages
    ]
    days = [
        day
        for _, rows in steps
        for row in rows
        for day in (row.first, row.last, *(on for on, _ in row.reported))
        if day is not None
    ]
    if not any(row.first or row.last for _, rows in steps for row in rows):
        return None
    lines = sum(max(len(rows), 1) for _, rows in steps)
    height = _TOP + lines * _ROW + 46
    drawing = Drawing(
        _WIDTH,
        height,
        f"Timeline of {page.header.thing.name}",
        _described(steps),
    )
    scale = Scale.of(days, _LEFT + 10, _RIGHT)
    bottom = _TOP + lines * _ROW
    for tick in scale.ticks(_TICKS):
        drawing.line(tick.x, _TOP - 8, tick.x, bottom, "grid")
        drawing.text(tick.x, _TOP - 16, tick.words, "soft", size=11.5, anchor="middle")
    y = float(_TOP)
    for index, (name, rows) in enumerate(steps):
        tall = max(len(rows), 1) * _ROW
        if index % 2 == 0:
            drawing.rect(0, y, _WIDTH, tall, "band")
        drawing.text(8, y + _ROW * 0.64, cut(name, 13, _LEFT - 16), "strong" if rows else "soft", size=13)
        for row in rows:
            _draw(drawing, scale, row, y + _ROW / 2, address)
            y += _ROW
        y += 0 if rows else _ROW
    _legend(drawing, bottom + 26)
    return drawing


def _row(lookup: Lookup, answer: Answer) -> _Row:
    claims = [node_of(said.claim.iri) for said in answer.statements]
    first = [day for claim in claims if (day := as_day(lookup.text(claim, AV.earliest)))]
    last = [day for claim in claims if (day := as_day(lookup.text(claim, AV.latest)))]
    reported = []
    for said in answer.statements:
        document = node_of(said.document.iri) if said.document is not None else None
        on = as_day(lookup.text(document, AV.earliest)) if document is not None else None
        if on is not None:
            reported.append((on, _reported(said)))
    return _Row(answer, min(first, default=None), max(last, default=None), tuple(sorted(reported)))


def _reported(said: Statement) -> str:
    return f"{_source(said)}, {said.published.in_words if said.published else 'undated'}"


def _source(said: Statement) -> str:
    return said.source.name if said.source is not None else said.attribution


def _sources(answer: Answer) -> str:
    names = list(dict.fromkeys(_source(said) for said in answer.statements))
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")


def _draw(drawing: Drawing, scale: Scale, row: _Row, y: float, address: Callable[[str], str | None]) -> None:
    style = "odds" if row.answer.is_at_odds else "mark"
    words = f"{row.answer.in_words} · {_sources(row.answer)}"
    if row.first is None and row.last is None:
        left, right = scale.left, scale.left + 10
        drawing.text(left, y + 4, "?", "soft", size=_SIZE)
    elif row.first is None or row.last is None:
        end = scale.x(row.first or row.last or scale.first)
        left = max(end - _TAIL, scale.left) if row.first is None else end
        right = end if row.first is None else min(end + _TAIL, _RIGHT)
        drawing.rect(left, y - 2.5, right - left, 5, f"{style} fades", r=2.5)
        drawing.circle(end, y, 5, style, tip=words)
    else:
        left, right = scale.x(row.first), scale.x(row.last)
        if right - left < 4:
            drawing.circle(left, y, 5, style, tip=words)
        else:
            drawing.rect(left - 4, y - 5, right - left + 8, 10, style, r=5, tip=words)
    for on, who in row.reported:
        x = scale.x(on)
        is_inside = left - 6 <= x <= right + 6
        drawing.rect(
            x - 3.5, y - 3.5, 7, 7, "report inside" if is_inside else "report", tip=f"reported: {who}"
        )
    said = row.answer.statements
    free = (
        max([_LEFT, *(x + 6 for on, _ in row.reported if (x := scale.x(on)) < left - 6)]),
        min([_RIGHT, *(x - 6 for on, _ in row.reported if (x := scale.x(on)) > right + 6)]),
    )
    _label(drawing, (left, right), free, y, words, address(said[0].claim.iri) if said else None)


def _label(
    drawing: Drawing,
    mark: tuple[float, float],
    free: tuple[float, float],
    y: float,
    words: str,
    link: str | None,
) -> None:
    """Write at the side of a mark where there is room, else where there is more."""
    before, after = mark[0] - free[0] - 12, free[1] - mark[1] - 12
    is_after = width_of(words, _SIZE) <= after or after >= before
    with drawing.link(link):
        if is_after:
            drawing.text(mark[1] + 11, y + 4.5, cut(words, _SIZE, after), "", size=_SIZE)
        else:
            drawing.text(mark[0] - 11, y + 4.5, cut(words, _SIZE, before), "", size=_SIZE, anchor="end")


def _legend(drawing: Drawing, y: float) -> None:
    x = float(_LEFT + 10)
    for style, words in (("mark", "a day, or a span of days"), ("odds", "at odds with another answer")):
        drawing.circle(x, y - 4, 5, style)
        drawing.text(x + 11, y, words, "soft", size=11.5)
        x += 24 + width_of(words, 11.5) + 14
    drawing.rect(x - 3.5, y - 7.5, 7, 7, "report")
    drawing.text(x + 11, y, "reported on that day", "soft", size=11.5)


def _described(steps: list[tuple[str, list[_Row]]]) -> str:
    said = [
        f"{name}: {' or '.join(f'{row.answer.in_words} ({_sources(row.answer)})' for row in rows)}."
        for name, rows in steps
        if rows
    ]
    missing = sum(1 for _, rows in steps if not rows)
    return " ".join([*said, *([f"{number(missing, 'step')} without a date."] if missing else [])])
