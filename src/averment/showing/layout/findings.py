"""Findings and judgements, laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from averment.checking import SEVERITIES
from averment.errors import Position
from averment.showing.blocks import Block, Item, Run, Runs, Section, Style
from averment.showing.layout.basics import capitalised, joined
from averment.showing.parts import Found, Judgement, Side, Subject, Thing
from averment.showing.words import number

__all__ = ["finding_items", "judgement_items", "other_findings", "overview", "severities"]

_STYLES: dict[str, Style] = {"violation": "violation", "warning": "warning", "info": "info"}


def severities(findings: Iterable[Found]) -> Runs:
    """Return how many findings of each severity there are, the gravest first."""
    found = list(findings)
    parts = []
    for severity in SEVERITIES:
        count = sum(one.severity == severity for one in found)
        if count:
            parts.append((Run(number(count, severity), _STYLES[severity]),))
    return joined(parts)


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
            Run(found.severity, _STYLES.get(found.severity, "")),
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
    """Iterate over the findings of a page in a few words, the gravest first; infos are only counted."""
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
    for found, asked in sorted(said.items(), key=lambda item: SEVERITIES.index(item[0].severity)):
        if found.severity != "info":
            rule = Run(f"({found.rule}, {found.status})", "dim")
            yield (Run(found.severity, _STYLES[found.severity]), Run(f": {capitalised(asked)} "), rule)
    yield severities(found for found in said if found.severity == "info")


def judgement_items(judgements: Iterable[Judgement]) -> Iterator[Item]:
    """Iterate over what editors decided."""
    for one in judgements:
        details = [
            (Run(f"{one.type}: {one.in_words}", "strong"),),
            (Run(f"because {one.reason}" if one.reason else ""),),
            (Run(", ".join(part for part in (one.by, one.on.in_words if one.on else None) if part)),),
            (Run(f"until {one.expires.in_words}" if one.expires else ""),),
        ]
        yield Item(runs=joined(part for part in details if part[0].text), at=one.at)
