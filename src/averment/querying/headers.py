"""What a query says of itself: the comment lines at its start, as plain data."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from averment.errors import Position, ReadError, ReadFailure
from averment.querying.values import EXAMPLES, expand, parse_value

__all__ = ["SUBJECTS", "Column", "Parameter", "Query", "parse_query"]

SUBJECTS = (
    *("laws", "provisions", "penalties", "persons", "outlets", "chains", "disagreement", "corroboration"),
    *("lifecycle", "geography", "time", "coverage", "data quality"),
)
"""What questions are about, in the order in which a list shows them."""

_LINE = re.compile(r"^#\s*(?P<key>[A-Za-z]+)(?:\s+(?P<name>[^\s:]+))?\s*:\s*(?P<text>.*?)\s*$")
_VARIABLE = re.compile(r"[A-Za-z_]\w*")
_TYPE = re.compile(
    r"^\(\s*(?P<type>\w+)(?P<of>\s+of(?:\s+[^\s=()]+)+)?(?:\s*=\s*(?P<default>[^()]*?))?\s*\)\s*(?P<text>.*)$"
)
_ONE_VALUE = frozenset({"title", "asks", "returns", "needs", "subject", "example"})
_PARAM_FORM = "write it as in '# param least: (integer = 2) only what has so many', or (iri of av:Law)"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that its user may bind.

    Attributes:
        name: the variable, without its question mark.
        type: iri, text, integer, decimal or date.
        description: what it limits.
        default: what it is bound to unless the user gives another value, as the user would write it.
        of: the IRIs of the classes whose members are values; none for any.
    """

    name: str
    type: str
    description: str
    default: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the answer, without its question mark, and what it holds."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with what its header says of it.

    Attributes:
        name: the name of the file, or of the input.
        text: the whole query.
        title: a few words.
        asks: the question in plain words.
        returns: what a row is.
        parameters: the variables that a user may bind.
        needs_findings: whether it asks about findings, so that the graph has to be checked first.
        subject: what it is about, one of `SUBJECTS`; empty for a query that belongs to no library.
        columns: the variables of a row, in their order.
        example: values of parameters with which the shipped graph has an answer, by name.
    """

    name: str
    text: str
    title: str
    asks: str
    returns: str
    parameters: tuple[Parameter, ...]
    needs_findings: bool
    subject: str = ""
    columns: tuple[Column, ...] = ()
    example: tuple[tuple[str, str], ...] = ()


def parse_query(name: str, text: str, path: str | None = None) -> Query:
    """Read the header of a query.

    It consists of comment lines: `# title:`, `# subject:`, `# asks:`, `# returns:`, `# needs: findings`,
    `# column NAME: definition` for each variable of a row, `# example: NAME=VALUE ...`, and
    `# param NAME: (type of CLASS ... = default) description` for each parameter, where the class and the
    default may be left out. Any other comment is a remark.

    Args:
        name: what the query is called.
        text: the whole of it.
        path: where it is written, for messages; the name if left out.

    Raises:
        ReadFailure: a line of the header is malformed.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header = _Header(path or name)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            break
        header.read(number, line)
    return header.query(name, text)


