"""Findings and judgements, laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from averment.checking import SEVERITIES, STATUSES
from averment.errors import Position
from averment.showing.blocks import Block, Item, Run, Runs, Section, Style
from averment.showing.findings import gravest_first
from averment.showing.layout.basics import capitalised, joined
from averment.showing.parts import Found, Judgement, Side, Subject, Thing
from averment.showing.words import number

__all__ = ["finding_items", "judgement_items", "other_findings", "overview", "severities"]

_HOLDS = "in force"
"""The state that a judgement need not say it has."""

_STYLES: dict[str, Style] = {"violation": "violation", "warning": "warning", "info": "info"}


def severities(findings: Iterable[Found]) -> Runs:
    """Return how many findings of each severity are open, the gravest first, and how many are not."""
    found = list(findings)
    parts = []
    for severity in SEVERITIES:
        count = sum(one.severity == severity and one.status == "open" for one in found)
        if count:
            parts.append((Run(number(count, severity), _STYLES[severity]),))
    for status in STATUSES[1:]:
        count = sum(one.status == status for one in found)
        if count:
            parts.append((Run(f"{count} {status}"),))
    return joined(parts)


def _severity(found: Found) -> Run:
    """Return the severity of a finding, which only marks one that is open."""
    return Run(found.severity, _STYLES[found.severity] if found.status == "open" else "")


def finding_items(
    found: Found,
    sides: Sequence[Side],
    *,
    title: str | None = None,
    depth: int = 0,
    at: Position | None = None,
) -> Iterator[Item]:
    """Iterate over a finding: severity, rule and message, and those of its sides that do not stand there anyway.

    Args:
        found: the finding.
        sides: the sides to say.
        title: what it is about, where that is not plain.
        depth: how deep it stands.
        at: where it is written, where its sides do not say that.
    """
    message = f"{capitalised(title)}. {found.explanation}" if title else found.explanation
    yield Item(
        runs=(
            _severity(found),
            Run(f": {message} "),
            Run(f"({found.rule}, {found.status})", "dim"),
        ),
        depth=depth,
        at=at,
    )
    for side in sides:
        value = (Run(side.in_words, "strong"),) if side.in_words else ()
        said = joined([value, (Run(side.source),) if side.source else ()])
        yield Item(runs=said or (Run("here"),), depth=depth + 1, at=side.at)


def other_findings(findings: Sequence[Found]) -> Iterator[Block]:
    """Iterate over the findings that stand with no question and no claim of the page."""
    if findings:
        yield Section((Run("Findings"),))
    for found in findings:
        if len(found.sides) == 1 and found.title is None:
            yield from finding_items(found, (), at=found.sides[0].at)
        elif found.family == "corroboration":  # its sides are all that answers the question
            yield from finding_items(found, (), title=found.title)
            yield Item(runs=(Run(found.subject.id, "id"),), depth=1)
        else:
            yield from finding_items(found, found.sides, title=found.title)


def overview(subjects: Iterable[Subject], findings: Iterable[Found], own: Thing) -> Iterator[Runs]:
    """Iterate over the findings of a page in a few words; infos, and what is not open, are only counted."""
    said: dict[Found, str] = {}
    for subject in subjects:
        of = "" if subject.about == own else f" of {subject.about.name}"
        for answers in subject.questions:
            asked = ", ".join([f"{capitalised(answers.asked)}{of}", *(one.in_words for one in answers.scope)])
            statements = (one for answer in answers.answers for one in answer.statements)
            for found in (
                *answers.findings,
                *(found for one in (*statements, *answers.apart) for found in one.findings),
            ):
                said.setdefault(found, asked)
    for found in findings:
        said.setdefault(found, found.title or found.subject.name)
    for found in gravest_first(said):
        if _is_named(found):
            rule = Run(f"({found.rule}, {found.status})", "dim")
            yield (_severity(found), Run(f": {capitalised(said[found])} "), rule)
    yield severities(found for found in said if not _is_named(found))


def _is_named(found: Found) -> bool:
    return found.severity != "info" and found.status == "open"


def judgement_items(judgements: Iterable[Judgement]) -> Iterator[Item]:
    """Iterate over what editors decided."""
    for one in judgements:
        details = [
            (Run(f"{one.type}: {one.in_words}", "strong"),),
            (Run(f"because {one.reason}" if one.reason else ""),),
            (Run(", ".join(part for part in (one.by, one.on.in_words if one.on else None) if part)),),
            (Run(f"until {one.expires.in_words}" if one.expires else ""),),
            (Run(one.state if one.state and one.state != _HOLDS else "", "warning"),),
        ]
        yield Item(runs=joined(part for part in details if part[0].text), at=one.at)
