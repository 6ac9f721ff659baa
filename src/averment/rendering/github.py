"""Reports as annotations of GitHub: one workflow command for each side of each open finding."""

from __future__ import annotations

from collections.abc import Iterator

from averment.checking.findings import Failure, Finding, Place, Report
from averment.rendering.escaping import clean, spelt_out
from averment.rendering.words import also_at

__all__ = ["render_github"]

_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}
_NOWHERE = Place(None, None, None, None, None, None)


def render_github(report: Report) -> str:
    """Return a report as workflow commands; what editors settled or waived is no annotation."""
    lines = [_command("error", failure, "averment", failure.message) for failure in report.failures]
    for finding in report.findings:
        if finding.status == "open":
            lines += _annotations(finding)
    return "".join(f"{line}\n" for line in lines)


def _annotations(finding: Finding) -> Iterator[str]:
    seen = set()
    for place in finding.places or (_NOWHERE,):
        if (place.path, place.line) not in seen:  # a line shows a message once
            seen.add((place.path, place.line))
            message = f"{finding.message}{also_at(finding, place)}"
            yield _command(_COMMANDS[finding.severity], place, finding.rule, message)


def _command(command: str, place: Place | Failure, title: str, message: str) -> str:
    properties = []
    if place.path is not None:
        properties += [f"file={_property(place.path)}", f"line={place.line}", f"col={place.column}"]
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
