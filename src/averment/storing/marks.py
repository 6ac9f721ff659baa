"""The places of a node in one file, as one text that a store keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rdflib import URIRef
from rdflib.term import Node

from averment.errors import Position
from averment.reading import Positions

__all__ = ["add_marks", "joined_marks", "marks_of"]


def marks_of(positions: Positions) -> Iterator[tuple[Node, str]]:
    """Iterate over the nodes of one file, each with its places as a text."""
    nodes, values, types = positions.parts()
    by_node: dict[Node, dict[str, object]] = {}
    for node, at in nodes.items():
        by_node.setdefault(node, {})["n"] = [at.line, at.column]
    for (node, predicate), at in values.items():
        of_node = by_node.setdefault(node, {}).setdefault("v", {})
        assert isinstance(of_node, dict)  # noqa: S101 - tells the type checker
        of_node[str(predicate)] = [at.line, at.column]
    for node, of_types in types.items():
        by_node.setdefault(node, {})["t"] = {
            str(type_): [[at.line, at.column] for at in places] for type_, places in of_types.items()
        }
    for node, marks in by_node.items():
        yield node, json.dumps(marks, separators=(",", ":"))


def add_marks(positions: Positions, path: str, node: Node, text: str) -> None:
    """Add the places that a text tells of.

    Args:
        positions: where they are added.
        path: the file.
        node: the node.
        text: what `marks_of` gave; an empty text has none.
    """
    marks = json.loads(text) if text else {}
    if "n" in marks:
        positions.add_node(node, Position(path, *marks["n"]))
    for predicate, at in marks.get("v", {}).items():
        positions.add_value(node, URIRef(predicate), Position(path, *at))
    for type_, places in marks.get("t", {}).items():
        for at in places:
            # a type that is no IRI is no place at which anything is defined twice
            positions.add_type(node, URIRef(type_), Position(path, *at))


def joined_marks(one: str, other: str) -> str:
    """Return the places that two texts tell of a node in one file, the first of which comes first there.

    >>> joined_marks('{"n":[2,1],"t":{"Claim":[[2,1]]}}', '{"n":[5,1],"t":{"Claim":[[5,1]]}}')
    '{"n":[2,1],"t":{"Claim":[[2,1],[5,1]]}}'
    """
    if not one or not other:
        return one or other
    marks, more = json.loads(one), json.loads(other)
    types = marks.get("t", {})
    for type_, places in more.get("t", {}).items():
        types[type_] = [*types.get(type_, []), *places]
    marks = {**more, **marks, "v": {**more.get("v", {}), **marks.get("v", {})}, "t": types}
    return json.dumps({key: each for key, each in marks.items() if each}, separators=(",", ":"))
