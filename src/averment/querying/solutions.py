"""The rows out of which a query for triples makes them."""

from __future__ import annotations

from collections.abc import Sequence

from averment.querying.tokens import Token, tokenise

__all__ = ["select_solutions"]


def select_solutions(text: str) -> tuple[str, str | None]:
    """Return the form of a CONSTRUCT or DESCRIBE, and a query for the rows out of which it makes triples.

    There is none if it has no pattern.

    >>> select_solutions("PREFIX x: <urn:x> CONSTRUCT { ?s x:p [] } WHERE { ?s ?p ?o } LIMIT 3")
    ('CONSTRUCT', 'PREFIX x: <urn:x> SELECT ?s WHERE { ?s ?p ?o } LIMIT 3')
    >>> select_solutions("construct where { ?s ?p ?o }")
    ('CONSTRUCT', 'SELECT * where { ?s ?p ?o }')
    >>> select_solutions("DESCRIBE ?s <urn:x> { ?s ?p ?o }")
    ('DESCRIBE', 'SELECT ?s { ?s ?p ?o }')
    >>> select_solutions("DESCRIBE <urn:x>")
    ('DESCRIBE', None)
    """
    tokens = [token for token in tokenise(text) if token.kind != "skip"]
    at = next(number for number, token in enumerate(tokens) if token.text in ("CONSTRUCT", "DESCRIBE"))
    form, after = tokens[at], tokens[at + 1 :]
    has_template = form.text == "CONSTRUCT" and after[0].kind == "open"
    template = _group(after) if has_template else _until_pattern(after)
    rest = after[len(template) :]
    if not rest:
        return form.text, None
    variables = dict.fromkeys(token.text for token in template if token.text[0] in "?$")
    return form.text, f"{text[: form.start]}SELECT {' '.join(variables) or '*'} {text[rest[0].start :]}"


def _group(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a group in braces that they begin with."""
    depth = 0
    for number, token in enumerate(tokens, 1):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if not depth:
            return tokens[:number]
    return tokens


def _until_pattern(tokens: Sequence[Token]) -> Sequence[Token]:
    for number, token in enumerate(tokens):
        if token.kind == "open" or token.text == "WHERE":
            return tokens[:number]
    return tokens
