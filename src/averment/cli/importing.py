"""Adding the actors of a file of FollowTheMoney entities, and telling what of it was left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from averment.adding import Imported, LeftOut, import_actors, is_language, read_entities
from averment.cli.adding import Asked, add_things, read_graph
from averment.cli.viewing import tell
from averment.errors import UsageError
from averment.judging.naming import slug
from averment.rendering.words import number_of

__all__ = ["add_actors"]

_MOST_NAMED = 5


def add_actors(entities: str, language: str, report: str | None, asked: Asked) -> None:
    """Write the actors of a file to a file of the graph, and tell what was left out.

    Args:
        entities: the file of entities.
        language: the language of their names.
        report: where an account in JSON goes; see `averment.cli.viewing.tell`.
        asked: what the command is told.

    Raises:
        ReadFailure: the graph or the entities can't be read.
        UsageError: there is nothing to add, a check finds a fault with it, or it can't be written.
    """
    if not is_language(language):
        raise UsageError(
            f"'{language}' is no language; write its code, such as en, or und if you do not know it"
        )
    read = read_entities(entities, max_bytes=asked.max_file_size * 2**20)
    graph = read_graph(asked)
    imported = import_actors(read, graph.reading, language=language)
    if imported.things:
        head = ", ".join(_kinds(imported))
        add_things(graph, imported.things, _stem(entities), "actors", head, asked)
    tell(_in_words(imported, len(read)), _as_dict(imported, len(read)), report)
    if not imported.things:
        raise UsageError(f"nothing of '{entities}' is new to the graph, so that no file was written")


def _stem(entities: str) -> str:
    """Return what the new file is called: as that of the entities, in small Latin letters and digits."""
    name = Path(entities).name.partition(".")[0]
    return slug(name) if any(each.isascii() and each.isalnum() for each in name) else "actors"


def _kinds(imported: Imported) -> Iterator[str]:
    yield number_of(imported.count("Person", "Organisation", "Outlet"), "actor")
    yield number_of(imported.count("Post"), "post")
    yield number_of(imported.count("Membership"), "membership")


def _in_words(imported: Imported, entities: int) -> Iterator[str]:
    noun = "entity" if entities == 1 else "entities"
    yield f"{entities:,} {noun}: {', '.join(_kinds(imported))}"
    for left in imported.left_out:
        yield f"  {left.what}: {len(left.ids):,} ({left.why}): {_names(left)}"


def _names(left: LeftOut) -> str:
    more = len(left.ids) - _MOST_NAMED
    return ", ".join(left.ids[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _as_dict(imported: Imported, entities: int) -> dict[str, Any]:
    return {
        "entities": entities,
        "added": {
            "actors": imported.count("Person", "Organisation", "Outlet"),
            "posts": imported.count("Post"),
            "memberships": imported.count("Membership"),
        },
        "leftOut": [
            {"what": left.what, "why": left.why, "count": len(left.ids), "ids": list(left.ids)}
            for left in imported.left_out
        ],
    }
