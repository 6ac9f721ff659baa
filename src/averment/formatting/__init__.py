"""Files in their canonical form: the same graph and the same comments, laid out in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from averment.errors import Position, ReadError, ReadFailure
from averment.formatting.turtle import format_turtle, turtle_comments
from averment.namespaces import ID
from averment.reading import FORMATS
from averment.reading.lexing import look_ahead
from averment.reading.screening import parse_strictly
from averment.reading.simple_yaml import load_simple_yaml

__all__ = ["SUFFIXES", "canonical"]

_THINGS = ("id", "graph", "@id", "@graph")


def canonical(text: str, path: str) -> str:
    """Return the canonical form of a file: what it states is the same, and so are its comments.

    Args:
        text: the whole file, with plain line ends.
        path: its name, which says its format.

    Raises:
        ReadFailure: it can't be read, or not be laid out without a loss.
        KeyError: there is no canonical form for files of this name.
    """
    return _FORMATTERS[FORMATS[Path(path).suffix.lower()]](text, path)


def _yaml(text: str, path: str) -> str:
    from averment.formatting.yaml_layout import (
        format_yaml,
        yaml_comments,
    )  # a YAML parser takes a while to import
    from averment.reading.yaml_files import load_yaml

    value: Any = load_simple_yaml(text, path)
    if value is None:
        value, errors = load_yaml(text, path)
        if errors:
            raise ReadFailure(errors)
    if not isinstance(value, dict) or not any(key in value for key in _THINGS):
        problem = "this is no file of a graph, for it has neither 'id' nor 'graph'"
        raise ReadFailure([ReadError(Position(path, 1, 1), problem, "name the files of the graph")])
    result = format_yaml(text)
    if result != text:
        again, errors = load_yaml(result, path)
        if errors or again != value or yaml_comments(result) != yaml_comments(text):
            raise _loss(path)
    return result


def _turtle(text: str, path: str) -> str:
    errors: list[ReadError] = []
    look_ahead(text, path, errors)
    quads = [] if errors else parse_strictly(text, path, ox.RdfFormat.TURTLE, ID, errors)
    if errors:
        raise ReadFailure(errors)
    try:
        result = format_turtle(text)
        if result != text:
            again = parse_strictly(result, path, ox.RdfFormat.TURTLE, ID, errors)
            if errors or _named(again) != _named(quads) or turtle_comments(result) != turtle_comments(text):
                raise _loss(path)
    except ValueError as error:
        raise _loss(path) from error
    return result


def _named(quads: list[ox.Quad]) -> list[tuple[str, ...]]:
    """Return statements in their order, with blank nodes numbered as they come, whatever a parser calls them."""
    numbers: dict[str, str] = {}

    def name(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        if isinstance(term, ox.BlankNode):
            return numbers.setdefault(term.value, f"_:{len(numbers)}")
        return str(term)

    def names(quad: ox.Quad) -> Iterator[str]:
        yield from (name(quad.subject), name(quad.predicate), name(quad.object))

    return [tuple(names(quad)) for quad in quads]


def _loss(path: str) -> ReadFailure:
    problem = "this file can't be laid out without a loss"
    return ReadFailure(
        [ReadError(Position(path, 1, 1), problem, "leave it as it is, or write it more plainly")]
    )


_FORMATTERS: dict[str, Callable[[str, str], str]] = {"turtle": _turtle, "yaml": _yaml}
SUFFIXES = tuple(suffix for suffix, name in FORMATS.items() if name in _FORMATTERS)
"""How the names of files end that have a canonical form."""
