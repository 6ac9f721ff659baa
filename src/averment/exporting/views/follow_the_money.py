"""FollowTheMoney entities, one a line: actors and documents, and what joins them with who says so and when."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from averment.exporting.views.picture import Picture
from averment.viewing import Edge, Node, Value

__all__ = ["write_follow_the_money"]

_SCHEMATA = {
    "person": "Person",
    "organisation": "Organization",
    "outlet": "Organization",
    "article": "Article",
    "press release": "Article",
    "social post": "Article",
    "official text": "Document",
    "document": "Document",
}
"""The schema for each kind of node; FollowTheMoney has none for laws, provisions, groups and questions."""

_DOCUMENTS = ("Article", "Document")
_NODE_PROPERTIES = {"alias": "alias", "country": "country", "url": "sourceUrl", "publisher": "publisher"}
_EDGE_PROPERTIES = {
    "claim": "recordId",
    "publisher": "publisher",
    "url": "sourceUrl",
    "wording": "description",
}
_ID = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_PLAIN = re.compile(r"[a-z]+:[0-9A-Za-z]+(-[0-9A-Za-z]+)*")
_LONGEST = {
    "name": 384,
    "alias": 384,
    "sourceUrl": 4096,
    "description": 65_000,
    "notes": 65_000,
    "summary": 65_000,
}
"""How many characters FollowTheMoney takes, where that differs from other text."""

_NAMES = ("name", "alias")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_USUALLY_LONGEST = 1024
_NOT_WHY = "FollowTheMoney has actors and documents only; write GEXF, or another format of a view"


def write_follow_the_money(picture: Picture) -> Iterator[str]:
    """Iterate over entities as JSON lines; each edge between two entities is an entity as well."""
    schemata: dict[str, str] = {}
    account = picture.account
    for node in picture.view.nodes:
        schema = _SCHEMATA.get(node.kind)
        if schema is None:
            account.lose(f"nodes that are no entities: {node.kind}", _NOT_WHY)
            continue
        schemata[node.id] = schema
        account.nodes += 1
        yield _line(_entity(picture, node, schema))
    for edge in picture.edges:
        if edge.source in schemata and edge.target in schemata:
            account.edges += 1
            yield _line(_link(picture, edge, schemata))
        else:
            account.lose(f"edges of which an end is no entity: {edge.kind}", _NOT_WHY)


def _line(entity: Mapping[str, Any]) -> str:
    return json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n"


def _name(name: str) -> str:
    """Return an id in the letters that FollowTheMoney takes; other ids stay apart by a hash.

    >>> _name("actor:tass"), _name("article:x/c1")
    ('actor.tass', 'article.x.c1.db33a3e176')
    """
    slug = re.sub(r"[^0-9A-Za-z-]+", ".", name).strip(".-")
    if _PLAIN.fullmatch(name) and _ID.fullmatch(slug):
        return slug
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return f"{slug[:200].rstrip('.-')}.{digest}" if slug else digest


def _entity(picture: Picture, node: Node, schema: str) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    if schema in _DOCUMENTS:
        properties["title"] = [node.label]
        if schema == "Document":
            properties["fileName"] = [_name(node.id)]
        published = node.attributes.get("published")
        day = str(node.start) if node.start is not None else None
        properties["publishedAt"] = [day or str(published)] if day or published else []
    else:
        properties["name"] = [node.label]
    used = _fill(properties, node.attributes, _NODE_PROPERTIES)
    properties["keywords"] = [node.kind]
    path, line = node.attributes.get("path"), node.attributes.get("line")
    properties["notes"] = [f"{path}:{line}"] if path is not None else []
    _lose(picture, "cells of nodes", node.attributes, {*used, "path", "line", "published"})
    return {"id": _name(node.id), "schema": schema, "properties": _filled(picture, properties)}


def _link(picture: Picture, edge: Edge, schemata: Mapping[str, str]) -> dict[str, Any]:
    source, target = [_name(edge.source)], [_name(edge.target)]
    properties: dict[str, list[str]] = {"role": [edge.kind], "summary": [edge.label]}
    if edge.kind == "member of" and schemata[edge.source] == "Person":
        schema = "Membership"
        properties.update(member=source, organization=target, role=[edge.label])
    elif schemata[edge.source] in _DOCUMENTS:
        schema = "Documentation"
        properties.update(document=source, entity=target)
    else:
        schema = "UnknownLink"
        properties.update(subject=source, object=target)
    if "claim" in edge.attributes:
        properties["date"] = [str(edge.start)] if edge.start is not None else []
    else:
        properties["startDate"] = [str(edge.start)] if edge.start is not None else []
        properties["endDate"] = [str(edge.end)] if edge.end is not None else []
    used = _fill(properties, edge.attributes, _EDGE_PROPERTIES)
    path, line = edge.attributes.get("path"), edge.attributes.get("line")
    properties["status"] = [str(edge.attributes["stance"])] if "stance" in edge.attributes else []
    if path is not None:
        properties.setdefault("description", []).append(f"{path}:{line}")
    _lose(picture, "cells of edges", edge.attributes, {*used, "path", "line", "stance"})
    return {"id": _name(f"{edge.id}#link"), "schema": schema, "properties": _filled(picture, properties)}


def _fill(properties: dict[str, list[str]], cells: Mapping[str, Value], names: Mapping[str, str]) -> set[str]:
    used = {name for name in names if name in cells}
    for name in sorted(used):
        properties.setdefault(names[name], []).append(str(cells[name]))
    return used


def _filled(picture: Picture, properties: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {
        name: [_fitted(picture, name, value) for value in values]
        for name, values in properties.items()
        if values
    }


def _fitted(picture: Picture, name: str, value: str) -> str:
    unfit = len(_UNFIT.findall(value))
    if unfit:
        what = "control characters, written as \N{REPLACEMENT CHARACTER}"
        picture.account.lose(what, "FollowTheMoney drops them", unfit)
        value = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)
    if name in _NAMES:
        value = " ".join(value.split())
    longest = _LONGEST.get(name, _USUALLY_LONGEST)
    if len(value) <= longest:
        return value
    why = "FollowTheMoney refuses an entity with longer text; the end is marked with an ellipsis"
    picture.account.lose(f"texts cut to {longest:,} characters: {name}", why)
    return value[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _lose(picture: Picture, what: str, cells: Mapping[str, Value], used: set[str]) -> None:
    for name in cells:
        if name not in used:
            picture.account.lose(f"{what}: {name}", "no property of FollowTheMoney means the same")
