"""Types and IRIs of things that are written inside another."""

from __future__ import annotations

from functools import cache
from typing import Any

from rdflib import RDF, RDFS, URIRef
from rdflib.plugins.shared.jsonld.context import Context

from averment import resources
from averment.errors import ReadError
from averment.namespaces import AV
from averment.reading.placed import PlacedDict

__all__ = ["complete_parts"]


@cache
def _part_types() -> dict[tuple[str, bool], str]:
    """Map each part property, and whether it is read backwards, to the type of what stands there."""
    ontology = resources.ontology()
    types: dict[tuple[str, bool], str] = {}
    for part_property in ontology.subjects(RDF.type, AV.PartProperty):
        for backwards, end in ((False, RDFS.range), (True, RDFS.domain)):
            type_ = ontology.value(part_property, end)
            if isinstance(type_, URIRef):
                types[str(part_property), backwards] = str(type_)
    return types


def complete_parts(document: Any, context: Context, errors: list[ReadError]) -> None:
    """Give each part its type, and each unnamed part of a claim an IRI that follows from its place.

    The ontology says which properties tie a whole to its parts (`av:PartProperty`) and of which type these
    are. A part that others refer to (a claim, a provision, a version) needs an id of its own.

    Args:
        document: placed values, changed in place.
        context: the context they are written in.
        errors: where parts without an id are reported.
    """
    if isinstance(document, list):
        for item in document:
            complete_parts(item, context, errors)
        return
    if not isinstance(document, PlacedDict):
        return
    whole = document.get("id")
    for key, value in list(document.items()):
        term = context.terms.get(key)
        type_ = _part_types().get((str(term.id), bool(term.reverse))) if term is not None else None
        parts = value if isinstance(value, list) else [value]
        for number, part in enumerate(parts, start=1):
            if term is not None and type_ is not None and isinstance(part, PlacedDict):
                part.setdefault("type", type_)
                part.value_positions.setdefault("type", part.position)
                if "id" not in part and term.reverse:
                    name = type_.rsplit("#", 1)[-1].lower()
                    errors.append(
                        ReadError(
                            part.position,
                            f"this {name} has no id",
                            f"give it one, such as 'id: {name[0]}{number}'",
                        )
                    )
                elif "id" not in part and isinstance(whole, str):
                    part["id"] = f"{whole}/{key}/{number}" if isinstance(value, list) else f"{whole}/{key}"
            complete_parts(part, context, errors)
