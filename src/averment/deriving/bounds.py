"""Plain bounds and concepts of what claims state, by the kind of their aspect.

The grammar of each kind is code, for it reads text; what kind an aspect has, its unit, and the concepts
that answer it are looked up in the ontology.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from rdflib import SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from averment.deriving.concepts import Concepts
from averment.deriving.dates import date_literal
from averment.deriving.derived_answers import answer_node, derived_answer, renamed
from averment.deriving.rounding import rounding_of
from averment.deriving.units import Units
from averment.deriving.world import World, is_plain
from averment.namespaces import AV, KIND, OPERATOR
from averment.values import (
    Absence,
    AnchoredSpan,
    Expression,
    Interval,
    ValueFault,
    parse_extent,
    parse_moment,
    parse_quantity,
    parse_stage_range,
    parse_tally,
    parse_terms,
)

__all__ = ["derive_bounds"]

Statement = tuple[Node, Node, Node]

_LEAST_DIGITS_OF_A_RULE = 3
"""How many digits a figure that a rule sets has to have before its zeros to be another one rounded: budgets of
billions are, and fines of 1500 are not."""


def derive_bounds(world: World) -> Iterator[Statement]:
    """Iterate over bounds, units, anchors and concepts of all claims, and over the faults of their values.

    What the shapes report by themselves has no fault as well: a claim whose aspect, value or subject is
    missing, there twice or undefined, and a value that is empty or no plain text.
    """
    deriver = _Deriver(world)
    for claim in world.claims:
        aspect = world.only_value(claim, AV.hasAspect)
        if aspect is None:
            continue
        yield from _read(deriver, world, claim, aspect, AV.value, AV.valueFault)
        prior = list(_read(deriver, world, claim, aspect, AV.priorValue, AV.priorValueFault))
        if any(predicate == AV.priorValueFault for _, predicate, _ in prior):
            yield from prior
        elif prior:
            yield from derived_answer(claim, "was")
            yield from renamed(iter(prior), claim, "was")
        # an amount that is converted is an answer as well, in its own currency; its faults are told by its rate
        amount = list(_read(deriver, world, claim, aspect, AV.converts, AV.convertsFault))
        if any(predicate == AV.hasUnit for _, predicate, _ in amount):
            yield from derived_answer(claim, "converts")
            yield from renamed(iter(amount), claim, "converts")


def _read(
    deriver: _Deriver, world: World, claim: Node, aspect: Node, stated: URIRef, fault_property: URIRef
) -> Iterator[Statement]:
    """Iterate over what follows from one stated value of a claim, or over its fault."""
    value = world.only_value(claim, stated)
    derive = _BY_KIND.get(world.value(aspect, AV.hasKind))
    if derive is None or not isinstance(value, Literal):
        return
    try:
        yield from list(derive(deriver, claim, aspect, str(value)))
    except _ReportedElsewhere:
        return
    except ValueFault as fault:
        if str(value) and is_plain(value):
            yield claim, fault_property, Literal(str(fault))


def _decimal(number: Decimal) -> Literal:
    return Literal(f"{number:f}", datatype=XSD.decimal)


def _boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


class _ReportedElsewhere(Exception):
    """A value can't be read for a reason that the shapes report at its own place."""


