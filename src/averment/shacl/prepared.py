"""Constraints ready to run: a statement and what its results are reported with, which a file can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from averment.shacl.outcome import Result
from averment.shacl.statements import Statement

if TYPE_CHECKING:
    from averment.shacl.core import ConstraintQuery

__all__ = ["Constraint", "Prepared", "fill", "prepare", "read_prepared", "result_of", "write_prepared"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the results of one constraint of one shape have in common.

    Attributes:
        shape: the source shape.
        path: the path of the shape, as a node of the shapes graph.
        component: the constraint component.
        message: the message, with variables to be filled.
        labels: the columns that fill them.
    """

    shape: Node
    path: Node | None
    component: Node
    message: str | None
    labels: tuple[str, ...]

    @classmethod
    def of(cls, query: ConstraintQuery) -> Constraint:
        """Return the constraint of a query."""
        messages = query.message or query.shape.messages
        return cls(
            shape=query.shape.node,
            path=query.shape.path_node,
            component=query.component,
            message=str(messages[0]) if messages else None,
            labels=query.labels,
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A constraint and its statement."""

    constraint: Constraint
    statement: Statement


def prepare(query: ConstraintQuery) -> Prepared:
    """Return a query, ready to run.

    Raises:
        NotCompiledError: the query has a part that standard SPARQL cannot say.
    """
    from averment.shacl.translation import statement_of

    return Prepared(Constraint.of(query), statement_of(query.relation))


def fill(message: str | None, terms: Mapping[str, object], labels: Iterable[str]) -> str | None:
    """Return a message with `{?name}` and `{$name}` replaced by what a row binds."""
    if message is None or "{" not in message:
        return message
    allowed = set(labels)
    return re.sub(
        r"\{[?$](\w+)\}",
        lambda match: str(terms[match[1]]) if match[1] in allowed and match[1] in terms else match[0],
        message,
    )


def result_of(constraint: Constraint, terms: Mapping[str, Node]) -> Result:
    """Return a row of a constraint's statement, by the names of its columns, as a result."""
    return Result(
        focus=terms["this"],
        path=terms.get("path", constraint.path),
        value=terms.get("value"),
        shape=constraint.shape,
        component=constraint.component,
        message=fill(constraint.message, terms, constraint.labels),
    )


def write_prepared(prepared: Iterable[Prepared], digest: str) -> str:
    """Return the text of a file with constraints, a line each after one with the digest of their shapes.

    Raises:
        ValueError: a shape has no IRI, by which it could be found again.
    """
    lines = []
    for one in prepared:
        if not isinstance(one.constraint.shape, URIRef):
            raise ValueError(f"the shape {one.constraint.shape!r} has no IRI; give it one")
        content = {
            "shape": str(one.constraint.shape),
            "component": str(one.constraint.component),
            "message": one.constraint.message,
            "labels": one.constraint.labels,
            **asdict(one.statement),
        }
        lines.append(json.dumps({key: value for key, value in content.items() if value}, ensure_ascii=False))
    return "".join(f"{line}\n" for line in [json.dumps({"shapes": digest}), *sorted(lines)])


def read_prepared(text: str, digest: str, shapes: Graph) -> Iterator[Prepared]:
    """Iterate over the constraints in a file, which are none if it was made for shapes with another digest.

    Args:
        text: the content of the file.
        digest: the digest of the shapes.
        shapes: the shapes, with the paths.
    """
    first, *lines = text.splitlines() or ["{}"]
    if json.loads(first).get("shapes") != digest:
        return
    for line in lines:
        content = json.loads(line)
        shape = URIRef(content["shape"])
        yield Prepared(
            Constraint(
                shape=shape,
                path=shapes.value(shape, SH.path),
                component=URIRef(content["component"]),
                message=content.get("message"),
                labels=tuple(content.get("labels", ())),
            ),
            Statement(
                text=content["text"],
                columns=tuple(content["columns"]),
                spelling=tuple(content.get("spelling", ())),
                identity=tuple(content.get("identity", ())),
                constants=tuple((a, b) for a, b in content.get("constants", ())),
                reads_tags=bool(content.get("reads_tags", False)),
                patterns=tuple((a, b) for a, b in content.get("patterns", ())),
                orders=bool(content.get("orders", False)),
                needs=tuple(content.get("needs", ())),
            ),
        )
