"""What rdflib's JSON-LD parser would drop or misread without a word, found before it is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rdflib.plugins.shared.jsonld.context import Context, Term

from averment.errors import Position, ReadError
from averment.reading.placed import PlacedDict, PlacedList, key_without_value
from averment.reading.screening import iri_fault

__all__ = ["Losses", "items"]

_KEYWORD = re.compile(r"@[^\W_]")
_LANGUAGE = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_THINGS = ("@graph", "@included", "@set")
_KEYED = ("@graph", "@id", "@index", "@type")
"""Containers whose keys rdflib loses, all or some."""

Fault = tuple[str | None, ReadError]
"""The key of a mapping that has to be left out, or None for the whole mapping, with the reason."""


def items(value: Any, at: Position) -> Iterator[tuple[Any, Position]]:
    """Iterate over the items of a list, or over the value itself, with their places."""
    if isinstance(value, PlacedList):
        yield from zip(value, value.positions, strict=True)
    elif isinstance(value, list):
        yield from ((item, at) for item in value)
    else:
        yield value, at


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value stands: under which term, in a list or not, as the subject of the statement or not."""

    term: Term | None
    in_list: bool
    reverse: bool

    @property
    def of_things(self) -> bool:
        return self.term is not None and self.term.type in ("@id", "@vocab")

    @property
    def of_languages(self) -> bool:
        return self.term is not None and "@language" in self.term.container


