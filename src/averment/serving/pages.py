"""The pages of the server: queries, questions, and things that have no page on the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader
from rdflib import URIRef

from averment.deriving.concepts import Concepts
from averment.querying import Query
from averment.serving.things import address_of
from averment.site.filling import environment, web_address

__all__ = [
    "ASSETS",
    "EDITOR_POLICY",
    "MOST_ROWS",
    "PAGE_POLICY",
    "query_page",
    "question_page",
    "questions_page",
    "thing_page",
]

_HERE = Path(__file__).resolve().parent
ASSETS = _HERE / "assets"
MOST_ROWS = 500
"""Rows that a page shows."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

EDITOR_POLICY = PAGE_POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)
"""The editor adds one style of its own, for columns whose widths are drawn; this is its hash."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A term as a page shows it: its text, where it leads, and its language or datatype."""

    text: str
    address: str | None = None
    note: str = ""


def query_page(title: str, queries: Iterable[Query], *, has_site: bool) -> str:
    """Return the page on which queries are written and run, with the questions as examples."""
    return _filled("query", title, has_site=has_site, questions=list(queries))


def questions_page(title: str, queries: Iterable[Query], *, has_site: bool) -> str:
    """Return the page that lists the questions."""
    return _filled("questions", title, has_site=has_site, questions=list(queries))


def question_page(
    title: str,
    query: Query,
    given: Mapping[str, str],
    answer: bytes | None,
    links: Mapping[str, str],
    *,
    has_site: bool,
) -> str:
    """Return the page of a question with its answer.

    Args:
        title: what the graph is called.
        query: the question.
        given: the values of its parameters.
        answer: the answer as SPARQL results in JSON, or None if it is no table, or too large for a page.
        links: where the answer is to be had in other formats, by the name of the format.
        has_site: whether there is a site beside.
    """
    columns: list[str] = []
    rows: list[list[_Cell]] = []
    count = 0
    if answer is not None:
        results = json.loads(answer)
        columns = results["head"].get("vars", [])
        bindings = results.get("results", {}).get("bindings", [])
        count = len(bindings)
        rows = [[_cell(binding.get(name)) for name in columns] for binding in bindings[:MOST_ROWS]]
    return _filled(
        "question",
        title,
        has_site=has_site,
        query=query,
        given=given,
        is_shown=answer is not None,
        columns=columns,
        rows=rows,
        count=count,
        links=links,
    )


def thing_page(title: str, iris: Iterable[str], statements: bytes, *, has_site: bool) -> str:
    """Return the page of a thing: all that the graph says of it.

    Args:
        title: what the graph is called.
        iris: its IRIs.
        statements: N-Triples.
        has_site: whether there is a site beside.
    """
    rows = sorted(
        (
            tuple(_of_term(term) for term in (triple.subject, triple.predicate, triple.object))
            for triple in ox.parse(statements, format=ox.RdfFormat.N_TRIPLES)
        ),
        key=lambda row: [cell.text for cell in row],
    )
    names = [Concepts.compact(URIRef(iri)) for iri in iris]
    return _filled("thing", title, has_site=has_site, name=names[0], rows=rows[:MOST_ROWS], count=len(rows))


@cache
def _templates() -> Environment:
    return environment().overlay(loader=FileSystemLoader(_HERE / "templates"))


def _filled(template: str, title: str, *, has_site: bool, **values: Any) -> str:
    made = _templates().get_template(f"{template}.html")
    return made.render(title=title, has_site=has_site, version=version("averment"), **values)


def _cell(binding: Mapping[str, str] | None) -> _Cell:
    if binding is None:
        return _Cell("")
    if binding["type"] == "uri":
        return _of_iri(binding["value"])
    if binding["type"] == "bnode":
        return _Cell("_:" + binding["value"])
    return _Cell(str(binding["value"]), web_address(str(binding["value"])), binding.get("xml:lang", ""))


def _of_term(term: object) -> _Cell:
    if isinstance(term, ox.NamedNode):
        return _of_iri(term.value)
    if isinstance(term, ox.Literal):
        return _Cell(term.value, web_address(term.value), term.language or "")
    return _Cell(str(term))


def _of_iri(iri: str) -> _Cell:
    return _Cell(Concepts.compact(URIRef(iri)), address_of(iri) or web_address(iri))
