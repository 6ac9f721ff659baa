"""Ids and names of what is added, and what can't be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rdflib import Graph, URIRef

from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.judging.naming import slug
from averment.namespaces import AV, PREFIXES
from averment.reading import Reading

__all__ = ["free_claim_name", "identified", "is_language", "is_local", "legible", "named", "part_of"]

_LOCAL = re.compile(r"\w(?:[\w.-]{0,98}\w)?")
_TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
_LANGUAGE = re.compile(rf"({_TAG})=(.*)", re.DOTALL)


def identified(text: str, prefix: str, reading: Reading) -> URIRef:
    """Return the IRI for the id of a new thing.

    Args:
        text: the id, with its prefix or without.
        prefix: what the ids of such things start with, such as `law`.
        reading: what is defined already.

    Raises:
        UsageError: it can't be one, or something has it.
    """
    local = text.removeprefix(f"{prefix}:")
    if not is_local(local):
        stem = slug(local.rpartition(":")[2])
        raise UsageError(
            f"'{text}' can't be its id; write letters, digits and hyphens, such as '{prefix}:{stem}'"
        )
    return _not_taken(URIRef(PREFIXES[prefix] + local), reading)


def is_local(text: str) -> bool:
    """Return whether a text can be the id of a thing, or of a part, after its prefix."""
    return _LOCAL.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Return whether a text can be the code of a language."""
    return re.fullmatch(_TAG, text) is not None


def part_of(whole: URIRef, text: str, reading: Reading) -> URIRef:
    """Return the IRI for the id of a new part, such as a claim of an article.

    Raises:
        UsageError: it can't be one, or something has it.
    """
    if not is_local(text):
        raise UsageError(
            f"'{text}' can't be its id; write letters, digits and hyphens, such as '{slug(text)}'"
        )
    return _not_taken(URIRef(f"{whole}/{text}"), reading)


def _not_taken(iri: URIRef, reading: Reading) -> URIRef:
    if any((iri, None, None) in file.graph for file in reading.files):
        at = reading.positions.of(iri)
        where = f" ({at})" if at is not None else ""
        raise UsageError(f"'{Concepts.compact(iri)}' is defined already{where}; choose another id")
    return iri


def free_claim_name(article: URIRef, graph: Graph) -> str:
    """Return the first of `c1`, `c2` and so on above all that the article has."""
    used = (str(claim).removeprefix(f"{article}/") for claim in graph.subjects(AV.statedIn, article))
    numbers = [int(found[1]) for name in used if (found := re.match(r"c([0-9]{1,9})", name))]
    return f"c{max(numbers, default=0) + 1}"


def named(texts: Iterable[str], what: str) -> dict[str, str]:
    """Return texts by their languages; one without a language, as in `en=...`, is English.

    Raises:
        UsageError: there are two of one language, or one is empty or holds what is not to be seen.

    >>> named(["Act on noise", "ru=Закон о шуме"], "name")
    {'en': 'Act on noise', 'ru': 'Закон о шуме'}
    """
    found: dict[str, str] = {}
    for text in texts:
        match = _LANGUAGE.fullmatch(text)
        language, name = (match[1], match[2]) if match is not None else ("en", text)
        if language in found:
            raise UsageError(
                f"there are two texts for {what} in the language '{language}'; write another one's language "
                "before it, such as 'ru=...'"
            )
        found[language] = legible(name, what)
    return found


def legible(text: str, what: str) -> str:
    """Return a text without space around it.

    Raises:
        UsageError: nothing is left, or it holds a control character or half of one.
    """
    stripped = text.strip()
    if not stripped:
        raise UsageError(f"the text for {what} is empty; write one, or leave it out")
    for character in stripped:
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise UsageError(
                f"the text for {what} holds the control character U+{ord(character):04X}; leave it out"
            )
    return stripped
