"""Findings: what a check found, each with the places of everything involved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["SEVERITIES", "Finding", "Place", "Report", "Summary"]

SEVERITIES = ("violation", "warning", "info")
"""The severities, the gravest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one side of a finding is written.

    Attributes:
        claim: the IRI of the claim, or None where another thing is at fault.
        path: the file, as the user named it; None for what is written nowhere.
        line: counted from 1.
        column: counted from 1.
        source: the name of the outlet, or the document, that states it.
        value: the value as stated.
        date: when the document appeared, as it is stated; None where the document gives no date.
    """

    claim: str | None
    path: str | None
    line: int | None
    column: int | None
    source: str | None
    value: str | None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check.

    Attributes:
        rule: the local name of the shape.
        family: one of the families of the ontology.
        severity: one of `SEVERITIES`.
        message: what is wrong, with the answers that differ, and the cure.
        subject: the IRI of the focus node.
        places: where it is written, both sides of a disagreement among them.
    """

    rule: str
    family: str
    severity: str
    message: str
    subject: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many claims and questions were checked, and how many findings of each severity there are."""

    claims: int
    questions: int
    violation: int
    warning: int
    info: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check.

    Attributes:
        summary: the counts.
        findings: the findings, the gravest first, then by file and line.
        problems: why something was not checked to the end.
        notes: what a reader may want to know of how it was checked.
    """

    summary: Summary
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as what `--format json` prints; problems and notes only where there are some."""
        content = asdict(self)
        return {key: value for key, value in content.items() if value or key in ("summary", "findings")}

    def reaches(self, severity: str) -> bool:
        """Return whether there is a finding of the severity or a graver one; never for 'never'."""
        if severity == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in grave for finding in self.findings)
