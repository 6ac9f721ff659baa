"""Episodes of drift: a claim passes on another, faithfully or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.episodes.stage import Said, Stagehand
from benchmarks.world import CLASSES

__all__ = ["DRIFTS", "Drift"]

_CLASS, _ITS_PART, _ANOTHER = CLASSES[4], CLASSES[5], CLASSES[8]


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which a claim can drift from the one that it passes on.

    Attributes:
        aspect: what both claims answer.
        relayed: what is passed on.
        drifted: what becomes of it.
        breaks: the rule about answers to one question that the two break as well.
    """

    aspect: str
    relayed: Said
    drifted: Said
    breaks: str = ""

    claims = 2

    def play(self, stage: Stagehand, rule: str, *, is_broken: bool) -> None:
        """Write both claims, the second in a later document."""
        law = stage.law()
        subject = law if self.aspect == "vote" else stage.provision(law)
        first = stage.claim(stage.document(), subject, self.aspect, self.relayed)
        said = self.drifted if is_broken else self.relayed
        second = stage.claim(stage.document(5), subject, self.aspect, said, relays=first)
        if is_broken:
            stage.expect(rule, second.iri, first.iri)
        if is_broken and self.breaks:
            stage.expect(self.breaks, stage.question(first), first.iri, second.iri)


_HOURS = Said("100..200 h")
_VOTES = Said("301-44-7", at_stage="third-reading")
_PARTIAL = Said(_CLASS[0])

DRIFTS = {
    "Claim-driftAbsence": Drift("community-work", _HOURS, Said("none"), "Question-none"),
    "Claim-driftAdded": Drift(
        "refused-requests", Said("request:prosecution"), Said("request:prosecution; request:sentence")
    ),
    "Claim-driftComplete": Drift("addressee", _PARTIAL, replace(_PARTIAL, is_complete=True)),
    "Claim-driftCondition": Drift("community-work", replace(_HOURS, condition="if it is approved"), _HOURS),
    "Claim-driftFigure": Drift("community-work", _HOURS, Said("150..200 h"), "Question-extent"),
    "Claim-driftFirmer": Drift("community-work", replace(_HOURS, stance="alleges"), _HOURS),
    "Claim-driftForce": Drift("force", Said("must"), Said("may"), "Question-force"),
    "Claim-driftMeasure": Drift("fine", Said("5000 RUB"), Said("5000 USD")),
    "Claim-driftNarrower": Drift("addressee", _PARTIAL, Said(_ITS_PART[0])),
    "Claim-driftOther": Drift("addressee", _PARTIAL, Said(_ANOTHER[0])),
    "Claim-driftPrecision": Drift("community-work", _HOURS, Said("..200 h")),
    "Claim-driftQuestion": Drift("community-work", _HOURS, replace(_HOURS, is_prior=True)),
    "Claim-driftQuotation": Drift("quotation", Said("nobody asked us"), Said("nobody told us")),
    "Claim-driftReversed": Drift(
        "community-work", _HOURS, replace(_HOURS, stance="denies"), "Question-denial"
    ),
    "Claim-driftScope": Drift("community-work", replace(_HOURS, addressee=_CLASS), _HOURS),
    "Claim-driftTally": Drift("vote", _VOTES, replace(_VOTES, value="305-44-7"), "Question-tally"),
    "Claim-driftWider": Drift("addressee", Said(_ITS_PART[0]), _PARTIAL),
}
"""By the rule that each breaks."""
