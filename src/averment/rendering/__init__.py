"""Reports of a check in the formats that people and CI systems read, all made of one report.

Every format escapes what comes from files: no name, label or message can break a format, or be taken for a
command by the system that reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from averment.checking.findings import Report
from averment.checking.rules import Rule
from averment.errors import UsageError

__all__ = ["FORMATS", "NEED_RULES", "render"]

FORMATS = {
    "text": ("text", "render_text"),
    "json": ("as_json", "render_json"),
    "sarif": ("sarif", "render_sarif"),
    "junit": ("junit", "render_junit"),
    "github": ("github", "render_github"),
    "gitlab": ("gitlab", "render_gitlab"),
    "markdown": ("markdown", "render_markdown_report"),
    "html": ("html", "render_html"),
    "turtle": ("turtle", "render_turtle"),
}
"""The module and the function that write each format; a module is imported when its format is asked for."""

NEED_RULES = frozenset({"sarif", "junit", "html"})
"""The formats that tell of rules beside those that found something."""


def render(report: Report, output_format: str, rules: Sequence[Rule] = ()) -> str:
    """Return a report in one of `FORMATS`.

    Args:
        report: the report.
        output_format: a key of `FORMATS`.
        rules: the rules that were applied, for the formats of `NEED_RULES`.

    Raises:
        UsageError: there is no such format.
    """
    if output_format not in FORMATS:
        raise UsageError(f"there is no format '{output_format}'; use one of {', '.join(FORMATS)}")
    module, function = FORMATS[output_format]
    writer: Callable[..., Any] = getattr(import_module(f"averment.rendering.{module}"), function)
    text: str = writer(report, rules) if output_format in NEED_RULES else writer(report)
    return text
