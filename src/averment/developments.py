"""What changed in what was known between two days: articles, stages, answers and findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from averment.building import Build
from averment.checking import Finding, Report
from averment.namespaces import AV
from averment.querying import find_query, run_query
from averment.showing import Lookup
from averment.showing.findings import node_of
from averment.showing.parts import Date, Thing
from averment.showing.statements import claim_of, value_in_words
from averment.viewpoint import published

__all__ = ["Article", "Change", "Development", "as_json", "developments"]

Kind = Literal["stage", "answer", "finding"]


@dataclass(frozen=True, slots=True)
class Article:
    """A document that was published in between: its id, title, publisher, date, and where it is written."""

    document: Thing
    publisher: str | None
    published: Date | None
    path: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was known on one of the days and not on the other.

    Attributes:
        kind: what changed.
        about: the instrument, or the question, or what the finding is about.
        before: what was known on the first day, or None.
        after: what was known on the last day, or None.
        through: the ids of the articles in between that brought it about, in the order of the list.
        rule: the rule of a finding.
        severity: the severity of a finding.
    """

    kind: Kind
    about: Thing
    before: str | None
    after: str | None
    through: tuple[str, ...]
    rule: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Development:
    """What changed between two days: what was published after the first one and by the last one, and its effects."""

    first: date
    last: date
    articles: tuple[Article, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    def of_kind(self, kind: Kind) -> tuple[Change, ...]:
        """Return the changes of a kind."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A graph as it was known on a day, with what a check of it finds."""

    build: Build
    report: Report
    lookup: Lookup

    @property
    def graph(self) -> Graph:
        return self.lookup.graph


def developments(
    before: tuple[Build, Report], after: tuple[Build, Report], first: date, last: date
) -> Development:
    """Return what changed between two days.

    Args:
        before: the graph as of the first day, and what a check of it found.
        after: the same as of the last day.
        first: the first day.
        last: the last day.
    """
    then, now = (_Seen(build, report, Lookup(build)) for build, report in (before, after))
    earlier, later = published(now.build.reading, first, last)
    new = _articles(now, later - earlier)
    order = {article.document.iri: article.document.id for article in new}
    return Development(
        first=first,
        last=last,
        articles=new,
        changes=(*_stages(then, now, order), *_answers(then, now, order), *_findings(then, now, order)),
        notes=now.report.notes,
    )


def as_json(development: Development) -> dict[str, Any]:
    """Return what `--format json` prints."""
    return {
        "from": development.first.isoformat(),
        "to": development.last.isoformat(),
        "articles": [asdict(article) for article in development.articles],
        "changes": [asdict(change) for change in development.changes],
        "notes": list(development.notes),
    }


def _articles(now: _Seen, documents: Iterable[Node]) -> tuple[Article, ...]:
    found = []
    for document in documents:
        at = now.lookup.at(document)
        publisher = now.lookup.thing_of(document, DCTERMS.publisher)
        found.append(
            Article(
                document=now.lookup.thing(document),
                publisher=publisher.name if publisher is not None else None,
                published=now.lookup.date(document, AV.published),
                path=at.path if at is not None else None,
                line=at.line if at is not None else None,
            )
        )
    return tuple(
        sorted(found, key=lambda one: (one.published.stated if one.published else "~", one.document.id))
    )


def _through(seen: _Seen, nodes: Iterable[Node], order: dict[str, str]) -> tuple[str, ...]:
    """Return the articles in between that are among the nodes, state one of them, or take back what does."""
    documents = {document for node in nodes for document in (node, *seen.lookup.values(node, AV.statedIn))}
    later = {
        by
        for document in documents
        for tie in (AV.corrects, AV.retracts)
        for by in seen.lookup.subjects(tie, document)
    }
    named = {str(document) for document in documents | later}
    return tuple(id_ for iri, id_ in order.items() if iri in named)


def _stages(then: _Seen, now: _Seen, order: dict[str, str]) -> list[Change]:
    before, after = _standing(then), _standing(now)
    changes = []
    for law in sorted(before.keys() | after.keys()):
        if before.get(law) != after.get(law):
            told = [
                answer
                for question in now.lookup.subjects(AV.about, URIRef(law))
                for answer in now.lookup.values(question, AV.hasAnswer)
                if _stage(now, answer) == after.get(law)
            ]
            changes.append(
                Change(
                    "stage",
                    now.lookup.thing(URIRef(law)),
                    before.get(law),
                    after.get(law),
                    _through(now, (claim_of(now.lookup, answer) for answer in told), order),
                )
            )
    return changes


def _standing(seen: _Seen) -> dict[str, str]:
    """Return the stage that each instrument is known to have reached, by the question `standing`."""
    rows = run_query(seen.graph, find_query("standing"))
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - the query selects
    return {row["law"].value: row["label"].value for row in rows}


def _stage(seen: _Seen, answer: Node) -> str | None:
    stage = seen.lookup.value(answer, AV.hasConcept)
    return seen.lookup.name(stage) if stage is not None else None


def _answers(then: _Seen, now: _Seen, order: dict[str, str]) -> list[Change]:
    """Return the answers that were gained and lost, by question; a question keeps its IRI as long as it is asked."""
    before, after = _given(then), _given(now)
    changes = []
    for question, sense in sorted(before.keys() ^ after.keys()):
        is_new = (question, sense) in after
        seen, answers = (now, after[question, sense]) if is_new else (then, before[question, sense])
        words = value_in_words(seen.lookup, answers[0])
        through = _through(now, (claim_of(seen.lookup, answer) for answer in answers), order)
        changes.append(
            Change(
                "answer",
                seen.lookup.thing(URIRef(question)),
                None if is_new else words,
                words if is_new else None,
                through,
            )
        )
    return changes


def _given(seen: _Seen) -> dict[tuple[str, str], list[Node]]:
    given: dict[tuple[str, str], list[Node]] = {}
    for question, answer in sorted(seen.graph.subject_objects(AV.hasAnswer)):
        given.setdefault((str(question), seen.lookup.text(answer, AV.sense) or str(answer)), []).append(
            answer
        )
    return given


def _findings(then: _Seen, now: _Seen, order: dict[str, str]) -> list[Change]:
    before, after = (_open(seen.report) for seen in (then, now))
    return [
        *(_finding(now, now, after[key], order, is_new=True) for key in after if key not in before),
        *(_finding(then, now, before[key], order, is_new=False) for key in before if key not in after),
    ]


def _open(report: Report) -> dict[tuple[str, str], Finding]:
    """Return the open findings by rule and subject: one that gains a side is the same finding."""
    return {(one.rule, one.subject): one for one in report.findings if one.status == "open"}


def _finding(seen: _Seen, now: _Seen, finding: Finding, order: dict[str, str], *, is_new: bool) -> Change:
    subject = node_of(finding.subject)
    claims = [node_of(place.claim) for place in finding.places if place.claim is not None]
    return Change(
        "finding",
        seen.lookup.thing(subject),
        None if is_new else finding.message,
        finding.message if is_new else None,
        _through(now, [subject, *claims], order),
        finding.rule,
        finding.severity,
    )
