"""Which text of an instrument an answer speaks of, where it does not say so itself."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from rdflib import Graph, URIRef
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV, KIND

__all__ = ["Texts"]


class Texts:
    """Tells texts of instruments apart by the stages from which there can be another.

    Between two stages at which the text may change (`av:settlesText`) there is one text, and the versions that
    stand there are the same. Where reports know of one text only, no answer is given one.

    Args:
        world: the statements and the ontology.
        derived: bounds of stages, and the dates of claims.
        withdrawn: claims that no longer stand.
    """

    def __init__(self, world: World, derived: Graph, withdrawn: set[Node]) -> None:
        self._world = world
        self._derived = derived
        self._phases: dict[Node, set[int]] = {}
        self._with: dict[tuple[Node, Node], int] = {}
        dated: dict[Node, dict[date, int]] = {}
        self._starts_of: dict[Node, dict[int, URIRef]] = {}
        for claim in world.claims:
            aspect, instrument = world.only_value(claim, AV.hasAspect), world.only_value(claim, AV.about)
            if aspect is None or instrument is None or world.value(aspect, AV.hasKind) != KIND.stage:
                continue
            position = self._position(claim)  # only of a stage: the bounds of other kinds need not be whole
            if position is None or claim in withdrawn or not world.is_compared(claim):
                continue
            for followed in (instrument, *world.subjects(AV.isPartOf, instrument)):
                self._note(claim, followed, position, dated)
        self._dated = {instrument: sorted(days.items()) for instrument, days in dated.items()}

    def _note(self, claim: Node, instrument: Node, position: int, dated: dict[Node, dict[date, int]]) -> None:
        """Take down where a report puts an instrument, which what it says of a package does as well."""
        self._phases.setdefault(instrument, set()).add(self._phase(instrument, position))
        for document in self._world.values(claim, AV.statedIn):
            key = instrument, document
            self._with[key] = max(position, self._with.get(key, position))
        day = self._day(claim, AV.asOfLatest)
        if day is not None:
            days = dated.setdefault(instrument, {})
            days[day] = min(position, days.get(day, position))

    def of(self, claim: Node, subject: Node) -> URIRef | None:
        """Return the text that was under way or in force at the date of an answer: a version, or a stage.

        The report of the same document on the stage tells, else the latest one before.
        """
        instrument = self._instrument(subject)
        if instrument is None:
            return None
        if len(self._phases[instrument]) < 2:
            return None
        position = self._reported_with(claim, instrument)
        if position is None:
            position = self._reported_before(claim, instrument)
        return self._text(instrument, self._phase(instrument, position)) if position is not None else None

    def same_as(self, version: Node) -> Node:
        """Return the version that stands for all versions with the same text as this one."""
        instrument = self._world.value(version, AV.isVersionOf)
        start = self.start(version)
        if instrument is None or start is None:
            return version
        return self._text(instrument, start) or version

    def start(self, text: Node) -> int | None:
        """Return the position of the stage from which there is this text: a version or a stage."""
        instrument = self._world.value(text, AV.isVersionOf)
        if instrument is not None:
            stage = self._world.value(text, AV.standsAt)
            position = self._stage_position(stage) if stage is not None else None
            return self._phase(instrument, position) if position is not None else None
        return self._stage_position(text)

    def _reported_with(self, claim: Node, instrument: Node) -> int | None:
        """Return the furthest stage that the document of a claim reports; it may say what is still to come."""
        documents = self._world.values(claim, AV.statedIn)
        found = [self._with[key] for document in documents if (key := (instrument, document)) in self._with]
        return max(found, default=None)

    def _reported_before(self, claim: Node, instrument: Node) -> int | None:
        """Return the stage in the latest reports up to the date of a claim; the lowest if they differ."""
        day = self._day(claim, AV.asOfEarliest)
        dated = self._dated.get(instrument, [])
        at = bisect_right(dated, day, key=lambda report: report[0]) if day is not None else 0
        return dated[at - 1][1] if at else None

    def _day(self, claim: Node, predicate: URIRef) -> date | None:
        value = self._derived.value(claim, predicate)
        return date.fromisoformat(str(value)) if value is not None else None

    def _position(self, claim: Node) -> int | None:
        bound = self._derived.value(claim, AV["lower"]) or self._derived.value(claim, AV["upper"])
        return int(str(bound)) if bound is not None else None

    def _instrument(self, subject: Node) -> Node | None:
        if subject in self._phases:
            return subject
        instrument = self._world.value(subject, AV.isProvisionOf)
        return instrument if instrument in self._phases else None

    def _text(self, instrument: Node, start: int) -> URIRef | None:
        """Return the last version with the text that starts at a position, or else the stage there."""
        versions = [
            (self._stage_position(stage) or 0, str(version), version)
            for version in self._world.subjects(AV.isVersionOf, instrument)
            if (stage := self._world.value(version, AV.standsAt)) is not None and self.start(version) == start
        ]
        if versions:
            found = max(versions)[2]
            return found if isinstance(found, URIRef) else None
        return self._starts(self._world.value(instrument, AV.followsProcess)).get(start)

    def _phase(self, instrument: Node, position: int) -> int:
        starts = self._starts(self._world.value(instrument, AV.followsProcess))
        return max((start for start in starts if start <= position), default=0)

    def _starts(self, process: Node | None) -> dict[int, URIRef]:
        """Return the stages of a process from which there can be another text, by their positions."""
        if process is None:
            return {}
        if process not in self._starts_of:
            self._starts_of[process] = self._find_starts(process)
        return self._starts_of[process]

    def _find_starts(self, process: Node) -> dict[int, URIRef]:
        return {
            position: stage
            for stage in self._world.subjects(AV.inProcess, process)
            if isinstance(stage, URIRef)
            and self._world.literal(stage, AV.settlesText) in ("true", "1")
            and (position := self._stage_position(stage)) is not None
        }

    def _stage_position(self, stage: Node) -> int | None:
        text = self._world.literal(stage, AV.stagePosition) or ""
        return int(text) if text.isdecimal() else None
