"""Findings: what a check found, each with the places of everything involved."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["SEVERITIES", "STATUSES", "Finding", "Judgement", "Place", "Report", "Summary"]

SEVERITIES = ("violation", "warning", "info")
"""The severities, the gravest first."""

STATUSES = ("open", "settled", "waived")
"""What editors have made of a finding: nothing, an acceptance that settles it, a waiver for a while."""


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
class Judgement:
    """The judgement of an editor by which a finding is no longer open.

    Attributes:
        iri: its IRI.
        editor: who answers for it.
        date: the day on which it was made, as year, month and day.
        reason: why.
        expires: the last day of a waiver, and None for an acceptance.
    """

    iri: str
    editor: str
    date: str
    reason: str
    expires: str | None


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
        status: one of `STATUSES`.
        judgement: what settles or waives it; None for a finding that is open.
    """

    rule: str
    family: str
    severity: str
    message: str
    subject: str
    places: tuple[Place, ...]
    status: str = "open"
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many claims and questions were checked, and how many findings there are.

    Attributes:
        claims: all claims.
        questions: all questions.
        violation: the open findings of this severity.
        warning: the open findings of this severity.
        info: the open findings of this severity.
        settled: the findings that an acceptance settles.
        waived: the findings that a waiver lets stand.
    """

    claims: int
    questions: int
    violation: int
    warning: int
    info: int
    settled: int = 0
    waived: int = 0


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
        """Return whether there is an open finding of the severity or a graver one; never for 'never'."""
        if severity == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.status == "open" and finding.severity in grave for finding in self.findings)
