"""What declares a view: a small TOML file with its words, colours and columns, and two queries beside it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from averment.errors import Position, ReadError, ReadFailure, UsageError
from averment.querying import Query, parse_query
from averment.resources import resource_folder
from averment.toml_files import place_of, read_toml, text_of
from averment.viewing.model import Column, Type

__all__ = ["Declaration", "find_view", "list_views", "load_view"]

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[A-Za-z_]\w*")
_TYPES: tuple[str, ...] = get_args(Type)
_TEXTS = ("title", "asks", "leaves-out", "size", "nodes", "edges")
_COLOURS = ("node-colours", "edge-colours")
_KEYS = (*_TEXTS, *_COLOURS, "columns")
_EXAMPLE = 'title = "Claims"'


@dataclass(frozen=True, slots=True)
class Declaration:
    """A view as it is declared, before anything has been asked.

    Attributes:
        name: the name of its file without the suffix.
        file: its TOML file.
        title: a few words.
        asks: the question that the picture answers.
        leaves_out: why it may show fewer claims than there are.
        size: the column or measure by which nodes are drawn larger.
        nodes: the query for nodes; its name is that of its file.
        edges: the query for edges.
        node_colours: a colour such as '#1f77b4' for kinds of nodes.
        edge_colours: the same for edges.
        properties: the compact IRI of the property that a column has its words and its type from.
        columns: columns that are declared without a property.
    """

    name: str
    file: Path
    title: str
    asks: str
    leaves_out: str
    size: str
    nodes: Query
    edges: Query
    node_colours: Mapping[str, str]
    edge_colours: Mapping[str, str]
    properties: Mapping[str, str]
    columns: Mapping[str, Column]


def list_views() -> list[Declaration]:
    """Return the views that ship with averment, sorted by name."""
    return [load_view(file) for file in sorted((resource_folder("queries") / "views").glob("*.toml"))]


def find_view(name: str) -> Declaration:
    """Return the named view, or the one that a TOML file declares.

    Raises:
        ReadFailure: a file of the view can't be read.
        UsageError: there is neither; the message has the nearest name.
    """
    files = {file.stem: file for file in sorted((resource_folder("queries") / "views").glob("*.toml"))}
    if name in files:
        return load_view(files[name])
    if name.endswith(".toml"):
        return load_view(Path(name))
    near = difflib.get_close_matches(name, files, n=1, cutoff=0.5)
    cure = f"did you mean '{near[0]}'?" if near else f"the views are {', '.join(files)};"
    raise UsageError(
        f"there is no view '{name}': {cure} a view of your own is named by its file, as in my.toml"
    )


def load_view(file: Path) -> Declaration:
    """Read a declaration and its two queries, which by default stand beside it as NAME.nodes.rq and NAME.edges.rq.

    Raises:
        ReadFailure: one of the files can't be read or says what it can't; each error has a place and a cure.
        QueryError: a parameter in the header of a query is of an unknown type.
    """
    text, content = read_toml(file, thing="entry", example=_EXAMPLE)
    reader = _Reader(file, text)
    for key in content:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            cure = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(_KEYS)}"
            reader.report(key, f"a view has no '{key}'", cure)
    texts = {key: reader.text_of(key, content.get(key)) for key in _TEXTS}
    colours = {key: reader.colours(key, content.get(key, {})) for key in _COLOURS}
    properties, columns = reader.columns(content.get("columns", {}))
    if reader.errors:
        raise ReadFailure(reader.errors)
    return Declaration(
        name=file.stem,
        file=file,
        title=texts["title"] or file.stem,
        asks=texts["asks"],
        leaves_out=texts["leaves-out"] or "the queries of the view leave them out",
        size=texts["size"] or "degree",
        nodes=_query(file.parent / (texts["nodes"] or f"{file.stem}.nodes.rq")),
        edges=_query(file.parent / (texts["edges"] or f"{file.stem}.edges.rq")),
        node_colours=colours["node-colours"],
        edge_colours=colours["edge-colours"],
        properties=properties,
        columns=columns,
    )


def _query(file: Path) -> Query:
    if not file.is_file():
        problem = "a view needs two queries, and this one is not there"
        cure = "write it, or name another with 'nodes' or 'edges' in the TOML file of the view"
        raise ReadFailure([ReadError(Position(str(file), 1, 1), problem, cure)])
    return parse_query(str(file), text_of(file, "queries"))


@dataclass(slots=True)
class _Reader:
    """Reads the entries of one file and collects what is wrong with them."""

    file: Path
    text: str
    errors: list[ReadError] = field(default_factory=list)

    def report(self, key: str, problem: str, cure: str) -> None:
        self.errors.append(ReadError(place_of(key, self.text, self.file), problem, cure))

    def text_of(self, key: str, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            self.report(key, f"'{key}' is no text", f'write it in quotes: {key} = "..."')
            return ""
        return value

    def table(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.report(key, f"'{key}' is no table", f"write [{key}] and its entries on the lines after it")
        return {}

    def colours(self, key: str, value: Any) -> dict[str, str]:
        colours = self.table(key, value)
        for kind, colour in colours.items():
            if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
                problem = f"the colour of '{kind}' is none"
                self.report(key, problem, 'write it as red, green and blue: "#1f77b4"')
        return {kind: str(colour).lower() for kind, colour in colours.items()}

    def columns(self, value: Any) -> tuple[dict[str, str], dict[str, Column]]:
        properties: dict[str, str] = {}
        columns: dict[str, Column] = {}
        for name, declared in self.table("columns", value).items():
            if not _NAME.fullmatch(name):
                self.report(
                    "columns", f"'{name}' is no variable of a query", "write letters, digits and _ only"
                )
            elif isinstance(declared, str):
                properties[name] = declared
            elif isinstance(declared, dict):
                columns[name] = self._column(name, declared)
            else:
                cure = f'write {name} = "av:value", or {name} = {{ title = "...", type = "string" }}'
                self.report("columns", f"the column '{name}' is neither a property nor a table", cure)
        return properties, columns

    def _column(self, name: str, declared: dict[str, Any]) -> Column:
        for key, value in declared.items():
            if key not in ("title", "type", "definition") or not isinstance(value, str):
                cure = "write title, type and definition, each in quotes"
                self.report("columns", f"'{key}' is nothing that the column '{name}' can have", cure)
        kind = declared.get("type", "string")
        if kind not in _TYPES:
            self.report("columns", f"the column '{name}' is of no type", f"write one of {', '.join(_TYPES)}")
            kind = "string"
        return Column(name, str(declared.get("title", name)), kind, str(declared.get("definition", "")))
