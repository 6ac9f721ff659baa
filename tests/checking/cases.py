"""Cases of rules: pairs of small files, a faulty one and a near miss, that are all checked at once.

Each case gets a copy of the small world of `tests/shapes/pipeline/valid` under names of its own, so that one
graph holds them all and none meets another. In a judgement, `basis: (current)` stands for the fingerprint of what
it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.checking.small import ARCHIVE, PIPELINE, VALID, marks

from averment.building import Build, build
from averment.checking import Finding, Report, check
from averment.judging import Listed, list_judgements

__all__ = ["INVALID", "NEAR_MISSES", "TODAY", "Cases", "cases"]

TODAY = date(2026, 3, 1)
"""The day on which waivers have to hold."""

_OWN_SHAPES = frozenset({"IdleShape-focusNodeCount"})
"""Rules whose cases are shapes, of which a build has one set."""
_SCHEMES = "act|actor|article|document|group|judgement|law|purpose"
_NAME = re.compile(rf"\b(?:{_SCHEMES}):[a-z0-9][\w-]*|\bquestion:\w+/[a-z0-9][\w-]*")
_CURRENT = "(current)"
_COUNTRIES, _VOCABULARY = PIPELINE / "valid" / "countries.yaml", VALID[-1]

INVALID = sorted((PIPELINE / "invalid").iterdir())
NEAR_MISSES = sorted(path for path in (PIPELINE / "valid").iterdir() if path not in VALID)


@dataclass(frozen=True)
class Cases:
    """Cases that were built and checked together.

    Attributes:
        made: the graph of all cases.
        report: what a check of it finds.
        folder: where the copies stand, each in a folder that is named for its rule.
    """

    made: Build
    report: Report
    folder: Path

    def findings(self, rule: str) -> list[Finding]:
        """List what was found in the copy of the case of a rule."""
        own = f"{self.folder / rule}/"
        return [
            finding
            for finding in self.report.findings
            if any((place.path or "").startswith(own) for place in finding.places)
        ]

    def marks(self, rule: str) -> set[tuple[int, int]]:
        """Give the places that the case of a rule marks."""
        [file] = (path for path in (self.folder / rule).iterdir() if path.stem == rule)
        return marks(file)


@cache
def cases(kind: str) -> Cases:
    """Build and check all cases of a kind, `invalid` or `valid`, at once."""
    folder = Path(mkdtemp(prefix=f"cases-{kind}-"))
    paths = INVALID if kind == "invalid" else NEAR_MISSES
    for path in paths:
        if path.stem not in _OWN_SHAPES:
            _copy(path, folder / path.stem)
    together = [_COUNTRIES, _VOCABULARY, folder]
    for judgement in list_judgements(build(together)):
        if judgement.basis == _CURRENT:
            _fill_in(judgement)
    made = build(together, archive=ARCHIVE, today=TODAY)
    return Cases(made, check(made), folder)


def _fill_in(judgement: Listed) -> None:
    """Write the fingerprint of what a judgement is about into its file; zeros if there is nothing of the sort."""
    file = Path(judgement.path or "")
    name = judgement.judgement.rpartition("/")[2]
    before, start, after = file.read_text("utf-8").partition(f"id: judgement:{name}\n")
    filled = after.replace(_CURRENT, f'"{judgement.current or "0" * 16}"', 1)
    file.write_text(before + start + filled, "utf-8")


def _copy(case: Path, folder: Path) -> None:
    """Write a case into a folder with the world that it is about, whose page on ferries only some are about."""
    folder.mkdir()
    text = case.read_text("utf-8")
    names = ["base.yaml", *(["tribune.yaml"] if "law:xa-ferries" in text else [])]
    for file in (case, *(PIPELINE / "valid" / name for name in names)):
        renamed = _NAME.sub(lambda match: f"{match[0]}-{case.stem}", file.read_text("utf-8"))
        (folder / file.name).write_text(renamed, "utf-8")
