"""All operators: those whose mutants are inconsistent, by what they mutate, and those whose mutants are not."""

from mutants.model import Operator
from mutants.operators import (
    answers,
    figures,
    form,
    harmless,
    loops,
    moments,
    relays,
    scopes,
    sources,
    weaker,
)

__all__ = ["BY_NAME", "OPERATORS"]

OPERATORS: tuple[Operator, ...] = (
    *figures.OPERATORS,
    *moments.OPERATORS,
    *answers.OPERATORS,
    *scopes.OPERATORS,
    *relays.OPERATORS,
    *sources.OPERATORS,
    *loops.OPERATORS,
    *form.OPERATORS,
    *harmless.OPERATORS,
    *weaker.OPERATORS,
)

BY_NAME = {each.name: each for each in OPERATORS}
"""The operators by their names."""
