"""Reports as SARIF 2.1.0, as GitHub's code scanning and other viewers read it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import averment
from averment.checking.baselines import DRIVER, FINGERPRINT
from averment.checking.findings import Failure, Finding, Place, Report
from averment.checking.rules import Rule
from averment.rendering.escaping import clean
from averment.rendering.rules import markdown_of_rule, says
from averment.rendering.words import at, judged_in_words, side_in_words, state_in_words

__all__ = ["render_sarif"]

MAX_PLACES = 1000
"""How many places of a result GitHub takes."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_PROBLEMS = {"violation": "error", "warning": "warning", "info": "recommendation"}

Part = dict[str, Any]


def render_sarif(report: Report, rules: Sequence[Rule]) -> str:
    """Return a report as SARIF: every rule with its help, and every finding with all its sides.

    The first side is the location of a result, and the others are related locations that its message links
    to. What editors settled or waived is suppressed; what could not be read or checked is a notification of
    an invocation that did not succeed.
    """
    descriptors: dict[str, Part] = {}
    for rule in rules:
        descriptors.setdefault(rule.name, _descriptor(rule))
    for finding in report.findings:
        descriptors.setdefault(finding.rule, {"id": clean(finding.rule)})
    numbers = {name: number for number, name in enumerate(descriptors)}
    run = {
        "tool": {
            "driver": {
                "name": DRIVER,
                "semanticVersion": averment.__version__,
                "informationUri": "https://w3id.org/averment/",
                "rules": list(descriptors.values()),
            }
        },
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, numbers, report) for finding in report.findings],
    }
    return (
        json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _descriptor(rule: Rule) -> Part:
    short = _sentence(rule.title)
    full = _sentence(rule.meaning or says(rule) or rule.title)
    descriptor: Part = {
        "id": clean(rule.name),
        "name": _pascal(rule.name),
        "shortDescription": {"text": short},
        "fullDescription": {"text": full},
        "help": {
            "text": " ".join(dict.fromkeys([full, _sentence(says(rule) or full)])),
            "markdown": markdown_of_rule(rule),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"problem.severity": _PROBLEMS[rule.severity], "tags": [clean(rule.family)]},
    }
    if rule.iri is not None:
        descriptor["helpUri"] = quote(rule.iri, safe=":/?#[]@!$&'()*+,;=%~")
    return descriptor


def _result(finding: Finding, numbers: Mapping[str, int], report: Report) -> Part:
    places = [place for place in finding.places if place.path is not None]
    related = places[1:MAX_PLACES]
    message = _literal(finding.message)
    if related:
        links = (f"[{_linked(place)}]({number})" for number, place in enumerate(related, start=1))
        message += f" Also at: {'; '.join(links)}"
        message += f"; and at {len(places) - MAX_PLACES} more places." if len(places) > MAX_PLACES else "."
    result: Part = {
        "ruleId": clean(finding.rule),
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(places[0] if places else None)],
        # GitHub's own, primaryLocationLineHash, is for its upload to compute, which warns of every other value
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "suppressions": list(_suppressions(finding)),
    }
    if related:
        result["relatedLocations"] = [
            {**_location(place), "id": number, "message": {"text": _literal(_side(place))}}
            for number, place in enumerate(related, start=1)
        ]
    if report.baseline is not None:
        result["baselineState"] = "new"
    return result


def _suppressions(finding: Finding) -> Iterator[Part]:
    judged = judged_in_words(finding)
    if judged is not None:
        yield {"kind": "external", "status": "accepted", "justification": clean(judged)}


def _invocation(report: Report) -> Part:
    notifications = [_notification("error", failure.message, failure) for failure in report.failures]
    notifications += [_notification("note", note, None) for note in state_in_words(report)]
    return {
        "executionSuccessful": not report.failures,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notifications,
    }


def _notification(level: str, message: str, failure: Failure | None) -> Part:
    notification: Part = {"level": level, "message": {"text": _literal(_sentence(message))}}
    if failure is not None and failure.path is not None:
        notification["locations"] = [_location(failure)]
    return notification


def _location(place: Place | Failure | None) -> Part:
    """Return a location; the folder stands for a file where there is none, since GitHub wants one."""
    path, line, column = (place.path, place.line, place.column) if place is not None else (None, 1, 1)
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(path),
            "region": {"startLine": line or 1, "startColumn": column or 1},
        }
    }


def _artifact(path: str | None) -> Part:
    r"""Return where a file is: absolute, or in relation to the folder that was checked in.

    >>> _artifact("./a b/%c::d.yaml")
    {'uri': 'a%20b/%25c%3A%3Ad.yaml', 'uriBaseId': '%SRCROOT%'}
    >>> _artifact("/tmp/é.yaml")
    {'uri': 'file:///tmp/%C3%A9.yaml'}
    """
    if path is None:
        return {"uri": ".", "uriBaseId": "%SRCROOT%"}
    name = quote(posixpath.normpath(path).encode(errors="surrogateescape"))
    if name.startswith("/"):
        return {"uri": f"file:///{name.lstrip('/')}"}
    return {"uri": name, "uriBaseId": "%SRCROOT%"}


def _side(place: Place) -> str:
    return side_in_words(place, ": ") or at(place)


def _linked(place: Place) -> str:
    """Return the words of a link, in which brackets would end it."""
    return re.sub(r"([\\\[\]])", r"\\\1", clean(f"{_side(place)} ({at(place)})"))


def _literal(text: str) -> str:
    r"""Return text in which a reader of SARIF sees no link.

    >>> print(_literal("[a](b) [c]"))
    \[a\](b) [c]
    """
    return re.sub(r"\[([^\[\]]*)\](?=\()", r"\\[\1\\]", clean(text))


def _sentence(text: str) -> str:
    """Return text on one line that ends like a sentence."""
    text = clean(text).strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _pascal(name: str) -> str:
    """Return the name of a rule as SARIF writes names: `Claim-valueGrammar` as `ClaimValueGrammar`."""
    words = re.findall(r"\w+", clean(name))
    return "".join(word[:1].upper() + word[1:] for word in words) or "Rule"
