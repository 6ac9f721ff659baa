"""N-Triples as lines that DuckDB splits where they are in the canonical form, and a parser reads where not."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, XSD, Literal, URIRef

from averment.errors import AvermentError
from averment.shacl.terms import quoted, token

__all__ = ["REGULAR", "SPLIT", "lines_of", "parsed", "refused", "token_of", "tokens_of"]

_LONGEST_LINE = 1_000_000
"""Bytes; DuckDB's buffers grow with it, and files with longer lines are read by the parser."""

# the canonical form of N-Triples, with nothing to unescape but what `literals` does; of IRIs and language tags
# only common forms, for the parser knows best which of the others are none
_NON_ASCII = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd"
_HOST = rf"[A-Za-z0-9._~!$&'()*+,;={_NON_ASCII}-]*(?::[0-9]*)?"
_STEP = rf"(?:[A-Za-z0-9._~!$&'()*+,;=:@?{_NON_ASCII}-]|%[0-9A-Fa-f]{{2}})"
_REST = rf"(?:{_STEP}|/)*"
_IRI = rf"<[A-Za-z][A-Za-z0-9+.-]*:(?://{_HOST}(?:[/?]{_REST})?|/?(?:{_STEP}{_REST})?)(?:#{_REST})?>"
_TAG = "[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_LITERAL = rf'"(?:[^"\\\n\r\t]|\\[tnr"\\])*"(?:@{_TAG}|\^\^{_IRI})?'
_LINE = rf"(?:{_IRI}|_:[A-Za-z0-9]+) {_IRI} (?:{_IRI}|_:[A-Za-z0-9]+|{_LITERAL}) \."
_ODD_TYPES = (XSD.string, RDF.langString)  # of which one goes without saying, and one not without a tag

REGULAR = f"regexp_full_match(line, {quoted(_LINE)})" + "".join(
    f" AND NOT contains(line, '^^<{datatype}>')" for datatype in _ODD_TYPES
)
"""SQL for whether a line is in the canonical form."""

SPLIT = (
    "s, p, substring(line, length(s) + length(p) + 3, length(line) - length(s) - length(p) - 4) AS o FROM "
    "(SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p FROM {source})"
)
"""SQL, after SELECT, for the three tokens of each such line of a source with the column `line`."""


def lines_of(path: Path) -> str:
    """Return an SQL source for the lines of one file, with the column `line`."""
    one_file = re.sub(r"[*?\[]", r"[\g<0>]", str(path))  # not a pattern of names
    return (
        f"read_csv({quoted(one_file)}, delim = '\x01', quote = '', escape = '', header = false, "
        f"auto_detect = false, columns = {{'line': 'VARCHAR'}}, max_line_size = {_LONGEST_LINE})"
    )


def parsed(content: bytes, path: Path) -> list[list[str]]:
    """Return the tokens of the triples of some N-Triples that come from a file.

    Raises:
        AvermentError: it is none.
    """
    try:
        return tokens_of(content, str(path))
    except SyntaxError as error:
        wrong = error
    try:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            pass
    except SyntaxError as error:
        wrong = error  # in the file itself, not in some of its lines
    raise refused(str(path), wrong.lineno, wrong) from wrong


def refused(path: str, line: int | None, error: SyntaxError) -> AvermentError:
    """Return what to raise for a line that is no N-Triples."""
    return AvermentError(f"{path}:{line}:{error.offset}: {error.msg}; correct the line")


def tokens_of(content: bytes | str, place: str) -> list[list[str]]:
    """Return the tokens of the triples of some N-Triples.

    Args:
        content: the N-Triples.
        place: where it comes from, for messages.

    Raises:
        SyntaxError: it is none.
        AvermentError: it is of RDF 1.2.
    """
    return [
        [str(quad.subject), str(quad.predicate), token_of(quad.object, place)]
        for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)
    ]


def token_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, place: str) -> str:
    """Return a term as `terms.token` writes it.

    Args:
        term: the term.
        place: where it comes from, for messages.

    Raises:
        AvermentError: it is of RDF 1.2.
    """
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise AvermentError(f"{place}: {term} is new in RDF 1.2, which is not supported; leave it out")
    if not isinstance(term, ox.Literal):
        return str(term)
    datatype = None if term.language else URIRef(term.datatype.value)
    return token(Literal(term.value, lang=term.language, datatype=datatype, normalize=False))
