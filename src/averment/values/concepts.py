"""Concepts as stated: lists of terms, and a stage or a range of stages.

What a term or a stage names is for the caller; these grammars only take the text apart.
"""

from collections import Counter

from averment.values._text import quoted, stated
from averment.values.errors import ValueFault

__all__ = ["parse_stage_range", "parse_terms"]

_LIST = "prosecution; sentence"


def parse_terms(text: str) -> tuple[str, ...]:
    """Split a list of terms at its semicolons.

    >>> parse_terms("prosecution; sentence")
    ('prosecution', 'sentence')

    Returns:
        The terms in the order stated, without the white space around them; at least one, and none twice.

    Raises:
        ValueFault: if a term is empty or stands there twice.
    """
    value = stated(text, _LIST, longest=None)
    terms = tuple(term.strip() for term in value.split(";"))
    if not all(terms):
        raise ValueFault(f"{quoted(value)} has an empty term beside a ';': {_cure(terms)}")
    if len(set(terms)) < len(terms):
        twice = Counter(terms).most_common(1)[0][0]
        raise ValueFault(f"{quoted(value)} has {quoted(twice)} more than once: {_cure(terms)}")
    return terms


def _cure(terms: tuple[str, ...]) -> str:
    """Say how to write a list once each term stands there once; an example does where that would be long."""
    kept = "; ".join(dict.fromkeys(filter(None, terms)))
    return f"write {kept}" if 0 < len(kept) <= 60 and kept.isprintable() else f"write it as in '{_LIST}'"


def parse_stage_range(text: str) -> tuple[str | None, str | None, bool]:
    """Split a stage, or a range of stages, at its `..`.

    >>> parse_stage_range("third-reading")
    ('third-reading', 'third-reading', True)
    >>> parse_stage_range("..third-reading")
    (None, 'third-reading', False)

    Returns:
        The first stage, the last, and whether one stage was stated rather than a range; None is an open end.

    Raises:
        ValueFault: if there is no stage, more than one `..`, or more than two points in a row.
    """
    value = stated(text, "signed..", longest=None)
    if ".." not in value:
        return value, value, True
    if "..." in value:
        raise ValueFault(f"{quoted(value)} has more than two points in a row: write '..', as in 'signed..'")
    first, _, last = (part.strip() for part in value.partition(".."))
    if ".." in last:
        raise ValueFault(
            f"{quoted(value)} has more than one '..': write one range, as in 'submitted..signed'"
        )
    if not first and not last:
        raise ValueFault(
            f"{quoted(value)} has no stage at either end: write it as in 'signed..' or '..third-reading'"
        )
    return first or None, last or None, False
