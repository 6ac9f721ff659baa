"""Findings: what a check found, each with the places of everything involved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from averment.errors import ReadError

__all__ = [
    "SEVERITIES",
    "STATUSES",
    "Comparison",
    "Failure",
    "Finding",
    "Judgement",
    "Place",
    "Report",
    "Summary",
]

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
        fingerprint: by what it is known again in another run: it stays when lines move, and changes when a
            claim joins or leaves the finding or says something else. No two findings of a report share one.
        constraint: the IRI of the SHACL constraint component that was violated.
    """

    rule: str
    family: str
    severity: str
    message: str
    subject: str
    places: tuple[Place, ...]
    status: str = "open"
    judgement: Judgement | None = None
    fingerprint: str = ""
    constraint: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something could not be read, or not be checked to the end.

    Attributes:
        path: the file at fault, as the user named it; None where no file is.
        line: counted from 1; None where no file is at fault.
        column: counted from 1; None where no file is at fault.
        problem: what is wrong.
        cure: what to do about it; empty where the problem says so itself.
    """

    path: str | None
    line: int | None
    column: int | None
    problem: str
    cure: str

    @classmethod
    def of(cls, error: ReadError) -> Failure:
        """Return the failure that an error of reading is."""
        at = error.position
        return cls(at.path, at.line, at.column, error.problem, error.cure)

    @property
    def message(self) -> str:
        """The problem and its cure, without the place."""
        return f"{self.problem}; {self.cure}" if self.cure else self.problem


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the findings stand to those of an earlier report.

    Attributes:
        new: how many the earlier report lacks.
        known: how many both have.
        gone: how many only the earlier report has.
    """

    new: int
    known: int
    gone: int


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

    @classmethod
    def of(cls, findings: Iterable[Finding], *, claims: int, questions: int) -> Summary:
        """Return the counts of findings."""
        counts = dict.fromkeys((*SEVERITIES, *STATUSES[1:]), 0)
        for finding in findings:
            counts[finding.severity if finding.status == "open" else finding.status] += 1
        return cls(claims=claims, questions=questions, **counts)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check, which every format and the exit code are made of.

    Attributes:
        summary: the counts.
        findings: the findings, the gravest first, then by file and line.
        problems: why something was not checked to the end.
        notes: what a reader may want to know of how it was checked.
        errors: what could not be read.
        baseline: how the findings stand to an earlier report, if it was compared with one; those that were
            known are then left out of `findings`.
        fail_on: the severity from which on an open finding fails the check, or 'never'.
        is_checked: whether anything was checked; where not, the counts mean nothing.
    """

    summary: Summary
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    errors: tuple[Failure, ...] = ()
    baseline: Comparison | None = None
    fail_on: str = "violation"
    is_checked: bool = True

    @classmethod
    def failed(cls, *, errors: Iterable[ReadError] = (), problem: str | None = None) -> Report:
        """Return the report of a check that ended before anything was checked."""
        return cls(
            Summary(0, 0, 0, 0, 0),
            errors=tuple(Failure.of(error) for error in errors),
            problems=(problem,) if problem is not None else (),
            is_checked=False,
        )

    @property
    def failures(self) -> tuple[Failure, ...]:
        """All that keeps the check from being whole: what could not be read, then what did not end."""
        return (*self.errors, *(Failure(None, None, None, problem, "") for problem in self.problems))

    @property
    def exit_code(self) -> int:
        """0 for fine, 1 if something was found that fails the check, 2 if the check is not whole."""
        return 2 if self.failures else 1 if self.reaches(self.fail_on) else 0

    def as_json(self) -> dict[str, Any]:
        """Return the report as what `--format json` prints; of all but summary and findings only what there is."""
        content = asdict(self)
        del content["fail_on"], content["is_checked"]
        if not self.is_checked:
            content["summary"] = None
        return {key: value for key, value in content.items() if value or key in ("summary", "findings")}

    def fails(self, finding: Finding) -> bool:
        """Return whether a finding by itself fails the check."""
        return replace(self, findings=(finding,)).reaches(self.fail_on)

    def reaches(self, severity: str) -> bool:
        """Return whether there is an open finding of the severity or a graver one; never for 'never'."""
        if severity == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.status == "open" and finding.severity in grave for finding in self.findings)

    def narrowed(self, findings: Iterable[Finding]) -> Report:
        """Return the report with some of its findings only, counted anew."""
        kept = tuple(findings)
        counts = Summary.of(kept, claims=self.summary.claims, questions=self.summary.questions)
        return replace(self, summary=counts, findings=kept)
