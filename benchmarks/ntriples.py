"""Terms as N-Triples writes them, for a generator that writes lines and builds no graph."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache

from averment.namespaces import BASE, PREFIXES

__all__ = [
    "AV",
    "BLANK",
    "boolean",
    "date",
    "decimal",
    "exact",
    "integer",
    "iri",
    "line",
    "plain",
    "text",
    "typed",
]

_XSD = PREFIXES["xsd"]
_INTEGER, _DECIMAL, _BOOLEAN, _DATE = (
    f"^^<{_XSD}{name}>" for name in ("integer", "decimal", "boolean", "date")
)
BLANK = "_:"


class _Vocabulary:
    """Writes the terms of one namespace: `AV.about` is `<https://w3id.org/averment/ontology#about>`."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> str:
        term = f"<{self._namespace}{name}>"
        setattr(self, name, term)
        return term


AV = _Vocabulary(BASE + "ontology#")


@lru_cache(maxsize=65536)
def iri(compact: str) -> str:
    """Return what a compact IRI of the project's prefixes stands for.

    >>> iri("actor:tass")
    '<https://w3id.org/averment/id/actor/tass>'
    """
    prefix, _, name = compact.partition(":")
    return f"<{PREFIXES[prefix]}{name}>"


def plain(value: str) -> str:
    """Return a string literal; the value has no character that would need an escape but these two."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def text(value: str, language: str = "en") -> str:
    """Return a literal with a language."""
    return f"{plain(value)}@{language}"


def typed(value: str, datatype: str) -> str:
    """Return a literal with a datatype of XML Schema."""
    return f"{plain(value)}^^<{_XSD}{datatype}>"


def integer(value: int) -> str:
    """Return an xsd:integer."""
    return f'"{value}"{_INTEGER}'


def decimal(value: int) -> str:
    """Return an xsd:decimal without a fraction."""
    return f'"{value}"{_DECIMAL}'


def exact(value: Decimal) -> str:
    """Return an xsd:decimal with all its digits."""
    return f'"{value:f}"{_DECIMAL}'


def boolean(value: bool) -> str:
    """Return an xsd:boolean."""
    return f'"true"{_BOOLEAN}' if value else f'"false"{_BOOLEAN}'


@lru_cache(maxsize=8192)
def date(ordinal: int) -> str:
    """Return an xsd:date; days are counted as by `datetime.date.toordinal`."""
    return f'"{datetime.date.fromordinal(ordinal)}"{_DATE}'


def line(subject: str, predicate: str, value: str) -> str:
    """Return one statement as a line."""
    return f"{subject} {predicate} {value} .\n"
