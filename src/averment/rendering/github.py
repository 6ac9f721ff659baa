"""Reports as annotations of GitHub: one workflow command for each side of each open finding."""

from __future__ import annotations

from collections.abc import Iterator

from averment.checking.findings import Finding, Report
from averment.rendering.escaping import clean, spelt_out

__all__ = ["render_github"]

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


def render_github(report: Report) -> str:
    """Return a report as workflow commands; what editors settled or waived is no annotation."""
    lines = [_command("error", failure, "averment", failure.message) for failure in report.failures]
    for finding in report.findings:
        if finding.status == "open":
            lines += _annotations(finding)
    return "".join(f"{line}\n" for line in lines)


def _annotations(finding: Finding) -> Iterator[str]:
    seen = set()
    for place in finding.places or (None,):
        line = (place.path, place.line) if place is not None else None
        if line not in seen:  # a line shows a message once
            seen.add(line)
            yield _command(_COMMANDS[finding.severity], place, finding.rule, finding.message)


def _command(command: str, place: object, title: str, message: str) -> str:
    properties = []
    path, line, column = (getattr(place, name, None) for name in ("path", "line", "column"))
    if path is not None:
        properties += [f"file={_property(path)}", f"line={line}", f"col={column}"]
    properties.append(f"title={_property(clean(title))}")
    return f"::{command} {','.join(properties)}::{_data(clean(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    r"""Return a value as GitHub reads it in a command, whatever ends lines and properties in it.

    >>> _property("a,b:c%\nd")
    'a%2Cb%3Ac%25%0Ad'
    """
    escaped = _data(text).replace(":", "%3A").replace(",", "%2C")
    return spelt_out(escaped)
