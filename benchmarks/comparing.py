"""Results of engines in one form, and how they differ from what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from averment.namespaces import PREFIXES
from benchmarks.ntriples import plain

__all__ = ["Comparison", "Row", "compare", "normal", "read_expected", "unquoted"]

Row = tuple[str, str, str, str, str]
"""Focus node, shape, component, path and value of a result, as N-Triples writes terms, or empty."""

_EXAMPLES = 5
_LITERAL = re.compile(r'"(?P<value>.*)"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^(?P<datatype>\S+))?', re.DOTALL)
_STRING = f"<{PREFIXES['xsd']}string>"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the results of an engine differ from what is expected, with some examples of each difference."""

    results: int
    missing: int
    extra: int
    missing_examples: tuple[Row, ...]
    extra_examples: tuple[Row, ...]

    @property
    def verdict(self) -> str:
        """Say it in a few words.

        >>> Comparison(29, 0, 0, (), ()).verdict
        'equal'
        """
        parts = [f"{self.missing} missing"] if self.missing else []
        parts += [f"{self.extra} extra"] if self.extra else []
        return ", ".join(parts) or "equal"


def normal(focus: str, shape: str, component: str, path: str | None, value: str | None) -> Row:
    """Return a result in the form in which results are compared.

    A path that is no single property is left out, since engines write it in different ways; so is a value
    that is the focus node, since engines differ in whether a constraint of a node has one.
    """
    return (
        focus,
        shape,
        component,
        path if path is not None and path.startswith("<") else "",
        value if value is not None and value != focus and not value.startswith("_:") else "",
    )


def unquoted(term: str) -> str:
    """Return a term of an engine that writes IRIs bare and literals without escapes, as N-Triples writes it.

    >>> unquoted('"5"^^xsd:integer')
    '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    match = _LITERAL.fullmatch(term)
    if match is None:
        return term if term.startswith(("_:", "<")) else f"<{term}>"
    value, datatype = plain(match["value"]), match["datatype"]
    if match["language"]:
        return f"{value}@{match['language']}"
    if datatype is None:
        return value
    prefix, _, name = datatype.partition(":")
    full = datatype if datatype.startswith("<") else f"<{PREFIXES.get(prefix, prefix + ':')}{name}>"
    return value if full == _STRING else f"{value}^^{full}"


def read_expected(file: Path) -> set[Row]:
    """Return the results that a generated graph has to lead to."""
    with file.open(encoding="utf-8") as lines:
        next(lines)
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {(focus, shape, component, path, value) for focus, shape, component, path, value, _ in rows}


def compare(found: Iterable[Row], expected: set[Row]) -> Comparison:
    """Compare two sets of results."""
    results = set(found)
    missing, extra = sorted(expected - results), sorted(results - expected)
    return Comparison(
        len(results), len(missing), len(extra), tuple(missing[:_EXAMPLES]), tuple(extra[:_EXAMPLES])
    )
