"""Episodes of norms that clash, groups that go round, and reports that support one another less than it seems."""

from __future__ import annotations

from benchmarks.episodes.stage import Said, Stagehand
from benchmarks.ntriples import AV, iri, text
from benchmarks.world import BROADER, CLASSES, LABEL, TYPE

__all__ = ["contains_itself", "norm_clash", "one_country", "one_origin", "one_owner"]

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


def contains_itself(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two groups are each a part of the other, or one of the other."""
    one, other = groups = [iri(f"group:{stage.name('g')}") for _ in range(2)]
    for group in groups:
        stage.block.state(group, (TYPE, AV.Group), (LABEL, text("a group")))
    stage.block.state(one, (BROADER, other))
    stage.block.derive(one, (AV.isContainedIn, other))
    stage.claim(stage.document(), stage.provision(stage.law()), "community-work", "100..200 h")
    if is_broken:
        stage.block.state(other, (BROADER, one))
        stage.block.derive(other, (AV.isContainedIn, one), (AV.isContainedIn, other))
        stage.block.derive(one, (AV.isContainedIn, one))
        stage.expect(rule, one, other)
        stage.expect(rule, other, one)


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
