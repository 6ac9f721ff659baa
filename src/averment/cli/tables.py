"""Tables for people: folded to a terminal, or a row a line."""

from __future__ import annotations

import io
import re

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["folded_table", "plain_table"]


def plain_table(names: list[str], rows: list[list[str]]) -> str:
    """Return a table as wide as it has to be, each row on one line."""
    widths = [max(map(cell_len, column)) for column in zip(names, *rows, strict=True)]
    rule = "─" * (sum(widths) + 3 * max(len(widths) - 1, 0))
    lines = [
        "   ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        for row in (names, *rows)
    ]
    return "".join(f" {line}".rstrip() + "\n" for line in [lines[0], rule, *lines[1:]])


def folded_table(names: list[str], rows: list[list[str]]) -> str:
    """Return a table that is as wide as the terminal at most, with cells folded."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    stream = io.StringIO()
    Console(file=stream, force_terminal=True).print(table)
    return re.sub(r" +\n", "\n", stream.getvalue()).lstrip("\n")
