"""Reports as JSON: all that a report holds, with every character as it is written."""

from __future__ import annotations

import json

from averment.checking.findings import Report

__all__ = ["render_json"]


def render_json(report: Report) -> str:
    """Return a report as JSON, on which `--baseline` and other programs build."""
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"
