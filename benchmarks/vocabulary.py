"""What the ontology says of aspects, units and stages, looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from averment import resources
from averment.namespaces import ASPECT, AV

__all__ = ["PROCESS", "Aspect", "Stage", "aspect", "contained_stages", "sets_apart", "stages", "units"]

PROCESS = "<https://w3id.org/averment/process/ru>"
"""The process that generated laws follow."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked under an aspect.

    Attributes:
        label: its English name.
        kind: the kind of its answers.
        scopes: the properties that keep answers apart.
    """

    label: str
    kind: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the process with a position.

    Attributes:
        iri: the stage.
        label: its English name.
        position: where it stands in the process.
        last: the last position that an answer which names it alone allows.
        settles_text: whether there can be another text from it on.
        date_aspect: the name of the aspect that asks for its day; empty if there is none.
    """

    iri: str
    label: str
    position: int
    last: int
    settles_text: bool
    date_aspect: str


@cache
def aspect(name: str) -> Aspect:
    """Return what the ontology says of an aspect."""
    graph, node = resources.ontology(), ASPECT[name]
    kind = graph.value(node, AV.hasKind)
    if kind is None:
        raise KeyError(name)
    return Aspect(
        _label(graph, node),
        f"<{kind}>",
        frozenset(f"<{scope}>" for scope in graph.objects(node, AV.isScopedBy)),
    )


@cache
def units() -> dict[str, str]:
    """Return the names of all units."""
    graph = resources.ontology()
    return {f"<{unit}>": _label(graph, unit) for unit in graph.subjects(RDF.type, AV.Unit)}


@cache
def sets_apart(unit: str, aspect_name: str) -> bool:
    """Return whether figures in a unit can't be compared with all others under an aspect."""
    graph, node = resources.ontology(), URIRef(unit[1:-1])
    is_fixed = graph.value(node, AV.conversionFactor) is not None
    return (
        not is_fixed
        or (ASPECT[aspect_name], AV.hasDimension, graph.value(node, AV.hasDimension)) not in graph
    )


@cache
def stages() -> dict[str, Stage]:
    """Return the stages of the process that have a position, by the names that claims write, in their order."""
    graph, found = resources.ontology(), []
    for node in graph.subjects(AV.inProcess, URIRef(PROCESS[1:-1])):
        position = graph.value(node, AV.stagePosition)
        if position is None:
            continue
        groups = set(graph.objects(node, SKOS.broader))
        members = [member for group in groups for member in graph.subjects(SKOS.broader, group)]
        positions = [int(str(graph.value(member, AV.stagePosition))) for member in (node, *members)]
        date_aspect = graph.value(node, AV.hasDateAspect)
        stage = Stage(
            f"<{node}>",
            _label(graph, node),
            int(str(position)),
            max(positions),
            str(graph.value(node, AV.settlesText)) == "true",
            str(date_aspect).removeprefix(str(ASPECT)) if date_aspect is not None else "",
        )
        found.append((stage.position, str(graph.value(node, SKOS.notation)), stage))
    return {name: stage for _, name, stage in sorted(found, key=lambda each: each[0])}


def contained_stages() -> list[tuple[str, str]]:
    """Return which concepts of the ontology have a broader one, each with it; none has one at a distance."""
    return sorted(
        (f"<{node}>", f"<{wider}>") for node, wider in resources.ontology().subject_objects(SKOS.broader)
    )


def _label(graph: Graph, node: Node) -> str:
    return next(
        str(label) for label in graph.objects(node, RDFS.label) if getattr(label, "language", "") == "en"
    )
