"""What a query may not do: reach out, change data, or ask for graphs that are not there."""

from __future__ import annotations

import re

from averment.errors import QueryError
from averment.namespaces import PREFIXES
from averment.querying.tokens import Token, tokenise

__all__ = ["refuse"]

_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_UPDATES = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"})
_GAP = r"(?:\s|\#[^\n]*\n)*"
# Engines need no space around keywords, so that this finds more than there can be, and never less.
_SERVICE = re.compile(
    rf"service{_GAP}(?:silent{_GAP})?(?:<[^<>]*>|[?$]\w+|[^\s<>\"'{{}}?$\#]*:[^\s{{]*){_GAP}\{{",
    re.IGNORECASE,
)


def refuse(name: str, text: str) -> None:
    """Refuse a query that averment does not run; a malformed one is left to the engine, which says what is wrong.

    Args:
        name: the name of the query, for the message.
        text: the query, its lines ended by line feeds alone.

    Raises:
        QueryError: the query is empty, changes data, or asks other endpoints or graphs.
    """
    tokens = list(tokenise(text))
    words = [token.text for token in tokens if token.kind == "word" and token.text not in _PROLOGUE]
    if not re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).strip():
        raise QueryError(
            f"the query '{name}' is empty; write one such as SELECT ?claim {{ ?claim a av:Claim }}"
        )
    if words and words[0] in _UPDATES:
        raise QueryError(
            f"the query '{name}' changes data with {words[0]}, and averment only reads; "
            "write SELECT, ASK, CONSTRUCT or DESCRIBE, and change the files of the graph"
        )
    if _has_dataset(tokens):
        raise QueryError(
            f"the query '{name}' names a graph with FROM, and nothing is fetched; "
            "leave it out, and name the file with --graph"
        )
    if _reaches_out(text, tokens):
        raise QueryError(
            f"the query '{name}' asks another endpoint with SERVICE, and nothing is fetched; leave it out"
        )


def _has_dataset(tokens: list[Token]) -> bool:
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0 and token.kind == "word" and token.text == "FROM":
            return True
    return False


def _reaches_out(text: str, tokens: list[Token]) -> bool:
    """Return whether a query may hold SERVICE; what looks like it has to be in a comment or a string for sure."""
    suspects = [match.start() for match in _SERVICE.finditer(text)]
    if not suspects:
        return False
    skipped = [token for token in tokens if token.kind == "skip"]
    if not all(any(token.start < suspect < token.end for token in skipped) for suspect in suspects):
        return True
    from rdflib.plugins.sparql import prepareQuery  # takes a while, and few queries are suspect

    try:
        return _has_service(prepareQuery(text, initNs=PREFIXES).algebra)
    except Exception:  # rdflib raises its parser's own errors; what it can't read may hide anything
        return True


def _has_service(part: object) -> bool:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(_has_service(value) for value in part.values())
    if isinstance(part, (list, tuple)):
        return any(_has_service(value) for value in part)
    return False
