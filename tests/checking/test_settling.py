"""Findings that editors have settled or waived are told apart from those that are open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.deriving.judging import acceptance, identity, made, waiver

from averment.building import build
from averment.checking import ENGINES, Judgement, Report, check
from averment.namespaces import ID

DISAGREEMENT = ("Question-moment", f"{ID}question/law/zz-kites/signature-date")
UNVERIFIED = ("Document-hasVerification", f"{ID}article/norn")
REASON = "It is written there."


def judged(report: Report) -> dict[tuple[str, str], tuple[str, str]]:
    """Give status and judgement of the findings that are not open."""
    for finding in report.findings:
        assert (finding.status == "open") is (finding.judgement is None)
    return {
        (finding.rule, finding.subject): (finding.status, finding.judgement.iri.rpartition("/")[2])
        for finding in report.findings
        if finding.judgement is not None
    }


def test_acceptance_settles_the_disagreement_over_its_question(tmp_path: Path) -> None:
    report = check(made(tmp_path, acceptance("x")))
    assert judged(report) == {DISAGREEMENT: ("settled", "x")}
    [finding] = [finding for finding in report.findings if finding.judgement]
    assert finding.judgement == Judgement(f"{ID}judgement/x", "an editor", "2026-03-01", REASON, None)
    assert (report.summary.settled, report.summary.waived) == (1, 0)
    assert (report.summary.violation, report.summary.warning, report.summary.info) == (0, 0, 2)
    assert not report.reaches("warning")


def test_without_a_judgement_everything_is_open(tmp_path: Path) -> None:
    report = check(made(tmp_path))
    assert judged(report) == {}
    assert (report.summary.settled, report.summary.waived, report.summary.warning) == (0, 0, 1)
    assert report.reaches("warning")


@pytest.mark.parametrize(
    "fields",
    [
        {"basis": "0123456789abcdef"},
        {"accepts": "article:norn/c2"},
        {"judges": "question:law/zz-kites/publication-date", "accepts": "article:norn/c2"},
        {"reason": None},
    ],
)
def test_acceptance_that_does_not_hold_or_is_of_another_question_settles_nothing(
    tmp_path: Path, fields: dict[str, str | None]
) -> None:
    assert judged(check(made(tmp_path, acceptance("x", **fields)))) == {}


def test_contradicting_acceptances_settle_nothing(tmp_path: Path) -> None:
    report = check(made(tmp_path, acceptance("x"), acceptance("y", accepts="article:quill/c1")))
    assert judged(report) == {}
    found = [(finding.rule, finding.severity) for finding in report.findings if finding.severity != "info"]
    assert found == [("Acceptance-contradicts", "violation"), ("Question-moment", "warning")]
    [finding] = [finding for finding in report.findings if finding.severity == "violation"]
    assert [(place.source, place.value) for place in finding.places] == [
        ("an editor", "2026-02-07"),
        ("an editor", "2026-02-08"),
    ]


def test_waiver_waives_the_finding_of_its_rule_on_its_node_until_it_ends(tmp_path: Path) -> None:
    report = check(made(tmp_path, waiver("x"), today=date(2026, 12, 31)))
    assert judged(report) == {UNVERIFIED: ("waived", "x")}
    [finding] = [finding for finding in report.findings if finding.judgement]
    assert finding.judgement is not None
    assert finding.judgement.expires == "2026-12-31"
    assert (report.summary.settled, report.summary.waived, report.summary.info) == (0, 1, 1)
    after = check(made(tmp_path, waiver("x"), today=date(2027, 1, 1)))
    assert judged(after) == {}
    assert {finding.rule for finding in after.findings if finding.severity == "warning"} == {
        "Question-moment",
        "Waiver-expired",
    }


def test_no_waiver_holds_as_long_as_nobody_says_which_day_it_is(tmp_path: Path) -> None:
    report = check(made(tmp_path, waiver("x"), today=None))
    assert judged(report) == {}
    assert {finding.rule for finding in report.findings if finding.severity == "warning"} == {
        "Question-moment"
    }


def test_a_disagreement_can_be_waived_and_an_acceptance_counts_before_a_waiver(tmp_path: Path) -> None:
    waived = waiver("w", judges="question:law/zz-kites/signature-date", waivesRule="Question-moment")
    assert judged(check(made(tmp_path, waived))) == {DISAGREEMENT: ("waived", "w")}
    assert judged(check(made(tmp_path, waived, acceptance("a")))) == {DISAGREEMENT: ("settled", "a")}


def test_the_waiver_that_holds_longest_counts(tmp_path: Path) -> None:
    waivers = [waiver("a", expires="2026-11-30"), waiver("b", expires="2027-01-31"), waiver("c")]
    assert judged(check(made(tmp_path, *waivers))) == {UNVERIFIED: ("waived", "b")}


def test_a_violation_can_be_waived(tmp_path: Path) -> None:
    more = "id: actor:other\ntype: Outlet\nname: {en: Other}\nbasedIn: country:yy\n"
    waived = waiver("x", judges="actor:other", waivesRule="Actor-isBasedIn")
    assert check(made(tmp_path, more=more)).reaches("violation")
    report = check(made(tmp_path, waived, more=more))
    assert judged(report) == {("Actor-isBasedIn", f"{ID}actor/other"): ("waived", "x")}
    assert not report.reaches("violation")
    changed = more.replace("Other}", "Others}")
    path = tmp_path / "more.yaml"
    path.write_text(changed, encoding="utf-8")
    again = check(build([tmp_path], today=date(2026, 6, 1)))
    assert judged(again) == {}
    assert "Waiver-reopened" in {finding.rule for finding in again.findings}


def test_a_use_of_an_unknown_term_can_be_waived(tmp_path: Path) -> None:
    more = "id: actor:other\ntype: Outlet\nname: {en: Other}\nmisspelt: yes\n"
    waived = waiver("x", judges="av:misspelt", waivesRule="UnknownTerm-usedBy")
    report = check(made(tmp_path, waived, more=more))
    assert [rule for rule, _ in judged(report)] == ["UnknownTerm-usedBy"]
    assert {place.path for f in report.findings if f.judgement for place in f.places} == {
        str(tmp_path / "more.yaml")
    }


def test_rules_of_ones_own_can_be_waived_and_are_told_from_averments_of_the_same_name(tmp_path: Path) -> None:
    own = "https://example.org/rules#Document-hasVerification"
    shapes = tmp_path / "rules.ttl"
    shapes.write_text(
        "@prefix av: <https://w3id.org/averment/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<{own}> a sh:NodeShape ; sh:targetClass av:Article ; sh:property <{own}-url> .\n"
        f"<{own}-url> sh:path <https://schema.org/url> ; sh:minCount 1 ; sh:message 'Give it one.' .\n",
        encoding="utf-8",
    )
    with_basis = made(tmp_path, waiver("x", waivesRule=f"{own}-url"), waiver("y", waivesRule=own))
    made_again = build(
        [tmp_path / "world.yaml", tmp_path / "judgements.yaml"], shapes=[shapes], today=date(2026, 6, 1)
    )
    assert judged(check(with_basis)) == {}
    assert judged(check(made_again)) == {
        ("Document-hasVerification-url", f"{ID}article/norn"): ("waived", "x")
    }


@pytest.mark.parametrize(
    ("judges", "said"),
    [
        ("question:law/zz-kites/signatur-date", "did you mean 'question:law/zz-kites/signature-date'?"),
        ("article:nornn", "did you mean 'article:norn'?"),
        ("article:norn/c7", "did you mean 'article:norn/c"),
        ("question:law/zz-kites/stage", "(the accepted claim answers 'signature of Kite law')"),
    ],
)
def test_judgement_on_what_is_not_there_names_what_may_be_meant(
    tmp_path: Path, judges: str, said: str
) -> None:
    report = check(made(tmp_path, acceptance("x", judges=judges, basis="0123456789abcdef")))
    [message] = [finding.message for finding in report.findings if finding.rule == "Judgement-gone"]
    assert said in message


def test_unknown_rule_is_named_with_the_nearest(tmp_path: Path) -> None:
    report = check(made(tmp_path, waiver("x", waivesRule="Question-momnet")))
    [finding] = [finding for finding in report.findings if finding.severity == "violation"]
    assert finding.rule == "UnknownTerm-usedBy"
    assert "did you mean 'Question-moment'?" in finding.message


def test_identities_that_name_no_actor_are_reported_once(tmp_path: Path) -> None:
    report = check(made(tmp_path, identity("x", judges="actor:nron")))
    [finding] = [finding for finding in report.findings if finding.severity == "violation"]
    assert finding.rule == "Identity-judges"  # and not Judgement-gone as well
    assert "did you mean 'actor:norn'?" in finding.message


@pytest.mark.slow  # pySHACL takes seconds
def test_both_engines_settle_the_same(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        acceptance("a"),
        acceptance("b", accepts="article:quill/c1"),
        acceptance("c", basis="0123456789abcdef"),
        acceptance("d", accepts="article:norn/c2"),
        waiver("e"),
        waiver("f", judges="article:quill", expires="2026-05-31"),
        waiver("g", basis="0123456789abcdef"),
        waiver("h", judges="article:morn", basis="0123456789abcdef"),
        identity("i"),
    )
    reports = [check(found, engine=engine) for engine in sorted(ENGINES)]
    assert reports[0] == reports[1]
    assert {finding.rule for finding in reports[0].findings} >= {
        "Acceptance-contradicts",
        "Acceptance-ofAnother",
        "Acceptance-reopened",
        "Judgement-gone",
        "Waiver-expired",
    }
