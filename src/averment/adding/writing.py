"""What is added as the text of YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from averment.formatting.scalars import scalar

__all__ = ["Rows", "claim_text", "graph_text", "to_yaml"]

Value: TypeAlias = str | bool | Mapping[str, "Value"] | Sequence["Value"]
Rows: TypeAlias = Mapping[str, Value | None]
"""The keys of a thing in the order in which they are written; what is None is left out."""

_WIDTH = 120


def to_yaml(rows: Rows, *, indent: int = 0) -> str:
    """Return a thing as the lines of a block mapping.

    Args:
        rows: its keys and values.
        indent: how many spaces stand before each line.

    >>> print(to_yaml({"id": "law:x", "name": {"en": "A law"}, "process": None}), end="")
    id: law:x
    name: {en: A law}
    """
    lines = []
    for key, value in rows.items():
        if value is not None:
            lines.extend(_entry(key, value, " " * indent))
    return "".join(f"{line}\n" for line in lines)


def graph_text(things: Iterable[Rows]) -> str:
    """Return several things as the text of one file."""
    lines = (line for rows in things for line in claim_text(rows).splitlines())
    return "graph:\n" + "".join(f"  {line}\n" for line in lines)


def claim_text(rows: Rows, *, in_flow: bool = False) -> str:
    """Return a claim as an item of a list: on one line in braces, or as lines that a dash starts."""
    if in_flow:
        return _flow({key: value for key, value in rows.items() if value is not None})
    return "- " + to_yaml(rows, indent=2).removeprefix("  ")


def _entry(key: str, value: Value, margin: str) -> list[str]:
    if isinstance(value, str):
        return [f"{margin}{key}: {scalar(value)}"]
    if isinstance(value, bool):
        return [f"{margin}{key}: {_flow(value)}"]
    if isinstance(value, Mapping):
        line = f"{margin}{key}: {_flow(value)}"
        if len(line) <= _WIDTH:
            return [line]
        return [f"{margin}{key}:", *(each for k, v in value.items() for each in _entry(k, v, margin + "  "))]
    if value and not any(isinstance(item, Mapping) for item in value):
        return [f"{margin}{key}: {_flow(value)}"]
    lines = [f"{margin}{key}:"]
    for item in value:
        line = f"{margin}  - {_flow(item)}"
        if len(line) <= _WIDTH or not isinstance(item, Mapping):
            lines.append(line)
        else:
            entries = [each for k, v in item.items() for each in _entry(k, v, f"{margin}    ")]
            lines += [f"{margin}  - {entries[0].lstrip()}", *entries[1:]]
    return lines


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return scalar(value, in_flow=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(_flow(item) for item in value) + "]"
