"""What is refused in any RDF file, whatever it means: network access, markup, terms that engines choke on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import rdflib
import rdflib.term
from rdflib import OWL, RDF, XSD, Literal, URIRef
from rdflib.term import Node

from averment.errors import Position, ReadError
from averment.reading.positions import Positions
from averment.reading.triples import Triple

__all__ = ["hardened", "parse_strictly", "screen"]

_MARKUP = (RDF.XMLLiteral, RDF.HTML)
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_MAX_NUMBER = 40


@contextmanager
def hardened() -> Iterator[None]:
    """Keep rdflib from parsing markup and from rewriting literals while untrusted text is read.

    Building an XML literal would parse it, entities and all; normalising a decimal writes its exponent out.
    """
    normalise = rdflib.NORMALIZE_LITERALS
    converters = rdflib.term.XSDToPython
    saved = {datatype: converters[datatype] for datatype in _MARKUP if datatype in converters}
    rdflib.NORMALIZE_LITERALS = False
    for datatype in saved:
        converters[datatype] = None
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalise
        for datatype, converter in saved.items():
            converters[datatype] = converter


def parse_strictly(
    text: str, path: str, rdf_format: ox.RdfFormat, base: str, errors: list[ReadError]
) -> list[ox.Quad]:
    """Parse RDF text with pyoxigraph, which is strict and knows where an error is.

    Args:
        text: the whole file.
        path: the name under which errors are reported.
        rdf_format: Turtle, TriG or N-Quads.
        base: the IRI that relative IRIs count from.
        errors: where a syntax error is added.

    Returns:
        the quads before the first error.
    """
    quads: list[ox.Quad] = []
    try:
        quads.extend(ox.parse(input=text.encode(), format=rdf_format, base_iri=base))
    except SyntaxError as error:
        at = Position(path, error.lineno or 1, error.offset or 1)
        problem = re.sub(
            r"^Parser error at line \d+ (between columns? \d+ and (column )?\d+|column \d+): ",
            "",
            str(error.msg),
        )
        errors.append(ReadError(at, f"the syntax breaks off: {problem}", "correct it here or just before"))
    return quads


def screen(triples: Iterable[Triple], path: str, positions: Positions, errors: list[ReadError]) -> None:
    """Report statements that averment refuses to read, at their places.

    Args:
        triples: the triples of one file.
        path: the file's name, for a statement without a place.
        positions: the file's places.
        errors: where each refused statement is added.
    """
    for subject, predicate, value in triples:
        for problem, cure in _refusals(subject, predicate, value):
            at = positions.of(subject, predicate) or Position(path, 1, 1)
            errors.append(ReadError(at, problem, cure))


def _refusals(subject: Node, predicate: Node, value: Node) -> Iterator[tuple[str, str]]:
    if predicate == OWL.imports:
        yield (
            f"owl:imports asks for <{value}>",
            "remove it and name the file on the command line: nothing is fetched",
        )
    for term in (subject, predicate, value):
        if isinstance(term, URIRef) and _NOT_IN_IRI.search(term):
            yield (
                f"the IRI {str(term)!r} holds a character that IRIs can't have",
                "write it as in 'actor:some-name'",
            )
    if isinstance(value, Literal):
        if value.datatype in _MARKUP:
            yield "a literal of XML or HTML stands here", "write plain text: markup is not read"
        elif value.datatype in (XSD.decimal, XSD.integer, XSD.double, XSD.float) and len(value) > _MAX_NUMBER:
            yield f"a number of {len(value)} characters stands here", f"write at most {_MAX_NUMBER}"
        elif value.datatype == XSD.decimal and ("e" in value or "E" in value):
            yield f"the decimal '{value}' has an exponent", "write it out"
