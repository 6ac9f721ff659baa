"""Property paths as SPARQL writes them."""

from __future__ import annotations

from averment.shacl.algebra import Alternative, Closure, Inverse, Path, Predicate, Sequence
from averment.shacl.sparql_terms import term_text

__all__ = ["path_text"]


def path_text(path: Path) -> str:
    """Return a property path as SPARQL writes it."""
    match path:
        case Predicate(iri=iri):
            return term_text(iri)
        case Inverse(path=inner):
            return f"^{path_text(inner) if isinstance(inner, Predicate) else _grouped(inner)}"
        case Sequence(paths=paths):
            return "/".join(_grouped(step) for step in paths)
        case Alternative(paths=paths):
            return "|".join(_grouped(option) for option in paths)
        case Closure(path=inner, least=least, once=once):
            return f"{_grouped(inner)}{'?' if once else '*' if least == 0 else '+'}"


def _grouped(path: Path) -> str:
    return path_text(path) if isinstance(path, Predicate) else f"({path_text(path)})"