class _Deriver:
    """One function for each kind; each returns all statements about one claim or raises ValueFault."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._concepts = Concepts(world)
        self._units = Units(world)

    def quantity(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        integral = self._world.literal(aspect, AV.isIntegral) in ("true", "1")
        interval, unit = self._units.convert(parse_quantity(stated, integral=integral), aspect, stated)
        yield from self._interval(claim, interval)
        yield from self._rounding(claim, rounding_of(interval))
        if unit is not None:
            yield claim, AV.hasUnit, unit

    def extent(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        integral = self._world.literal(aspect, AV.isIntegral) in ("true", "1")
        extent = parse_extent(stated, integral=integral)
        if isinstance(extent, Absence):
            yield claim, AV.isNone if extent.word == "none" else AV.isUnspecified, _boolean(True)
        elif isinstance(extent, Expression):
            yield claim, AV.hasOperator, OPERATOR[extent.operator]
            for number, part in enumerate(extent.parts, start=1):
                name = f"part/{number}"
                interval, unit = self._units.convert_part(part, aspect, stated)
                yield from derived_answer(claim, name)
                yield from self._figures(answer_node(claim, name), interval, unit)
        else:
            yield from self._figures(claim, *self._units.convert(extent, aspect, stated))

    def _figures(self, node: Node, interval: Interval, unit: Node | None) -> Iterator[Statement]:
        yield from self._interval(node, interval)
        yield from self._rounding(node, rounding_of(interval, _LEAST_DIGITS_OF_A_RULE))
        if unit is not None:
            yield node, AV.hasUnit, unit

    @staticmethod
    def _rounding(node: Node, rounding: tuple[Decimal, Decimal] | None) -> Iterator[Statement]:
        if rounding is not None:
            yield node, AV.roundedLower, _decimal(rounding[0])
            yield node, AV.roundedUpper, _decimal(rounding[1])

    def _interval(self, claim: Node, interval: Interval) -> Iterator[Statement]:
        if interval.lower is not None:
            yield claim, AV["lower"], _decimal(interval.lower)
            yield claim, AV.lowerIsOpen, _boolean(interval.lower_open)
        if interval.upper is not None:
            yield claim, AV["upper"], _decimal(interval.upper)
            yield claim, AV.upperIsOpen, _boolean(interval.upper_open)
        yield claim, AV.isSingleFigure, _boolean(interval.single)
        yield claim, AV.isApproximate, _boolean(interval.approximate)

    def moment(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        moment = parse_moment(stated)
        if isinstance(moment, AnchoredSpan):
            yield claim, AV.hasAnchor, self._anchor(claim, aspect, moment.anchor)
            if moment.lower_days is not None:
                yield claim, AV["lower"], _decimal(moment.lower_days)
                yield claim, AV.lowerIsOpen, _boolean(False)
            if moment.upper_days is not None:
                yield claim, AV["upper"], _decimal(moment.upper_days)
                yield claim, AV.upperIsOpen, _boolean(False)
            return
        if moment.earliest is not None:
            yield claim, AV.earliest, date_literal(moment.earliest)
        if moment.latest is not None:
            yield claim, AV.latest, date_literal(moment.latest)
        yield claim, AV.isApproximate, _boolean(moment.approximate)

    def _anchor(self, claim: Node, aspect: Node, name: str) -> URIRef:
        """Return the stage that an anchor names: by its own notation, or by the name of its date."""
        process = self._process(claim, aspect)
        dated: dict[str, URIRef] = {}
        for stage in sorted(self._world.subjects(AV.inProcess, process), key=str):
            date_aspect = self._world.value(stage, AV.hasDateAspect)
            if isinstance(stage, URIRef) and date_aspect is not None:
                dated.setdefault(self._world.label(date_aspect).casefold(), stage)
        if name in dated:
            return dated[name]
        try:
            return self._concepts.resolve(name, frozenset({process}))
        except ValueFault:
            near = difflib.get_close_matches(name, sorted(dated), n=1, cutoff=0.7)
            if not near:
                raise
            raise ValueFault(
                f"'{name}' names nothing to count days from: did you mean '{near[0]}'?"
            ) from None

    def stage(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        process = self._process(claim, aspect)
        first, last, single = parse_stage_range(stated)
        start = self._concepts.resolve(first, frozenset({process})) if first is not None else None
        end = self._concepts.resolve(last, frozenset({process})) if last is not None else None
        lower = self._span(start)[0] if start is not None else None
        upper = None
        if single and start is not None:
            upper = max(
                [
                    *self._span(start),
                    *(self._span(group)[1] for group in self._world.values(start, SKOS.broader)),
                ]
            )
        elif end is not None:
            upper = self._span(end)[1]
        if lower is not None and upper is not None and upper < lower:
            raise ValueFault(f"'{stated}' ends before it starts: write the earlier stage first")
        for concept in (start, end):
            if concept is not None:
                yield claim, AV.hasConcept, concept
        if lower is not None:
            yield claim, AV["lower"], _decimal(Decimal(lower))
            yield claim, AV.lowerIsOpen, _boolean(False)
        if upper is not None:
            yield claim, AV["upper"], _decimal(Decimal(upper))
            yield claim, AV.upperIsOpen, _boolean(False)

    def _span(self, stage: Node) -> tuple[int, int]:
        """Return the first and the last position that a stage, or a group of stages, covers."""
        members = [stage, *self._world.subjects(SKOS.broader, stage)]
        found = [
            int(text)
            for member in members
            if re.fullmatch(r"[0-9]{1,9}", text := self._world.literal(member, AV.stagePosition) or "")
        ]
        if not found:
            raise ValueFault(
                f"the stage '{self._world.label(stage)}' has no position in its process: give it av:stagePosition"
            )
        return min(found), max(found)

    def _process(self, claim: Node, aspect: Node) -> Node:
        """Return the process of the instrument that a claim is about, or about a provision of.

        Raises:
            ValueFault: the instrument follows none.
            _ReportedElsewhere: there is no such process, or no such instrument.
        """
        world = self._world
        subject = world.value(claim, AV.about)
        if subject is None or not world.is_defined(subject):
            raise _ReportedElsewhere
        instrument = world.value(subject, AV.isProvisionOf)
        for candidate in (subject, instrument):
            process = world.value(candidate, AV.followsProcess) if candidate is not None else None
            if process is not None:
                if process not in world.instances(AV.Process):
                    raise _ReportedElsewhere
                return process
        asked = [world.instances(class_) for class_ in world.values(aspect, AV.asksAbout)]
        if (asked and not any(subject in instances for instances in asked)) or (
            subject in world.instances(AV.Provision)
            and (instrument is None or not world.is_defined(instrument))
        ):
            raise _ReportedElsewhere
        raise ValueFault(
            f"'{world.label(instrument or subject)}' follows no process, so its stages have no order: "
            "give the instrument 'process: ru' or another"
        )

    def choice(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        yield claim, AV.hasConcept, self._concepts.resolve(stated, self._schemes(aspect))

    def set_(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        for term in parse_terms(stated):
            yield claim, AV.hasConcept, self._concepts.resolve(term, self._schemes(aspect))

    def _schemes(self, aspect: Node) -> frozenset[Node]:
        return frozenset(self._world.values(aspect, AV.hasValueScheme))

    def tally(self, claim: Node, aspect: Node, stated: str) -> Iterator[Statement]:
        tally = parse_tally(stated)
        for predicate, votes in (
            (AV.votesFor, tally.in_favour),
            (AV.votesAgainst, tally.against),
            (AV.votesAbstained, tally.abstained),
            (AV.votesTotal, tally.total),
        ):
            if votes is not None:
                yield claim, predicate, Literal(str(votes), datatype=XSD.integer)


_BY_KIND: dict[Node | None, Callable[[_Deriver, Node, Node, str], Iterator[Statement]]] = {
    KIND.choice: _Deriver.choice,
    KIND.estimate: _Deriver.quantity,
    KIND.extent: _Deriver.extent,
    KIND.force: _Deriver.choice,
    KIND.growing: _Deriver.quantity,
    KIND.moment: _Deriver.moment,
    KIND.set: _Deriver.set_,
    KIND.stage: _Deriver.stage,
    KIND.tally: _Deriver.tally,
}
"""What reads the values of each kind."""
