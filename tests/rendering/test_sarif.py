"""SARIF: what it holds, and that Microsoft's validator accepts it with GitHub's rules."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from averment.building import build
from averment.checking import Comparison, Report, check
from averment.checking.rules import list_rules
from averment.rendering import render
from averment.rendering.sarif import MAX_PLACES

from .reports import ENDED, FAILED, HOSTILE, NOTHING, finding, place, report, rules

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / "tests" / "node"


def run_of(one: Report) -> dict[str, Any]:
    [run] = json.loads(render(one, "sarif", rules()))["runs"]
    assert isinstance(run, dict)
    return run


@pytest.fixture(scope="module")
def validator() -> Path:
    """Give Microsoft's validator, which is for three systems and needs node to be installed."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed, which SARIF's validator comes with")
    if not (NODE / "node_modules" / "@microsoft" / "sarif-multitool").is_dir():
        message = "SARIF's validator is not installed; 'make test' does it, or 'npm ci' in tests/node"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    found = subprocess.run(
        [node, "-p", "require('@microsoft/sarif-multitool')"],
        cwd=NODE,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return Path(found.stdout.strip())


def complaints(validator: Path, folder: Path, sarif: str) -> list[tuple[str, str]]:
    """Return rule and level of what the validator finds, which its exit code does not tell."""
    (folder / "report.sarif").write_text(sarif, encoding="utf-8")
    subprocess.run(
        [
            *(validator, "validate", "report.sarif", "--output", "found.sarif"),
            *("--config", NODE / "multitool.xml", "--rule-kind", "Sarif;GH;GHAS"),
            *("--level", "Error;Warning", "--log", "ForceOverwrite"),
        ],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
    )
    [run] = json.loads((folder / "found.sarif").read_text(encoding="utf-8-sig"))["runs"]
    assert [each["executionSuccessful"] for each in run["invocations"]] == [True]
    return [(found["ruleId"], found.get("level", "warning")) for found in run["results"]]


@pytest.mark.slow  # the validator takes seconds to start
def test_the_report_on_the_shipped_graph_has_no_error_and_no_warning(validator: Path, tmp_path: Path) -> None:
    shipped = build([ROOT / "graph"])
    sarif = render(check(shipped), "sarif", list_rules(shipped.shapes))
    assert complaints(validator, tmp_path, sarif) == []


@pytest.mark.slow  # the validator takes seconds to start
def test_hostile_texts_and_failures_have_no_error_and_no_warning(validator: Path, tmp_path: Path) -> None:
    runs = []
    for one in [report("".join(HOSTILE), is_whole=False, baseline=True), FAILED, ENDED]:
        runs += json.loads(render(one, "sarif", rules()))["runs"]
    whole = json.loads(render(NOTHING, "sarif", rules()))
    assert complaints(validator, tmp_path, json.dumps({**whole, "runs": runs})) == []


@pytest.mark.slow  # the validator takes seconds to start
def test_the_validator_notices_what_is_wrong(validator: Path, tmp_path: Path) -> None:
    wrong = json.loads(render(report(), "sarif", rules()))
    [results] = [run["results"] for run in wrong["runs"]]
    results[0]["locations"] = []
    results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "https://kites.invalid/a b"
    found = complaints(validator, tmp_path, json.dumps(wrong))
    assert {"GH1015", "SARIF1002"} <= {rule for rule, level in found if level == "error"}


def test_every_rule_comes_with_its_help() -> None:
    listed = run_of(report())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in listed] == list(dict.fromkeys(rule.name for rule in rules()))
    [extent] = [rule for rule in listed if rule["id"] == "Question-extent"]
    [told] = [rule for rule in rules() if rule.name == "Question-extent"]
    assert told.settled
    assert told.meaning
    assert told.good
    assert told.bad
    assert told.settled in extent["help"]["text"]
    assert extent["help"]["text"].startswith(extent["fullDescription"]["text"])
    for example in (told.good, told.bad):
        assert example.splitlines()[0] in extent["help"]["markdown"]
    assert extent["defaultConfiguration"] == {"level": "warning"}
    assert extent["helpUri"] == "https://w3id.org/averment/shapes#Question-extent"


def test_levels_follow_severities_and_results_point_to_their_rules() -> None:
    run = run_of(report())
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "warning", "note"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_other_side_is_a_related_location_that_the_message_links_to() -> None:
    [result] = run_of(replace(NOTHING, findings=(finding("10 [x] against 20."),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "graph/a.yaml"
    [other] = result["relatedLocations"]
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "graph/10%20%5Bx%5D%20against%2020..yaml"
    assert other["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 5}
    assert other["id"] == 1
    assert result["message"]["text"] == (
        "10 [x] against 20. Also at: [10 \\[x\\] against 20.: 10 \\[x\\] against 20. "
        "(graph/10 \\[x\\] against 20..yaml:7:5)](1)."
    )


def test_what_editors_judged_is_suppressed() -> None:
    suppressions = [result["suppressions"] for result in run_of(report())["results"]]
    assert suppressions[:3] == [[], [], []]
    assert [[each["kind"] for each in some] for some in suppressions[3:]] == [["external"], ["external"]]
    assert suppressions[4][0]["justification"] == (
        "waived until 2026-12-31 by the editor It is so.: Seen It is so."
    )


def test_a_failure_is_a_notification_of_a_run_that_did_not_succeed() -> None:
    [invocation] = run_of(FAILED)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["level"] == "error"
    assert notification["message"]["text"] == "there is no such file; check the path."
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a.yaml"


def test_a_fingerprint_is_that_of_the_finding() -> None:
    moved = replace(NOTHING, findings=(finding(places=(place(line=40),)),))
    [result] = run_of(moved)["results"]
    assert result["partialFingerprints"] == {"averment/v1": "0123456789abcdef"}


def test_results_are_new_where_a_baseline_was_given() -> None:
    assert all("baselineState" not in result for result in run_of(report())["results"])
    with_baseline = replace(report(), baseline=Comparison(5, 0, 0))
    assert {result["baselineState"] for result in run_of(with_baseline)["results"]} == {"new"}


def test_no_more_places_than_github_takes() -> None:
    many = finding(places=tuple(place(line=line) for line in range(1, 1501)))
    [result] = run_of(replace(NOTHING, findings=(many,)))["results"]
    assert len(result["locations"]) + len(result["relatedLocations"]) == MAX_PLACES
    assert result["message"]["text"].endswith("; and at 500 more places.")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./graph//a.yaml", "graph/a.yaml"),
        ("../a b/%2F.yaml", "../a%20b/%252F.yaml"),
        ("a::b,c\n.yaml", "a%3A%3Ab%2Cc%0A.yaml"),
        ("ж\udcff.yaml", "%D0%B6%FF.yaml"),
        ("/tmp/a#b?.yaml", "file:///tmp/a%23b%3F.yaml"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    [result] = run_of(replace(NOTHING, findings=(finding(places=(place(path=path),)),)))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
