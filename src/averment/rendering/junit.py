"""Reports as JUnit XML, as Jenkins and other servers read it: a test for each rule that holds and each finding."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from averment.checking.findings import Failure, Finding, Report
from averment.checking.rules import Rule
from averment.rendering.escaping import clean
from averment.rendering.words import at, judged_in_words, side_in_words

__all__ = ["render_junit"]


def render_junit(report: Report, rules: Sequence[Rule]) -> str:
    """Return a report as test suites, one for each family of rules.

    A finding that fails the check is a failed test, one below `--fail-on` a passed one with output, and one
    that an editor settled or waived a skipped one. The name of a test stays when lines move.
    """
    suites = [_suite("averment", [_error(failure) for failure in report.failures])] if report.failures else []
    found = {finding.rule for finding in report.findings}
    held = {(rule.family, rule.name) for rule in rules if rule.name not in found}
    cases = [(family, _case(family, rule, "holds")) for family, rule in held if report.is_checked]
    cases += [(finding.family, _finding(finding, report)) for finding in report.findings]
    cases.sort(key=lambda item: (item[0], item[1].get("classname"), item[1].get("name")))
    for family, grouped in groupby(cases, key=lambda item: item[0]):
        suites.append(_suite(f"averment.{family}", [case for _, case in grouped]))
    top = ET.Element("testsuites", {"name": "averment", **_counts(suites)})
    top.extend(suites)
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}\n'


def _suite(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    counted = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = ET.Element(
        "testsuite", {"name": clean(name)} | {key: str(count) for key, count in counted.items()}
    )
    suite.extend(cases)
    return suite


def _counts(suites: Iterable[ET.Element]) -> dict[str, str]:
    suites = list(suites)
    return {
        key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in ("tests", "failures", "errors")
    }


def _case(family: str, rule: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": clean(f"averment.{family}.{rule}"), "name": clean(name)})


def _finding(finding: Finding, report: Report) -> ET.Element:
    case = _case(finding.family, finding.rule, f"{finding.subject} [{finding.fingerprint}]")
    body = "\n".join(_lines(finding))
    judged = judged_in_words(finding)
    if judged is not None:
        ET.SubElement(case, "skipped", {"message": clean(judged)}).text = body
    elif report.fails(finding):
        said = {"type": finding.severity, "message": clean(finding.message)}
        ET.SubElement(case, "failure", said).text = body
    else:
        ET.SubElement(case, "system-out").text = body
    return case


def _lines(finding: Finding) -> Iterator[str]:
    start = f"{at(finding.places[0])}: " if finding.places else ""
    yield clean(f"{start}{finding.severity} {finding.rule} {finding.message}")
    if len(finding.places) > 1:
        for place in finding.places:
            yield f"    {clean(at(place))}  {clean(side_in_words(place))}".rstrip()


def _error(failure: Failure) -> ET.Element:
    case = ET.Element(
        "testcase",
        {"classname": "averment", "name": clean(f"reading {failure.path}" if failure.path else "checking")},
    )
    start = f"{at(failure)}: " if failure.path else ""
    said = {"type": "error", "message": clean(failure.message)}
    ET.SubElement(case, "error", said).text = clean(f"{start}{failure.message}")
    return case
