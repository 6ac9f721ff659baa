"""What a query does with the values of properties: whether it takes two for the same term, or only reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from averment.shacl.algebra import (
    Alternative,
    Closure,
    Constant,
    Inverse,
    Path,
    Predicate,
    Sequence,
    Variable,
)
from averment.shacl.statements import ANY

__all__ = ["Uses", "properties_of"]


class Uses:
    """Collects the triples and paths of a query, and where its variables are compared term by term."""

    def __init__(self) -> None:
        self._walks: dict[tuple[str, Variable | Constant | Path, str], None] = {}
        self._compared: set[str] = set()
        self._kept: list[tuple[frozenset[str], frozenset[str]]] = []

    def walk(self, start: str, way: Variable | Constant | Path, end: str) -> None:
        """Note a triple or a path, its ends as they are written."""
        self._walks[start, way, end] = None

    def compare(self, names: Iterable[str]) -> None:
        """Note variables that are compared, or that others stand for."""
        self._compared.update(f"?{name}" for name in names)

    def keep(self, names: Iterable[str], looked_at: Iterable[str] = ()) -> None:
        """Note that rows count as one that agree in some variables; `looked_at` are those counted for each."""
        kept = frozenset(f"?{name}" for name in names)
        self._kept.append((kept, kept | {f"?{name}" for name in looked_at}))

    def identity(self) -> Iterator[str]:
        """Iterate over the properties of which it matters whether two values are the same term.

        It does not where a value is only reached in one step from a node that is known besides.
        """
        ends = Counter(end for _, _, end in self._walks)
        for start, way, end in self._walks:
            one_step = isinstance(way, (Predicate, Constant))
            apart = any(
                end in seen and start.startswith("?") and start not in kept for kept, seen in self._kept
            )
            if not one_step or ends[end] > 1 or end in self._compared or apart:
                yield from properties_of(way)


def properties_of(way: Variable | Constant | Path) -> Iterator[str]:
    """Iterate over the IRIs of the properties that a path takes, or the predicate of a triple stands for."""
    match way:
        case Variable():
            yield ANY
        case Constant(term=term):
            yield str(term)
        case Predicate(iri=iri):
            yield str(iri)
        case Inverse(path=inner) | Closure(path=inner):
            yield from properties_of(inner)
        case Sequence(paths=paths) | Alternative(paths=paths):
            for path in paths:
                yield from properties_of(path)
