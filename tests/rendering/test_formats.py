"""What each format holds, and that the systems' schemas accept it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from rdflib import RDF, SH, Graph, Literal
from rdflib.namespace import PROV

from averment.checking import Report
from averment.namespaces import AV
from averment.rendering import render
from averment.rendering.markdown import MAX_BYTES
from averment.rendering.text import render_text

from .reports import FAILED, HOSTILE, NOTHING, finding, hostile_text, place, report, rules

HERE = Path(__file__).resolve().parent


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(HERE / "junit.xsd"))


GITLAB = json.loads((HERE / "gitlab.schema.json").read_text(encoding="utf-8"))

# --- text ---------------------------------------------------------------------------------------------------


def test_text_has_a_line_for_a_finding_and_one_for_each_side() -> None:
    assert render(report(), "text").splitlines()[:3] == [
        "graph/a.yaml:2:5: violation Question-extent It is so.",
        "    graph/a.yaml:2:5          It is so.  It is so.",
        "    graph/It is so..yaml:7:5  It is so.  It is so.",
    ]


def test_text_ends_with_what_is_known_of_a_baseline_and_the_counts() -> None:
    assert render(report(baseline=True), "text").splitlines()[-3:] == [
        "note: note It is so.",
        "against the baseline: 5 new, 2 known, 1 gone",
        "9 claims, 4 questions: 1 violation, 1 warning, 1 info, 1 settled, 1 waived",
    ]


def test_text_in_a_file_says_what_standard_error_would() -> None:
    half = report(is_whole=False)
    said = ["graph/It is so.:3:4: error: it is It is so.; mend it", "error: a rule did not end: It is so."]
    said.append("1 error: what these files hold was not read")
    assert [line for line in render_text(half).splitlines() if "error: " in line] == said
    assert "error: " not in render_text(half, whole=False)
    assert "note: " not in render_text(half, whole=False)


def test_text_is_coloured_only_when_asked_and_only_what_is_open() -> None:
    assert "\x1b[" not in render_text(report())
    coloured = render_text(report(), colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_text(report())
    assert len(re.findall(r"\x1b\[3\dm\x1b\[1m", coloured)) == 3


# --- GitHub -------------------------------------------------------------------------------------------------


def test_an_annotation_stands_on_each_side_of_an_open_finding() -> None:
    lines = render(report(), "github").splitlines()
    assert lines[:2] == [
        "::error file=graph/a.yaml,line=2,col=5,title=Question-extent::It is so. Also at graph/It is so..yaml:7.",
        "::error file=graph/It is so..yaml,line=7,col=5,title=Question-extent::It is so. Also at graph/a.yaml:2.",
    ]
    assert [line.split(" ")[0] for line in lines[2:]] == ["::warning", "::warning", "::notice", "::notice"]


def test_a_side_names_ten_others_at_most() -> None:
    many = finding("Told.", places=tuple(place(line=line) for line in range(1, 14)))
    last = render(replace(NOTHING, findings=(many,)), "github").splitlines()[-1]
    assert last.endswith(
        "Told. Also at " + ", ".join(f"graph/a.yaml:{n}" for n in range(1, 11)) + " and 2 more."
    )


def unescaped(text: str) -> str:
    for escaped, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escaped, character)
    return text


def test_the_path_of_an_annotation_is_read_back_as_it_is() -> None:
    path = "graph/a, b::c %0A%25 'é\"\n.yaml"
    one = replace(NOTHING, findings=(finding(places=(place(path=path),)),))
    [line] = render(one, "github").splitlines()
    properties = dict(part.split("=", 1) for part in line.split("::")[1].partition(" ")[2].split(","))
    assert unescaped(properties["file"]) == path
    assert properties["line"] == "2"


def test_a_line_is_annotated_once_by_a_finding() -> None:
    twice = finding(places=(place(), place(claim="c2"), place(line=3)))
    assert render(replace(NOTHING, findings=(twice,)), "github").count("\n") == 2


def test_a_finding_without_a_place_is_annotated_all_the_same() -> None:
    nowhere = finding("Told.", places=(place(path=None),))
    assert (
        render(replace(NOTHING, findings=(nowhere,)), "github") == "::warning title=Question-extent::Told.\n"
    )


def test_nothing_to_tell_is_no_annotation() -> None:
    assert render(NOTHING, "github") == ""


# --- GitLab -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [report(), report(is_whole=False), NOTHING, FAILED])
def test_gitlab_accepts_a_report(one: Report) -> None:
    jsonschema.validate(json.loads(render(one, "gitlab")), GITLAB)


@settings(deadline=None, max_examples=40)
@given(hostile_text)
def test_gitlab_accepts_hostile_texts(text: str) -> None:
    jsonschema.validate(json.loads(render(report(text, is_whole=False), "gitlab")), GITLAB)


def test_gitlab_gets_an_entry_for_each_side_with_a_fingerprint_of_its_own() -> None:
    entries = json.loads(render(report(), "gitlab"))
    assert [(entry["severity"], entry["location"]["lines"]["begin"]) for entry in entries] == [
        (severity, line) for severity in ("major", "minor", "info") for line in (2, 7)
    ]
    assert len({entry["fingerprint"] for entry in entries}) == 6


def test_gitlab_knows_an_entry_again_when_lines_move() -> None:
    one, moved = (
        json.loads(render(replace(NOTHING, findings=(finding(places=(place(line=line),)),)), "gitlab"))[0]
        for line in (2, 30)
    )
    assert one["fingerprint"] == moved["fingerprint"]
    assert one["location"] != moved["location"]


# --- JUnit --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", [report(), report(is_whole=False), NOTHING, FAILED])
def test_junit_is_valid(one: Report) -> None:
    junit_schema().validate(render(one, "junit", rules()))


@pytest.mark.parametrize("text", HOSTILE)
def test_junit_is_valid_with_hostile_texts(text: str) -> None:
    junit_schema().validate(render(report(text, is_whole=False), "junit"))


@pytest.mark.parametrize(
    "wrong",
    ["<testsuites/>", '<testsuites tests="0" failures="0" errors="0"><testsuite name="a"/></testsuites>'],
)
def test_the_schema_of_junit_refuses_what_is_none(wrong: str) -> None:
    assert not junit_schema().is_valid(wrong)


@pytest.mark.parametrize(("fail_on", "failed"), [("violation", 1), ("warning", 2), ("info", 3), ("never", 0)])
def test_junit_fails_what_fails_the_check(fail_on: str, failed: int) -> None:
    top = ET.fromstring(render(report(fail_on=fail_on), "junit", rules()))
    assert len(top.findall(".//failure")) == int(top.get("failures") or "") == failed
    assert len(top.findall(".//skipped")) == 2
    assert len(top.findall(".//system-out")) == 3 - failed


def test_junit_has_a_test_for_each_rule_that_holds() -> None:
    top = ET.fromstring(render(NOTHING, "junit", rules()))
    assert (
        len(top.findall(".//testcase")) == int(top.get("tests") or "") == len({r.name for r in rules()}) >= 90
    )
    names = {(case.get("classname"), case.get("name")) for case in top.iter("testcase")}
    assert ("averment.disagreement.Question-extent", "holds") in names
    assert len(names) == len(top.findall(".//testcase"))


def test_junit_of_a_check_that_failed_says_nothing_of_rules() -> None:
    top = ET.fromstring(render(FAILED, "junit", rules()))
    [case] = top.findall(".//testcase")
    assert case.find("error") is not None
    assert top.get("errors") == "1"


# --- Markdown, HTML, Turtle ---------------------------------------------------------------------------------


def test_markdown_names_places_and_folds_what_is_only_worth_knowing() -> None:
    lines = render(report(baseline=True), "markdown").splitlines()
    assert "- `Question-extent` It is so." in lines
    assert "  - `graph/a.yaml:2:5` It is so.: It is so." in lines
    assert "<summary>Infos (1)</summary>" in lines
    assert "<summary>Settled or waived (2)</summary>" in lines
    assert any("against the baseline: 5 new, 2 known, 1 gone" in line for line in lines)


def test_markdown_stays_below_what_github_takes_and_says_so() -> None:
    many = tuple(finding(f"{number} {'long ' * 2000}") for number in range(150))
    page = render(replace(NOTHING, findings=many), "markdown")
    assert 900_000 < len(page.encode()) < MAX_BYTES
    kept = page.count("`Question-extent`")
    assert page.endswith(f"{150 - kept} more are left out, for GitHub shows no page above 1 MiB.\n")


def test_a_page_says_what_a_rule_means() -> None:
    [meaning] = [rule.meaning for rule in rules() if rule.name == "Question-extent"]
    assert meaning is not None
    assert render(report(), "html", rules()).count(meaning[:40].replace("'", "&#x27;")) == 5


def test_turtle_is_a_validation_report() -> None:
    graph = Graph().parse(data=render(report(), "turtle"), format="turtle")
    [top] = graph.subjects(RDF.type, SH.ValidationReport)
    results = set(graph.objects(top, SH.result))
    assert set(graph.objects(top, SH.conforms)) == {Literal(False)}
    assert results == set(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == 5
    for result in results:
        for required in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(set(graph.objects(result, required))) == 1
        assert {int(str(graph.value(at, AV.line))) for at in graph.objects(result, PROV.atLocation)} == {2, 7}


def test_turtle_conforms_only_where_all_was_checked_and_nothing_found() -> None:
    for one, conforms in ((NOTHING, True), (FAILED, False)):
        graph = Graph().parse(data=render(one, "turtle"), format="turtle")
        assert set(graph.objects(None, SH.conforms)) == {Literal(conforms)}
