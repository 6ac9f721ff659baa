"""Reports in the Markdown that GitHub shows, for the summary of a job or a comment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from averment.checking.findings import Finding, Report
from averment.rendering.escaping import code_in_markdown, escape_markdown
from averment.rendering.words import (
    alike,
    at,
    by_severity,
    judged_in_words,
    not_open,
    side_in_words,
    state_in_words,
    summary_in_words,
)

__all__ = ["MAX_BYTES", "render_markdown_report"]

MAX_BYTES = 1_000_000
"""How large a page gets at most, in bytes of UTF-8: GitHub refuses the summary of a step above 1 MiB whole."""

_TITLES = {"violation": "Violations", "warning": "Warnings", "info": "Infos"}


def render_markdown_report(report: Report) -> str:
    """Return a report as Markdown: the counts, what went wrong, then the findings, the gravest unfolded.

    What would make the page larger than `MAX_BYTES` is left out, and the page says so.
    """
    lines = ["## averment", "", f"**{escape_markdown(summary_in_words(report))}**", ""]
    lines += [f"> {escape_markdown(note)}\n>" for note in state_in_words(report)]
    if report.failures:
        lines += ["", "### Not checked", ""]
        for failure in report.failures:
            start = f"{code_in_markdown(at(failure))} " if failure.path is not None else ""
            lines.append(f"- {start}{escape_markdown(failure.message)}")
    sections = [(f"{_TITLES[severity]} ({len(found)})", found) for severity, found in by_severity(report)]
    judged = not_open(report)
    if judged:
        sections.append((f"Settled or waived ({len(judged)})", judged))
    size = _size(lines)
    left_out = 0
    for title, found in sections:
        is_folded = title.startswith(("Infos", "Settled"))
        opening = (
            ["", "<details>", f"<summary>{title}</summary>", ""] if is_folded else ["", f"### {title}", ""]
        )
        lines += opening
        size += _size(opening)
        for _, group in groupby(found, key=alike):
            entry = list(_entry(list(group)))
            if left_out or size + _size(entry) > MAX_BYTES - 500:  # room for the ends of the page
                left_out += 1
                continue
            lines += entry
            size += _size(entry)
        if is_folded:
            lines += ["", "</details>"]
    if left_out:
        lines += ["", f"{left_out} more are left out, for GitHub shows no page above 1 MiB."]
    return "\n".join(lines).rstrip() + "\n"


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _entry(findings: list[Finding]) -> Iterator[str]:
    finding = findings[0]
    yield f"- {code_in_markdown(finding.rule)} {escape_markdown(finding.message)}"
    judged = judged_in_words(finding)
    if judged is not None:
        yield f"  - {escape_markdown(judged)}"
    for one in findings:
        for place in one.places:
            said = escape_markdown(side_in_words(place, ": "))
            yield f"  - {code_in_markdown(at(place))} {said}".rstrip()
