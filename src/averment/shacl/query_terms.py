"""The terms and property paths of a query, as those of the algebra."""

from __future__ import annotations

from rdflib import BNode, URIRef
from rdflib import Variable as QueryVariable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.paths import Path as QueryPath
from rdflib.term import Node

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
from averment.shacl.errors import NotCompiledError

__all__ = ["is_closure", "nodes_between", "path_of", "term_of", "variables_of"]


def term_of(term: Node) -> Variable | Constant:
    """Return what a term of a pattern is: a blank node stands for anything, as a variable does."""
    return Variable(str(term)) if isinstance(term, QueryVariable) else _blank_or_constant(term)


def _blank_or_constant(term: Node) -> Variable | Constant:
    return Variable(f".blank.{term}") if isinstance(term, BNode) else Constant(term)


def variables_of(triple: tuple[Node, Node | QueryPath, Node]) -> set[Variable]:
    """Return the variables of a triple pattern."""
    ends = [term_of(triple[0]), term_of(triple[2])]
    if not isinstance(triple[1], QueryPath):
        ends.append(term_of(triple[1]))
    return {term for term in ends if isinstance(term, Variable)}


def nodes_between(predicate: Node | QueryPath) -> int:
    """Return how many nodes a path passes through between its ends, but for what it repeats."""
    if isinstance(predicate, SequencePath):
        return len(predicate.args) - 1 + sum(map(nodes_between, predicate.args))
    if isinstance(predicate, AlternativePath):
        return max(map(nodes_between, predicate.args))
    return nodes_between(predicate.arg) if isinstance(predicate, InvPath) else 0


def is_closure(predicate: Node | QueryPath) -> bool:
    """Return whether a path repeats a step somewhere."""
    if isinstance(predicate, MulPath):
        return True
    if isinstance(predicate, (SequencePath, AlternativePath)):
        return any(is_closure(step) for step in predicate.args)
    return isinstance(predicate, InvPath) and is_closure(predicate.arg)


def path_of(path: Node | QueryPath) -> Path:
    """Return a path of rdflib as one of the algebra.

    Raises:
        NotCompiledError: the path has no translation.
    """
    if isinstance(path, URIRef):
        return Predicate(path)
    if isinstance(path, InvPath):
        return Inverse(path_of(path.arg))
    if isinstance(path, SequencePath):
        return Sequence(tuple(path_of(step) for step in path.args))
    if isinstance(path, AlternativePath):
        return Alternative(tuple(path_of(option) for option in path.args))
    if isinstance(path, MulPath):
        return Closure(path_of(path.path), least=0 if path.zero else 1, once=not path.more)
    raise NotCompiledError(f"the path {path} has no translation")
