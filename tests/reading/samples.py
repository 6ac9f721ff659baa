"""What the tests of this folder read, and how they look at what was read."""

from __future__ import annotations

import json
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef

from averment.errors import Position, ReadError
from averment.namespaces import AV, ID
from averment.reading import Reading, read, read_leniently

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = sorted((ROOT / "ontology").rglob("*.ttl"))
EX = Namespace("http://example.org/")

SUFFIXES = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld"}
"""The file suffix of each format that a graph is exported in."""

ARTICLE = """\
# Everything that an article can hold.
id: article:sample
type: Article
title:
  en: A bill, "quoted" and \\back\\slashed
  ru: Законопроект об экстрадиции
  ar: "\u200fمشروع قانون \u0661\u0662"
url: https://example.org/page?a=1&b=2#part
publisher: actor:example
published: 2026-01-21
language: en
basedOn: article:other
credits: [actor:tass, actor:interfax]
snapshot:
  file: sample.txt
  textHash: 0000000000000000000000000000000000000000000000000000000000000000
  retrieved: 2026-02-01
claims:
  - id: c1
    about: law:ru-example/refusal
    aspect: force
    value: must
    stance: asserts
    complete: true
    condition: {en: if the package is approved, ru: если пакет одобрят}
    force: may
    addressee: group:served-and-fought
    version: law:ru-example/introduced
    population: group:foreign-fighters
    place: country:ru
    asOf: 2025-07
    chain:
      - {source: actor:tass, verb: reports}
      - unnamed: {en: most accounts}
        verb: says
      - {source: actor:igor-cherepanov, verb: told, verbatim: true}
    evidence: {start: 100, end: 140, hash: 1111111111111111111111111111111111111111111111111111111111111111}
    relays: article:other/c3
  - id: c2
    about: law:ru-example
    aspect: stage
    value: ..third-reading
    stance: predicts
  - {id: c3, about: law:ru-example, aspect: fine, value: 1000..50000 RUB, stance: alleges}
  - {id: c4, about: law:ru-example, aspect: signature-date, value: 2025-07~/.., stance: denies}
  - id: c5
    about: law:ru-example
    aspect: purpose
    value: {en: "tens of 🎉 thousands", ru: "десятки\\nтысяч"}
    wording: {en: tens of thousands}
    stance: opines
    note: {en: "A tab\\t, a line\\r\\n, a quote \\" and a backslash \\\\."}
  - {id: c6, about: law:ru-example, aspect: vote, value: 301-?-?, stance: conditional}
"""
"""An article with claims of several kinds, each key of a claim, and text that is awkward to write."""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a file as it is given, line ends and all, and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def graph_of(folder: Path, name: str, text: str | bytes) -> Graph:
    """Return what a file states, which has to be free of errors."""
    return read([write(folder, name, text)]).graph()


def errors_of(folder: Path, name: str, text: str | bytes) -> list[ReadError]:
    """Return the errors of a file; whatever has one is not read at all."""
    reading, errors = read_leniently([write(folder, name, text)])
    assert bool(reading.files) is not bool(errors)
    return errors


def at(reading: Reading, node: URIRef | str, predicate: URIRef | None = None) -> tuple[int, int]:
    """Return line and column of a node, by its name under `ID`, or of one of its values."""
    place = reading.positions.of(node if isinstance(node, URIRef) else ID[node], predicate)
    assert place is not None
    return place.line, place.column


def text_from(position: Position) -> str:
    """Return what a file holds from a position on."""
    lines = Path(position.path).read_text(encoding="utf-8").split("\n")
    return "\n".join([lines[position.line - 1][position.column - 1 :], *lines[position.line :]])


def quoted(text: str) -> str:
    """Write text as a YAML scalar in double quotes, characters that can't stand in YAML escaped."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(
        char if char == "\t" or (char.isprintable() and char != "\ufeff") else f"\\U{ord(char):08x}"
        for char in written
    )


def texts(graph: Graph, predicate: URIRef = AV.value) -> set[tuple[str, str | None]]:
    """Return the literals of a property, each with its language."""
    return {
        (str(value), value.language) for value in graph.objects(None, predicate) if isinstance(value, Literal)
    }
