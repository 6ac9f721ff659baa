"""What to do with rows that have the same columns, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from averment.reading.rows.columns import (
    CLAIM,
    Column,
    Form,
    Owner,
    column,
    language_suffix,
    required_columns,
)
from averment.reading.rows.faults import Fault
from averment.reading.rows.terms import split

__all__ = ["Cell", "Entry", "Plan"]

Cell = str | list[str]

_EXAMPLE = "source: actor:tass, verb: reports; source: actor:igor-cherepanov, verb: told"


class Entry(NamedTuple):
    """One column of a plan.

    Attributes:
        at: which cell is its own.
        column: what it is.
        tag: which cell has the language of its texts, if one has.
        start: what comes before a text in N-Triples, up to and with the quotation mark; empty for what is no text.
        end: what comes after it, from the quotation mark on.
        lines: what cells of names came to, so that those that come again are not read again; shared with the
            entries of the same column in other plans.
    """

    at: int
    column: Column
    tag: int | None
    start: str
    end: str
    lines: dict[str, str]


class Plan:
    """What to do with rows.

    Args:
        names: the names of the columns, in the order of the cells.
        lines: for each column what its cells came to, see `Entry`; it is added to.

    Attributes:
        names: the names of the columns.
        stated_in: which cell names the document.
        identifier: which cell names the claim, if one does.
        needed: the keys that every claim needs, each with the cells of which one has to say something.
        claim: the entries of the claim itself.
        parts: the entries of each of its parts, in the order of their numbers.
        document: the entries of the document and of its parts.
        mixed: those of the claim whose cells need a closer look: parts in one cell, and texts with a language beside.

    Raises:
        Fault: a name is no column's, or a column that every claim needs is missing.
    """

    def __init__(self, names: Sequence[str], lines: dict[str, dict[str, str]] | None = None) -> None:
        columns = [_named(name) for name in names]
        self.names = tuple(at.name for at in columns)
        _check_once(columns)
        _check_needed(columns)
        _check_parts(columns)
        at_id = [index for index, at in enumerate(columns) if at.form is Form.ID]
        self.identifier = at_id[0] if at_id else None
        self.stated_in = next(index for index, at in enumerate(columns) if _is_whole(at))
        self.needed = [
            (key, [index for index, at in enumerate(columns) if at.owner == CLAIM and at.key == key])
            for key in required_columns()
        ]
        self.claim: list[Entry] = []
        self.mixed: list[Entry] = []
        self.document: list[Entry] = []
        parts: dict[Owner, list[Entry]] = {}
        for entry in _entries_of(columns, {} if lines is None else lines):
            at = entry.column
            if at.owner.root == "document":
                self.document.append(entry)
            elif entry.tag is not None or at.form is Form.PART:
                self.mixed.append(entry)
            elif at.owner.key:
                parts.setdefault(at.owner, []).append(entry)
            else:
                self.claim.append(entry)
        self.parts = sorted(parts.items(), key=lambda item: (item[0].key, item[0].number))

    def check(self, cells: Sequence[Cell]) -> None:
        """Make sure that a row says what every claim needs.

        Raises:
            Fault: it does not.
        """
        for key, indexes in self.needed:
            if not cells[indexes[0]] and not any(cells[index] for index in indexes):
                raise Fault(f"this claim has no '{key}'", f"write its {key}", self.names[indexes[0]])

    @staticmethod
    def spread(entry: Entry, cells: Sequence[Cell]) -> Iterator[tuple[Column, Cell]]:
        """Iterate over what a cell that needs a closer look says, in columns of its own.

        Raises:
            Fault: it can't be read.
        """
        at = entry.column
        cell = cells[entry.at]
        language = "" if entry.tag is None else cells[entry.tag]
        if not cell and language:
            problem = f"a language stands here, and no text in '{at.name}'"
            raise Fault(problem, "write the text or remove the language", f"{at.name}.language")
        if cell and at.form is Form.PART:
            yield from _in_cell(at, cell)
        elif cell:
            yield _in_language(at, language) if language else at, cell


def _entries_of(columns: list[Column], lines: dict[str, dict[str, str]]) -> Iterator[Entry]:
    """Iterate over the columns that say something of a claim or a document, each with its language."""
    tags = {(at.owner, at.key): index for index, at in enumerate(columns) if at.form is Form.TAG}
    for index, at in enumerate(columns):
        if at.form in (Form.ID, Form.TAG) or _is_whole(at):
            continue
        is_bare = at.form is Form.TEXT and not at.suffix
        tag = tags.pop((at.owner, at.key), None) if is_bare else None
        is_text = at.form in (Form.TEXT, Form.LITERAL) and not at.is_number
        start = f'{at.predicate} "' if is_text else ""
        yield Entry(index, at, tag, start, f'"{at.suffix}', lines.setdefault(at.name, {}))
    for index in tags.values():
        name = columns[index].name
        text = name.removesuffix(".language")
        raise Fault(f"'{name}' stands without '{text}'", "add the column of the text", name)


def _check_once(columns: list[Column]) -> None:
    seen: set[str] = set()
    for at in columns:
        if at.name in seen:
            raise Fault(f"'{at.name}' stands here twice, nested and with a dot", "keep one of them", at.name)
        seen.add(at.name)


def _check_needed(columns: list[Column]) -> None:
    keys = {at.key for at in columns if at.owner == CLAIM}
    for key in required_columns():
        if key not in keys:
            raise Fault(f"'{key}' is missing, which every claim needs", f"add '{key}'")


def _check_parts(columns: list[Column]) -> None:
    """Make sure that the parts of one kind are written in one way."""
    whole = {(at.owner.root, at.owner.key): at.name for at in columns if at.form is Form.PART}
    for at in columns:
        other = whole.get((at.owner.root, at.owner.key))
        if other is not None and at.form is not Form.PART:
            raise Fault(f"'{at.name}' stands beside '{other}', which says the same", "keep one way", at.name)


def _named(name: str) -> Column:
    try:
        return column(name)
    except Fault as fault:
        raise Fault(fault.problem, fault.cure, name) from None


def _is_whole(at: Column) -> bool:
    return at.owner == CLAIM and at.key == "statedIn"


def _in_language(at: Column, language: Cell) -> Column:
    try:
        return replace(at, suffix=language_suffix(language if isinstance(language, str) else ""))
    except Fault as fault:
        raise Fault(fault.problem, fault.cure, f"{at.name}.language") from None


def _in_cell(at: Column, cell: Cell) -> Iterator[tuple[Column, Cell]]:
    """Iterate over what a cell says of parts that are written into it as `key: value, key: value; ...`."""
    parts = split(cell) if isinstance(cell, str) else cell
    several = len(parts) > 1 or at.owner.in_list
    for number, part in enumerate(parts, start=1):
        for entry in part.split(","):
            key, colon, value = entry.strip().partition(": ")
            if not colon or not value.strip():
                problem = f"'{entry.strip()[:40]}' is not 'key: value'"
                raise Fault(problem, f"write as in '{_EXAMPLE}'", at.name)
            try:
                inner = column(f"{at.name}.{number}.{key}" if several else f"{at.name}.{key}")
            except Fault as fault:
                raise Fault(fault.problem, fault.cure, at.name) from None
            yield inner, value.strip()
