"""Reports as code quality reports of GitLab: one entry for each side of each open finding."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator

from averment.checking.findings import Failure, Place, Report
from averment.deriving.fingerprints import digest_of
from averment.rendering.escaping import clean

__all__ = ["render_gitlab"]

_SEVERITIES = {"violation": "major", "warning": "minor", "info": "info"}


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
        for number, place in enumerate(finding.places or (None,)):
            known = digest_of([finding.fingerprint, (place.claim if place else None) or "", str(number)])
            yield _entry(finding.rule, finding.message, known, _SEVERITIES[finding.severity], place)


def _entry(
    rule: str, message: str, fingerprint: str, severity: str, place: Place | Failure | None
) -> dict[str, object]:
    """Return an issue; the folder stands for a file where there is none, since GitLab wants one."""
    path, line = (place.path, place.line) if place is not None else (None, None)
    return {
        "description": clean(message),
        "check_name": clean(rule),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": clean(posixpath.normpath(path)) if path is not None else ".",
            "lines": {"begin": line or 1},
        },
    }
