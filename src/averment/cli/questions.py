"""The named queries for people: a list by subject, and all that there is to say of one."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from rdflib import URIRef

from averment.cli.text import clean
from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.querying import SUBJECTS, Parameter, Query

__all__ = ["describe", "list_by_subject"]


def list_by_subject(queries: Sequence[Query], subject: str | None = None) -> str:
    """Return a line for each query, under the subject that it is about.

    Args:
        queries: those that there are.
        subject: the only one to show; None for all.

    Raises:
        UsageError: there is no such subject.
    """
    if subject is not None and subject not in SUBJECTS:
        raise UsageError(f"'{subject}' is no subject of queries; name one of {', '.join(SUBJECTS)}")
    width = max(len(query.name) for query in queries)
    blocks = []
    for each in SUBJECTS if subject is None else (subject,):
        lines = [f"  {query.name:{width}}  {query.asks}\n" for query in queries if query.subject == each]
        blocks.append("".join([f"{each}\n", *lines]))
    return "\n".join(blocks)


def describe(query: Query) -> str:
    """Return what a query says of itself, an example of its use, and its text."""
    lines = [query.title, "", f"Asks: {query.asks}", f"Returns: {query.returns}"]
    if query.subject:
        lines.append(f"Subject: {query.subject}")
    if query.parameters:
        lines.append("Parameters:")
        lines += [f"  {one.name} ({_type(one)}): {one.description}" for one in query.parameters]
    if query.columns:
        lines.append("Columns:")
        lines += [f"  {column.name}: {column.definition}" for column in query.columns]
    if query.subject:
        given = [f"--param {shlex.quote(f'{name}={value}')}" for name, value in query.example]
        lines.append(f"Example: {' '.join(['averment query', query.name, *given])}")
    return "\n".join(clean(line) for line in [*lines, "", *query.text.split("\n")])


def _type(parameter: Parameter) -> str:
    """Return what may be given for a parameter, and what it is if nothing is given."""
    words = [parameter.type]
    if parameter.of:
        words.append(f"of {', '.join(Concepts.compact(URIRef(each)) for each in parameter.of)}")
    if parameter.default is not None:
        words.append(f"= {parameter.default}")
    return " ".join(words)
