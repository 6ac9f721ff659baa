"""A graph opened from Python: tables, networks, pages, days, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import averment
from averment.errors import QueryError, UsageError
from averment.showing.pages import InstrumentPage

from .showing.small import HERE, STORY


@pytest.fixture(scope="module")
def kites() -> averment.OpenGraph:
    return averment.open_graph(HERE / STORY, today="2026-03-15")


def test_it_says_how_large_it_is(kites: averment.OpenGraph) -> None:
    assert repr(kites) == f"<averment graph: 14 claims, {kites.report.summary.questions} questions>"


def test_claims_are_rows_with_numbers_as_numbers_and_ids_as_the_command_line_takes_them(
    kites: averment.OpenGraph,
) -> None:
    claims = kites.claims()
    assert len(claims) == 14
    assert {"article:norn-1/c1", "article:quill-1/c2"} <= set(claims.claim)
    assert all(isinstance(line, int) for line in claims.line.to_list())
    assert len(kites.claims(document="article:herald-1")) == 5


def test_days_numbers_and_truth_are_themselves(kites: averment.OpenGraph) -> None:
    row = kites.ask(
        "SELECT (1 + 1 AS ?n) (1.5 AS ?d) (true AS ?t) ('2026-03-01'^^xsd:date AS ?day) (?x AS ?none) {}"
    )
    assert row.to_dict("records") == [{"n": 2, "d": 1.5, "t": True, "day": date(2026, 3, 1), "none": None}]


def test_findings_are_rows_with_the_ids_of_their_claims(kites: averment.OpenGraph) -> None:
    findings = kites.findings()
    assert len(findings) == len(kites.report.findings)
    signature = findings[findings.rule == "Question-moment"].iloc[0]
    assert set(signature.claims) == {"article:norn-1/c1", "article:quill-1/c1"}
    assert signature.subject == "question:law/zz-kites/signature-date"


def test_a_question_about_findings_is_asked_of_them(kites: averment.OpenGraph) -> None:
    assert "article:quill-1/c1" in set(kites.ask("disagreements").claim)


def test_a_network_keeps_every_claim_as_an_edge(kites: averment.OpenGraph) -> None:
    network = kites.network("claims")
    assert network.number_of_edges() == len(kites.view("claims").edges)
    edge = network.edges["actor:norn", "question:law/zz-kites/signature-date", "article:norn-1/c1"]
    assert (edge["kind"], edge["start"]) == ("asserts", date(2026, 1, 10))
    assert network.nodes["actor:norn"]["label"] == "Agency Norn"


def test_pages_and_coverage_are_found_by_name(kites: averment.OpenGraph) -> None:
    page = kites.show("kite law")
    assert isinstance(page, InstrumentPage)
    assert page.header.thing.id == "law:zz-kites"
    assert [one.subject.id for one in kites.coverage("kite law")] == ["law:zz-kites", "law:zz-kites/fine"]


def test_a_graph_is_opened_from_a_day_and_changes_lie_between_two(kites: averment.OpenGraph) -> None:
    early = averment.open_graph(HERE / STORY, as_of="2026-01-31")
    assert set(early.claims().article) == {"article:norn-1"}
    week = kites.changes("2026-01-31", date(2026, 2, 8))
    assert [article.document.id for article in week.articles] == ["article:quill-1"]


def test_without_paths_the_workspace_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="there is no folder 'graph' here"):
        averment.open_graph()
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "zz.yaml").write_text(
        "{id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}", encoding="utf-8"
    )
    assert repr(averment.open_graph()) == "<averment graph: 0 claims, 0 questions>"


def test_what_is_wrong_is_said_with_its_cure(kites: averment.OpenGraph) -> None:
    with pytest.raises(UsageError, match="'yesterday' is no day; write one such as 2026-03-09"):
        averment.open_graph(HERE / STORY, as_of="yesterday")
    with pytest.raises(UsageError, match="give the earlier day first"):
        kites.changes("2026-03-01", "2026-03-01")
    with pytest.raises(UsageError, match="there is no query 'clams'"):
        kites.ask("clams")
    with pytest.raises(UsageError, match="write a SELECT query"):
        kites.ask("ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="only reads"):
        kites.ask("DELETE WHERE { ?s ?p ?o }")
