"""The grammar of stated values: one parser for each way in which a claim states its answer.

Every parser takes any text, and either returns its bounds or parts or raises `ValueFault` with the cure.
None of them knows which units, stages or concepts exist: the ontology does, and the caller looks them up.
"""

from averment.values.concepts import parse_stage_range, parse_terms
from averment.values.dates import DateSpan, parse_date
from averment.values.errors import ValueFault
from averment.values.moments import AnchoredSpan, parse_moment
from averment.values.numbers import Interval, parse_quantity
from averment.values.tallies import Tally, parse_tally

__all__ = [
    "AnchoredSpan",
    "DateSpan",
    "Interval",
    "Tally",
    "ValueFault",
    "parse_date",
    "parse_moment",
    "parse_quantity",
    "parse_stage_range",
    "parse_tally",
    "parse_terms",
]
