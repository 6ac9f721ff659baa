"""Values of parameters: from the text that a user gives to a term, by the type of the parameter."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox

from averment.namespaces import PREFIXES
from averment.querying.binding import Bound

__all__ = ["EXAMPLES", "expand", "parse_value"]

EXAMPLES = {
    "iri": "law:ru-extradition-ban",
    "text": "some words",
    "integer": "3",
    "decimal": "1.5",
    "date": "2026-03-09",
}
"""A value for each type that a parameter may have."""

_FORMS = {
    "integer": re.compile(r"[+-]?[0-9]{1,18}"),
    "decimal": re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


def parse_value(kind: str, value: str) -> Bound:
    """Return a value as a term of a type of `EXAMPLES`.

    Raises:
        ValueError: it is of another type.
    """
    if kind == "iri":
        return ox.NamedNode(expand(value))
    if kind == "text":
        value.encode()  # half a surrogate pair is no text
        return ox.Literal(value)
    if not _FORMS[kind].fullmatch(value):
        raise ValueError(f"'{value}' is no {kind}")
    if kind == "date":
        date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + kind))


def expand(text: str) -> str:
    """Return the IRI that a compact IRI or an IRI stands for.

    Raises:
        ValueError: it is neither.

    >>> expand("law:ru-extradition-ban")
    'https://w3id.org/averment/id/law/ru-extradition-ban'
    """
    prefix, colon, rest = text.partition(":")
    if colon and prefix in PREFIXES and not rest.startswith("//"):
        return PREFIXES[prefix] + rest
    if re.match(r"^(https?|urn):\S+$", text):
        return text
    raise ValueError(f"'{text}' is no IRI")