@dataclass(slots=True)
class _Header:
    """Reads the lines of a header and collects what is wrong with them."""

    path: str
    fields: dict[str, str] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    example: list[tuple[str, str]] = field(default_factory=list)
    example_line: int = 1
    errors: list[ReadError] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        """Take in a line; one that is no field of a header is a remark."""
        match = _LINE.match(line)
        if match is None:
            return
        key, name, value = match["key"].lower(), match["name"], match["text"]
        named: dict[str, Callable[[int, str, str], None]] = {"param": self._param, "column": self._column}
        if key in named:
            if name is None or not _VARIABLE.fullmatch(name):
                problem = f"this {key} of the header names no variable"
                self._refuse(
                    number, problem, f"write it as in '# {key} law: the law', without a question mark"
                )
                return
            named[key](number, name, value)
        elif key in _ONE_VALUE and name is None:
            self._field(number, key, value)

    def query(self, name: str, text: str) -> Query:
        """Return the query, or raise with everything that is wrong with its header."""
        self._match_example()
        if self.errors:
            raise ReadFailure(self.errors)
        return Query(
            name,
            text,
            self.fields.get("title", name),
            self.fields.get("asks", ""),
            self.fields.get("returns", ""),
            tuple(self.parameters),
            self.fields.get("needs") == "findings",
            self.fields.get("subject", ""),
            tuple(self.columns),
            tuple(self.example),
        )

    def _field(self, number: int, key: str, value: str) -> None:
        if key in self.fields:
            self._refuse(number, f"the header has a second '{key}'", "keep one of them")
        elif key == "needs" and value != "findings":
            self._refuse(
                number, f"a query can't need '{value}'", "write '# needs: findings', or leave it out"
            )
        elif key == "subject" and value not in SUBJECTS:
            self._refuse(
                number, f"'{value}' is no subject of questions", f"write one of {', '.join(SUBJECTS)}"
            )
        elif key == "example":
            self._read_example(number, value)
        self.fields[key] = value

    def _read_example(self, number: int, value: str) -> None:
        self.example_line = number
        for word in value.split():
            name, equals, given = word.partition("=")
            if not equals or not name or not given:
                cure = "write parameters as they are given, such as '# example: subject=law:zz-kites least=2'"
                self._refuse(number, f"'{word}' is no value of a parameter", cure)
                return
            self.example.append((name, given))

    def _match_example(self) -> None:
        """Hold the example against the parameters, which may stand after it."""
        declared = {parameter.name: parameter for parameter in self.parameters}
        for name, value in self.example:
            if name not in declared:
                problem = f"the example has a value for '{name}', and there is no such parameter"
                self._refuse(self.example_line, problem, "declare it with '# param', or leave it out")
            else:
                self._parse(self.example_line, declared[name].type, value)

    def _column(self, number: int, name: str, definition: str) -> None:
        if not definition:
            self._refuse(number, f"the column '{name}' has no definition", "say in a few words what it holds")
        elif name in {column.name for column in self.columns}:
            self._refuse(number, f"the header has a second column '{name}'", "keep one of them")
        else:
            self.columns.append(Column(name, definition))

    def _param(self, number: int, name: str, text: str) -> None:
        typed = _TYPE.match(text)
        if typed is None and text.startswith("("):
            self._refuse(number, f"the type of the parameter '{name}' can't be read", _PARAM_FORM)
            return
        kind, description = (typed["type"], typed["text"]) if typed else ("text", text)
        default = typed["default"] if typed else None
        classes = (typed["of"] or "").split()[1:] if typed else []
        if kind not in EXAMPLES:
            problem = f"the parameter '{name}' is of the unknown type '{kind}'"
            self._refuse(number, problem, f"write one of {', '.join(EXAMPLES)}")
        elif name in {parameter.name for parameter in self.parameters}:
            self._refuse(number, f"the header has a second parameter '{name}'", "keep one of them")
        elif classes and kind != "iri":
            self._refuse(number, f"the parameter '{name}' has a class and is of type {kind}", _PARAM_FORM)
        else:
            if default is not None:
                self._parse(number, kind, default)
            of = tuple(self._expand(number, each) for each in classes)
            self.parameters.append(Parameter(name, kind, description, default, of))

    def _parse(self, number: int, kind: str, value: str) -> None:
        try:
            parse_value(kind, value)
        except ValueError:
            self._refuse(number, f"'{value}' is of no type {kind}", f"write it as in {EXAMPLES[kind]}")

    def _expand(self, number: int, text: str) -> str:
        try:
            return expand(text)
        except ValueError:
            self._refuse(number, f"'{text}' is no class", "write it as in (iri of av:Law)")
            return text

    def _refuse(self, number: int, problem: str, cure: str) -> None:
        self.errors.append(ReadError(Position(self.path, number, 1), problem, cure))
