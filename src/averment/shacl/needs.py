"""What data must have for a relation to have any row: most rules are about what a small graph has nothing of."""

from __future__ import annotations

from rdflib.term import Node

from averment.shacl.algebra import (
    Aggregate,
    Alternative,
    AntiJoin,
    Closure,
    Constant,
    Distinct,
    Extend,
    Filter,
    Inverse,
    Join,
    LeftJoin,
    Path,
    PathJoin,
    Predicate,
    Project,
    Relation,
    Sequence,
    Triples,
    Union,
    Unit,
    Values,
)
from averment.shacl.build import instances

__all__ = ["needs_of"]

_NOTHING: frozenset[str] = frozenset()


def needs_of(relation: Relation) -> frozenset[str]:
    """Return the properties that must occur in the data, and after an `a ` the classes that must have instances.

    Data without one of them have no row for the relation; data with all of them may have none either.

    >>> from averment.shacl.algebra import Variable
    >>> from rdflib import RDF
    >>> sorted(needs_of(Triples(Variable("a"), Constant(RDF.first), Variable("b"))))
    ['http://www.w3.org/1999/02/22-rdf-syntax-ns#first']
    """
    match relation:
        case Unit() | Values():
            return _NOTHING
        case Triples(predicate=Constant(term=term)):
            return frozenset((str(term),))
        case Triples():
            return _NOTHING
        case PathJoin():
            return needs_of(relation.relation) | _needs_of_path(relation.path)
        case Join():
            return needs_of(relation.left) | needs_of(relation.right)
        case LeftJoin() | AntiJoin():
            return needs_of(relation.left)
        case Union():
            first, *others = [needs_of(part) for part in relation.parts] or [_NOTHING]
            return first.intersection(*others)
        case Distinct():
            class_ = _class_of(relation)
            return needs_of(relation.relation) | (frozenset((f"a {class_}",)) if class_ else _NOTHING)
        case Filter() | Project() | Extend():
            return needs_of(relation.relation)
        case Aggregate():
            # without keys there is one group, even of no rows
            return needs_of(relation.relation) if relation.keys else _NOTHING


def _class_of(relation: Distinct) -> Node | None:
    """Return the class whose instances a relation is, or None."""
    match relation.relation:
        case Project(
            relation=Join(
                right=Distinct(relation=Project(relation=PathJoin(relation=Values(rows=((class_,),)))))
            ),
            variables=(variable,),
        ) if class_ is not None and relation == instances(variable, class_):
            return class_
    return None


def _needs_of_path(path: Path) -> frozenset[str]:
    match path:
        case Predicate():
            return frozenset((str(path.iri),))
        case Inverse():
            return _needs_of_path(path.path)
        case Sequence():
            return _NOTHING.union(*map(_needs_of_path, path.paths))
        case Alternative():
            first, *others = [_needs_of_path(each) for each in path.paths]
            return first.intersection(*others)
        case Closure():
            return _needs_of_path(path.path) if path.least else _NOTHING
