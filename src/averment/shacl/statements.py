"""Queries ready to run: a text, and what an engine has to keep as it is written for the text to mean the same."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ANY", "Statement"]

ANY = "*"
"""Stands for every property."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A query in SPARQL, made of strings alone, so that it can be kept in a file.

    Attributes:
        text: the SELECT.
        columns: the names of its columns, in their order; what its variables are called may differ.
        spelling: the properties to whose values the lexical form matters, not only what they stand for.
        identity: the properties of which it matters whether two values are the same term.
        constants: lexical form and datatype of the literals that have to be the same term in the data.
        reads_tags: whether it matters if a language tag is written in upper or lower case.
        patterns: the regular expressions with their flags.
        orders: whether it asks if a value is at most or at least another, which engines say of any that are the
            same, even if its datatype does not allow it.
        needs: properties that must occur in the data for there to be any row, and after an `a ` classes that must
            have instances.
    """

    text: str
    columns: tuple[str, ...]
    spelling: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    reads_tags: bool = False
    patterns: tuple[tuple[str, str], ...] = ()
    orders: bool = False
    needs: tuple[str, ...] = ()
