"""The rules that a check applies, as their shapes describe them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from averment import resources
from averment.checking.consequences import properties_of_path
from averment.checking.findings import SEVERITIES
from averment.deriving.concepts import Concepts
from averment.errors import Position, UsageError
from averment.namespaces import AV, AVSH
from averment.reading import Positions

__all__ = ["Rule", "family_of", "find_rules", "is_turtle", "list_rules", "rule_name", "severity_of"]

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_NO_CONSTRAINTS = frozenset(
    {
        *_TARGETS,
        SH.deactivated,
        SH.declare,
        SH.defaultValue,
        SH.description,
        SH.group,
        SH.message,
        SH.name,
        SH.order,
        SH.property,
        SH.severity,
    }
)
"""What a node shape can say in SHACL's namespace without finding anything by itself."""


_TURTLE = re.compile(r"(?:\s*#[^\n]*\n)*\s*\S+\s+a\s+[^\s:]*:\S+\s*[;.]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape that can find something, with what it says of itself.

    Attributes:
        name: the name under which findings and waivers speak of it.
        iri: the shape, or None where it has no IRI.
        title: what it is about, in a few words.
        family: one of the families of the ontology.
        severity: one of `SEVERITIES`.
        message: what it says where it finds something, or None where the engine has to find words.
        settled: what would settle a finding, which is said after the message, or None.
        meaning: what it looks for and why that matters, or None.
        good: an example in which it finds nothing, YAML or Turtle, or None.
        bad: an example in which it finds something, or None.
        path: the file that defines it, or None where that is unknown.
        line: where in the file, counted from 1.
    """

    name: str
    iri: str | None
    title: str
    family: str
    severity: str
    message: str | None
    settled: str | None
    meaning: str | None
    good: str | None
    bad: str | None
    path: str | None
    line: int | None


def list_rules(shapes: Graph, positions: Positions | None = None) -> list[Rule]:
    """Return all rules of shapes, by family, then by name.

    Args:
        shapes: the shapes of a check.
        positions: where the user's own are written.
    """
    rules = [_rule(shape, shapes, positions) for shape in _reporting(shapes)]
    return sorted(rules, key=lambda rule: (rule.family, rule.name, rule.iri or "", rule.line or 0))


def find_rules(rules: Iterable[Rule], name: str) -> list[Rule]:
    """Return the rules of a name, or of an IRI, compact or whole; a user's rule may be named as another is.

    Raises:
        UsageError: there is none; the message has the names that are near.
    """
    rules = list(rules)
    found = [
        rule
        for rule in rules
        if name in (rule.name, rule.iri) or (rule.iri and name == Concepts.compact(URIRef(rule.iri)))
    ]
    if found:
        return found
    quoted = [f"'{near}'" for near in _near(name, {rule.name for rule in rules})]
    cure = f"did you mean {' or '.join(quoted)}?" if quoted else "'averment explain' lists all rules"
    raise UsageError(f"there is no rule '{name}'; {cure}")


def _near(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that are about as near to one as the nearest, whole or without their class."""
    meant = name.casefold()
    parts: dict[str, set[str]] = {}
    for each in names:
        for part in {each, each.partition("-")[2]}:
            parts.setdefault(part.casefold(), set()).add(each)
    close = difflib.get_close_matches(meant, sorted(parts), n=10, cutoff=0.7)
    ratios = {part: difflib.SequenceMatcher(None, part, meant).ratio() for part in close}
    best = max(ratios.values(), default=0)
    found = [each for part in close if ratios[part] > best - 0.05 for each in sorted(parts[part])]
    return list(dict.fromkeys(found))[:3]


def is_turtle(example: str) -> bool:
    """Return whether an example is Turtle, which starts with a subject and its type, and not YAML.

    >>> is_turtle('my:tael a av:Unit ; skos:notation "tael" .'), is_turtle("id: law:x")
    (True, False)
    """
    return _TURTLE.match(example) is not None


def rule_name(shape: Node, shapes: Graph) -> str:
    """Return the local name of a shape; one without an IRI is named as averment names its own."""
    if isinstance(shape, URIRef):
        return _local_name(shape)
    owners = sorted(str(owner) for owner in shapes.subjects(SH.property, shape))
    properties = properties_of_path(shapes, shape)
    return "-".join(_local_name(URIRef(part)) for part in (*owners[:1], *properties[:1])) or str(shape)


def family_of(shape: Node, shapes: Graph) -> str:
    """Return the family of a shape or of one that it is a part of; structure, if none says so."""
    for candidate in (shape, *shapes.subjects(SH.property, shape)):
        family = shapes.value(candidate, AV.hasFamily)
        if family is not None:
            return _local_name(family)
    return "structure"


def severity_of(shape: Node, shapes: Graph) -> str:
    """Return the severity of a shape's results, a key of `SEVERITIES`."""
    severity = shapes.value(shape, SH.severity)
    name = _local_name(severity).lower() if severity is not None else "violation"
    return name if name in SEVERITIES else "violation"


def _reporting(shapes: Graph) -> Iterator[Node]:
    """Iterate over the shapes that results can come from: those with targets, and the properties of these."""
    waiting: list[Node] = [shape for target in _TARGETS for shape in shapes.subjects(target, None)]
    for class_ in (RDFS.Class, OWL.Class):
        waiting += [
            shape for shape in shapes.subjects(RDF.type, class_) if (shape, RDF.type, SH.NodeShape) in shapes
        ]
    seen: set[Node] = set()
    while waiting:
        shape = waiting.pop()
        if shape in seen or any(str(off) in ("true", "1") for off in shapes.objects(shape, SH.deactivated)):
            continue
        seen.add(shape)
        waiting += shapes.objects(shape, SH.property)
        said = {each for each in shapes.predicates(shape) if str(each).startswith(str(SH))}
        if said - _NO_CONSTRAINTS:
            yield shape


def _rule(shape: Node, shapes: Graph, positions: Positions | None) -> Rule:
    name = rule_name(shape, shapes)
    at = _position(shape, shapes, positions)
    return Rule(
        name=name,
        iri=str(shape) if isinstance(shape, URIRef) else None,
        title=_title(shape, shapes) or name,
        family=family_of(shape, shapes),
        severity=severity_of(shape, shapes),
        message=_text(shape, SH.message, shapes),
        settled=_text(shape, AV.settledBy, shapes),
        meaning=_text(shape, AV.meaning, shapes),
        good=_text(shape, AV.goodExample, shapes),
        bad=_text(shape, AV.badExample, shapes),
        path=at.path if at else None,
        line=at.line if at else None,
    )


def _title(shape: Node, shapes: Graph) -> str | None:
    """Return what a shape is called, after what the shape is called that it is named for as its property."""
    own = _text(shape, SH.name, shapes) or _text(shape, RDFS.label, shapes)
    owners = sorted(shapes.subjects(SH.property, shape), key=str)
    is_named_for = owners and rule_name(shape, shapes).startswith(f"{_local_name(owners[0])}-")
    whole = _text(owners[0], RDFS.label, shapes) if is_named_for else None
    return ": ".join(part for part in (whole, own) if part and part != (own if part is whole else None))


def _text(node: Node, predicate: URIRef, shapes: Graph) -> str | None:
    """Return a text in English, or else one without a language, or else any."""
    texts = [text for text in shapes.objects(node, predicate) if isinstance(text, Literal)]
    best = min(texts, key=lambda text: (text.language != "en", text.language or "", str(text)), default=None)
    return str(best) if best is not None else None


def _position(shape: Node, shapes: Graph, positions: Positions | None) -> Position | None:
    if isinstance(shape, URIRef) and shape.startswith(AVSH):
        return _shipped().get(str(shape).removeprefix(str(AVSH)))
    for part in (shape, *sorted(shapes.subjects(SH.property, shape), key=str)):
        at = positions.of(part) if positions is not None else None
        if at is not None:
            return at
    return None


@cache
def _shipped() -> dict[str, Position]:
    """Return where averment's own shapes start, each on a line of its own, with paths from the project's top."""
    return {
        match[1]: Position(f"ontology/shapes/{file.name}", number, 1)
        for file in resources.shapes_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := re.match(r"avsh:([\w-]+) a ", line))
    }


def _local_name(node: Node) -> str:
    return str(node).rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
