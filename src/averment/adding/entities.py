"""FollowTheMoney entities from a file of JSON lines, each with its place; fragments of one entity are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from averment.errors import Position, ReadError, ReadFailure
from averment.reading import MAX_BYTES
from averment.reading.files import read_text
from averment.reading.json_files import load_json
from averment.reading.placed import PlacedDict, PlacedList

__all__ = ["ANY_ACTOR", "Entity", "read_entities"]

ANY_ACTOR = "LegalEntity"
"""The schema of actors of which nobody says whether they are persons; another fragment may say it."""

_SHAPE = 'write one entity a line: {"id": ..., "schema": ..., "properties": {"name": [...]}}'


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the file has it.

    Attributes:
        id: its id.
        schema: what it is, such as `Person`.
        properties: the values of each property, in the order of the file and each once.
        position: where it stands first.
    """

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    position: Position

    def values(self, *names: str) -> list[str]:
        """Return the values of properties, one after the other, each once and without space around."""
        found = (value.strip() for name in names for value in self.properties.get(name, ()))
        return list(dict.fromkeys(value for value in found if value))


def read_entities(path: str | Path, *, max_bytes: int = MAX_BYTES) -> list[Entity]:
    """Read a file of entities, in the order of the file.

    Args:
        path: the file, with one entity a line.
        max_bytes: the largest size to read.

    Raises:
        ReadFailure: the file can't be read, or lines of it are no entities; nothing is skipped.
    """
    errors: list[ReadError] = []
    text = read_text(Path(path), max_bytes, errors)
    found: dict[str, Entity] = {}
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        value, wrong = load_json(line, str(path))
        if wrong:
            errors += [_on_line(error, number) for error in wrong]
            continue
        try:
            entity = _entity(value, str(path), number)
            found[entity.id] = _together(found[entity.id], entity) if entity.id in found else entity
        except ReadError as error:
            errors.append(error)
    if errors:
        raise ReadFailure(errors)
    return list(found.values())


def _on_line(error: ReadError, number: int) -> ReadError:
    at = error.position
    return ReadError(Position(at.path, number, at.column), error.problem, error.cure)


def _entity(value: object, path: str, number: int) -> Entity:
    def at(inner: Position | None = None) -> Position:
        return Position(path, number, inner.column if inner is not None else 1)

    if not isinstance(value, PlacedDict):
        raise ReadError(at(), "this is no entity", _SHAPE)
    for key in ("id", "schema"):
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise ReadError(at(value.value_positions.get(key)), f"the entity has no {key}", _SHAPE)
    properties = value.get("properties", PlacedDict(at()))
    if not isinstance(properties, PlacedDict):
        raise ReadError(at(value.value_positions["properties"]), "the properties are no object", _SHAPE)
    read: dict[str, tuple[str, ...]] = {}
    for name, values in properties.items():
        place = at(properties.value_positions[name])
        items = values if isinstance(values, PlacedList) else [values]
        if not all(isinstance(item, str) for item in items):
            cure = "write values as texts, and entities flat, each on a line of its own"
            raise ReadError(place, f"a value of '{name}' is no text", cure)
        read[name] = tuple(dict.fromkeys(items))
    return Entity(value["id"].strip(), value["schema"].strip(), read, at(value.position))


def _together(one: Entity, other: Entity) -> Entity:
    """Return two fragments of an entity as one.

    Raises:
        ReadError: they are of different schemata.
    """
    schemata = {one.schema, other.schema}
    if len(schemata) > 1:
        schemata.discard(ANY_ACTOR)
    if len(schemata) > 1:
        raise ReadError(
            other.position,
            f"'{one.id}' is of schema {other.schema} here, and {one.schema} at {one.position}",
            "give each entity an id of its own",
        )
    names = dict.fromkeys((*one.properties, *other.properties))
    merged = {
        name: tuple(dict.fromkeys((*one.properties.get(name, ()), *other.properties.get(name, ()))))
        for name in names
    }
    return Entity(one.id, schemata.pop(), merged, one.position)
