"""Writing a view of the graph: to which files, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from averment.building import Build
from averment.cli.common import say
from averment.cli.staging import Staged
from averment.cli.text import clean
from averment.exporting.views import (
    VIEW_WRITERS,
    account_for,
    as_dict,
    in_words,
    picture_of,
    picture_of_stream,
)
from averment.viewing import Declaration, edge_count, list_views, stream, view, view_store
from averment.whole_files import replace_file

__all__ = ["REPORT", "STREAMED_FROM", "ReportGoal", "listed_views", "tell", "write_view"]

STREAMED_FROM = 50_000
"""From as many edges on, they are written as they come, without measures and positions."""


class ReportGoal(click.ParamType[str]):
    """Where an account in JSON goes: `json=FILE`, or `json` for standard error, which is kept as '-'."""

    name = "report"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the file, or '-'."""
        name, sign, file = value.partition("=")
        if name != "json" or (sign and not file):
            self.fail(
                f"'{value}' is no report; write json=FILE, or json alone for standard error", param, ctx
            )
        return file or "-"


REPORT = ReportGoal()


def write_view(
    build: Build,
    declaration: Declaration,
    view_format: str,
    output: str,
    report: str | None,
    *,
    measures: bool,
    layout: bool,
) -> None:
    """Write a view to its files, each whole or none at all, and tell what became of it.

    Raises:
        AvermentError: see `averment.viewing.view`; or a file can't be written.
    """
    store = view_store(build, declaration)
    edges = edge_count(declaration, store)
    streamed = stream(build, declaration, store=store) if edges >= STREAMED_FROM else None
    if streamed is not None:
        picture = picture_of_stream(streamed)
    else:
        made = view(build, declaration, store=store)
        picture = picture_of(made, view_format, measures=measures, layout=layout)
    with Staged() as staged:
        for part, write in VIEW_WRITERS[view_format].items():
            staged.write(_file(output, part), write(picture))
        accounting = account_for(picture, view_format, streamed, edges=edges)
        staged.put_into_place()
    tell(in_words(accounting), as_dict(accounting), report)


def _file(output: str, part: str) -> str:
    """Return where a part goes: `claims.csv` has its nodes in `claims-nodes.csv`."""
    if not part:
        return output
    path = Path(output)
    return str(path.with_name(f"{path.stem}-{part}{path.suffix}"))


def tell(lines: Iterable[str], data: Mapping[str, Any], report: str | None) -> None:
    """Tell what became of an export: as JSON where the user wants a report, and in words unless that goes there, too.

    Args:
        lines: the account in words.
        data: the account as plain data.
        report: the file for it, '-' for standard error, or None.
    """
    if report is not None:
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        if report == "-":
            say(text.rstrip())
            return
        replace_file(text, report)
    for line in lines:
        say(clean(line))


def listed_views() -> str:
    """Return the names of the views, each with what it asks."""
    views = list_views()
    width = max(len(one.name) for one in views)
    return "".join(f"{one.name:{width}}  {one.asks}\n" for one in views)
