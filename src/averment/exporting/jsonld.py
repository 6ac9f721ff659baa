"""JSON-LD in averment's own context: the keys of its YAML files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import RDF, XSD, BNode, Graph, Literal
from rdflib.term import Node

from averment import resources
from averment.errors import AvermentError
from averment.exporting.lists import Lists
from averment.terms import to_quad

__all__ = ["write_json_ld"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_#-]*")


def write_json_ld(graph: Graph) -> str:
    """Return a graph as JSON-LD that names averment's context.

    Raises:
        AvermentError: the graph holds what is no RDF term, or what the context would read as another.
    """
    writer = _Writer(graph)
    subjects = sorted(
        set(graph.subjects()) - writer.lists.cells, key=lambda node: (isinstance(node, BNode), node)
    )
    document = {"@context": resources.CONTEXT_IRI, "graph": [writer.node(subject) for subject in subjects]}
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True)
class _Term:
    """A key of the context: what its values are, and the namespace that they are short for."""

    key: str
    type: str | None
    container: str | None
    vocabulary: str


class _Writer:
    """Chooses a key for each statement; one that fits no key of the context stands under its full IRI."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._context = resources.context()
        self._prefixes = {
            key: value
            for key, value in self._context.items()
            if isinstance(value, str) and value.endswith(("/", "#")) and not key.startswith("@")
        }
        self._terms: dict[str, list[_Term]] = {}
        for key, definition in self._context.items():
            self._add_term(key, {"@id": definition} if isinstance(definition, str) else definition)
        self.lists = Lists(graph)

    def _add_term(self, key: str, definition: Any) -> None:
        if key.startswith("@") or key in self._prefixes or "@id" not in definition:
            return
        prefix, _, name = definition["@id"].partition(":")
        scoped = definition.get("@context", [None, {}])[1]
        kind = definition.get("@type")
        if kind is not None and not kind.startswith("@"):
            kind = self._expand(kind)
        term = _Term(key, kind, definition.get("@container"), scoped.get("@vocab", ""))
        self._terms.setdefault(self._prefixes.get(prefix, prefix + ":") + name, []).append(term)

    def _expand(self, compact: str) -> str:
        prefix, _, name = compact.partition(":")
        return self._prefixes[prefix] + name

    def node(self, subject: Node) -> dict[str, Any]:
        """Return a subject with all that is said of it."""
        node: dict[str, Any] = {"id": self._id(subject)}
        collected: dict[str, list[Any]] = {}
        for predicate in sorted(set(self._graph.predicates(subject)), key=str):
            for key, value in self._entries(subject, predicate):
                collected.setdefault(key, []).append(value)
        for key, values in collected.items():
            values.sort(key=lambda value: json.dumps(value, sort_keys=True))
            node[key] = values[0] if len(values) == 1 else values
            if self._is_language_map(key, values):
                node[key] = _by_language(values)
        return node

    def _is_language_map(self, key: str, values: list[Any]) -> bool:
        return key in self._context and all(
            isinstance(value, dict) and "@language" in value for value in values
        )

    def _entries(self, subject: Node, predicate: Node) -> Iterator[tuple[str, Any]]:
        objects = list(self._graph.objects(subject, predicate))
        tagged = any(isinstance(value, Literal) and value.language for value in objects)
        for value in objects:
            to_quad((subject, predicate, value))  # refuses what is no RDF term
            if predicate == RDF.type and not isinstance(value, Literal):
                yield "type", self._type(value)
            elif value in self.lists.members:
                yield self._list(str(predicate), self.lists.members[value], alone=len(objects) == 1)
            elif isinstance(value, Literal):
                yield self._literal(str(predicate), value, tagged=tagged)
            else:
                yield self._link(str(predicate), value)

    def _list(self, predicate: str, members: list[Node], *, alone: bool) -> tuple[str, Any]:
        only_nodes = not any(isinstance(member, Literal) for member in members)
        for term in self._terms.get(predicate, ()):
            if term.container == "@list" and alone and only_nodes:
                return term.key, [self._id(member) for member in members]
        written = [
            _value(member) if isinstance(member, Literal) else {"id": self._id(member)} for member in members
        ]
        return self._full(predicate), {"@list": written}

    def _literal(self, predicate: str, value: Literal, *, tagged: bool) -> tuple[str, Any]:
        datatype = None if value.datatype in (None, XSD.string) else str(value.datatype)
        for term in self._terms.get(predicate, ()):
            if value.language and term.container == "@language":
                return term.key, _value(value)
            if not value.language and term.type == datatype and not (term.container and tagged):
                return term.key, str(value)
        written = str(value) if datatype is None and not value.language else _value(value)
        return self._full(predicate), written

    def _link(self, predicate: str, value: Node) -> tuple[str, Any]:
        for term in self._terms.get(predicate, ()):
            if term.container is None and term.type == "@id":
                return term.key, self._id(value)
            if term.container is None and term.type == "@vocab":
                return term.key, self._short(value, term.vocabulary)
        return self._full(predicate), {"id": self._id(value)}

    def _short(self, value: Node, vocabulary: str) -> str:
        """Return a value where no prefix is known: its name in the vocabulary, or its full IRI."""
        if isinstance(value, BNode):
            return f"_:{value}"
        name = str(value).removeprefix(vocabulary)
        return name if _NAME.fullmatch(name) else str(value)

    def _type(self, value: Node) -> str:
        name = str(value).removeprefix(self._context["@vocab"])
        return name if name != str(value) and self._is_free(name) else self._id(value)

    def _full(self, predicate: str) -> str:
        """Return a key without a definition: the name alone for averment's properties, or an IRI."""
        name = predicate.removeprefix(self._context["@vocab"])
        if name != predicate and self._is_free(name):
            return name
        return self._unambiguous(predicate)

    def _is_free(self, name: str) -> bool:
        return _NAME.fullmatch(name) is not None and name not in self._context

    def _id(self, node: Node) -> str:
        if isinstance(node, BNode):
            return f"_:{node}"
        for prefix, namespace in self._prefixes.items():
            name = str(node).removeprefix(namespace)
            if name != str(node) and name and not name.startswith("//"):
                return f"{prefix}:{name}"
        return self._unambiguous(str(node))

    def _unambiguous(self, iri: str) -> str:
        scheme = _SCHEME.match(iri)
        if scheme is not None and scheme[1] in self._context:
            raise AvermentError(
                f"JSON-LD would read <{iri}> as short for another IRI; write it out where it is stated, "
                "or export another format"
            )
        return iri


def _value(literal: Literal) -> dict[str, str]:
    if literal.language:
        return {"@language": literal.language, "@value": str(literal)}
    if literal.datatype is None or literal.datatype == XSD.string:
        return {"@value": str(literal)}
    return {"@type": str(literal.datatype), "@value": str(literal)}


def _by_language(values: list[dict[str, str]]) -> dict[str, str | list[str]]:
    texts: dict[str, list[str]] = {}
    for value in values:
        texts.setdefault(value["@language"], []).append(value["@value"])
    return {language: text[0] if len(text) == 1 else text for language, text in texts.items()}
