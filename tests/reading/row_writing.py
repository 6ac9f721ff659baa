"""Claims of YAML files as rows, and what rows say, for the tests of the two."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph

from averment.errors import ReadError, ReadFailure
from averment.reading.rows import RowChunk, rows_of
from averment.reading.simple_yaml import load_simple_yaml
from averment.reading.yaml_files import load_yaml
from averment.terms import to_quad

TEXTS = ("note", "value", "wording", "condition", "title", "unnamed", "definition")
"""The keys under which a mapping is one of languages."""


def chunks_of(text: str | bytes, row_format: str = "csv", *, rows: int = 5000) -> list[RowChunk]:
    """Return what rows say."""
    data = text if isinstance(text, bytes) else text.encode()
    return list(rows_of(io.BytesIO(data), "x", row_format, rows=rows))


def quads_of(text: str | bytes, row_format: str = "csv") -> set[ox.Quad]:
    """Return the triples that rows state."""
    return {quad for chunk in chunks_of(text, row_format) for quad in chunk.quads()}


def errors_of(text: str | bytes, row_format: str = "csv") -> list[ReadError]:
    """Return what is wrong with rows, and make sure that they give nothing then."""
    data = text if isinstance(text, bytes) else text.encode()
    found: list[RowChunk] = []
    try:
        found.extend(rows_of(io.BytesIO(data), "x", row_format))
    except ReadFailure as failure:
        assert found == []
        return list(failure.errors)
    return []


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return quads with the same blank nodes in every graph that says the same."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def canonical_graph(graph: Graph) -> set[ox.Quad]:
    """Return the triples of a graph, see `canonical`."""
    return canonical(to_quad(triple) for triple in graph)


def claims_of(file: Path) -> list[dict[str, Any]]:
    """Return the claims of an article's file as objects, each with its document."""
    text = file.read_text(encoding="utf-8")
    article = load_simple_yaml(text, str(file)) or load_yaml(text, str(file))[0]
    assert isinstance(article, dict)
    document = {key: value for key, value in article.items() if key not in ("id", "claims")}
    return [{"statedIn": article["id"], **claim, "document": document} for claim in article["claims"]]


def as_json_lines(claims: Iterable[dict[str, Any]]) -> str:
    """Return claims as JSON Lines, as nested as they are."""
    return "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims)


def as_csv(claims: Iterable[dict[str, Any]], **dialect: Any) -> str:
    """Return claims as CSV."""
    rows = [dict(_cells(claim, "")) for claim in claims]
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, **dialect)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _cells(value: dict[str, Any], start: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        name = f"{start}{key}"
        if isinstance(inner, dict):
            yield from _cells(inner, f"{name}{'@' if key in TEXTS else '.'}")
        elif isinstance(inner, list) and isinstance(inner[0], dict):
            for number, part in enumerate(inner, start=1):
                yield from _cells(part, f"{name}.{number}.")
        else:
            yield name, "; ".join(inner) if isinstance(inner, list) else inner
