"""Rules as text for people: on a terminal, and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click
from rdflib import SKOS
from rich.cells import cell_len, set_cell_size

from averment import resources
from averment.checking.rules import Rule
from averment.cli.text import COLOURS, clean
from averment.namespaces import FAMILY
from averment.rendering.rules import filled, inline, language, lines_of_rule, says

__all__ = ["markdown_page", "render_list", "render_rule", "rules_as_json"]

_PROSE = 88
"""The most cells of a line of prose."""


def render_list(rules: Iterable[Rule], *, width: int | None = None, colour: bool = False) -> str:
    """Return all rules, one a line, under their families.

    Args:
        rules: the rules, by family.
        width: how many cells a line has; None for lines as long as they have to be.
        colour: whether to mark severities and names for a terminal.
    """
    rules = list(rules)
    name_width = max((cell_len(clean(rule.name)) for rule in rules), default=0)
    severity_width = max((len(rule.severity) for rule in rules), default=0)
    lines = []
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += [_strong(clean(family), colour) + f"  {_about_family(family)}".rstrip(), ""]
        for rule in members:
            name = _padded(clean(rule.name), name_width)
            severity = _severity(rule.severity.ljust(severity_width), rule, colour)
            summary = _summary(rule)
            if width is not None:
                summary = _cut(summary, max(width - name_width - severity_width - 6, 10))
            lines.append(f"  {name}  {severity}  {summary}".rstrip())
        lines.append("")
    count = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
    return "\n".join([*lines, f"{count}; 'averment explain RULE' shows one with its examples", ""])


def render_rule(rule: Rule, *, width: int = _PROSE, colour: bool = False) -> str:
    """Return all that a rule says of itself, folded to a width."""
    width = max(20, min(width, _PROSE))
    severity = _severity(rule.severity, rule, colour)
    head = _strong(clean(rule.name), colour)
    lines = [*_title(rule, head), f"{severity}, of the family {clean(rule.family)}", ""]
    if rule.meaning is not None:
        lines += [*_folded(rule.meaning, width), ""]
    if rule.message is not None:
        lines += [_strong("It says", colour), *_folded(says(rule), width, "    "), ""]
    for title, example in (("Good", rule.good), ("Bad", rule.bad)):
        if example is not None:
            shown = [f"    {clean(line)}".rstrip() for line in example.splitlines()]
            lines += [_strong(title, colour), *shown, ""]
    if not _is_explained(rule):
        lines += ["Its shape has no av:meaning, av:goodExample or av:badExample.", ""]
    if rule.path is not None:
        lines.append(f"Defined in {clean(rule.path)}:{rule.line}")
    return "\n".join([*lines, ""])


def rules_as_json(rules: Iterable[Rule]) -> dict[str, object]:
    """Return what `--format json` prints of rules."""
    return {
        "rules": [
            {
                "name": rule.name,
                "iri": rule.iri,
                "title": rule.title,
                "family": rule.family,
                "severity": rule.severity,
                "message": rule.message,
                "settledBy": rule.settled,
                "meaning": rule.meaning,
                "goodExample": rule.good,
                "badExample": rule.bad,
                "language": language(rule.good or rule.bad),
                "path": rule.path,
                "line": rule.line,
            }
            for rule in rules
        ]
    }


def markdown_page(rules: Sequence[Rule]) -> str:
    """Return a page of all rules: a table for each family, and what they mean in a part that unfolds."""
    lines = ["# Rules", "", f"The {len(rules)} rules that a check applies.", ""]
    for family, grouped in groupby(rules, key=lambda rule: rule.family):
        members = list(grouped)
        lines += [f"## {inline(family[:1].upper() + family[1:])}", ""]
        if about := _about_family(family):
            lines += [about, ""]
        lines += ["| rule | severity | message |", "|---|---|---|"]
        lines += [
            f"| {_linked(rule)} | {rule.severity} | {inline(filled(rule.message or ''))} |"
            for rule in members
        ]
        lines.append("")
        if explained := [rule for rule in members if _is_explained(rule)]:
            summary = f"What the rules of the family mean, with examples ({len(explained)})"
            lines += ["<details>", f"<summary>{summary}</summary>", ""]
            lines += [line for rule in explained for line in lines_of_rule(rule, heading="###")]
            lines += ["</details>", ""]
    return "\n".join(lines).rstrip() + "\n"


def _about_family(family: str) -> str:
    return str(resources.ontology().value(FAMILY[family], SKOS.definition) or "")


def _summary(rule: Rule) -> str:
    """Return what a rule is about in a line: what its message states, without the cure."""
    said = filled(clean(rule.message or rule.meaning or (rule.title if rule.title != rule.name else "")))
    return re.split(r"(?<=.{20})[:;.](?:\s|$)", said, maxsplit=1)[0].removesuffix(".")


def _title(rule: Rule, head: str) -> Iterator[str]:
    yield f"{head}  {clean(rule.title)}" if rule.title != rule.name else head


def _folded(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Iterate over the lines of a text, none wider than a width in cells unless a word is."""
    line = ""
    for word in clean(text).split():
        if line and cell_len(indent) + cell_len(line) + 1 + cell_len(word) > width:
            yield indent + clean(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + clean(line)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _cut(text: str, width: int) -> str:
    """Return text that is no wider than a width in cells, cut between words where there is room for some."""
    if cell_len(text) <= width:
        return text
    kept = set_cell_size(text, width - 1)
    return (kept.rpartition(" ")[0] if " " in kept[8:] else kept).rstrip(" ,") + "…"


def _strong(text: str, colour: bool) -> str:
    return click.style(text, bold=True) if colour else text


def _severity(text: str, rule: Rule, colour: bool) -> str:
    return click.style(text, fg=COLOURS[rule.severity], bold=True) if colour else text


def _is_explained(rule: Rule) -> bool:
    return (rule.meaning, rule.good, rule.bad) != (None, None, None)


def _linked(rule: Rule) -> str:
    """Return a rule's name, with a link to its heading if it has one."""
    anchor = re.sub(r"[^\w-]", "", rule.name.lower().replace(" ", "-"))
    return f"[{inline(rule.name)}](#{anchor})" if _is_explained(rule) else inline(rule.name)
