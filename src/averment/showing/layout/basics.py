"""The smallest parts of a layout: names of things, details of one line."""

from __future__ import annotations

from collections.abc import Iterable

from averment.showing.blocks import Run, Runs
from averment.showing.parts import Thing

__all__ = ["BETWEEN", "capitalised", "joined", "link", "links"]

BETWEEN = " · "
"""What stands between the details of one line; where a line ends there, it stays on it."""


def link(thing: Thing) -> Runs:
    """Return the name of a thing with what the command line calls it."""
    return (Run(thing.name), Run(" "), Run(f"({thing.id})", "id"))


def links(things: Iterable[Thing]) -> tuple[Runs, ...]:
    """Return the names of things, each with what the command line calls it."""
    return tuple(link(thing) for thing in things)


def joined(parts: Iterable[Runs]) -> Runs:
    """Return details as those of one line."""
    runs: list[Run] = []
    for part in parts:
        if part:
            runs += [Run(BETWEEN, "dim"), *part] if runs else part
    return tuple(runs)


def capitalised(text: str) -> str:
    """Return a text as it begins a line."""
    return text[:1].upper() + text[1:]
