"""Which formats a report is wanted in, and where each goes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from averment.checking.findings import Report
from averment.checking.rules import Rule
from averment.cli.common import write_output
from averment.errors import UsageError
from averment.rendering import FORMATS, render
from averment.rendering.text import render_text

__all__ = ["FORMAT", "Wanted", "destinations", "write_report"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A format, and the file that it goes to; None for where `-o` says."""

    name: str
    file: str | None


class _Format(click.ParamType[Wanted]):
    """The name of a format, alone or with a file, as in `sarif=report.sarif`."""

    name = "format"

    def convert(
        self, value: str | Wanted, param: click.Parameter | None, ctx: click.Context | None
    ) -> Wanted:
        """Return what is wanted."""
        if isinstance(value, Wanted):
            return value
        name, sign, file = value.partition("=")
        if name not in FORMATS:
            known = ", ".join(f"'{each}'" for each in FORMATS)
            self.fail(f"'{name}' is not one of {known}.", param, ctx)
        if sign and not file:
            self.fail(f"'{value}' names no file; write '{name}=FILE', or '{name}' alone", param, ctx)
        return Wanted(name, file if sign else None)


FORMAT = _Format()


def destinations(wanted: Sequence[Wanted], output: str) -> list[tuple[str, str]]:
    """Return each format with the file it goes to, '-' for standard output.

    Raises:
        UsageError: two go to the same place, or none goes to where `-o` says.
    """
    goals = [(one.name, output if one.file is None else one.file) for one in wanted]
    if output != "-" and all(one.file is not None for one in wanted):
        raise UsageError(f"'-o {output}' has no effect, for each format names its own file; leave it out")
    seen: dict[str, str] = {}
    for name, file in goals:
        place = file if file == "-" else os.path.realpath(file)
        if place in seen:
            where = "standard output" if file == "-" else f"'{file}'"
            raise UsageError(
                f"{seen[place]} and {name} can't both go to {where}; give one a file: --format {name}=FILE"
            )
        seen[place] = name
    return goals


def write_report(report: Report, goals: Sequence[tuple[str, str]], rules: Sequence[Rule]) -> None:
    """Write a report to all its places, each file whole or not at all.

    A place that can't be written keeps no other from being written.

    Raises:
        UsageError: a file can't be written.
    """
    texts = [(_rendered(report, name, file, rules), file) for name, file in goals]
    with contextlib.ExitStack() as after:
        for text, file in texts:
            after.callback(write_output, text, file)


def _rendered(report: Report, name: str, file: str, rules: Sequence[Rule]) -> str:
    """Return a report in a format; text on standard output leaves what went wrong to standard error."""
    if name == "text" and file == "-":
        colour = sys.stdout is not None and sys.stdout.isatty()
        return render_text(report, colour=colour, whole=False)
    return render(report, name, rules)
