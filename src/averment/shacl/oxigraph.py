"""The compiled engine on Oxigraph's store in memory, in this process: quickest where a graph is small.

The store keeps what some literals stand for instead of how they are written: "1.50" becomes "1.5", a byte an
integer. Where that is only another spelling it is undone in the results, and a query that looks at spelling is
refused; where it is more, the whole graph is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from averment.errors import AvermentError
from averment.graphs import from_oxigraph
from averment.shacl.datatypes import is_allowed
from averment.shacl.faithful import (
    Loading,
    NotFaithfulError,
    Pair,
    as_stored,
    check_kept,
    constant_as_stored,
    shown,
)
from averment.shacl.results import CompiledResult
from averment.shacl.sparql_terms import string_text
from averment.shacl.statements import ANY, Statement
from averment.shacl.terms import datatype_name

if TYPE_CHECKING:
    from averment.shacl.core import ConstraintQuery

__all__ = ["OxigraphStore", "validate"]

_TYPE, _SUBCLASS = ox.NamedNode(RDF.type), ox.NamedNode(RDFS.subClassOf)


class OxigraphStore:
    """Triples in memory, and queries over them."""

    def __init__(self) -> None:
        self._store = ox.Store()
        self._blank: dict[str, BNode] = {}
        self._triples: Iterable[tuple[Node, Node, Node]] = []
        self._originals: dict[ox.Literal, list[Literal]] = {}
        self._respelt: set[str] = set()
        self._merged: set[str] = set()
        self._has_other_tags = False
        self._has_ill_typed = False
        self._stored: dict[Pair, ox.Literal] = {}
        self._there: dict[str, bool] = {}

    def load(self, triples: Graph | list[tuple[Node, Node, Node]]) -> None:
        """Load triples, which replace those loaded before and have to stay as they are while queries run.

        Raises:
            NotFaithfulError: the store would change the data.
        """
        loading = Loading()
        self._triples = triples
        self._store = ox.Store()
        try:
            self._store.extend(loading.quads(triples))
        except (TypeError, ValueError) as error:
            raise NotFaithfulError(f"Oxigraph does not take a term: {error}") from error
        self._take(loading)

    def load_quads(self, content: bytes, path: Path) -> None:
        """Load N-Triples, which replace what was loaded before; language tags are in lower case from now on.

        Args:
            content: the N-Triples.
            path: the file that they are from.

        Raises:
            AvermentError: it is no N-Triples; the message names the line.
            NotFaithfulError: the store would change the data.
        """
        loading = Loading()
        try:
            quads = list(dict.fromkeys(ox.parse(content, ox.RdfFormat.N_TRIPLES)))
        except SyntaxError as error:
            raise AvermentError(
                f"{path}:{error.lineno}:{error.offset}: {error.msg}; correct the line"
            ) from error
        loading.note(quads)
        self._triples = _Terms(quads)
        self._store = ox.Store()
        self._store.extend(quads)
        self._take(loading)

    def _take(self, loading: Loading) -> None:
        """Remember what there is to remember of the terms that were loaded."""
        self._there.clear()
        if len(self._store) != loading.count:
            raise NotFaithfulError("Oxigraph takes two triples for one")
        self._blank = {node.value: blank for blank, node in loading.blank.items()}
        otherwise = {**loading.strings, **loading.retagged}
        self._originals = {kept: [literal] for kept, literal in otherwise.items()}
        self._has_other_tags = bool(loading.retagged)
        self._stored = as_stored(loading.typed)
        self._has_ill_typed = not all(
            is_allowed(text, datatype_name(datatype)) for text, datatype in self._stored
        )
        self._note_spelling()

    def _note_spelling(self) -> None:
        """Find the literals that the store writes otherwise, and the properties whose values they are."""
        written: dict[ox.Literal, list[Pair]] = {}
        for pair, kept in self._stored.items():
            check_kept(pair, kept)
            written.setdefault(kept, []).append(pair)
        self._respelt.clear()
        self._merged.clear()
        for kept, pairs in written.items():
            if pairs == [(kept.value, kept.datatype.value)]:
                continue
            self._originals[kept] = [Literal(x, datatype=URIRef(d), normalize=False) for x, d in pairs]
            properties = {quad.predicate.value for quad in self._store.quads_for_pattern(None, None, kept)}
            self._respelt |= properties
            if len(pairs) > 1:
                self._merged |= properties

    def may_have_rows(self, statement: Statement) -> bool:
        """Return whether there is all that a statement needs to have any row."""
        return all(map(self._has, statement.needs))

    def _has(self, needed: str) -> bool:
        found = self._there.get(needed)
        if found is None:
            is_class = needed.startswith("a ")
            found = self._has_instance(needed[2:]) if is_class else self._occurs(ox.NamedNode(needed))
            self._there[needed] = found
        return found

    def _has_instance(self, class_: str) -> bool:
        waiting: list[ox.NamedNode | ox.BlankNode | ox.Triple] = [ox.NamedNode(class_)]
        seen = set(waiting)
        for below in waiting:
            if self._occurs(_TYPE, below):
                return True
            new = {
                quad.subject
                for quad in self._store.quads_for_pattern(None, _SUBCLASS, below, ox.DefaultGraph())
            } - seen
            waiting += new
            seen |= new
        return False

    def _occurs(
        self, predicate: ox.NamedNode, value: ox.NamedNode | ox.BlankNode | ox.Triple | None = None
    ) -> bool:
        quads = self._store.quads_for_pattern(None, predicate, value, ox.DefaultGraph())
        return next(quads, None) is not None

    def check(self, statement: Statement) -> None:
        """Make sure that a query means the same here as everywhere.

        Raises:
            NotFaithfulError: it does not.
        """
        if self._has_other_tags and statement.reads_tags:
            raise NotFaithfulError("a query reads language tags, which Oxigraph writes in lower case")
        if self._has_ill_typed and statement.orders:
            raise NotFaithfulError("a query puts values in order of which some are not valid")
        if _meet(self._respelt, statement.spelling):
            raise NotFaithfulError("a query looks at how a literal is written that Oxigraph writes otherwise")
        if _meet(self._merged, statement.identity):
            raise NotFaithfulError("a query tells literals apart that Oxigraph writes alike")
        for pair in statement.constants:
            kept = self._stored.get(pair) or constant_as_stored(pair)
            originals = self._originals.get(kept)
            written = [str(original) for original in originals] if originals is not None else [kept.value]
            if written != [pair[0]] or kept.datatype.value != pair[1]:
                raise NotFaithfulError(f"a query asks for {shown(pair)}, which Oxigraph writes otherwise")
        for pattern, flags in statement.patterns:
            if not _takes_pattern(pattern, flags):
                raise NotFaithfulError(f"Oxigraph does not take the pattern {pattern!r}")

    def run(self, statement: Statement) -> Iterator[dict[str, Node]]:
        """Run a query and iterate over its solutions: what is bound, by the names of the columns.

        Raises:
            NotFaithfulError: the query would not mean the same here.
        """
        self.check(statement)
        solutions = self._store.query(statement.text)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("a statement is a SELECT")
        # solutions may not outlive the thread that they were found in, and what holds a frame would hold them
        rows = [tuple(solution) for solution in solutions]
        del solutions
        for row in rows:
            bound = {
                name: term for name, term in zip(statement.columns, row, strict=False) if term is not None
            }
            yield {name: self._term(term, bound.get("this")) for name, term in bound.items()}

    def results(self, query: ConstraintQuery, statement: Statement) -> Iterator[CompiledResult]:
        """Run the statement of a constraint and iterate over what violates it.

        Raises:
            NotFaithfulError: the query would not mean the same here.
        """
        for terms in self.run(statement):
            yield CompiledResult(
                focus=terms["this"],
                path=terms.get("path"),
                value=terms.get("value"),
                query=query,
                labels=tuple((name, str(terms[name])) for name in query.labels if name in terms),
            )

    def _term(self, term: object, focus: object) -> Node:
        """Return a term of the store as it was loaded, given the focus node in whose row it stands."""
        if isinstance(term, ox.NamedNode):
            return URIRef(term.value)
        if isinstance(term, ox.BlankNode):
            return self._blank[term.value]
        if not isinstance(term, ox.Literal):
            raise TypeError(f"{term} is no RDF term")
        originals = self._originals.get(term)
        if originals is not None:
            return originals[0] if len(originals) == 1 else self._spelling_at(focus, term, originals)
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == str(XSD.string):
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(datatype), normalize=False)

    def _spelling_at(self, focus: object, term: ox.Literal, originals: list[Literal]) -> Literal:
        """Return that of several spellings of a literal that a focus node has.

        Raises:
            NotFaithfulError: it has none of them, or several.
        """
        node = None if focus == term else self._term(focus, None)
        found = {value for subject, _, value in self._triples if subject == node and value in originals}
        for original in originals:
            if found == {original}:
                return original
        raise NotFaithfulError(f"a result has {term}, of which the data has several spellings")


class _Terms(Iterable[tuple[Node, Node, Node]]):
    """Quads as triples of rdflib, made only when they are asked for."""

    def __init__(self, quads: list[ox.Quad]) -> None:
        self._quads = quads

    def __iter__(self) -> Iterator[tuple[Node, Node, Node]]:
        for quad in self._quads:
            yield from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)


@lru_cache(maxsize=1024)
def _takes_pattern(pattern: str, flags: str) -> bool:
    """Return whether Oxigraph can match a regular expression; where it cannot, each match is an error."""
    asked = f"REGEX('', {string_text(pattern)}, {string_text(flags)})"
    return bool(ox.Store().query(f"ASK {{ FILTER ISLITERAL({asked}) }}"))


def _meet(properties: set[str], named: tuple[str, ...]) -> bool:
    return bool(properties) and (ANY in named or not properties.isdisjoint(named))


def validate(data: Graph, shapes: Graph) -> list[CompiledResult]:
    """Validate a graph against shapes.

    Args:
        data: the triples, with the sub-class statements that targets need.
        shapes: the shapes.

    Returns:
        all results, in no particular order.

    Raises:
        ShapeError: a shape is malformed.
        NotCompiledError: a shape uses what has no translation.
        NotFaithfulError: the store would change the data, or what a query asks.
    """
    # these take long to import, and are not needed where texts are kept
    from averment.shacl.core import Compiler
    from averment.shacl.translation import statement_of

    store = OxigraphStore()
    store.load(data)
    queries = [(query, statement_of(query.relation)) for query in Compiler(shapes).queries()]
    return [result for query, statement in queries for result in store.results(query, statement)]
