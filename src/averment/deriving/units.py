"""The units that figures are stated in, and their conversion."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from rdflib import SKOS
from rdflib.term import Node

from averment.deriving.world import World
from averment.namespaces import AV
from averment.values import Interval, ValueFault

__all__ = ["Units"]

_DECIMALS = 9


class Units:
    """Resolves the unit of a stated figure and converts it to the one that an aspect prefers."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_notation = {
            notation: unit
            for unit in sorted(world.instances(AV.Unit), key=str)
            if (notation := world.literal(unit, SKOS.notation)) is not None
        }

    def convert(self, interval: Interval, aspect: Node, stated: str) -> tuple[Interval, Node | None]:
        """Return the figures in the unit in which answers under the aspect are compared.

        Args:
            interval: the stated figures with the unit as written.
            aspect: the aspect they answer.
            stated: the value as stated, for messages.

        Returns:
            the figures and their unit, which is None where the aspect has no dimension.

        Raises:
            ValueFault: the unit is missing, unknown, or measures something else.
        """
        dimension = self._world.value(aspect, AV.hasDimension)
        if dimension is None:
            if interval.unit is not None:
                raise ValueFault(
                    f"'{stated}' has a unit where a plain number is asked: leave '{interval.unit}' out"
                )
            return interval, None
        fitting = {
            notation: unit
            for notation, unit in self._by_notation.items()
            if self._world.value(unit, AV.hasDimension) == dimension
        }
        preferred = self._world.value(aspect, AV.prefersUnit)
        example = (self._world.literal(preferred, SKOS.notation) if preferred else None) or min(
            fitting, default="RUB"
        )
        if interval.unit is None:
            raise ValueFault(f"'{stated}' needs a unit: write it as in '{stated} {example}'")
        unit = self._by_notation.get(interval.unit)
        if unit is not None and self._is_also_stated_in(dimension, unit):
            return interval, unit
        if unit is None or interval.unit not in fitting:
            what = "is no known unit" if unit is None else f"is no unit of {self._world.label(dimension)}"
            raise ValueFault(f"'{interval.unit}' {what}: write one of {', '.join(sorted(fitting))}")
        factor = self._factor(unit)
        common = preferred if preferred is not None and self._factor(preferred) else self._base(fitting)
        common_factor = self._factor(common) if common is not None else None
        if factor is None or common is None or common_factor is None or common == unit:
            return interval, unit
        ratio = factor / common_factor
        converted = replace(
            interval, lower=_scale(interval.lower, ratio), upper=_scale(interval.upper, ratio)
        )
        return converted, common

    def _is_also_stated_in(self, dimension: Node, unit: Node) -> bool:
        """Return whether figures of a dimension may be stated as ones of the unit's, as a fine as a share."""
        return self._world.value(unit, AV.hasDimension) in set(
            self._world.values(dimension, AV.isAlsoStatedIn)
        )

    def convert_part(self, interval: Interval, aspect: Node, stated: str) -> tuple[Interval, Node | None]:
        """Return the figures of one part of an expression, which may measure something else than the aspect.

        A fine that is the higher of an amount and a share of a turnover has a part in percent.

        Raises:
            ValueFault: the unit is missing or unknown.
        """
        unit = self._by_notation.get(interval.unit or "")
        if unit is None or self._world.value(unit, AV.hasDimension) == self._world.value(
            aspect, AV.hasDimension
        ):
            return self.convert(interval, aspect, stated)
        return interval, unit

    def currency_of(self, interval: Interval, stated: str) -> Node:
        """Return the currency, or other unit without a fixed ratio, in which an amount is stated.

        Raises:
            ValueFault: there is none.
        """
        unit = self._by_notation.get(interval.unit or "")
        if unit is None or self.is_convertible(unit):
            some = sorted(
                notation for notation, each in self._by_notation.items() if not self.is_convertible(each)
            )
            raise ValueFault(
                f"'{stated}' has no currency: write one, such as {', '.join(some[:3])}, as in '5000 {some[0]}'"
            )
        return unit

    def is_convertible(self, unit: Node) -> bool:
        """Return whether the unit has a fixed ratio to others."""
        return self._factor(unit) is not None

    def sets_apart(self, unit: Node, aspect: Node) -> bool:
        """Return whether figures in the unit cannot be compared with all others under the aspect.

        Units without a fixed ratio can't, and neither can those of another dimension, which parts of expressions have.
        """
        dimension = self._world.value(unit, AV.hasDimension)
        return not self.is_convertible(unit) or dimension != self._world.value(aspect, AV.hasDimension)

    def _base(self, fitting: dict[str, Node]) -> Node | None:
        """Return the unit into which the others of a dimension are converted if the aspect prefers none."""
        convertible = [
            (factor, notation) for notation in fitting if (factor := self._factor(fitting[notation]))
        ]
        return fitting[min(convertible)[1]] if convertible else None

    def _factor(self, unit: Node) -> Fraction | None:
        """Return how many base units the unit makes; None if it has no fixed ratio, or an unreadable one."""
        text = self._world.literal(unit, AV.conversionFactor) or ""
        return Fraction(text) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) and Fraction(text) > 0 else None


def _scale(figure: Decimal | None, factor: Fraction) -> Decimal | None:
    """Multiply exactly, and round to nine decimals, the same way on both sides of a comparison."""
    if figure is None:
        return None
    steps = round(Fraction(figure) * factor * 10**_DECIMALS)
    whole, rest = divmod(steps, 10**_DECIMALS)
    return Decimal(whole) if rest == 0 else Decimal(f"{steps}e-{_DECIMALS}")
