"""The grammar of stated values: one parser for each way in which a claim states its answer.

Every parser takes any text, and either returns its bounds or parts or raises `ValueFault` with the cure.
None of them knows which units, stages or concepts exist: the ontology does, and the caller looks them up.
"""

from averment.values.concepts import parse_stage_range, parse_terms
from averment.values.dates import DateSpan, parse_date
from averment.values.errors import ValueFault
from averment.values.extents import Absence, Expression, parse_extent
from averment.values.moments import AnchoredSpan, parse_moment
from averment.values.numbers import Interval, half_unit, parse_quantity
from averment.values.tallies import Tally, parse_tally

__all__ = [
    "Absence",
    "AnchoredSpan",
    "DateSpan",
    "Expression",
    "Interval",
    "Tally",
    "ValueFault",
    "half_unit",
    "parse_date",
    "parse_extent",
    "parse_moment",
    "parse_quantity",
    "parse_stage_range",
    "parse_tally",
    "parse_terms",
]
