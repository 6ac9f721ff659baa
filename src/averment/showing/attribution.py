"""Attribution chains in words."""

from __future__ import annotations

from collections.abc import Sequence

from averment.showing.parts import Hop

__all__ = ["attribution_in_words", "chain_in_words", "stance_in_words"]

_HOPS = {
    "cites": "citing {}",
    "estimates": "by an estimate of {}",
    "posted": "from a post by {}",
    "provides": "going by {}",
    "reports": "after a report by {}",
    "says": "according to {}",
    "told": "as told by {}",
}
"""What a hop is called by its verb, for the verbs of the ontology; another verb is named as it is."""

_STANCES = {
    "asserts": "says",
    "alleges": "alleges",
    "conditional": "says",
    "denies": "denies",
    "opines": "takes the view",
    "predicts": "expects",
}


def attribution_in_words(source: str, chain: Sequence[Hop]) -> str:
    """Return who says it, and through whom, outermost first.

    >>> told = Hop(source=None, unnamed="a lawyer", verb="told", verbatim=True, capacity=None)
    >>> attribution_in_words("Dagens", [told])
    "Dagens, as told by 'a lawyer' (not named), word for word"
    """
    return ", ".join(part for part in (source, chain_in_words(chain)) if part)


def chain_in_words(chain: Sequence[Hop]) -> str:
    """Return through whom a document has it, outermost first; nothing if it speaks for itself."""
    return ", ".join(_hop(hop) for hop in chain)


def _hop(hop: Hop) -> str:
    name = hop.source.name if hop.source is not None else f"'{hop.unnamed or 'a source'}' (not named)"
    capacity = f" as {hop.capacity}" if hop.capacity else ""
    verbatim = ", word for word" if hop.verbatim else ""
    return _HOPS.get(hop.verb, f"{hop.verb} {{}}").replace("{}", name + capacity) + verbatim


def stance_in_words(stance: str) -> str:
    """Return what someone with the stance does with the statement; one of another ontology is named as it is."""
    return _STANCES.get(stance, stance)
