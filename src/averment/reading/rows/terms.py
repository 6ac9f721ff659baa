"""Cells to terms, as N-Triples writes them.

A name means what it means in a YAML file. Plain ones, which are nearly all, are put together here; every other
goes through the reader of YAML files, and the tests compare the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rdflib import URIRef

from averment.errors import Position, ReadError
from averment.namespaces import ID
from averment.reading.jsonld import own_context, to_triples
from averment.reading.placed import MAX_NUMBER, PlacedDict
from averment.reading.positions import Positions
from averment.reading.rows.columns import Column, Form
from averment.reading.rows.faults import Fault

__all__ = ["ODD", "Terms", "literal", "split"]

_LOCAL = r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*"
_COMPACT = re.compile(rf"([a-z]+):({_LOCAL})")
_RELATIVE = re.compile(_LOCAL)
_FULL = re.compile(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*(?:#[A-Za-z0-9_-]+)?")
_WORD = re.compile(r"[A-Za-z0-9_-]+(?:#[A-Za-z0-9_-]+)?")
_MOST = 5000
"""How many terms are remembered."""

ODD = re.compile('[\0"\\\\\n\r]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}


def literal(text: str, suffix: str) -> str:
    r"""Return a text as N-Triples writes it.

    Args:
        text: what stands in the cell.
        suffix: its language or type, as N-Triples writes it, or nothing.

    Raises:
        Fault: the text holds a NUL.

    >>> literal('say "no"', "@en")
    '"say \\"no\\""@en'
    """
    if not ODD.search(text):
        return f'"{text}"{suffix}'
    if "\0" in text:
        raise Fault("a NUL stands here, which no text has", "remove it")
    return f'"{ODD.sub(lambda odd: _ESCAPES[odd.group()], text)}"{suffix}'


def split(cell: str) -> list[str]:
    """Return what a cell lists, with `;` between.

    >>> split("actor:tass; actor:interfax;")
    ['actor:tass', 'actor:interfax']
    """
    if ";" not in cell:
        return [cell.strip()]
    return [item for part in cell.split(";") if (item := part.strip())]


class Terms:
    """Turns the names in cells to IRIs."""

    def __init__(self) -> None:
        self._prefixes = {
            name: term.id for name, term in own_context().terms.items() if term.prefix and term.id
        }
        self._words: dict[tuple[str, str], str] = {}
        self._base = ""
        self._base_is_plain = False
        self._unusual = lru_cache(maxsize=4096)(_unusual)

    def iri(self, name: str, base: str) -> str:
        """Return the IRI of a name, without brackets.

        Args:
            name: as it is written, without spaces around it.
            base: the IRI of the document, which a name without a colon counts from; empty if there is none.

        Raises:
            Fault: it names nothing.
        """
        if ":" not in name:
            if base and _RELATIVE.fullmatch(name) and self._is_plain(base):
                return f"{base}/{name}"
        elif (compact := _COMPACT.fullmatch(name)) is not None and compact[1] in self._prefixes:
            return f"{self._prefixes[compact[1]]}{compact[2]}"
        elif _FULL.fullmatch(name):
            return name
        return self._unusual("about", name, base)

    def extends(self, name: str, base: str) -> bool:
        """Return whether a longer name means the IRI of this one with the rest behind it."""
        if _RELATIVE.fullmatch(name):
            return self._is_plain(base)
        return _COMPACT.fullmatch(name) is not None

    def _is_plain(self, base: str) -> bool:
        """Return whether a word that counts from an IRI comes behind it."""
        if base != self._base:
            self._base = base
            self._base_is_plain = _FULL.fullmatch(base) is not None and "#" not in base
        return self._base_is_plain

    def is_fixed(self, column: Column, cell: str) -> bool:
        """Return whether a cell of one value says the same in the rows of every document."""
        if column.form is Form.WORDS:
            return _WORD.fullmatch(cell) is not None
        if column.form is Form.NAMES:
            compact = _COMPACT.fullmatch(cell)
            return compact is not None and compact[1] in self._prefixes
        return True

    def word(self, column: Column, name: str, base: str) -> str:
        """Return the IRI of a term, without brackets; see `iri`."""
        key = column.key, name
        found = self._words.get(key)
        if found is not None:
            return found
        if not _WORD.fullmatch(name):
            return self._unusual(column.key, name, base)
        if len(self._words) >= _MOST:
            self._words.clear()
        space = column.vocabulary
        found = self._words[key] = space + name if space else self._unusual(column.key, name, "")
        return found

    def values(self, column: Column, cell: str | list[str], base: str) -> list[str]:
        """Return what a cell of names, terms or literals says, as N-Triples writes it.

        Raises:
            Fault: something in it can't be read.
        """
        if column.form is Form.LITERAL or column.form is Form.TEXT:
            cells = cell if isinstance(cell, list) else [cell]
            if column.is_number:
                _check_length(cells)
            return [literal(text, column.suffix) for text in cells]
        names = split(cell) if isinstance(cell, str) else cell
        if column.form is Form.WORDS:
            return [f"<{self.word(column, name, base)}>" for name in names]
        return [f"<{self.iri(name, base)}>" for name in names]


def _check_length(cells: list[str]) -> None:
    for text in cells:
        if len(text) > MAX_NUMBER:
            raise Fault(f"a number of {len(text)} characters stands here", f"write at most {MAX_NUMBER}")


def _unusual(key: str, name: str, base: str) -> str:
    """Return the IRI that a name has under a key of a YAML file that describes a thing.

    Raises:
        Fault: it names nothing, or a node without a name.
    """
    if name.startswith("_:"):
        raise Fault(f"'{name}' is a blank node, which has no name in another row", "use an IRI")
    nowhere = Position("", 1, 1)
    thing = PlacedDict(nowhere)
    thing["id"] = base or str(ID)
    thing[key] = name
    errors: list[ReadError] = []
    triples = to_triples(thing if base else [thing], "", Positions(), errors)
    for error in errors:
        raise Fault(error.problem, error.cure)
    for _, _, value in triples:
        if isinstance(value, URIRef):
            return str(value)
    raise Fault(f"'{name}' names no thing", "write an IRI, as in 'actor:some-name'")
