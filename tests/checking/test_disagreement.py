"""When two answers conflict, as the tables of kinds, statements and scopes have it.

The cases of a table stand in one graph, each with a subject of its own, so that one check decides them all.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.checking.kinds import KINDS
from tests.checking.scopes import SCOPES
from tests.checking.small import VALID, Case, write_cases
from tests.checking.statements import STATEMENTS

from averment.building import build
from averment.checking import Finding, Report, check

RULES = {kind: f"Question-{kind}" for kind in KINDS} | {
    table: rule for table, (rule, _) in (STATEMENTS | SCOPES).items()
}
"""The rule that finds what is at odds in a table, unless a case names another."""
TABLES = KINDS | {table: cases for table, (_, cases) in (STATEMENTS | SCOPES).items()}
FAMILIES = {"disagreement", "lifecycle"}


@cache
def report_of(table: str) -> Report:
    """Check all cases of a table at once."""
    with tempfile.TemporaryDirectory() as folder:
        return check(build([VALID[-1], write_cases(Path(folder), TABLES[table])]))


def findings_of(table: str, case: Case) -> list[Finding]:
    own = {case.claim(index) for index in range(len(case.answers))}
    return [
        finding
        for finding in report_of(table).findings
        if finding.family in FAMILIES and own & {place.claim for place in finding.places}
    ]


def finding_of(table: str, name: str) -> Finding:
    [case] = [case for case in TABLES[table] if case.name == name]
    [finding] = findings_of(table, case)
    return finding


def test_enough_cases_with_names_of_their_own() -> None:
    slugs = [case.slug for cases in TABLES.values() for case in cases]
    assert [name for name, count in Counter(slugs).items() if count > 1] == []
    assert len(slugs) >= 320


@pytest.mark.parametrize("table", TABLES)
def test_answers_at_odds_are_found_and_no_others(table: str) -> None:
    expected = {
        case.name: [sorted(map(case.claim, case.at_odds))] * bool(case.at_odds) for case in TABLES[table]
    }
    found = {
        case.name: [
            sorted(str(place.claim) for place in finding.places) for finding in findings_of(table, case)
        ]
        for case in TABLES[table]
    }
    assert found == expected


@pytest.mark.parametrize("table", TABLES)
def test_the_graph_of_the_cases_has_no_other_fault(table: str) -> None:
    report = report_of(table)
    claims = sum(1 + len(answer.also) for case in TABLES[table] for answer in case.answers)
    rules = Counter(case.rule or RULES[table] for case in TABLES[table] if case.at_odds)
    found = Counter(finding.rule for finding in report.findings)
    assert report.summary.claims == claims
    assert report.summary.violation == 0
    assert found - Counter({"Document-hasVerification": len(report.findings)}) == rules


@pytest.mark.parametrize("table", TABLES)
def test_rule_is_that_of_the_table_or_of_the_case(table: str) -> None:
    expected = {case.name: {case.rule or RULES[table]} if case.at_odds else set() for case in TABLES[table]}
    found = {case.name: {finding.rule for finding in findings_of(table, case)} for case in TABLES[table]}
    assert found == expected
    assert sum(map(bool, found.values())) >= 3


@pytest.mark.parametrize("table", TABLES)
def test_each_place_is_that_of_its_claim(table: str, tmp_path: Path) -> None:
    text = write_cases(tmp_path, TABLES[table]).read_text("utf-8").splitlines()
    found = [finding for finding in report_of(table).findings if finding.family in FAMILIES]
    assert all(len(finding.places) >= 2 for finding in found)
    for place in (place for finding in found for place in finding.places):
        assert place.line is not None
        name = str(place.claim).removeprefix("https://w3id.org/averment/id/article/")
        assert text[place.line - 1 : place.line + 1] == ["{", f'"id": "article:{name}",']
        assert place.column == 1
        assert place.source == f"Outlet {name.removesuffix('/c').rpartition('-')[2]}"


def test_places_stand_by_answer_and_the_message_gives_each_answer_once() -> None:
    finding = finding_of("apart", "twenty answers")
    assert [place.value for place in finding.places] == ["3"] * 10 + ["4"] * 10
    assert [place.line for place in finding.places[:10]] == sorted(p.line or 0 for p in finding.places[:10])
    assert finding.message.count("'3' (") == finding.message.count("'4' (") == 1
    assert "; Outlet 18, 2026-01-21) against '4' (Outlet 1, 2026-01-21; " in finding.message


def test_message_names_concepts_and_units_by_their_names() -> None:
    assert finding_of("choice", "two whole rules where parts are allowed").message.startswith(
        "Addressee of two whole rules where parts are allowed: 'all' (Outlet 0, 2026-01-21) "
        "against 'both' (Outlet 1, 2026-01-21). "
    )
    assert finding_of("extent", "two currencies, a conflict in one").message.startswith(
        "Fine of two currencies, a conflict in one (US dollar): '2 USD' (Outlet 1, 2026-01-21) "
        "against '3 USD' (Outlet 2, 2026-01-21). "
    )
    assert finding_of("anchored", "within and exactly").message.startswith(
        "Entry into force of within and exactly (signed): 'signature + 30 d' (Outlet 1, 2026-01-21) "
        "against 'within 30 d of signature' (Outlet 0, 2026-01-21). "
    )
