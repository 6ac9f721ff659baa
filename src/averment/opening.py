"""A graph opened in a notebook or a script: claims, findings and answers as tables, views as networks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import Graph, URIRef

from averment.building import Build, build_from
from averment.checking import Finding, Report, check
from averment.checking.graph import with_findings
from averment.deriving.concepts import Concepts
from averment.developments import Development, developments
from averment.errors import UsageError
from averment.querying import Query, find_query, parse_query, run_query, to_store
from averment.reading import Reading, read
from averment.showing import Findings, Lookup, Page, find_subject, show
from averment.showing.coverage import Coverage, coverage_of
from averment.viewing import View, view
from averment.viewpoint import Viewpoint
from averment.workspace.settings import find_workspace, load_workspace, paths_of

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["OpenGraph", "open_graph"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}


def open_graph(
    *paths: str | Path,
    as_of: date | str | None = None,
    true_by: date | str | None = None,
    archive: str | Path | None = None,
    shapes: Iterable[str | Path] = (),
    today: date | str | None = None,
) -> OpenGraph:
    """Open a graph: read its files, and derive what follows from them.

    Args:
        paths: files and folders; without any, those of the nearest `averment.toml`, or the folder `graph`.
        as_of: only what had been published by this day counts; see `docs/time.md`.
        true_by: only what had happened by this day counts.
        archive: the folder with the texts of archived pages, to prove passages against.
        shapes: files with further shapes.
        today: the day on which waivers have to hold; by default `as_of`, or the present day.

    Raises:
        ReadFailure: something can't be read; it holds every such error.
        UsageError: there is nothing to read, or a day is none.
    """
    file = find_workspace()
    workspace = load_workspace(file) if file is not None else None
    reading = read(paths_of(workspace, tuple(map(str, paths))))
    viewpoint = Viewpoint(_day(as_of), _day(true_by))
    return OpenGraph(
        reading,
        viewpoint,
        archive=archive or (workspace.archive if workspace is not None else None),
        shapes=(*(workspace.shapes if workspace is not None else ()), *shapes),
        today=_day(today) or viewpoint.published_by or date.today(),
    )


class OpenGraph:
    """A graph that was opened; what is asked of it twice is worked out once.

    Attributes:
        build: what the files state, and what follows from it.
    """

    def __init__(
        self,
        reading: Reading,
        viewpoint: Viewpoint,
        *,
        archive: str | Path | None,
        shapes: Iterable[str | Path],
        today: date,
    ) -> None:
        self._reading = reading
        self._settings: dict[str, Any] = {"archive": archive, "shapes": tuple(shapes), "today": today}
        self.build: Build = build_from(reading, viewpoint=viewpoint, **self._settings)

    def __repr__(self) -> str:
        """Return how large it is."""
        return f"<averment graph: {self.report.summary.claims} claims, {self.report.summary.questions} questions>"

    @cached_property
    def report(self) -> Report:
        """What a check finds."""
        return check(self.build)

    @property
    def graph(self) -> Graph:
        """The graph with the ontology, for rdflib."""
        return self.build.everything

    def ask(self, query: str, **parameters: object) -> pd.DataFrame:
        """Return the answer to a question as a table.

        Args:
            query: the name of a question (`averment query --list`), the path of a file, or a SELECT query.
            parameters: values of its variables, such as `subject="law:ru-extradition-ban"`.

        Raises:
            QueryError: the query is malformed, or uses what is refused.
            UsageError: there is no such question, a parameter is of the wrong type, or it selects nothing.
        """
        asked = parse_query("query", query) if "{" in query else find_query(query)
        values = {name: str(value) for name, value in parameters.items() if value is not None}
        results = run_query(self._store(asked), asked, values)
        if not isinstance(results, ox.QuerySolutions):
            raise UsageError(f"the query '{asked.name}' selects nothing; write a SELECT query")
        names = [variable.value for variable in results.variables]
        return _table([[_cell(solution[name]) for name in names] for solution in results], names)

    def claims(self, **parameters: object) -> pd.DataFrame:
        """Return the claims as a table, one a row: the question `claims`, with its parameters."""
        return self.ask("claims", **parameters)

    def findings(self) -> pd.DataFrame:
        """Return what a check finds as a table, one finding a row, its sides as a list of the claims' ids."""
        rows = [_finding(one) for one in self.report.findings]
        return _table(rows, list(_FINDING_COLUMNS))

    def network(self, name: str = "claims") -> nx.MultiDiGraph:
        """Return a view as a network, each claim an edge of its own.

        Nodes and edges have the attributes `label`, `kind`, `start`, `end` and the columns of the view; edges
        have a `weight` too, and their ids as keys.

        Args:
            name: the name of a view (`averment export --list-views`), or the TOML file of one.
        """
        import networkx as nx

        shown = self.view(name)
        network: nx.MultiDiGraph = nx.MultiDiGraph(name=shown.title)
        for node in shown.nodes:
            network.add_node(
                node.id,
                **{
                    **node.attributes,
                    "label": node.label,
                    "kind": node.kind,
                    "start": node.start,
                    "end": node.end,
                },
            )
        for edge in shown.edges:
            fixed = {"label": edge.label, "kind": edge.kind, "start": edge.start, "end": edge.end}
            network.add_edge(
                edge.source, edge.target, key=edge.id, **{**edge.attributes, **fixed, "weight": edge.weight}
            )
        return network

    def view(self, name: str) -> View:
        """Return a view; see `network`."""
        return view(self.build, name, report=self.report)

    def show(self, subject: str) -> Page:
        """Return the page of a law, a provision, an actor, a document, a question or a group.

        Args:
            subject: its id, or its name in any language.

        Raises:
            SubjectError: nothing, or more than one thing, has the name, or it has no page.
        """
        return show(self._lookup, self.report, find_subject(self._lookup, subject))

    def coverage(self, law: str) -> tuple[Coverage, ...]:
        """Return what is reported of a law and of its provisions, and what is not.

        Raises:
            SubjectError: nothing, or more than one thing, has the name.
        """
        found: URIRef = find_subject(self._lookup, law)
        return coverage_of(self._lookup, Findings(self._lookup, self.report), found)

    def changes(self, first: date | str, last: date | str) -> Development:
        """Return what became known after one day and by another.

        Raises:
            UsageError: the first day is not before the last one.
        """
        days = [_day(first), _day(last)]
        one, other = days
        if one is None or other is None or one >= other:
            raise UsageError(f"nothing lies between {first} and {last}; give the earlier day first")
        builds = [
            build_from(self._reading, viewpoint=Viewpoint(published_by=day), **self._settings)
            for day in (one, other)
        ]
        before, after = ((build, check(build)) for build in builds)
        return developments(before, after, one, other)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.build)

    @cached_property
    def _plain_store(self) -> ox.Store:
        return to_store(self.graph)

    @cached_property
    def _checked_store(self) -> ox.Store:
        return to_store(with_findings(self.build, self.report))

    def _store(self, query: Query) -> ox.Store:
        return self._checked_store if query.needs_findings else self._plain_store


