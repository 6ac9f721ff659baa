"""The lists of a site: each kind of page as rows of a table, with what is counted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from averment.showing import Page
from averment.showing.pages import (
    ActorPage,
    DocumentPage,
    GroupPage,
    InstrumentPage,
    ProvisionPage,
    QuestionPage,
)
from averment.showing.parts import Found, Subject, Thing

__all__ = ["LISTS", "Column", "List", "Row"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, whether it counts, and whether what it counts asks for an editor."""

    name: str
    is_count: bool = True
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its thing, what it is filtered by, its cells, of which the first stands with the thing, its depth."""

    thing: Thing
    kind: str
    cells: tuple[Any, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class List:
    """A list of pages: heading, what it is of, what filters it, columns, and how its rows are made."""

    heading: str
    lead: str
    kind_label: str
    columns: tuple[Column, ...]
    rows: Callable[[Iterable[Page]], list[Row]]


def _open(findings: Iterable[Found]) -> int:
    """Return how many findings ask for an editor."""
    return sum(found.status == "open" and found.severity != "info" for found in findings)


def _of_subjects(subjects: Iterable[Subject]) -> tuple[int, int]:
    """Return how many questions there are about subjects, and how many findings about these ask for an editor."""
    asked = [one for subject in subjects for one in subject.questions]
    return len(asked), _open(found for one in asked for found in one.findings)


def _by_name(row: Row) -> tuple[str, str]:
    return (row.thing.name.casefold(), row.thing.iri)


def _laws(pages: Iterable[Page]) -> list[Row]:
    shown = list(pages)
    provisions: dict[str, list[Row]] = {}
    for page in shown:
        if isinstance(page, ProvisionPage):
            home = page.instrument.iri if page.instrument is not None else ""
            row = Row(page.header.thing, "provision", ("", *_of_subjects(page.subjects)), 1 if home else 0)
            provisions.setdefault(home, []).append(row)
    laws = [
        Row(page.header.thing, page.header.type, (page.header.type, *_of_subjects(page.subjects)))
        for page in shown
        if isinstance(page, InstrumentPage)
    ]
    found: list[Row] = []
    for law in sorted(laws, key=_by_name):
        found += [law, *sorted(provisions.pop(law.thing.iri, ()), key=_by_name)]
    return [*found, *(row for home in sorted(provisions) for row in sorted(provisions[home], key=_by_name))]


def _questions(pages: Iterable[Page]) -> list[Row]:
    rows = []
    for page in pages:
        if isinstance(page, QuestionPage):
            asked = page.answers
            cells = (
                "",
                {"thing": asked.about},
                asked.reports,
                asked.origins,
                len(asked.answers),
                _open(asked.findings),
            )
            rows.append(Row(page.header.thing, asked.asked, cells))
    return sorted(rows, key=lambda row: (-row.cells[5], -row.cells[2], *_by_name(row)))


def _sources(pages: Iterable[Page]) -> list[Row]:
    rows = [
        Row(
            page.header.thing,
            page.header.type,
            (
                page.header.type,
                len(page.published),
                len(page.cited_by),
                page.originates,
                len(page.at_odds),
            ),
        )
        for page in pages
        if isinstance(page, ActorPage)
    ]
    return sorted(rows, key=_by_name)


def _articles(pages: Iterable[Page]) -> list[Row]:
    found: list[tuple[str, Row]] = []
    for page in pages:
        if isinstance(page, DocumentPage):
            publisher: Any = {"thing": page.publisher} if page.publisher is not None else ""
            day = page.published.in_words if page.published is not None else "undated"
            at_odds = sum(claim.statement.is_at_odds for claim in page.claims)
            kind = page.publisher.name if page.publisher is not None else ""
            row = Row(page.header.thing, kind, ("", publisher, day, len(page.claims), at_odds))
            found.append((page.published.stated if page.published is not None else "", row))
    found.sort(key=lambda one: _by_name(one[1]))
    return [row for _, row in sorted(found, key=lambda one: one[0], reverse=True)]


def _groups(pages: Iterable[Page]) -> list[Row]:
    rows = [
        Row(page.header.thing, "", ("", *_of_subjects(page.subjects), len(page.mentions)))
        for page in pages
        if isinstance(page, GroupPage)
    ]
    return sorted(rows, key=_by_name)


_AT_ODDS = Column("Findings", marks=True)

LISTS: dict[str, List] = {
    "laws.html": List(
        "Laws",
        "Laws, bills, decrees, codes and packages, each with its provisions.",
        "Kind",
        (Column("Law", is_count=False), Column("Questions"), _AT_ODDS),
        _laws,
    ),
    "questions.html": List(
        "Questions",
        "What the claims answer. Those whose answers do not fit together come first.",
        "Asks for",
        (
            Column("Question", is_count=False),
            Column("About", is_count=False),
            Column("Reports"),
            Column("Origins"),
            Column("Answers"),
            _AT_ODDS,
        ),
        _questions,
    ),
    "sources.html": List(
        "Sources",
        "Persons, organisations and outlets: who publishes, who is quoted, from whom claims come.",
        "Kind",
        (
            Column("Name", is_count=False),
            Column("Articles"),
            Column("Quoted in"),
            Column("Origin of claims"),
            Column("Claims at odds", marks=True),
        ),
        _sources,
    ),
    "articles.html": List(
        "Articles",
        "What the claims were read from, the newest first.",
        "Publisher",
        (
            Column("Title", is_count=False),
            Column("Publisher", is_count=False),
            Column("Date", is_count=False),
            Column("Claims"),
            Column("At odds", marks=True),
        ),
        _articles,
    ),
    "groups.html": List(
        "Groups",
        "Groups of persons that rules and figures are about.",
        "Kind",
        (Column("Group", is_count=False), Column("Questions"), _AT_ODDS, Column("Named as an answer")),
        _groups,
    ),
}
"""The lists by the files that they are written to."""
