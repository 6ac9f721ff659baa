"""Property paths as SQL: queries for the pairs of nodes that they join."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import URIRef

from averment.shacl.algebra import Alternative, Closure, Inverse, Path, Predicate, Sequence
from averment.shacl.analysis import is_nullable

__all__ = ["PathPrinter"]


class PathPrinter:
    """Prints paths for one statement.

    Args:
        table: returns the name of the table of a property.
        triples: returns the name of the table of all triples.
        add: adds a common table expression to the statement, given its query and its columns, and returns its
            name; the query of a recursive one calls it by the name in `next_name`.
        next_name: returns the name that `add` gives next.
    """

    def __init__(
        self,
        table: Callable[[URIRef], str],
        triples: Callable[[], str],
        add: Callable[[str, str], str],
        next_name: Callable[[], str],
    ) -> None:
        self._table = table
        self._triples = triples
        self._add_with_columns = add
        self._next_name = next_name

    def _add(self, select: str, columns: str = "") -> str:
        return self._add_with_columns(select, columns)

    def walk(self, path: Path, starts: str) -> str:
        """Return a query for the pairs `s`, `o`, each once, of a path that starts at one of the nodes `n`."""
        match path:
            case Predicate(iri=iri):
                return f"SELECT t.s, t.o FROM {self._table(iri)} AS t SEMI JOIN {starts} AS n ON t.s = n.n"
            case Inverse(path=Predicate(iri=iri)):
                table = self._table(iri)
                return f"SELECT t.o AS s, t.s AS o FROM {table} AS t SEMI JOIN {starts} AS n ON t.o = n.n"
            case Inverse(path=inner):
                return self.walk(_inverted(inner), starts)
            case Sequence(paths=paths):
                pairs = self.walk(paths[0], starts)
                for step in paths[1:]:
                    here = self._add(pairs)
                    reached = self._add(f"SELECT DISTINCT o AS n FROM {here}")
                    further = self.walk(step, reached)
                    pairs = f"SELECT DISTINCT a.s, b.o FROM {here} AS a JOIN ({further}) AS b ON a.o = b.s"
                return pairs
            case Alternative(paths=paths):
                return " UNION ".join(f"({self.walk(option, starts)})" for option in paths)
            case Closure(path=inner, once=True):
                return f"SELECT n AS s, n AS o FROM {starts} UNION ({self.walk(inner, starts)})"
            case Closure(path=inner, least=least):
                # what can stand still leads from each start to itself, be it a node of the graph or not
                return self._close(inner, 0 if is_nullable(inner) else least, starts)

    def _close(self, inner: Path, least: int, starts: str) -> str:
        step = self._step(inner)
        base = (
            f"SELECT n AS s, n AS o FROM {starts}"
            if least == 0
            else f"SELECT DISTINCT n.n AS s, t.o FROM {starts} AS n JOIN {step} AS t ON n.n = t.s"
        )
        name = self._next_name()
        self._add(f"{base} UNION SELECT c.s, t.o FROM {name} AS c JOIN {step} AS t ON c.o = t.s", "(s, o)")
        return f"SELECT s, o FROM {name}"

    def _step(self, path: Path) -> str:
        """Return a source of all pairs `s`, `o` of a path, wherever it starts."""
        match path:
            case Predicate(iri=iri):
                return self._table(iri)
            case Inverse(path=Predicate(iri=iri)):
                return f"(SELECT o AS s, s AS o FROM {self._table(iri)})"
            case Inverse(path=inner):
                return self._step(_inverted(inner))
            case Alternative(paths=paths):
                union = " UNION ".join(f"SELECT s, o FROM {self._step(option)}" for option in paths)
                return self._add(union)
            case Sequence(paths=paths):
                first, *others = (self._step(step) for step in paths)
                for step in others:
                    first = self._add(
                        f"SELECT DISTINCT a.s, b.o FROM {first} AS a JOIN {step} AS b ON a.o = b.s"
                    )
                return first
            case Closure():
                # it leads from each node at least to itself
                triples = self._triples()
                nodes = self._add(f"SELECT s AS n FROM {triples} UNION SELECT o FROM {triples}")
                return self._add(self.walk(path, nodes))


def _inverted(path: Path) -> Path:
    """Return the path that leads back, with inversion at the single steps."""
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(path=inner):
            return inner
        case Sequence(paths=paths):
            return Sequence(tuple(_inverted(step) for step in reversed(paths)))
        case Alternative(paths=paths):
            return Alternative(tuple(_inverted(option) for option in paths))
        case Closure():
            return Closure(_inverted(path.path), path.least, path.once)
