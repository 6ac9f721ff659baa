"""Types and IRIs of things that are written inside another."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rdflib import RDF, RDFS, URIRef
from rdflib.plugins.shared.jsonld.context import Context, Term

from averment import resources
from averment.errors import ReadError
from averment.namespaces import AV
from averment.reading.losses import items
from averment.reading.placed import PlacedDict, walk

__all__ = ["complete_parts"]

_RELATIVE = re.compile(r"[^:/?#.][^:]*$")
"""A name that counts from another; one that starts with a sign says itself how."""


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
        errors: where parts without an id, and words in the place of parts, are reported.
    """
    completer = _Completer(document, context, errors)
    if isinstance(document, list):
        completer.visit_things(document)
    else:
        completer.visit(document)


class _Completer:
    def __init__(self, document: Any, context: Context, errors: list[ReadError]) -> None:
        self._context = context
        self._errors = errors
        self._described = {self._resolved(mapping) for mapping in walk(document) if len(mapping) > 1}
        self._backwards = {term.id for term in context.terms.values() if term.reverse}

    def _resolved(self, mapping: PlacedDict) -> str | None:
        name = self._context.get_id(mapping)
        return self._resolve(name) if isinstance(name, str) else None

    def _resolve(self, name: str) -> str | None:
        try:
            return self._context.resolve(name)
        except ValueError:
            return None  # reported where the name is read

    def visit(self, value: Any, thing: str | None = None) -> None:
        """Complete the parts in a value.

        Args:
            value: what is written.
            thing: for what stands in a list of things, the name of the thing it belongs to, which the names
                of its parts count from; None for the one thing of a file, which is the base of its IRIs.
        """
        if isinstance(value, list):
            for item in value:
                self.visit(item, thing)
        elif isinstance(value, PlacedDict) and "@context" not in value:
            for key, inner in list(value.items()):
                term = self._context.terms.get(key)
                if key == "@graph" or (term is not None and term.id == "@graph"):
                    self.visit_things(inner)
                    continue
                type_ = self._part_type(term)
                if type_ is not None:
                    self._complete(value, key, type_, thing)
                self.visit(inner, thing)

    def visit_things(self, value: Any) -> None:
        """Complete the parts in a list of things."""
        for item in value if isinstance(value, list) else [value]:
            name = self._context.get_id(item) if isinstance(item, PlacedDict) else None
            self.visit(item, name if isinstance(name, str) else None)

    def _part_type(self, term: Term | None) -> str | None:
        """Return the type of the parts under a term, or None for a term of something else."""
        if term is None or (not term.reverse and term.id in self._backwards):
            return None
        return _part_types().get((str(term.id), bool(term.reverse)))

    def _complete(self, whole: PlacedDict, key: str, type_: str, thing: str | None) -> None:
        name = type_.rsplit("#", 1)[-1].lower()
        reverse = bool(self._context.terms[key].reverse)
        parts = items(whole[key], whole.value_positions[key])
        for number, (part, at) in enumerate(parts, start=1):
            if isinstance(part, str) and self._resolve(part) not in self._described:
                problem = f"'{part}' stands here, and the file describes no {name} of that name"
                self._errors.append(ReadError(at, problem, f"write the {name} out as a mapping"))
            if not isinstance(part, PlacedDict):
                continue
            if self._context.get_type(part) is None:
                part["type"] = type_
                part.value_positions["type"] = part.position
            own = self._context.get_id(part)
            if own is None and reverse:
                problem = f"this {name} has no id"
                cure = f"give it one, such as 'id: {name[0]}{number}'"
                self._errors.append(ReadError(part.position, problem, cure))
            elif own is None and isinstance(whole_name := self._context.get_id(whole), str):
                place = f"{key}/{number}" if isinstance(whole[key], list) else key
                part["id"] = f"{whole_name}/{place}"
            elif isinstance(own, str) and thing is not None and _RELATIVE.match(own):
                part["id" if "id" in part else "@id"] = f"{thing}/{own}"
