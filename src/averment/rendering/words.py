"""What several formats say in the same words."""

from __future__ import annotations

from collections.abc import Iterable

from averment.checking.findings import SEVERITIES, STATUSES, Failure, Finding, Place, Report

__all__ = [
    "alike",
    "also_at",
    "at",
    "by_severity",
    "judged_in_words",
    "not_open",
    "number_of",
    "side_in_words",
    "state_in_words",
    "summary_in_words",
]


_SIDES = 10
"""How many of the other sides are named."""


def at(place: Place | Failure) -> str:
    """Return path, line and column of a place, with colons between."""
    return (
        f"{place.path}:{place.line}:{place.column}" if place.path is not None else "(not written in a file)"
    )


def also_at(finding: Finding, place: Place) -> str:
    """Return a sentence on where the other sides of a finding are written, behind a space; nothing if it has none."""
    others = dict.fromkeys(
        f"{other.path}:{other.line}"
        for other in finding.places
        if other.path is not None and (other.path, other.line) != (place.path, place.line)
    )
    if not others:
        return ""
    shown = list(others)[:_SIDES]
    rest = f" and {len(others) - _SIDES} more" if len(others) > _SIDES else ""
    return f" Also at {', '.join(shown)}{rest}."


def side_in_words(place: Place, between: str = "  ") -> str:
    """Return who says what at a place, as far as it is known."""
    return between.join(part for part in (place.source, place.value) if part)


def judged_in_words(finding: Finding) -> str | None:
    """Return who settled or waived a finding and why; None for one that is open."""
    judgement = finding.judgement
    if judgement is None:
        return None
    if finding.status == "waived":
        return f"waived until {judgement.expires} by {judgement.editor}: {judgement.reason}"
    return f"settled by {judgement.editor} on {judgement.date}: {judgement.reason}"


def by_severity(report: Report) -> list[tuple[str, list[Finding]]]:
    """Return the severities that open findings have, the gravest first, each with them."""
    found = [
        (severity, [f for f in report.findings if f.status == "open" and f.severity == severity])
        for severity in SEVERITIES
    ]
    return [(severity, findings) for severity, findings in found if findings]


def not_open(report: Report) -> list[Finding]:
    """Return the findings that editors have settled or waived, in this order."""
    return [finding for status in STATUSES[1:] for finding in report.findings if finding.status == status]


def alike(finding: Finding) -> tuple[object, ...]:
    """Return what findings have in common that are shown together, with the places of all."""
    return (finding.status, finding.severity, finding.rule, finding.message, finding.judgement)


def summary_in_words(report: Report) -> str:
    """Return the counts of a report in a line."""
    counts = report.summary
    if not report.is_checked:
        return "nothing was checked"
    judged = [(counts.settled, "settled"), (counts.waived, "waived")]
    return (
        f"{number_of(counts.claims, 'claim')}, {number_of(counts.questions, 'question')}: "
        + ", ".join(
            number_of(count, severity)
            for severity, count in zip(
                SEVERITIES, (counts.violation, counts.warning, counts.info), strict=True
            )
        )
        + "".join(f", {count} {what}" for count, what in judged if count)
    )


def state_in_words(report: Report) -> Iterable[str]:
    """Iterate over what a reader has to know beside the counts: how the findings stand to a baseline, and notes."""
    if report.baseline is not None:
        counts = report.baseline
        yield f"against the baseline: {counts.new} new, {counts.known} known, {counts.gone} gone"
    yield from report.notes


def number_of(count: int, what: str) -> str:
    """Return how many there are of something, whose name has a regular plural.

    >>> number_of(1, "claim"), number_of(0, "claim")
    ('1 claim', '0 claims')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