_FINDING_COLUMNS = (
    *("rule", "family", "severity", "status", "subject", "message", "claims", "path", "line", "fingerprint"),
)


def _finding(finding: Finding) -> list[object]:
    claims = [_id(place.claim) for place in finding.places if place.claim is not None]
    first = finding.places[0] if finding.places else None
    return [
        finding.rule,
        finding.family,
        finding.severity,
        finding.status,
        _id(finding.subject),
        finding.message,
        claims,
        first.path if first is not None else None,
        first.line if first is not None else None,
        finding.fingerprint,
    ]


def _id(iri: str) -> str:
    return Concepts.compact(URIRef(iri))


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> object:
    """Return a term as a cell: IRIs as ids, numbers and days as such, all else as text."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return _id(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    kind = term.datatype.value
    try:
        if kind in _NUMBERS:
            return int(term.value) if kind.endswith("integer") else float(term.value)
        if kind == f"{_XSD}date":
            return date.fromisoformat(term.value)
    except ValueError:
        return term.value
    return term.value == "true" if kind == f"{_XSD}boolean" else term.value


def _day(day: date | str | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"'{day}' is no day; write one such as 2026-03-09") from None


def _table(rows: list[list[object]], names: list[str]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("tables need pandas; install it with: pip install 'averment[notebook]'") from error
    return pd.DataFrame(rows, columns=names)
