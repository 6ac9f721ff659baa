"""The JSON Schema of YAML files, from the shapes, the ontology and the context."""

from __future__ import annotations

import json
from typing import Any

from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from averment import resources
from averment.deriving import label
from averment.namespaces import AV, BASE
from averment.shapes import load_shapes

__all__ = ["schema"]

_NUMBER = r"~?-?\d+(\.\d+)?"
_FIGURES = rf"(\?|(>=?|<=?)?{_NUMBER}|>?{_NUMBER}\.\.(<?{_NUMBER})?|\.\.<?{_NUMBER})( ?[A-Za-z%]+)?"
_QUANTITY = f"^{_FIGURES}$"
_EXTENT = rf"^(none|unspecified|{_FIGURES}|(max|min)\({_FIGURES}( ?[,;] ?{_FIGURES})+\))$"
_DATE = r"\d{4}(-\d\d(-\d\d)?)?[~?%]?"
_SPAN = rf"{_DATE}|{_DATE}/{_DATE}|{_DATE}/\.\.|\.\./{_DATE}"
_MOMENT = (
    rf"^({_SPAN}|within \d+ (d|wk) of [a-z][a-z0-9-]*"
    r"|[a-z][a-z0-9-]*( [+-] \d+ (d|wk))?)$"
)
_PATTERNS = {
    "estimate": _QUANTITY,
    "extent": _EXTENT,
    "growing": _QUANTITY,
    "moment": _MOMENT,
    "tally": r"^(\d+|\?)-(\d+|\?)-(\d+|\?)( of \d+)?$",
    "force": r"^(must|may|must-not|need-not)$",
}
"""What `value` and `was` look like, by the kind of the aspect."""
_FORMS: dict[Node, str] = {AV.converts: _EXTENT, AV.during: f"^({_SPAN})$"}
"""What the text of a property looks like, whatever the aspect is."""
_ID = {
    "type": "string",
    "description": "The name by which others refer to it: a compact IRI, or a word within a file.",
}


