"""Reports as code quality reports of GitLab: one entry for each side of each open finding."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator

from averment.checking.findings import Failure, Place, Report
from averment.deriving.fingerprints import digest_of
from averment.rendering.escaping import clean
from averment.rendering.words import also_at

__all__ = ["render_gitlab"]

_SEVERITIES = {"violation": "major", "warning": "minor", "info": "info"}
_NOWHERE = Place(None, None, None, None, None, None)


def render_gitlab(report: Report) -> str:
    """Return a report as a list of code quality issues, whose fingerprints stay when lines move."""
    return json.dumps(list(_entries(report)), ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report) -> Iterator[dict[str, object]]:
    for failure in report.failures:
        known = digest_of([failure.path or "", failure.problem])
        yield _entry("averment", failure.message, known, "blocker", failure)
    for finding in report.findings:
        if finding.status != "open":
            continue
        for number, place in enumerate(finding.places or (_NOWHERE,)):
            known = digest_of([finding.fingerprint, place.claim or "", str(number)])
            message = f"{finding.message}{also_at(finding, place)}"
            yield _entry(finding.rule, message, known, _SEVERITIES[finding.severity], place)


def _entry(
    rule: str, message: str, fingerprint: str, severity: str, place: Place | Failure
) -> dict[str, object]:
    """Return an issue; the folder stands for a file where there is none, since GitLab wants one."""
    return {
        "description": clean(message),
        "check_name": clean(rule),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": clean(posixpath.normpath(place.path)) if place.path is not None else ".",
            "lines": {"begin": place.line or 1},
        },
    }
