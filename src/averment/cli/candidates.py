"""`averment candidates`: actors that may be one, for an editor to judge."""

from __future__ import annotations

import json
import math
import shlex
import sys
from typing import Any

import click
from rdflib import URIRef

from averment.cli.common import (
    max_file_size_option,
    output_option,
    paths_argument,
    read_whole,
    write_output,
)
from averment.cli.progress import progress_bar
from averment.cli.text import clean
from averment.deriving.concepts import Concepts
from averment.deriving.world import World
from averment.matching import THRESHOLD, Candidate, Side, find_candidates

__all__ = ["candidates_command"]

_EPILOG = """Examples:

\b
  averment candidates                              the folder 'graph'
  averment candidates graph --threshold 70         more pairs, and more that are not one
  averment candidates graph --format json -o pairs.json
"""

_LONGEST = 120
"""Characters of a name that a table shows."""


class _Threshold(click.FloatRange):
    """A number from 0 to 100; what is no number is outside any range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number from 0 to 100", param, ctx)
        return number


@click.command("candidates", epilog=_EPILOG)
@paths_argument
@click.option(
    "--threshold",
    type=_Threshold(0, 100),
    default=THRESHOLD,
    show_default=True,
    metavar="SCORE",
    help="Propose pairs whose names are at least so alike, from 0 to 100.",
)
@click.option(
    "--format", "output_format", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@max_file_size_option
@output_option
def candidates_command(
    paths: tuple[str, ...], threshold: float, output_format: str, max_file_size: int, output: str
) -> None:
    """Propose pairs of actors that may be one under two spellings or in two scripts.

    Persons are compared with persons, organisations and outlets with each other, by their names and aliases
    in all languages. Nothing is merged, and pairs that judgements decide are left out: say what you find out
    with 'averment judge same' or 'averment judge different'. Needs pip install 'averment[match]'.
    """
    reading = read_whole(paths, max_file_size)
    with progress_bar("comparing"):
        found = find_candidates(World(reading), threshold)
    if output_format == "json":
        content = {"threshold": threshold, "candidates": [_as_json(each) for each in found]}
        write_output(json.dumps(content, ensure_ascii=False, indent=2) + "\n", output)
        return
    terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    write_output(_table(found, terminal=terminal), output)


def _as_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "score": candidate.score,
        "actors": [
            {
                "id": str(side.actor),
                "name": side.name,
                "path": side.position.path if side.position else None,
                "line": side.position.line if side.position else None,
                "column": side.position.column if side.position else None,
            }
            for side in (candidate.one, candidate.other)
        ],
        "commands": list(_commands(candidate)),
    }


def _commands(candidate: Candidate) -> tuple[str, str]:
    """Return what says that the two are one, and what says that they are not."""
    actors = " ".join(shlex.quote(_short(side.actor)) for side in (candidate.one, candidate.other))
    same, different = (
        f"averment judge {verdict} {actors} --by NAME --reason WHY" for verdict in ("same", "different")
    )
    return same, different


def _short(actor: URIRef) -> str:
    compact = Concepts.compact(actor)
    return str(actor) if compact.startswith("<") else compact


def _table(found: list[Candidate], *, terminal: bool) -> str:
    from averment.cli.tables import folded_table, plain_table

    count = "1 pair" if len(found) == 1 else f"{len(found)} pairs"
    if not found:
        return f"{count}\n"
    rows = [row for each in found for row in (_row(f"{each.score:5.1f}", each.one), _row("", each.other))]
    names = ["score", "actor", "name", "written"]
    table = folded_table(names, rows) if terminal else plain_table(names, rows)
    same, different = (clean(command) for command in _commands(found[0]))
    return (
        f"{table}\n{count}; nothing is merged. For each, say what you find out, as for the first:\n"
        f"  {same}\n  {different}\n"
    )


def _row(score: str, side: Side) -> list[str]:
    name = side.name if len(side.name) <= _LONGEST else side.name[: _LONGEST - 1] + "…"
    written = f"{side.position.path}:{side.position.line}" if side.position else ""
    return [score, clean(_short(side.actor)), clean(name), clean(written)]
