"""Which question an answer answers, and how questions of one subject and aspect relate to one another."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.answers import Answer
from benchmarks.ntriples import AV, boolean
from benchmarks.parts import Asked, Claim
from benchmarks.vocabulary import aspect, sets_apart, stages, units
from benchmarks.world import wider_classes

__all__ = ["Asker", "Setting", "Texts", "relations"]

_OPEN = frozenset((AV.hasAddressee, AV.inVersion, AV.atStage, AV.during))
_TRUE = boolean(True)


@dataclass(slots=True)
class Setting:
    """The laws of a story.

    Attributes:
        laws: the law of each provision.
        replaced: what a provision takes the place of, with the name of that.
        versions: the texts of each law, with the positions of their stages and their names.
    """

    laws: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, tuple[str, str]] = field(default_factory=dict)
    versions: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)


class Texts:
    """Tells which text of a law an answer speaks of that names none, from what is said of the law's stage.

    Args:
        setting: the laws.
        claims: all claims of the story.
    """

    def __init__(self, setting: Setting, claims: Sequence[Claim]) -> None:
        self._setting = setting
        self._starts = [stage.position for stage in stages().values() if stage.settles_text]
        self._phases: dict[str, set[int]] = defaultdict(set)
        self._with: dict[tuple[str, str], int] = {}
        dated: dict[str, dict[int, int]] = defaultdict(dict)
        for claim in claims:
            position = claim.answer.lower if claim.answer.lower is not None else claim.answer.upper
            if claim.question.aspect != "stage" or position is None or not claim.is_compared:
                continue
            if claim.is_withdrawn:
                continue
            law = claim.question.subject
            self._phases[law].add(self._phase(position))
            key = law, claim.stated_in
            self._with[key] = max(position, self._with.get(key, position))
            if claim.span:
                dated[law][claim.span[1]] = min(position, dated[law].get(claim.span[1], position))
        self._dated = {law: sorted(days.items()) for law, days in dated.items()}

    def of(self, claim: Claim) -> tuple[str, str] | None:
        """Return the text, with its name, that the date of a claim implies; None if there is one text only."""
        subject = claim.question.subject
        law = subject if subject in self._phases else self._setting.laws.get(subject, "")
        if len(self._phases.get(law, ())) < 2:
            return None
        position = self._with.get((law, claim.stated_in))
        if position is None and claim.span:
            reports = self._dated.get(law, [])
            at = bisect_right(reports, claim.span[0], key=lambda report: report[0])
            position = reports[at - 1][1] if at else None
        return self._text(law, self._phase(position)) if position is not None else None

    def start(self, text: str) -> int | None:
        """Return the position from which there is a text."""
        for versions in self._setting.versions.values():
            for position, version, _ in versions:
                if version == text:
                    return self._phase(position)
        return next((stage.position for stage in stages().values() if stage.iri == text), None)

    def _phase(self, position: int) -> int:
        return max((start for start in self._starts if start <= position), default=0)

    def _text(self, law: str, start: int) -> tuple[str, str]:
        versions = [each for each in self._setting.versions.get(law, ()) if self._phase(each[0]) == start]
        if versions:
            return max(versions)[1:]
        stage = next(stage for stage in stages().values() if stage.position == start)
        return stage.iri, f"text from {stage.label} on"


class Asker:
    """Finds out which question an answer answers.

    Args:
        setting: the laws.
        texts: which texts dates imply; None before that is known, or where it does not matter.
    """

    def __init__(self, setting: Setting, texts: Texts | None = None) -> None:
        self._setting, self._texts = setting, texts

    def asked(self, claim: Claim, node: str, answer: Answer) -> Asked:
        """Return what an answer of a claim answers: its own one, or one that follows from it."""
        question = claim.question
        subject, label = question.subject, question.subject_label
        scopes = aspect(question.aspect).scopes
        found = {property_: (node, name) for property_, node, name in question.scope if property_ in scopes}
        is_prior = claim.is_prior or (node != claim.iri and node.rsplit("/", 1)[1].startswith("was"))
        if is_prior and subject in self._setting.replaced:
            subject, label = self._setting.replaced[subject]
        elif is_prior:
            found[AV.isPrior] = _TRUE, "before"
        if claim.during:
            found[AV.during] = claim.during
        text = self.implied(claim)
        if text is not None and not is_prior:
            found[AV.inVersion] = text
        for property_, value in (*answer.bounds, *(claim.derived if node == claim.iri else ())):
            if property_ == AV.hasAnchor:
                found[property_] = value, next(each.label for each in stages().values() if each.iri == value)
            elif property_ == AV.hasUnit and sets_apart(value, question.aspect):
                found[property_] = value, units()[value]
            elif property_ == AV.convertedFrom:
                found[property_] = value, f"converted from {units()[value]}"
        scope = tuple(
            (property_, *found[property_]) for property_ in sorted(found, key=lambda term: term[1:-1])
        )
        return Asked(subject, label, question.aspect, scope)

    def implied(self, claim: Claim) -> tuple[str, str] | None:
        """Return the text that only the date of a claim tells, where its aspect keeps texts apart."""
        name = claim.question.aspect
        if self._texts is None or AV.inVersion not in aspect(name).scopes:
            return None
        if any(stage.date_aspect == name for stage in stages().values()):
            return None  # a law has the day of a stage once
        if claim.is_prior or any(property_ == AV.convertedFrom for property_, _ in claim.derived):
            return None
        if any(property_ == AV.inVersion for property_, *_ in claim.question.scope):
            return None
        return self._texts.of(claim)


def relations(questions: Iterable[Asked], texts: Texts) -> Iterator[tuple[str, str, str]]:
    """Iterate over the relations between questions of one subject and aspect, as subject, property and value."""
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for asked in questions:
        groups[asked.subject, asked.aspect].append(asked)
    for group in groups.values():
        for one in group if len(group) > 1 else ():
            for other in group:
                relation = _relation(one, other, texts)
                if relation:
                    yield one.iri, relation, other.iri


def _relation(one: Asked, other: Asked, texts: Texts) -> str | None:
    here, there = ({property_: node for property_, node, _ in asked.scope} for asked in (one, other))
    differing = {property_ for property_ in {*here, *there} if here.get(property_) != there.get(property_)}
    if differing == {AV.hasUnit}:
        return AV.isAskedInUnit if AV.hasUnit not in here else None
    if not differing or not differing <= _OPEN:
        return None
    if not differing & here.keys():
        return AV.isRefinedBy
    if differing == {AV.hasAddressee} and differing <= here.keys() & there.keys():
        return AV.isWithin if there[AV.hasAddressee] in wider_classes(here[AV.hasAddressee]) else None
    if differing == {AV.inVersion} and differing <= here.keys() & there.keys():
        first, second = texts.start(here[AV.inVersion]), texts.start(there[AV.inVersion])
        return AV.isFollowedBy if first is not None and second is not None and first < second else None
    return None
