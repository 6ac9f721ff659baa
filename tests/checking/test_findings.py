"""What a report holds, and the forms in which it leaves the library."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from tests.checking.small import ARCHIVE, PIPELINE, VALID

from averment.building import Build, build
from averment.checking import SEVERITIES, STATUSES, Finding, Judgement, Place, Report, Summary, check
from averment.checking.graph import to_graph
from averment.namespaces import AV, AVSH, FAMILY
from averment.querying import to_store

BAD = [PIPELINE / "invalid" / f"{name}.yaml" for name in ("Question-force", "Claim-valueGrammar")]
JUDGEMENT = Judgement("https://w3id.org/averment/id/judgement/x", "an editor", "2026-02-03", "Seen so.", None)


@pytest.fixture(scope="module")
def made() -> Build:
    """Give a graph with a disagreement and, under the same claim ids, a fault in another article."""
    return build([*VALID, BAD[0]], archive=ARCHIVE)


@pytest.fixture(scope="module")
def report(made: Build) -> Report:
    return check(made)


def test_json_has_exactly_the_documented_keys(shipped_report: Report) -> None:
    content = json.loads(json.dumps(shipped_report.as_json()))
    assert set(content) == {"summary", "findings"}
    assert set(content["summary"]) == {
        "claims",
        "questions",
        "violation",
        "warning",
        "info",
        "settled",
        "waived",
    }
    assert all(type(count) is int for count in content["summary"].values())
    assert len(content["findings"]) >= 20
    for finding in content["findings"]:
        assert set(finding) == {
            "rule",
            "family",
            "severity",
            "message",
            "subject",
            "places",
            "status",
            "judgement",
            "fingerprint",
            "constraint",
        }
        assert finding["severity"] in SEVERITIES
        assert finding["status"] in STATUSES
        assert all(type(finding[key]) is str for key in set(finding) - {"places", "judgement"})
        assert len(finding["places"]) >= 1
        for place in finding["places"]:
            assert set(place) == {"claim", "path", "line", "column", "source", "value", "date"}
            assert type(place["line"]) is int
            assert type(place["column"]) is int
            assert type(place["path"]) is str


def test_json_of_one_finding_in_full(report: Report) -> None:
    path = str(BAD[0])
    article = "https://w3id.org/averment/id/article/faulty"
    place = {"path": path, "column": 5, "source": "Quayside Herald", "date": "2026-01-23"}
    assert json.loads(json.dumps(report.as_json())) == {
        "summary": {"claims": 31, "questions": 19, "violation": 0, "warning": 1, "info": 0}
        | {"settled": 0, "waived": 0},
        "findings": [
            {
                "rule": "Question-force",
                "family": "disagreement",
                "severity": "warning",
                "message": "Force of crossing without a ticket: 'may' (Quayside Herald, 2026-01-23) against 'must' "
                "(Quayside Herald, 2026-01-23). The answers give the norm different forces: one demands, allows, "
                "forbids or releases where another does not. The text of the act says which; accept the answer that "
                "agrees with it.",
                "subject": "https://w3id.org/averment/id/question/law/xa-bridges/ticket/force",
                "places": [
                    {"claim": f"{article}/c2", "line": 16, "value": "may", **place},
                    {"claim": f"{article}/c1", "line": 11, "value": "must", **place},
                ],
                "status": "open",
                "judgement": None,
                "fingerprint": report.findings[0].fingerprint,
                "constraint": str(SH.SPARQLConstraintComponent),
            }
        ],
    }


def test_summary_counts_findings_by_severity(shipped_report: Report) -> None:
    summary = shipped_report.summary
    for severity in SEVERITIES:
        open_ones = [finding for finding in shipped_report.findings if finding.status == "open"]
        assert getattr(summary, severity) == sum(finding.severity == severity for finding in open_ones)
    for status in STATUSES[1:]:
        found = [finding for finding in shipped_report.findings if finding.status == status]
        assert getattr(summary, status) == len(found)


def test_gravest_come_first_then_files_and_lines(shipped_report: Report) -> None:
    keys = [
        (SEVERITIES.index(finding.severity), finding.places[0].path or "", finding.places[0].line or 0)
        for finding in shipped_report.findings
    ]
    assert keys == sorted(keys)
    assert len({severity for severity, *_ in keys}) == 2


@pytest.mark.parametrize(
    "found", [(), *itertools.combinations(SEVERITIES, 1), *itertools.combinations(SEVERITIES, 2)]
)
@pytest.mark.parametrize("asked", [*SEVERITIES, "never"])
def test_report_reaches_a_severity_with_a_finding_of_it_or_a_graver_one(
    found: tuple[str, ...], asked: str
) -> None:
    findings = tuple(Finding("R-r", "structure", severity, "It is so.", "x:y", ()) for severity in found)
    report = Report(Summary(0, 0, 0, 0, 0), findings)
    limit = SEVERITIES.index(asked) if asked in SEVERITIES else -1
    assert report.reaches(asked) is any(SEVERITIES.index(severity) <= limit for severity in found)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_only_open_findings_count(severity: str, status: str) -> None:
    judgement = None if status == "open" else JUDGEMENT
    finding = Finding("R-r", "structure", severity, "It is so.", "x:y", (), status, judgement)
    report = Report(Summary(0, 0, 0, 0, 0), (finding,))
    assert report.reaches(severity) is (status == "open")
    assert report.as_json()["findings"][0]["status"] == status


def test_checking_twice_gives_the_same(made: Build, report: Report) -> None:
    assert check(made) == report


# --- as triples --------------------------------------------------------------------------------------------------


def test_finding_as_triples(report: Report) -> None:
    graph = to_graph(report.findings)
    [node] = graph.subjects(RDF.type, AV.Finding)
    article = "https://w3id.org/averment/id/article/faulty"
    assert set(graph.predicate_objects(node)) == {
        (RDF.type, AV.Finding),
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, URIRef("https://w3id.org/averment/id/question/law/xa-bridges/ticket/force")),
        (SH.sourceShape, AVSH["Question-force"]),
        (SH.sourceConstraintComponent, SH.SPARQLConstraintComponent),
        (SH.resultSeverity, SH.Warning),
        (SH.resultMessage, Literal(report.findings[0].message)),
        (AV.hasFamily, FAMILY.disagreement),
        (AV.involves, URIRef(f"{article}/c1")),
        (AV.involves, URIRef(f"{article}/c2")),
    }


def test_judgement_of_a_finding_as_a_triple(report: Report) -> None:
    settled = replace(report.findings[0], status="settled", judgement=JUDGEMENT)
    graph = to_graph((settled,))
    assert set(graph.objects(None, AV.hasJudgement)) == {URIRef(JUDGEMENT.iri)}


def test_each_finding_is_a_node_of_its_own(shipped_report: Report) -> None:
    nodes = set(to_graph(shipped_report.findings).subjects(RDF.type, AV.Finding))
    assert len(nodes) == len(shipped_report.findings) >= 20


def test_finding_on_a_blank_node_can_be_queried(report: Report) -> None:
    place = Place("f3b2", "a.ttl", 1, 1, None, None)
    blank = replace(report.findings[0], subject="f3b1", places=(place,))
    graph: Graph = to_graph((blank,))
    assert set(graph.objects(None, SH.focusNode)) == {BNode("f3b1")}
    assert set(graph.objects(None, AV.involves)) == {BNode("f3b2")}
    assert len(to_store(graph)) == len(graph)
