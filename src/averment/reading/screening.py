"""What is refused in any RDF file, whatever it means: network access, markup, terms that engines choke on."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import pyoxigraph as ox
import rdflib
import rdflib.term
from rdflib import OWL, RDF, XSD, Literal, URIRef
from rdflib.term import Node

from averment.errors import Position, ReadError
from averment.reading.placed import MAX_NUMBER
from averment.reading.positions import LineIndex, Positions
from averment.reading.triples import Triple

__all__ = ["hardened", "iri_fault", "parse_strictly", "screen"]

_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")

_MARKUP = (RDF.XMLLiteral, RDF.HTML)
_WHOLE_NUMBERS = (
    XSD.integer,
    XSD.long,
    XSD.int,
    XSD.short,
    XSD.byte,
    XSD.nonNegativeInteger,
    XSD.positiveInteger,
    XSD.nonPositiveInteger,
    XSD.negativeInteger,
    XSD.unsignedLong,
    XSD.unsignedInt,
    XSD.unsignedShort,
    XSD.unsignedByte,
)
_NUMBERS = frozenset({*_WHOLE_NUMBERS, XSD.decimal, XSD.double, XSD.float})


@contextmanager
def hardened() -> Iterator[None]:
    """Keep rdflib from parsing markup and from rewriting literals while untrusted text is read.

    Building an XML literal would parse it, entities and all; normalising a decimal writes its exponent out.
    What rdflib logs about literals meanwhile is dropped: the shapes report a value that is not of its type.
    """
    normalise = rdflib.NORMALIZE_LITERALS
    converters = rdflib.term._toPythonMapping
    saved = {datatype: converters[datatype] for datatype in _MARKUP if datatype in converters}
    logger = logging.getLogger("rdflib.term")
    disabled = logger.disabled
    rdflib.NORMALIZE_LITERALS = False
    for datatype in saved:
        converters[datatype] = None
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"rdflib\.")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalise
        for datatype, converter in saved.items():
            converters[datatype] = converter
        logger.disabled = disabled


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
        at = Position(path, *LineIndex(text).settle(error.lineno or 1, error.offset or 1))
        problem = " ".join(re.sub(r"^Parser error [a-z0-9 ]+: ", "", str(error.msg)).split())
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
    known: set[tuple[str, str]] = set()
    fine: set[Node] = set()
    for subject, predicate, value in triples:
        if predicate in fine and subject in fine and value in fine:
            continue
        faults = list(_refusals(subject, predicate, value))
        if not faults:
            fine.update((subject, predicate, value))
        for fault in faults:
            if fault not in known or isinstance(value, Literal):
                at = positions.of(subject, predicate) or Position(path, 1, 1)
                errors.append(ReadError(at, *fault))
            known.add(fault)


@lru_cache(maxsize=4096)
def iri_fault(iri: str, written: str | None = None) -> tuple[str, str] | None:
    """Return problem and cure for what is no absolute IRI, None for what is.

    Args:
        iri: what stands in the graph.
        written: what stands in the file, if it is something else.
    """
    cure = "write it as in 'actor:some-name'"
    if _NOT_IN_IRI.search(written or iri):
        return f"the IRI {written or iri!r} holds a character that IRIs can't have", cure
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        return f"{written or iri!r} is no IRI ({error})", cure
    return None


def _refusals(subject: Node, predicate: Node, value: Node) -> Iterator[tuple[str, str]]:
    if predicate == OWL.imports:
        yield (
            f"owl:imports asks for <{value}>",
            "remove it and name the file on the command line: nothing is fetched",
        )
    for term in (subject, predicate, value):
        iri = term.datatype if isinstance(term, Literal) else term
        fault = iri_fault(str(iri)) if isinstance(iri, URIRef) else None
        if fault is not None:
            yield fault
    if isinstance(value, Literal):
        if value.datatype in _MARKUP:
            yield "a literal of XML or HTML stands here", "write plain text: markup is not read"
        elif value.datatype in _NUMBERS and len(value) > MAX_NUMBER:
            yield f"a number of {len(value)} characters stands here", f"write at most {MAX_NUMBER}"
        elif value.datatype == XSD.decimal and ("e" in value or "E" in value):
            yield f"the decimal '{value}' has an exponent", "write it out"
