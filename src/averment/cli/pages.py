"""Pages as text for people, as wide as asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click
from rich.cells import cell_len, chop_cells

from averment.cli.text import clean
from averment.errors import Position
from averment.showing.blocks import Block, Facts, Item, Run, Section, Style, Table, Title

__all__ = ["place_in_words", "render_page"]

_COLOURS = {"violation": "red", "warning": "yellow", "info": "blue", "id": "cyan", "url": "cyan"}
_STEP = 2
_HANGING = 4
_GAP = 2
_GOOD_COLUMN = 20
_LEAST_COLUMN = 10

_Line = list[tuple[str, Style]]


def place_in_words(at: Position) -> str:
    """Return a place as editors and terminals follow it."""
    return clean(f"{at.path}:{at.line}")


def render_page(blocks: Iterable[Block], *, width: int, colour: bool = False) -> str:
    """Return a page as text.

    Args:
        blocks: the page.
        width: how many columns to fill; places, and what the command line accepts, may be longer.
        colour: whether to mark styles with colours.
    """
    shown: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and _are_apart(before, block):
            shown.append("")
        shown += [_shown(line, colour) for line in _lines(block, width)]
        before = block
    return "\n".join([*shown, ""])


def _are_apart(before: Block, block: Block) -> bool:
    """Return whether an empty line stands between two blocks."""
    if isinstance(block, Item):
        return isinstance(before, Table)
    return not (isinstance(before, Section) and isinstance(block, Section) and before.depth < block.depth)


def _lines(block: Block, width: int) -> Iterator[_Line]:
    if isinstance(block, Title):
        title = list(_wrapped([Run(block.text, "strong")], width))
        yield from title
        yield [("═" * max(map(_length, title)), "dim")]
        yield from _placed([[(clean(block.id), "id")]], block.at, width, 0)
    elif isinstance(block, Section):
        title = list(
            _wrapped([Run(run.text, run.style or "strong") for run in block.runs], width, rest=_STEP)
        )
        yield from title
        if block.depth == 1:
            yield [("─" * min(width, max(map(_length, title))), "dim")]
    elif isinstance(block, Facts):
        yield from _facts(block, width)
    elif isinstance(block, Item):
        first = _STEP * (block.depth + 1)
        lines = list(_wrapped(block.runs, width, first=first, rest=first + _HANGING))
        yield from _placed(lines, block.at, width, first + _HANGING)
    else:
        yield from _table(block, width)


def _facts(block: Facts, width: int) -> Iterator[_Line]:
    column = max(cell_len(fact.label) for fact in block.facts) + _GAP
    for fact in block.facts:
        label = fact.label
        for value in fact.values:
            start: _Line = [(label + " " * (column - cell_len(label)), "dim")]
            for line in _wrapped(value, width - column, rest=_STEP):
                yield [*start, *line]
                start = [(" " * column, "")]
            label = ""


def _table(block: Table, width: int) -> Iterator[_Line]:
    names = tuple((Run(name, "dim"),) for name in block.names)
    rows = [names, *block.rows]
    widths = [max(cell_len(_plain(row[column])) for row in rows) for column in range(len(names))]
    room = width - _STEP - _GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _LEAST_COLUMN:
        shrinks = len(widths) - 1 if widths[-1] > _GOOD_COLUMN else widths.index(max(widths))
        widths[shrinks] -= 1
    for number, row in enumerate(rows):
        cells = [list(_wrapped(cell, each)) for cell, each in zip(row, widths, strict=True)]
        for line in range(max(map(len, cells))):
            shown: _Line = [(" " * _STEP, "")]
            for cell, each in zip(cells, widths, strict=True):
                words = cell[line] if line < len(cell) else []
                shown += [*words, (" " * (each - _length(words) + _GAP), "")]
            yield shown
        if number == 0:
            yield [(" " * _STEP + "─" * (sum(widths) + _GAP * (len(widths) - 1)), "dim")]


def _plain(runs: Iterable[Run]) -> str:
    return "".join(clean(run.text) for run in runs)


def _wrapped(runs: Sequence[Run], width: int, *, first: int = 0, rest: int = 0) -> Iterator[_Line]:
    """Iterate over the lines that words fill; there is at least one.

    Args:
        runs: the words.
        width: how many columns there are.
        first: how far the first line is indented.
        rest: how far the others are.
    """
    line: _Line = [(" " * first, "")]
    used, is_empty = first, True
    for word in _words(runs, max(width - rest, 1)):
        length = _length(word)
        if not is_empty and used + 1 + length > width:
            yield line
            line, used, is_empty = [(" " * rest, "")], rest, True
        if not is_empty:
            line.append((" ", ""))
            used += 1
        line += word
        used += length
        is_empty = False
    yield line


def _words(runs: Sequence[Run], room: int) -> Iterator[_Line]:
    """Iterate over words, each of parts in one style; a dot between details stays with what is before it."""
    word: _Line = []
    for run in runs:
        text = clean(run.text)
        if text.strip() == "·":
            yield [*word, (" ·", run.style)]
            word = []
            continue
        for number, piece in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = []
            if not piece:
                continue
            if cell_len(piece) <= room or run.style in ("id", "url"):
                word.append((piece, run.style))
                continue
            for part in chop_cells(piece, room):
                if word:
                    yield word
                word = [(part, run.style)]
    if word:
        yield word


def _placed(lines: list[_Line], at: Position | None, width: int, indent: int) -> Iterator[_Line]:
    """Iterate over lines with a place at the right of the last one, or below it where there is no room."""
    if at is None:
        yield from lines
        return
    place = place_in_words(at)
    room = width - cell_len(place)
    if _length(lines[-1]) + _GAP <= room:
        yield from lines[:-1]
        yield [*lines[-1], (" " * (room - _length(lines[-1])), ""), (place, "dim")]
    else:
        yield from lines
        yield [(" " * indent, ""), (place, "dim")]


def _length(line: Iterable[tuple[str, Style]]) -> int:
    return sum(cell_len(text) for text, _ in line)


def _shown(line: _Line, colour: bool) -> str:
    """Return a line that steers nothing, whatever words have come to stand beside each other or at its start."""
    plain = "".join(text for text, _ in line).rstrip()
    words = plain.lstrip(" ")
    if clean(words) != words:
        return plain[: len(plain) - len(words)] + clean(words)
    return "".join(_coloured(text, style) for text, style in _merged(line)).rstrip() if colour else plain


def _merged(line: _Line) -> _Line:
    """Return a line with words of one style that stand beside each other as one, the space between among them."""
    merged: _Line = []
    for text, style in line:
        if len(merged) > 1 and merged[-1][0].isspace() and merged[-2][1] == style and style:
            space, _ = merged.pop()
            merged[-1] = (merged[-1][0] + space + text, style)
        else:
            merged.append((text, style))
    return merged


def _coloured(text: str, style: Style) -> str:
    if not style or not text.strip():
        return text
    return click.style(
        text,
        fg=_COLOURS.get(style),
        bold=True if style in ("strong", "violation", "warning", "info") else None,
        dim=True if style == "dim" else None,
    )
