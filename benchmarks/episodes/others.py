"""Episodes of norms that clash, and of reports that support one another less than their number suggests."""

from __future__ import annotations

from benchmarks.episodes.stage import Said, Stagehand
from benchmarks.ntriples import AV, iri, text
from benchmarks.world import CLASSES, LABEL, TYPE

__all__ = ["norm_clash", "one_country", "one_origin", "one_owner"]

_CLASS, _ITS_PART, _ANOTHER = CLASSES[4], CLASSES[5], CLASSES[8]


def norm_clash(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One provision forbids what another allows, to some of the same persons or to others."""
    act = iri(f"act:{stage.name('act')}")
    stage.block.state(act, (TYPE, AV.Act), (LABEL, text("an act")))
    during = f"{stage.day()}/{stage.day(900)}"
    claims = [
        stage.claim(
            stage.document(),
            stage.provision(stage.law(), regulates=act),
            "force",
            Said(force, addressee=class_, during=during),
        )
        for force, class_ in (("must-not", _ITS_PART), ("may", _CLASS if is_broken else _ANOTHER))
    ]
    if is_broken:
        stage.expect(rule, claims[0].iri, claims[1].iri)


# What follows is expected wherever it is so; these episodes see to it that it is.


def one_origin(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two documents name one source, or two."""
    provision = stage.provision(stage.law())
    for source in (1, 1 if is_broken else 4):
        chain = [iri(f"actor:a{source}")]
        stage.claim(stage.document(), provision, "community-work", "100..200 h", chain=chain)


def one_owner(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two outlets report it that have one owner, or two."""
    _reports(stage, (3, 6) if is_broken else (3, 12))


def one_country(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Three outlets of one country report it, or of several."""
    _reports(stage, (0, 15, 45) if is_broken else (0, 15, 33))


def _reports(stage: Stagehand, outlets: tuple[int, ...]) -> None:
    provision = stage.provision(stage.law())
    for outlet in outlets:
        document = stage.document(publisher=iri(f"actor:a{outlet}"))
        stage.claim(document, provision, "community-work", "100..200 h")
