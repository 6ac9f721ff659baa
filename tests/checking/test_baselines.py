"""What is new since an earlier report, and by what a finding is known again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.running import WORLDS, run

from averment.building import build
from averment.checking import Comparison, Finding, Report, check
from averment.checking.baselines import compared, read_baseline
from averment.errors import ReadFailure
from averment.rendering import render

WARNING = (WORLDS / "warning.yaml").read_text(encoding="utf-8")


def found(folder: Path, *texts: str) -> Report:
    """Check texts as files of one folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return check(build([folder]))


def fingerprints(report: Report) -> list[str]:
    return [finding.fingerprint for finding in report.findings]


THIRD = """
id: article:third
type: Article
title: {en: A third}
publisher: actor:norn
claims:
  - {id: c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-07, stance: asserts}
"""


def test_a_finding_is_known_again_when_lines_files_and_other_texts_change(tmp_path: Path) -> None:
    before = found(tmp_path / "graph", WARNING)
    moved = found(
        tmp_path / "graph", "id: country:yy\ntype: Country\nname: {en: Y}\ncode: YY\n", "# x\n\n" + WARNING
    )
    assert [place.line for place in before.findings[0].places] != [
        place.line for place in moved.findings[0].places
    ]
    assert fingerprints(before) == fingerprints(moved)
    renamed = found(
        tmp_path / "graph", WARNING.replace("Kite law", "Law on kites").replace("The Quill", "Quill")
    )
    assert renamed.findings[0].message != before.findings[0].message
    assert fingerprints(before) == fingerprints(renamed)


def test_a_finding_is_another_when_a_side_says_something_else_or_joins(tmp_path: Path) -> None:
    before = found(tmp_path / "graph", WARNING).findings[0]
    changed = found(tmp_path / "graph", WARNING.replace("2026-02-08", "2026-02-07")).findings[0]
    joined = found(tmp_path / "graph", WARNING, THIRD).findings[0]
    assert [f.rule for f in (before, changed, joined)] == ["Question-moment"] * 3
    assert len({f.fingerprint for f in (before, changed, joined)}) == 3


def test_no_two_findings_share_a_fingerprint(shipped_report: Report) -> None:
    assert len(set(fingerprints(shipped_report))) == len(shipped_report.findings) >= 100


def test_faults_of_nodes_without_a_name_are_told_apart_and_known_again(tmp_path: Path) -> None:
    text = """
@prefix av: <https://w3id.org/averment/ontology#> .
<https://kites.invalid/x> a av:Claim ;
    av:hasEvidence [ a av:Evidence ], [ a av:Evidence ] .
"""

    def faults(*, also: bool) -> list[Finding]:
        folder = tmp_path / "graph"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if also:
            (folder / "a.ttl").write_text(f"\n{text.replace('/x>', '/y>')}", encoding="utf-8")
        (folder / "b.ttl").write_text(text, encoding="utf-8")
        return [f for f in check(build([folder])).findings if "b.ttl" in (f.places[0].path or "")]

    alone, beside = faults(also=False), faults(also=True)
    assert [(f.rule, f.fingerprint) for f in alone] == [(f.rule, f.fingerprint) for f in beside]
    assert len({f.fingerprint for f in alone}) == len(alone) >= 4
    assert any(f.fingerprint.endswith("-2") for f in alone)


@pytest.mark.parametrize("output_format", ["json", "sarif"])
def test_only_what_is_new_is_left_and_the_rest_is_counted(tmp_path: Path, output_format: str) -> None:
    before = found(tmp_path / "graph", WARNING)
    file = tmp_path / "before"
    file.write_text(render(before, output_format), encoding="utf-8")
    now = compared(found(tmp_path / "graph", WARNING, THIRD), read_baseline(file))
    assert [finding.rule for finding in now.findings] == ["Question-moment", "Document-hasVerification"]
    assert now.baseline == Comparison(new=2, known=len(before.findings) - 1, gone=1)
    assert (now.summary.warning, now.summary.info, now.summary.claims) == (1, 1, 3)


@pytest.mark.parametrize("output_format", ["json", "sarif"])
def test_what_was_waived_is_new_once_it_is_open_again(tmp_path: Path, output_format: str) -> None:
    report = found(tmp_path / "graph", WARNING)
    as_waived = json.loads(render(report, "json"))
    as_waived["findings"][0]["status"] = "waived"
    if output_format == "sarif":
        as_waived = json.loads(render(report, "sarif"))
        as_waived["runs"][0]["results"][0]["suppressions"] = [{"kind": "external"}]
    (tmp_path / "before").write_text(json.dumps(as_waived), encoding="utf-8")
    now = compared(report, read_baseline(tmp_path / "before"))
    assert [finding.rule for finding in now.findings] == ["Question-moment"]
    assert now.baseline == Comparison(new=1, known=len(report.findings) - 1, gone=0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ":1:2: error: this is no JSON"),
        ("", ":1:1: error: the file is empty"),
        ("[]", ":1:1: error: this is no report"),
        ("{}", ":1:1: error: this is no report"),
        ("[" * 10_000, ":1:1: error: this is no "),
        ('{"summary": null, "findings": []}', ":1:1: error: this is no report"),
        (
            '{"summary": {}, "findings": [{"fingerprint": 1, "status": "open"}]}',
            ":1:1: error: this is no report",
        ),
        ('{"summary": {}, "findings": [{"rule": "x"}]}', ":1:1: error: this is no report"),
        (
            '{"runs": [{"tool": {"driver": {"name": "other"}}, "results": []}]}',
            ":1:1: error: this is no report",
        ),
        (
            '{"runs": [{"tool": {"driver": {"name": "averment"}}, "results": [], '
            '"invocations": [{"executionSuccessful": false}]}]}',
            ":1:1: error: this is no report",
        ),
    ],
)
def test_what_is_no_report_is_refused_with_its_place_and_a_cure(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "before.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReadFailure) as raised:
        read_baseline(file)
    assert f"{file}{said}" in str(raised.value)
    assert "; write " in str(raised.value)


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadFailure, match="there is no such file; check the path"):
        read_baseline(tmp_path / "nowhere.json")


def test_the_command_fails_only_on_what_is_new(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    assert run("check", "violation.yaml", "--format", "json", "-o", str(before)).code == 1
    done = run("check", "violation.yaml", "--baseline", str(before))
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "against the baseline: 0 new, 1 known, 0 gone\n0 claims, 0 questions: 0 violations, 0 warnings, 0 infos\n"
    )
    gone = json.loads(run("check", "fine.yaml", "--baseline", str(before), "--format", "json").out)
    assert gone["baseline"] == {"new": 0, "known": 0, "gone": 1}
