"""Episodes: a few claims each, about a law of their own, in which one rule is kept or broken.

What all claims of a story have in common is too much for most rules to be broken without others; an episode
has nothing but what its rule asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.episodes import attribution, disagreement, lifecycle, others
from benchmarks.episodes.drift import DRIFTS
from benchmarks.episodes.stage import Stagehand
from benchmarks.parts import Claim, Planter

__all__ = ["EPISODES", "Episode", "Stagehand", "play"]


class Episode(NamedTuple):
    """What is told in an episode, how many claims it has at most, and which rule it is about."""

    rule: str
    claims: int
    write: Callable[..., None]


EPISODES = {
    "Actor-ownsItself": Episode("Actor-ownsItself", 1, attribution.owns_itself),
    "Claim-ahead": Episode("Claim-ahead", 2, lifecycle.ahead),
    "Claim-billAsLaw": Episode("Claim-billAsLaw", 2, lifecycle.bill_as_law),
    "Claim-chainLater": Episode("Claim-chainLater", 1, attribution.chain_later),
    "Claim-chainRepeats": Episode("Claim-chainRepeats", 1, attribution.chain_repeats),
    "Claim-coverage": Episode("Claim-coverage", 2, disagreement.coverage),
    "Claim-dateOfAnother": Episode("Claim-dateOfAnother", 3, lifecycle.date_of_another),
    "Claim-deniesNothing": Episode("Claim-deniesNothing", 2, disagreement.denies_nothing),
    "Claim-endsUnnamed": Episode("Claim-endsUnnamed", 1, attribution.ends_unnamed),
    "Claim-normClash": Episode("Claim-normClash", 2, others.norm_clash),
    "Claim-relaysCycle": Episode("Claim-relaysCycle", 3, attribution.relays_cycle),
    "Claim-relaysLater": Episode("Claim-relaysLater", 2, attribution.relays_later),
    "Claim-relaysOwn": Episode("Claim-relaysOwn", 2, attribution.relays_own),
    "Claim-restsOnWithdrawn": Episode("Claim-restsOnWithdrawn", 3, attribution.rests_on_withdrawn),
    "Claim-stale": Episode("Claim-stale", 2, lifecycle.stale_against_date),
    "Document-basedOnCycle": Episode("Document-basedOnCycle", 1, attribution.based_on_cycle),
    "Document-basedOnLater": Episode("Document-basedOnLater", 1, attribution.based_on_later),
    "Document-correctsLater": Episode("Document-correctsLater", 1, attribution.corrects_later),
    "Document-restsOnRetracted": Episode("Document-restsOnRetracted", 2, attribution.rests_on_retracted),
    "Group-containsItself": Episode("Group-containsItself", 1, others.contains_itself),
    "Hop-notInOffice": Episode("Hop-notInOffice", 1, attribution.not_in_office),
    "Membership-order": Episode("Membership-order", 1, attribution.leaves_before),
    "Question-changed": Episode("Question-changed", 4, disagreement.changed),
    "Question-choice of liability": Episode("Question-choice", 2, disagreement.other_liability),
    "Question-conversion": Episode("Question-conversion", 3, disagreement.conversion),
    "Question-dateOrder": Episode("Question-dateOrder", 2, lifecycle.date_order),
    "Question-extent of a change": Episode("Question-extent", 3, disagreement.replaced),
    "Question-extent within another": Episode("Question-extent", 2, disagreement.within),
    "Question-none in a text": Episode("Question-none", 2, disagreement.unspecified),
    "Question-oneCountry": Episode("Question-oneCountry", 3, others.one_country),
    "Question-oneOrigin": Episode("Question-oneOrigin", 2, others.one_origin),
    "Question-oneOwner": Episode("Question-oneOwner", 2, others.one_owner),
    "Question-operator": Episode("Question-operator", 2, disagreement.operator),
    "Question-stale": Episode("Question-stale", 2, lifecycle.stale_report),
    "Question-subset": Episode("Question-subset", 2, disagreement.subset),
    "Question-subset of a place": Episode("Question-subset", 2, disagreement.subset_of_a_place),
    "Question-unscoped": Episode("Question-unscoped", 3, disagreement.unscoped),
    **{rule: Episode(rule, drift.claims, drift.play) for rule, drift in DRIFTS.items()},
}
"""By the fault that a broken one is, which is the name of the rule, with more where several break one rule."""


def play(stage: Stagehand, planter: Planter, most: int) -> list[Claim]:
    """Write episodes until they have so many claims at most; return these."""
    left, names = most, tuple(EPISODES)
    while left:
        fitting = tuple(name for name in names if EPISODES[name].claims <= left)
        fault = planter.pick("episode", fitting)
        episode = EPISODES[fault or stage.random.choice(fitting)]
        before = len(stage.claims)
        stage.begin(fault or "none")
        episode.write(stage, episode.rule, is_broken=fault is not None)
        left -= len(stage.claims) - before
    return stage.claims
