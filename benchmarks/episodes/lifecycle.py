"""Episodes of a law's life: stages and dates that follow one another, or do not."""

from __future__ import annotations

from benchmarks.episodes.stage import Stagehand

__all__ = ["ahead", "bill_as_law", "date_of_another", "date_order", "stale_against_date", "stale_report"]


def ahead(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A stage is reported before, or after, the day that is given for it."""
    _stage_and_date(
        stage, rule, "third-reading", "lower-house-date", 10 if is_broken else -10, is_broken=is_broken
    )


def bill_as_law(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """It is said to be signed before, or after, the day of its signature."""
    _stage_and_date(stage, rule, "signed", "signature-date", 10 if is_broken else -10, is_broken=is_broken)


def stale_against_date(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """It is said to be at first reading after, or before, the day that is given for its final one."""
    _stage_and_date(
        stage, rule, "first-reading", "lower-house-date", -10 if is_broken else 10, is_broken=is_broken
    )


def _stage_and_date(
    stage: Stagehand, rule: str, reached: str, aspect: str, after: int, *, is_broken: bool
) -> None:
    law = stage.law()
    report = stage.claim(stage.document(), law, "stage", reached)
    dated = stage.claim(stage.document(20), law, aspect, stage.day(after))
    if is_broken:
        stage.expect(rule, report.iri, dated.iri)


def date_order(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """The final reading is dated before, or after, the first one."""
    law = stage.law()
    first = stage.claim(stage.document(), law, "first-reading-date", stage.day(-40))
    final = stage.claim(stage.document(), law, "lower-house-date", stage.day(-60 if is_broken else -20))
    if is_broken:
        stage.expect(rule, stage.question(final), first.iri, final.iri)


def date_of_another(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One gives the day of the final reading for the first one, or the day that others give."""
    law = stage.law()
    final = stage.claim(stage.document(), law, "lower-house-date", stage.day(-10))
    right = stage.claim(stage.document(), law, "first-reading-date", stage.day(-40))
    other = stage.claim(stage.document(), law, "first-reading-date", stage.day(-10 if is_broken else -40))
    if is_broken:
        stage.expect(rule, other.iri, final.iri)
        stage.expect("Question-moment", stage.question(right), right.iri, other.iri)


def stale_report(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A report says that it has come less far, or further, than one of ten days earlier."""
    law = stage.law()
    first = stage.claim(stage.document(), law, "stage", "third-reading")
    later = stage.claim(stage.document(10), law, "stage", "first-reading" if is_broken else "signed")
    if is_broken:
        stage.expect(rule, stage.question(first), first.iri, later.iri)
