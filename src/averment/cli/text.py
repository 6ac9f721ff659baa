"""Reports as text for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

import click

from averment.checking.findings import STATUSES, Finding, Judgement, Place, Report
from averment.errors import ReadError

__all__ = ["COLOURS", "clean", "render_errors", "render_report"]

# Control characters, marks and overrides of direction, line separators, halves of surrogate pairs.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What GitHub takes for a command to itself when a log line starts with it, or holds it.
_COMMAND = re.compile(r"^\s*::|##\[")
COLOURS = {"violation": "red", "warning": "yellow", "info": "blue"}


def clean(text: str) -> str:
    r"""Return text that can't steer a terminal or a log: one line, control characters spelt out.

    >>> clean("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    >>> clean("::error::no")
    '\\x3a:error::no'
    """
    spaced = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    harmless = _CONTROL.sub(lambda match: _spell(match[0]), spaced)
    return _COMMAND.sub(lambda match: _spell(match[0].lstrip()), harmless)


def _spell(found: str) -> str:
    """Return a text with its first character spelt out."""
    code = ord(found[0])
    return (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}") + found[1:]


def render_errors(errors: Iterable[ReadError]) -> str:
    """Return one line for each thing that could not be read, and their number."""
    lines = [clean(str(error)) for error in sorted(errors, key=lambda e: (e.position, e.problem))]
    count = "1 error" if len(lines) == 1 else f"{len(lines)} errors"
    return "\n".join([*lines, f"{count}: what these files hold was not read"])


def render_report(report: Report, *, colour: bool = False) -> str:
    """Return a report as text: findings with their places, alike ones together, then the summary.

    What editors have settled or waived comes after what is open.
    """
    ordered = sorted(report.findings, key=lambda f: STATUSES.index(f.status))
    blocks = []
    for _, alike in groupby(ordered, key=lambda f: (f.status, f.severity, f.rule, f.message, f.judgement)):
        blocks.append(_block(list(alike), colour))
    return "\n".join([*blocks, _summary(report), ""])


def _block(findings: list[Finding], colour: bool) -> str:
    finding = findings[0]
    places = [place for one in findings for place in one.places]
    is_coloured = colour and finding.status == "open"
    severity = (
        click.style(finding.severity, fg=COLOURS[finding.severity], bold=True)
        if is_coloured
        else finding.severity
    )
    start = f"{_at(places[0])}: " if places else ""
    lines = [f"{start}{severity} {clean(f'{finding.rule} {finding.message}')}"]
    if finding.judgement is not None:
        lines.append(f"    {clean(_judged(finding.status, finding.judgement))}")
    if len(places) > 1:
        width = max(len(_at(place)) for place in places)
        for place in places:
            what = "  ".join(part for part in (place.source, place.value) if part)
            lines.append(f"    {_at(place):{width}}  {clean(what)}".rstrip())
    return "\n".join([*lines, ""])


def _judged(status: str, judgement: Judgement) -> str:
    if status == "waived":
        return f"waived until {judgement.expires} by {judgement.editor}: {judgement.reason}"
    return f"settled by {judgement.editor} on {judgement.date}: {judgement.reason}"


def _at(place: Place) -> str:
    return (
        clean(f"{place.path}:{place.line}:{place.column}")
        if place.path is not None
        else "(not written in a file)"
    )


def _summary(report: Report) -> str:
    counts = report.summary

    def number(count: int, what: str) -> str:
        return f"{count} {what}" if count == 1 else f"{count} {what}s"

    judged = [(counts.settled, "settled"), (counts.waived, "waived")]
    return (
        f"{number(counts.claims, 'claim')}, {number(counts.questions, 'question')}: "
        f"{number(counts.violation, 'violation')}, {number(counts.warning, 'warning')}, {number(counts.info, 'info')}"
        + "".join(f", {count} {what}" for count, what in judged if count)
    )
