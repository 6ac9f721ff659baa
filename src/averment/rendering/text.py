"""Reports as text for people: a line `path:line:column: severity rule message`, and a line for each side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from averment.checking.findings import STATUSES, Failure, Finding, Report
from averment.rendering.escaping import clean
from averment.rendering.words import alike, at, judged_in_words, side_in_words, summary_in_words

__all__ = ["COLOURS", "render_failures", "render_text"]

COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}


def render_text(report: Report, *, colour: bool = False, whole: bool = True) -> str:
    """Return a report as text: findings with their places, alike ones together, then the summary.

    What editors have settled or waived comes after what is open.

    Args:
        report: the report.
        colour: whether to mark severities for a terminal.
        whole: whether to say as well what a terminal shows on standard error: notes, and what could not be
            read or checked.
    """
    ordered = sorted(report.findings, key=lambda f: STATUSES.index(f.status))
    lines = [_block(list(group), colour) for _, group in groupby(ordered, key=alike)]
    if whole:
        lines += [f"note: {clean(note)}" for note in report.notes]
        lines += render_failures(report.failures)
    if report.baseline is not None:
        counts = report.baseline
        lines.append(f"against the baseline: {counts.new} new, {counts.known} known, {counts.gone} gone")
    if report.is_checked:
        lines.append(summary_in_words(report))
    return "".join(f"{line}\n" for line in lines)


def render_failures(failures: Iterable[Failure]) -> Iterator[str]:
    """Iterate over lines for what could not be read or checked, and for how much could not be read."""
    unread = 0
    for failure in failures:
        if failure.path is None:
            yield f"error: {clean(failure.message)}"
        else:
            unread += 1
            yield clean(f"{at(failure)}: error: {failure.message}")
    if unread:
        yield f"{'1 error' if unread == 1 else f'{unread} errors'}: what these files hold was not read"


def _block(findings: list[Finding], colour: bool) -> str:
    finding = findings[0]
    places = [place for one in findings for place in one.places]
    is_coloured = colour and finding.status == "open"
    severity = (
        click.style(finding.severity, fg=COLOURS[finding.severity], bold=True)
        if is_coloured
        else finding.severity
    )
    start = f"{clean(at(places[0]))}: " if places else ""
    lines = [f"{start}{severity} {clean(f'{finding.rule} {finding.message}')}"]
    judged = judged_in_words(finding)
    if judged is not None:
        lines.append(f"    {clean(judged)}")
    if len(places) > 1:
        width = max(len(clean(at(place))) for place in places)
        for place in places:
            lines.append(f"    {clean(at(place)):{width}}  {clean(side_in_words(place))}".rstrip())
    return "\n".join([*lines, ""])
