"""Days that follow from answers such as '10 days after signature', once the signature has a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.answers import Answer
from benchmarks.asking import Setting
from benchmarks.ntriples import AV, date
from benchmarks.parts import Claim
from benchmarks.vocabulary import stages

__all__ = ["add_dated"]


def add_dated(claims: Sequence[Claim], setting: Setting) -> None:
    """Give each claim that counts days from a stage the answer that follows from what is said of its day."""
    dates = {stage.iri: stage.date_aspect for stage in stages().values() if stage.date_aspect}
    reported: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for claim in claims:
        properties = {property_ for property_, _ in claim.answer.bounds}
        if claim.is_compared and not claim.is_withdrawn and {AV.earliest, AV.latest} <= properties:
            reported[claim.question.subject, claim.question.aspect].append(claim.answer)
    for claim in claims:
        answer = claim.answer
        anchor = next((value for property_, value in answer.bounds if property_ == AV.hasAnchor), None)
        subject = claim.question.subject
        spans = reported.get((setting.laws.get(subject, subject), dates.get(anchor or "", "")), [])
        if not spans or answer.lower is None or answer.upper is None:
            continue
        first = max(span.lower for span in spans if span.lower is not None)
        last = min(span.upper for span in spans if span.upper is not None)
        if first <= last:
            first, last = first + answer.lower, last + answer.upper
            answer.following["dated"] = Answer(
                "", [(AV.earliest, date(first)), (AV.latest, date(last))], first, last
            )
