"""Typed columns: what the ontology says of a property, and the cells that its values make."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from rdflib import RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from averment.deriving.concepts import Concepts
from averment.errors import QueryError
from averment.namespaces import AV
from averment.querying import expand
from averment.viewing.declaring import Declaration
from averment.viewing.model import Column, Type, Value

__all__ = ["CELLS", "columns_of", "shortened"]

_TYPES: dict[Node, Type] = {
    XSD.boolean: "boolean",
    XSD.decimal: "double",
    XSD.double: "double",
    XSD.float: "double",
    XSD.integer: "integer",
}
"""What columns of a property with that range hold; days, texts and nodes are strings."""

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_LONGEST = 2**63
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def columns_of(declaration: Declaration, names: list[str], ontology: Graph) -> tuple[Column, ...]:
    """Return the columns of a query, with the words and the types of their properties.

    A variable that is declared nowhere has the column of the property of averment that is called as it is, or
    holds strings.

    Args:
        declaration: the view.
        names: the variables of the query that are no parts of a node or an edge.
        ontology: where properties are declared; further terms of the user's among them.

    Raises:
        QueryError: a column is declared by a property that there is not.
    """
    return tuple(_column(declaration, name, ontology) for name in names)


def _column(declaration: Declaration, name: str, ontology: Graph) -> Column:
    if name in declaration.columns:
        return declaration.columns[name]
    declared = declaration.properties.get(name)
    iri = URIRef(AV + name)
    if declared is not None:
        try:
            iri = URIRef(expand(declared))
        except ValueError:
            iri = URIRef("")
    title = ontology.value(iri, RDFS.label)
    if title is None:
        if declared is not None:
            raise QueryError(
                f"{declaration.file}: error: the column '{name}' is declared by '{declared}', which is no property "
                "of the ontology; write one such as av:value, or a title and a type"
            )
        return Column(name, _WORD.sub(" ", name).lower(), "string")
    kind = _TYPES.get(ontology.value(iri, RDFS.range) or iri, "string")
    definition = ontology.value(iri, SKOS.definition)
    return Column(
        name, _plain(title).removeprefix("has "), kind, _plain(definition) if definition is not None else ""
    )


def _plain(text: Node) -> str:
    return str(text) if isinstance(text, Literal) else ""


def shortened(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return a term as text: a compact IRI, or what a literal says."""
    if isinstance(term, ox.NamedNode):
        return Concepts.compact(URIRef(term.value))
    return term.value if isinstance(term, ox.Literal) else str(term)


def _integer(text: str) -> int:
    number = int(text)
    if not -_LONGEST <= number < _LONGEST:
        raise ValueError("longer than 64 bits")
    return number


def _double(text: str) -> float:
    """Return a number only if it says what the text does, to the last digit."""
    number = float(text)
    try:
        exact = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("no number") from error
    if not exact.is_finite() or Decimal(repr(number)) != exact:
        raise ValueError("more digits than a double holds")
    return number


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise ValueError("neither true nor false")
    return _BOOLEANS[text]


CELLS: dict[Type, Callable[[str], Value]] = {
    "boolean": _boolean,
    "double": _double,
    "integer": _integer,
    "string": str,
}
"""What makes a cell of each type from its text; raises ValueError for what does not fit."""