class Losses:
    """The faults of one mapping in its context; mappings inside it are looked at when it is their turn.

    Args:
        context: the context that holds in the mapping.
        position: where the mapping is written.
    """

    def __init__(self, context: Context, position: Position) -> None:
        self._context = context
        self._position = position

    def of_node(self, node: dict[str, Any]) -> Iterator[Fault]:
        """Iterate over what is wrong with a mapping that describes a thing."""
        identifiers = [key for key in node if self._keyword(key) == "@id"]
        for key in identifiers[1:]:
            at = self._place(node, key)
            problem = f"'{key}' names the thing again, after '{identifiers[0]}'"
            yield None, ReadError(at, problem, "keep one of them")
        for key in identifiers[:1]:
            for error in self._reference(node[key], self._place(node, key), key, vocabulary=False):
                yield None, error
        for key, value in node.items():
            if key not in identifiers and key != "@context":
                for error in self._of_key(key, value, self._place(node, key)):
                    yield key, error

    def of_name(self, value: Any) -> Iterator[ReadError]:
        """Iterate over what is wrong with the name of a thing."""
        yield from self._reference(value, self._position, "@id", vocabulary=False)

    def of_thing(self, value: Any, at: Position) -> Iterator[ReadError]:
        """Iterate over what is wrong with an item of the document itself, of a graph or of a set."""
        if not isinstance(value, dict):
            yield ReadError(at, f"{_shown(value)} stands where a thing should", "write it as a mapping")
        elif all(self._keyword(key) in ("@id", "@context") for key in value):
            yield ReadError(at, "nothing is said about this thing", "give it a 'type:' or remove it")

    def _place(self, node: dict[str, Any], key: str) -> Position:
        return (
            node.value_positions.get(key, node.position) if isinstance(node, PlacedDict) else self._position
        )

    def _keyword(self, key: str) -> str | None:
        """Return the keyword that a key is or stands for."""
        term = self._context.terms.get(key)
        name = term.id if term is not None else key
        return name if isinstance(name, str) and _KEYWORD.match(name) else None

    def _of_key(self, key: str, value: Any, at: Position) -> Iterator[ReadError]:
        keyword = self._keyword(key)
        if value is None:
            yield key_without_value(at, key)
        elif keyword == "@type":
            for item, place in items(value, at):
                yield from self._reference(item, place, key, vocabulary=True)
        elif keyword in _THINGS:
            for item, place in items(value, at):
                yield from self.of_thing(item, place)
        elif keyword == "@reverse":
            yield from self._of_reverse(value, at)
        elif keyword is not None:
            yield ReadError(
                at, f"'{key}' is not read here", "remove it, or write what it says in other words"
            )
        else:
            yield from self._of_statement(key, value, at)

    def _of_reverse(self, value: Any, at: Position) -> Iterator[ReadError]:
        if not isinstance(value, dict):
            yield ReadError(at, f"{_shown(value)} stands under '@reverse'", "write a mapping there")
            return
        for key, inner in value.items():
            at = self._place(value, key)
            if self._keyword(key) is not None:
                yield ReadError(at, f"'{key}' stands under '@reverse'", "remove it")
            else:
                yield from self._of_statement(key, inner, at, reverse=True)

    def _of_statement(
        self, key: str, value: Any, at: Position, *, reverse: bool = False
    ) -> Iterator[ReadError]:
        term = self._context.terms.get(key)
        predicate = term.id if term is not None else self._expanded(key)
        if not key.strip() or not isinstance(predicate, str) or ":" not in predicate:
            yield ReadError(
                at, f"the key '{key}' has no meaning in this context", "define it in '@context' or remove it"
            )
        elif predicate.startswith("_:"):
            yield ReadError(at, f"the key '{key}' is a blank node", "use an IRI")
        elif value is None:
            yield key_without_value(at, key)
        elif term is None:
            yield from self._of_items(_Slot(None, in_list=False, reverse=reverse), value, at)
        elif term.type == "@json":
            return
        elif isinstance(value, dict) and "@language" in term.container:
            yield from self._of_languages(value, at)
        elif isinstance(value, dict) and term.container.intersection(_KEYED):
            yield ReadError(
                at, f"the keys of '{key}' would be lost", "write a list of things, each with its '@id'"
            )
        else:
            inner = Losses(self._context.get_context_for_term(term), at)
            slot = _Slot(term, in_list="@list" in term.container, reverse=reverse != bool(term.reverse))
            yield from inner._of_items(slot, value, at)

    def _of_languages(self, value: dict[str, Any], at: Position) -> Iterator[ReadError]:
        if not value:
            yield ReadError(at, "an empty mapping stands here", "write a text with its language or remove it")
        for language, texts in value.items():
            place = self._place(value, language)
            if self._keyword(language) != "@none" and not _LANGUAGE.fullmatch(language):
                yield _language_error(place, language)
                continue
            for text, text_place in items(texts, place):
                if not isinstance(text, str):
                    problem = f"{_shown(text)} stands where a text in '{language}' should"
                    yield ReadError(text_place, problem, "write a text")

    def _of_items(self, slot: _Slot, value: Any, at: Position) -> Iterator[ReadError]:
        for item, place in items(value, at):
            yield from self._of_item(slot, item, place)

    def _of_item(self, slot: _Slot, item: Any, at: Position) -> Iterator[ReadError]:
        """Check one value: a literal, a reference, or a mapping that stands for either, or for a thing."""
        if item is None:
            yield ReadError(at, "this item is empty", "write one or remove it")
        elif isinstance(item, list):
            yield from self._of_items(slot, item, at)
        elif isinstance(item, dict):
            yield from self._of_mapping(slot, item, at)
        elif slot.of_things and slot.term is not None:
            yield from self._reference(item, at, slot.term.name, vocabulary=slot.term.type == "@vocab")
        elif slot.reverse:
            yield ReadError(at, f"{_shown(item)} stands where a thing should", "write it as a mapping")
        elif slot.term is not None and slot.term.type:
            yield from self._datatype(slot.term.type, at)

    def _of_mapping(self, slot: _Slot, item: dict[str, Any], at: Position) -> Iterator[ReadError]:
        keys = {self._keyword(key): key for key in item}
        if not item:
            yield ReadError(at, "an empty mapping stands here", "write what belongs there or remove it")
        elif "@value" in keys and slot.reverse:
            yield ReadError(at, "a value stands where a thing should", "write it as a mapping")
        elif "@value" in keys:
            yield from self._of_value_object(item, keys)
        elif "@list" in keys or "@set" in keys:
            yield from self._of_collection(slot, item, keys, at)
        elif "@language" in keys:
            place = self._place(item, keys["@language"])
            yield ReadError(place, "'@language' stands without '@value'", "write the text beside it")
        elif slot.of_languages and set(keys) == {None}:
            yield ReadError(
                at, "a mapping of languages stands in a list", "write one mapping, with a list for a language"
            )

    def _of_value_object(self, item: dict[str, Any], keys: dict[str | None, str]) -> Iterator[ReadError]:
        value, type_, language = (item.get(keys.get(name, "")) for name in ("@value", "@type", "@language"))
        for key in item:
            if self._keyword(key) not in ("@value", "@type", "@language"):
                yield ReadError(self._place(item, key), f"'{key}' would be lost beside a value", "remove it")
        if "@type" in keys and "@language" in keys:
            at = self._place(item, keys["@type"])
            yield ReadError(at, "this value has a type and a language", "keep one of them")
        elif "@language" in keys:
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                yield _language_error(self._place(item, keys["@language"]), language)
        elif "@type" in keys and type_ != "@json":
            yield from self._datatype(type_, self._place(item, keys["@type"]))
        if type_ != "@json" and (value is None or isinstance(value, (dict, list))):
            yield ReadError(
                self._place(item, keys["@value"]),
                f"{_shown(value)} stands where one value should",
                "write a string, a number or a boolean",
            )

    def _of_collection(
        self, slot: _Slot, item: dict[str, Any], keys: dict[str | None, str], at: Position
    ) -> Iterator[ReadError]:
        name = "@list" if "@list" in keys else "@set"
        for key in item:
            if self._keyword(key) != name:
                yield ReadError(self._place(item, key), f"'{key}' would be lost beside '{name}'", "remove it")
        if name == "@set" and slot.in_list:
            yield ReadError(at, "a set stands in a list", "write its members into the list")
        members = replace(slot, in_list=name == "@list", reverse=slot.reverse and name == "@set")
        for inner, place in items(item[keys[name]], self._place(item, keys[name])):
            if name == "@list" and isinstance(inner, list):
                yield ReadError(place, "a list stands in a list", "write {'@list': ...} around it")
            else:
                yield from self._of_item(members, inner, place)

    def _reference(self, value: Any, at: Position, key: str, *, vocabulary: bool) -> Iterator[ReadError]:
        """Check what should name a thing."""
        if not isinstance(value, str):
            yield ReadError(at, f"{_shown(value)} stands where '{key}' needs a name", "write an IRI")
            return
        found = self._resolved(value, vocabulary=vocabulary)
        if value in ("", "_:") or _KEYWORD.match(value) or not found:
            yield ReadError(at, f"'{value}' names no thing", "write an IRI, as in 'actor:some-name'")
        elif not found.startswith("_:"):
            fault = iri_fault(found, value)
            if fault is not None:
                yield ReadError(at, *fault)

    def _datatype(self, value: Any, at: Position) -> Iterator[ReadError]:
        """Check what should name the type of a literal, which counts from no base."""
        found = self._expanded(value) if isinstance(value, str) and not _KEYWORD.match(value) else None
        if not found or ":" not in found:
            yield ReadError(at, f"{_shown(value)} names no type of value", "write an IRI, as in 'xsd:date'")
        elif (fault := iri_fault(found, value)) is not None:
            yield ReadError(at, *fault)

    def _resolved(self, value: str, *, vocabulary: bool) -> str | None:
        try:
            found = self._context.expand(value) if vocabulary else None
            return found or self._context.resolve(value) or value
        except ValueError:
            return value

    def _expanded(self, key: str) -> str | None:
        try:
            return self._context.expand(key)
        except ValueError:
            return None


def _language_error(at: Position, language: Any) -> ReadError:
    return ReadError(at, f"{_shown(language)} is not a language", "write a code such as 'en' or 'pt-BR'")


def _shown(value: Any) -> str:
    """Return a value in a few words, for a message."""
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 40 else f"'{value[:40]}...'"
    if value is None or isinstance(value, (bool, int, float)):
        return "nothing" if value is None else json.dumps(value)
    return "a list" if isinstance(value, list) else "a mapping"