def schema() -> str:
    """Return the schema as JSON text; editors read it through a comment at the head of a file."""
    maker = _Maker()
    concrete = maker.classes()
    things = {name: maker.thing(name) for name in concrete}
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://w3id.org/averment/ontology/graph.schema.json",
        "title": "A file of an averment graph",
        "type": "object",
        "if": {"required": ["graph"]},
        "then": {
            "properties": {
                "graph": {
                    "type": "array",
                    "items": {"$ref": "#/definitions/thing"},
                    "description": "Several things.",
                },
                "@context": {"type": "string"},
            },
            "additionalProperties": False,
        },
        "else": {"$ref": "#/definitions/thing"},
        "definitions": {
            "thing": {
                "type": "object",
                "required": ["id", "type"],
                "properties": {"type": {"enum": concrete, "description": "What it is."}},
                "allOf": [
                    {
                        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                        "then": {"$ref": f"#/definitions/{name}"},
                    }
                    for name in concrete
                ],
            },
            **things,
            "languages": {
                "type": "object",
                "propertyNames": {"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"},
                "additionalProperties": {"type": ["string", "array"], "items": {"type": "string"}},
            },
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class _Maker:
    def __init__(self) -> None:
        self.ontology = resources.ontology()
        self.shapes, _ = load_shapes()
        self.keys: dict[tuple[str, bool], tuple[str, dict[str, Any]]] = {}
        prefixes = {key: value for key, value in resources.context().items() if isinstance(value, str)}
        for key, definition in resources.context().items():
            if key in prefixes and not self._is_term(definition, prefixes):
                continue
            term = definition if isinstance(definition, dict) else {"@id": definition}
            iri = term.get("@id") or term.get("@reverse")
            if iri is not None and not key.startswith("@"):
                self.keys[self._expand(iri, prefixes), "@reverse" in term] = (key, term)

    @staticmethod
    def _is_term(definition: str, prefixes: dict[str, str]) -> bool:
        return definition.partition(":")[0] in prefixes and not definition.startswith("http")

    @staticmethod
    def _expand(iri: str, prefixes: dict[str, str]) -> str:
        prefix, _, local = iri.partition(":")
        return prefixes[prefix] + local if prefix in prefixes else iri

    def classes(self) -> list[str]:
        """Return the names of the classes that a file may describe, sorted."""
        names = set()
        for shape in self.shapes.subjects(RDF.type, SH.NodeShape):
            for class_ in self.shapes.objects(shape, SH.targetClass):
                for below in self.ontology.transitive_subjects(RDFS.subClassOf, class_):
                    if isinstance(below, URIRef) and below.startswith(AV) and self._properties(below):
                        names.add(below.removeprefix(AV))
        derived = {"Question", "UnknownTerm", "IdleShape", "Finding"}
        return sorted(names - derived)

    def thing(self, name: str) -> dict[str, Any]:
        """Return the schema of the things of a class."""
        class_ = AV[name]
        properties: dict[str, Any] = {"id": _ID, "type": {"type": "string"}}
        required = []
        for path, is_required in sorted(self._properties(class_).items()):
            found = self.keys.get((str(path), False))
            if found is not None:
                properties[found[0]] = self._value(path, found[1])
                if is_required and found[0] != "statedIn":
                    required.append(found[0])
        allowed_too = [SKOS.definition, SKOS.note]
        if "name" in properties:
            allowed_too.append(SKOS.altLabel)
        if SKOS.Concept in self.ontology.transitive_objects(class_, RDFS.subClassOf):
            allowed_too.append(SKOS.broader)
        for allowed in allowed_too:
            key, term = self.keys[str(allowed), False]
            properties[key] = self._value(allowed, term)
        for (iri, backwards), (key, _) in self.keys.items():
            range_ = self.ontology.value(URIRef(iri), RDFS.range)
            domain = self.ontology.value(URIRef(iri), RDFS.domain)
            if backwards and range_ in {class_, *self.ontology.transitive_objects(class_, RDFS.subClassOf)}:
                part = str(domain).removeprefix(AV)
                properties[key] = {
                    "type": "array",
                    "items": {"$ref": f"#/definitions/{part}"},
                    "description": f"{label(URIRef(str(domain)), self.ontology).capitalize()}s, written in place.",
                }
        described: dict[str, Any] = {
            "type": "object",
            "description": str(self.ontology.value(class_, SKOS.definition) or ""),
            "properties": properties,
            "patternProperties": {"^[a-z]+:": {"description": "A property of another vocabulary."}},
            "additionalProperties": False,
        }
        whole = {"provisionOf", "versionOf"}
        if needed := [key for key in required if key not in whole]:
            described["required"] = needed
        if name == "Claim":
            described["allOf"] = self._patterns()
        return described

    def _properties(self, class_: Node) -> dict[URIRef, bool]:
        """Return the properties that shapes give to a class and those above it, and whether each is required."""
        found: dict[URIRef, bool] = {}
        for above in {class_, *self.ontology.transitive_objects(class_, RDFS.subClassOf)}:
            for shape in self.shapes.subjects(SH.targetClass, above):
                for part in self.shapes.objects(shape, SH.property):
                    path = self.shapes.value(part, SH.path)
                    derived = (path, RDF.type, AV.DerivedProperty) in self.ontology
                    if isinstance(path, URIRef) and not derived:
                        count = self.shapes.value(part, SH.minCount)
                        found[path] = found.get(path, False) or (count is not None and int(str(count)) > 0)
        return found

    def _value(self, path: Node, term: dict[str, Any]) -> dict[str, Any]:
        described = {
            "description": str(self.ontology.value(path, SKOS.definition) or label(path, self.ontology))
        }
        names_its_whole = (str(path), True) in self.keys
        if (path, RDF.type, AV.PartProperty) in self.ontology and not names_its_whole:
            part = {"$ref": f"#/definitions/{str(self.ontology.value(path, RDFS.range)).removeprefix(AV)}"}
            if term.get("@container") == "@list":
                return {**described, "type": "array", "items": part}
            return {**described, "anyOf": [part, {"type": "array", "items": part}]}
        if path == AV.value:
            plain = {"type": ["string", "number"]}
            return {**described, "anyOf": [{"$ref": "#/definitions/languages"}, plain]}
        if term.get("@container") == "@language":
            return {**described, "anyOf": [{"$ref": "#/definitions/languages"}, {"type": "string"}]}
        kind = term.get("@type")
        if kind == "@vocab":
            vocabulary = term["@context"][1]["@vocab"]
            members = self._members(vocabulary)
            if not members:
                return {**described, "type": "string"}
            own = {"type": "string", "pattern": "^(https?|[a-z]+):", "description": "A term of one's own."}
            return {**described, "anyOf": [{"enum": members}, own]}
        if kind == "@id":
            return {**described, "type": ["string", "array"], "items": {"type": "string"}}
        if kind == "xsd:boolean":
            return {**described, "type": "boolean"}
        if kind == "xsd:integer":
            return {**described, "type": "integer"}
        form = {"pattern": _FORMS[path]} if path in _FORMS else {}
        return {**described, "type": ["string", "number"], **form}

    def _members(self, vocabulary: str) -> list[str]:
        if vocabulary.endswith("process/"):
            return []
        return sorted(
            str(term).removeprefix(vocabulary)
            for term in set(self.ontology.subjects(RDF.type, None))
            if str(term).startswith(vocabulary)
        )

    def _patterns(self) -> list[dict[str, Any]]:
        """Return the rules that tie the form of a value to the kind of its aspect."""
        rules = []
        for kind, pattern in sorted(_PATTERNS.items()):
            aspects = self._aspects_of(self.ontology, kind)
            if aspects:
                form = {"type": ["string", "number"], "pattern": pattern}
                rules.append(
                    {
                        "if": {"properties": {"aspect": {"enum": aspects}}, "required": ["aspect"]},
                        "then": {"properties": {"value": form, "was": form}},
                    }
                )
        texts = self._aspects_of(self.ontology, "text")
        rules.append(
            {
                "if": {"properties": {"aspect": {"enum": texts}}, "required": ["aspect"]},
                "then": {"properties": {"value": {"$ref": "#/definitions/languages"}}},
            }
        )
        return rules

    @staticmethod
    def _aspects_of(ontology: Graph, kind: str) -> list[str]:
        base = BASE + "aspect#"
        found = ontology.subjects(AV.hasKind, URIRef(f"{BASE}kind#{kind}"))
        return sorted(str(aspect).removeprefix(base) for aspect in found)
