"""Reports as one HTML page that needs nothing else: no script, no font, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from averment.checking.findings import Finding, Report
from averment.checking.rules import Rule
from averment.rendering.escaping import clean
from averment.rendering.words import (
    alike,
    at,
    by_severity,
    judged_in_words,
    not_open,
    state_in_words,
    summary_in_words,
)

__all__ = ["render_html"]

_TITLES = {"violation": "Violations", "warning": "Warnings", "info": "Infos"}
_STYLE = """
:root { color-scheme: light dark; --violation: #c62828; --warning: #b26a00; --info: #1565c0; --line: #8886; }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
article { border-left: 4px solid var(--line); padding: .1rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
article.violation, article.error { border-color: var(--violation); }
article.warning { border-color: var(--warning); }
article.info { border-color: var(--info); }
h3 { font-size: 1rem; margin: .3rem 0; }
p { margin: .3rem 0; }
table { border-collapse: collapse; margin: .5rem 0; }
td { padding: .15rem 1rem .15rem 0; vertical-align: top; }
code, td:first-child { font: .875rem/1.45 ui-monospace, monospace; }
summary { cursor: pointer; }
@media (prefers-color-scheme: dark) { :root { --violation: #ef7070; --warning: #f0b050; --info: #7ab8f5; } }
"""


def render_html(report: Report, rules: Sequence[Rule]) -> str:
    """Return a report as a page: the counts, what went wrong, then the findings with what their rules mean."""
    meanings = {rule.name: rule.meaning for rule in reversed(rules) if rule.meaning}
    body = [f"<h1>averment</h1>\n<p><strong>{_text(summary_in_words(report))}</strong></p>"]
    body += [f"<p>{_text(note)}</p>" for note in state_in_words(report)]
    if report.failures:
        body.append("<h2>Not checked</h2>")
        for failure in report.failures:
            start = f"<code>{_text(at(failure))}</code> " if failure.path is not None else ""
            body.append(f'<article class="error"><p>{start}{_text(failure.message)}</p></article>')
    for severity, found in by_severity(report):
        body.append(f"<h2>{_TITLES[severity]} ({len(found)})</h2>")
        body += _articles(found, meanings)
    judged = not_open(report)
    if judged:
        body.append(f"<h2>Settled or waived ({len(judged)})</h2>")
        body += _articles(judged, meanings)
    lines = "\n".join(body)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>averment</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{lines}\n</body>\n</html>\n"
    )


def _articles(findings: Sequence[Finding], meanings: Mapping[str, str]) -> Iterator[str]:
    for _, grouped in groupby(findings, key=alike):
        group = list(grouped)
        finding = group[0]
        lines = [
            f'<article class="{finding.severity if finding.status == "open" else "judged"}">',
            f"<h3>{_text(finding.rule)}</h3>",
            f"<p>{_text(finding.message)}</p>",
        ]
        judged = judged_in_words(finding)
        if judged is not None:
            lines.append(f"<p>{_text(judged)}</p>")
        places = [place for one in group for place in one.places]
        if places:
            lines.append("<table>")
            lines += [
                f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in (at(place), place.source, place.value))}</tr>"
                for place in places
            ]
            lines.append("</table>")
        if finding.rule in meanings:
            lines.append(
                f"<details><summary>What it means</summary><p>{_text(meanings[finding.rule])}</p></details>"
            )
        yield "\n".join([*lines, "</article>"])


def _text(text: str | None) -> str:
    """Return text that HTML shows as it is; its direction of writing ends with it."""
    return f"<bdi>{escape(clean(text))}</bdi>" if text else ""
