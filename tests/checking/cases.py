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

__all__ = ["INVALID", "NEAR_MISSES", "SHARED_WORLD", "TODAY", "Cases", "cases"]

TODAY = date(2026, 3, 1)
"""The day on which waivers have to hold."""

_OWN_SHAPES = frozenset({"IdleShape-focusNodeCount"})
"""Rules whose cases are shapes, of which a build has one set."""
_SCHEMES = "act|actor|article|document|group|judgement|law|purpose"
_NAME = re.compile(rf"\b(?:{_SCHEMES}):[a-z0-9][\w-]*|\bquestion:\w+/[a-z0-9][\w-]*")
_CURRENT = "(current)"

SHARED_WORLD = [PIPELINE / "valid" / "countries.yaml", VALID[-1]]
"""What all cases have in common."""

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
            _copy(path, folder / path.stem, f"{path.stem}-{kind}")
    together = [*SHARED_WORLD, folder]
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


def _copy(case: Path, folder: Path, name: str) -> None:
    """Write a case into a folder with the world that it is about, under names that end in `-name`."""
    folder.mkdir()
    text = case.read_text("utf-8")
    files = {case.name: text, "base.yaml": (PIPELINE / "valid" / "base.yaml").read_text("utf-8")}
    independent = _independent(text)
    if independent is not None:
        files["tribune.yaml"] = independent
    for file, content in files.items():
        (folder / file).write_text(_NAME.sub(rf"\g<0>-{name}", content), "utf-8")


def _independent(case: str) -> str | None:
    """Return the independent page with what it says of the questions of a case; None if it says nothing."""
    lines = (PIPELINE / "valid" / "tribune.yaml").read_text("utf-8").splitlines()
    kept = []
    for line in lines:
        claim = re.match(r"  - \{id: \w+, (about: [\w/:-]+), (aspect: [\w-]+),", line)
        if claim is None or all(re.search(rf"{part}\b(?![/-])", case) for part in claim.groups()):
            kept.append(line)
    return "\n".join(kept) + "\n" if any(line.startswith("  - {id: ") for line in kept) else None
