"""Small worlds to derive from."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from rdflib import URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import ID, PREFIXES
from averment.reading import read

__all__ = ["BASE", "ROOT", "TURTLE", "Triple", "expanded", "of", "world"]

ROOT = Path(__file__).resolve().parents[2]
BASE = [
    ROOT / "tests" / "shapes" / "pipeline" / "valid" / name
    for name in ("base.yaml", "countries.yaml", "vocabulary.ttl")
]
"""A law with its parts, actors and groups, and aspects of the user's own; no documents and no claims."""

TURTLE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())) + (
    "@prefix ex: <https://example.org/vocabulary#> .\n" + f"@base <{ID}> .\n"
)
"""What Turtle files begin with; a text that begins so is written as Turtle, any other as YAML."""

Triple = tuple[Node, Node, Node]


def world(*texts: str, base: bool = True) -> World:
    """Read texts, on top of the small world if wanted."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate(texts):
            path = Path(folder) / f"{number}.{'ttl' if text.startswith('@prefix') else 'yaml'}"
            path.write_text(text, "utf-8")
            paths.append(path)
        return World(read([*(BASE if base else []), *paths]))


def expanded(name: str) -> URIRef:
    """Turn a compact IRI into an IRI."""
    prefix, _, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest)


def of(node: str | Node, triples: Iterable[Triple]) -> dict[str, str]:
    """Give what triples say of a node, by the local names of the properties; each must have one value."""
    node = expanded(node) if isinstance(node, str) and not isinstance(node, Node) else node
    said: dict[str, str] = {}
    for subject, predicate, value in triples:
        if subject == node:
            name = str(predicate).rpartition("#")[2]
            assert said.setdefault(name, str(value)) == str(value), f"{name} has two values"
    return said
