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

__all__ = ["LISTS", "Column", "Entry", "List", "Row"]


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
class Entry:
    """A row with its place in the list: `order` first, then the name of its thing."""

    order: tuple[Any, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class List:
    """A list of pages: heading, what it is of, what filters it, columns, and how a page becomes an entry."""

    heading: str
    lead: str
    kind_label: str
    columns: tuple[Column, ...]
    entry: Callable[[Page], Entry | None]
    is_descending: bool = False

    def rows(self, entries: Iterable[Entry]) -> list[Row]:
        """Return the rows of entries in their order."""
        by_name = sorted(entries, key=lambda entry: _by_name(entry.row.thing))
        by_name.sort(key=lambda entry: entry.order, reverse=self.is_descending)
        return [entry.row for entry in by_name]


def _open(findings: Iterable[Found]) -> int:
    """Return how many findings ask for an editor."""
    return sum(found.status == "open" and found.severity != "info" for found in findings)


def _of_subjects(subjects: Iterable[Subject]) -> tuple[int, int]:
    """Return how many questions there are about subjects, and how many findings about these ask for an editor."""
    asked = [one for subject in subjects for one in subject.questions]
    return len(asked), _open(found for one in asked for found in one.findings)


def _by_name(thing: Thing) -> tuple[str, str]:
    return (thing.name.casefold(), thing.iri)


def _law(page: Page) -> Entry | None:
    if isinstance(page, InstrumentPage):
        cells = (page.header.type, *_of_subjects(page.subjects))
        return Entry((0, *_by_name(page.header.thing), 0), Row(page.header.thing, page.header.type, cells))
    if isinstance(page, ProvisionPage):
        home = page.instrument
        row = Row(page.header.thing, "provision", ("", *_of_subjects(page.subjects)), 1 if home else 0)
        return Entry((0, *_by_name(home), 1) if home is not None else (1, "", "", 1), row)
    return None


def _question(page: Page) -> Entry | None:
    if not isinstance(page, QuestionPage):
        return None
    asked = page.answers
    at_odds = _open(asked.findings)
    cells = ("", {"thing": asked.about}, asked.reports, asked.origins, len(asked.answers), at_odds)
    return Entry((at_odds, asked.reports), Row(page.header.thing, asked.asked, cells))


def _source(page: Page) -> Entry | None:
    if not isinstance(page, ActorPage):
        return None
    counts = (len(page.published), len(page.cited_by), page.originates, len(page.at_odds))
    return Entry((), Row(page.header.thing, page.header.type, (page.header.type, *counts)))


def _article(page: Page) -> Entry | None:
    if not isinstance(page, DocumentPage):
        return None
    publisher: Any = {"thing": page.publisher} if page.publisher is not None else ""
    day = page.published.in_words if page.published is not None else "undated"
    at_odds = sum(claim.statement.is_at_odds for claim in page.claims)
    kind = page.publisher.name if page.publisher is not None else ""
    row = Row(page.header.thing, kind, ("", publisher, day, len(page.claims), at_odds))
    return Entry((page.published.stated if page.published is not None else "",), row)


def _group(page: Page) -> Entry | None:
    if not isinstance(page, GroupPage):
        return None
    cells = ("", *_of_subjects(page.subjects), len(page.mentions))
    return Entry((), Row(page.header.thing, "", cells))


_AT_ODDS = Column("Findings", marks=True)

LISTS: dict[str, List] = {
    "laws.html": List(
        "Laws",
        "Laws, bills, decrees, codes and packages, each with its provisions.",
        "Kind",
        (Column("Law", is_count=False), Column("Questions"), _AT_ODDS),
        _law,
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
        _question,
        is_descending=True,
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
        _source,
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
        _article,
        is_descending=True,
    ),
    "groups.html": List(
        "Groups",
        "Groups of persons that rules and figures are about.",
        "Kind",
        (Column("Group", is_count=False), Column("Questions"), _AT_ODDS, Column("Named as an answer")),
        _group,
    ),
}
"""The lists by the files that they are written to."""
