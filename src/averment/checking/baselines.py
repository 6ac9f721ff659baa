"""What an earlier report found, and what is new since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from averment.checking.findings import Comparison, Finding, Report
from averment.errors import Position, ReadError, ReadFailure
from averment.reading.files import MAX_BYTES, read_text

__all__ = ["DRIVER", "FINGERPRINT", "Baseline", "compared", "read_baseline"]

DRIVER = "averment"
"""The name of the tool in SARIF."""

FINGERPRINT = "averment/v1"
"""The key of a finding's fingerprint in SARIF."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fingerprints of an earlier report.

    Attributes:
        open: those of findings that were open.
        judged: those of findings that editors had settled or waived.
    """

    open: frozenset[str]
    judged: frozenset[str]

    def knows(self, finding: Finding) -> bool:
        """Return whether a finding was there, and as open as it is now."""
        known = self.open if finding.status == "open" else self.open | self.judged
        return finding.fingerprint in known


def compared(report: Report, baseline: Baseline) -> Report:
    """Return a report with what an earlier one lacks, and with the numbers of new, known and gone findings."""
    new = [finding for finding in report.findings if not baseline.knows(finding)]
    found = {finding.fingerprint for finding in report.findings}
    gone = len((baseline.open | baseline.judged) - found)
    counts = Comparison(new=len(new), known=len(report.findings) - len(new), gone=gone)
    return replace(report.narrowed(new), baseline=counts)


def read_baseline(path: str | Path, *, max_bytes: int = MAX_BYTES) -> Baseline:
    """Read a report that `--format json` or `--format sarif` wrote.

    Args:
        path: the file.
        max_bytes: the largest file to read, in bytes.

    Raises:
        ReadFailure: the file can't be read, or is no such report.
    """
    errors: list[ReadError] = []
    file = Path(path)
    start = Position(str(path), 1, 1)
    if not file.exists():
        errors.append(ReadError(start, "there is no such file", "check the path"))
    text = read_text(file, max_bytes, errors) if not errors else None
    if text is None:
        raise ReadFailure(errors)
    try:
        found = list(_results(json.loads(text)))
    except json.JSONDecodeError as error:
        at = Position(str(path), error.lineno, error.colno)
        raise ReadFailure([ReadError(at, f"this is no JSON ({error.msg})", _CURE)]) from error
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        problem = "this is no report that a check can be compared with"
        raise ReadFailure([ReadError(start, problem, _CURE)]) from error
    return Baseline(
        open=frozenset(fingerprint for fingerprint, is_judged in found if not is_judged),
        judged=frozenset(fingerprint for fingerprint, is_judged in found if is_judged),
    )


_CURE = "write one with 'averment check --format json -o FILE', or with --format sarif, and this version of averment"


def _results(report: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Iterate over the fingerprints of a report, each with whether editors had settled or waived its finding.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: it is no report, or of a check that checked nothing.
    """
    if "runs" in report:
        for run in report["runs"]:
            if run["tool"]["driver"]["name"] != DRIVER:
                raise ValueError("another tool's")
            if not run["results"] and not all(each["executionSuccessful"] for each in run["invocations"]):
                raise ValueError("nothing was checked")
            for result in run["results"]:
                yield _text(result["partialFingerprints"][FINGERPRINT]), bool(result.get("suppressions"))
        return
    if report["summary"] is None:
        raise ValueError("nothing was checked")
    for finding in report["findings"]:
        yield _text(finding["fingerprint"]), finding["status"] != "open"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no fingerprint")
    return value
