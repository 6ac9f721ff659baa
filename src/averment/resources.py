"""Where the ontology and the queries are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from averment import __version__
from averment.graphs import parse_turtle
from averment.indexed import IndexedGraph

__all__ = [
    "CONTEXT_IRI",
    "compiled_shapes",
    "context",
    "ontology",
    "ontology_files",
    "resource_folder",
    "rules_digest",
    "schema",
    "shapes_files",
]

CONTEXT_IRI = "https://w3id.org/averment/ontology/context.jsonld"
"""The one remote context that files may name; it is answered from the package, never fetched."""


def resource_folder(name: str) -> Path:
    """Return the folder `ontology` or `queries` that belongs to this installation.

    A wheel carries both inside the package; a checkout has them at its top.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"averment is installed without its folder '{name}': install it again")


def ontology_files() -> list[Path]:
    """List the Turtle files of the ontology's modules and processes, without the shapes, sorted."""
    folder = resource_folder("ontology")
    return sorted([*folder.glob("*.ttl"), *(folder / "processes").glob("*.ttl")])


def shapes_files() -> list[Path]:
    """List the Turtle files of the shapes that check a graph of claims, sorted."""
    return sorted((resource_folder("ontology") / "shapes").glob("*.ttl"))


def compiled_shapes() -> tuple[str, str]:
    """Return what the shapes have been compiled to, and the digest of the shapes as they are now."""
    digest = _digest(shapes_files())
    file = resource_folder("ontology") / "shapes" / "compiled.jsonl"
    return file.read_text(encoding="utf-8") if file.is_file() else "", digest


@cache
def rules_digest() -> str:
    """Return what tells the rules of this version, by which things follow and are checked, from those of another."""
    return f"{__version__} {_digest([*ontology_files(), *shapes_files()])}"


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


@cache
def ontology() -> IndexedGraph:
    """Return the ontology as one graph; callers must not change it."""
    return parse_turtle(ontology_files())


@cache
def context() -> dict[str, Any]:
    """Return the JSON-LD context that gives the keys of YAML files their meaning."""
    text = (resource_folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)["@context"]
    return loaded


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of each kind of thing that a YAML file can describe, by the name of its class."""
    text = (resource_folder("ontology") / "graph.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)["definitions"]
    return loaded
