"""Actors of FollowTheMoney as things of a graph: persons, organisations, owners, memberships, posts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from rdflib import SKOS, URIRef
from rdflib.term import Node

from averment.adding.entities import ANY_ACTOR, Entity
from averment.adding.naming import is_local
from averment.adding.writing import Rows
from averment.deriving.concepts import Concepts
from averment.deriving.world import World
from averment.namespaces import AV, PREFIXES
from averment.reading import Reading

__all__ = ["Imported", "LeftOut", "import_actors"]

_ACTORS = {
    "Person": "Person",
    "Organization": "Organisation",
    "Company": "Organisation",
    "PublicBody": "Organisation",
    ANY_ACTOR: "Organisation",
}
"""The class for each schema of actors; what is an outlet is told by its keywords, as it is exported."""

_MEMBERSHIPS = {
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Directorship": ("director", "organization"),
}
"""Who and what each schema of memberships joins."""

_OWNERSHIPS = {"Ownership": ("owner", "asset"), "UnknownLink": ("object", "subject")}
"""Who owns and what is owned; an unknown link says by its role that it is one."""
_OWNED_BY = "owned by"
_MEMBER_OF = "member of"
"""The roles that the export writes for links that have no other."""

_OTHER_NAMES = ("alias", "weakAlias", "previousName")
_COUNTRIES = ("country", "mainCountry", "jurisdiction")
_USED = {*_OTHER_NAMES, *_COUNTRIES, "name", "wikidataId", "keywords"}
_USED_OF_LINKS = {"role", "startDate", "endDate"}

_DATE = re.compile(r"([0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?)(?:T.*)?", re.DOTALL)
_ITEM = re.compile(r"Q[1-9][0-9]*")
_PLACE = "a graph has no place for it"
_NO_ACTOR = "it is no actor, and no owner, post or membership of one"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a file that does not come into the graph: what, why, and of which entities."""

    what: str
    why: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file of entities is in a graph.

    Attributes:
        things: the things to add, actors first, each with its keys.
        left_out: everything of the file that is not in them.
    """

    things: tuple[Rows, ...]
    left_out: tuple[LeftOut, ...]

    def count(self, *kinds: str) -> int:
        """Return how many things are of one of the kinds."""
        return sum(thing["type"] in kinds for thing in self.things)


def import_actors(entities: Iterable[Entity], reading: Reading, *, language: str = "und") -> Imported:
    """Return the actors among entities with what joins them, as things that a graph does not have yet.

    An actor that the graph has under the id that it would get is taken to be that one, and left as it is.

    Args:
        entities: what the file has.
        reading: the graph; its countries are found by their codes.
        language: the language of the names, which FollowTheMoney does not tell; `und` if it is unknown.
    """
    return _Import(list(entities), World(reading), language).made()


class _Import:
    """Things on the way into a graph."""

    def __init__(self, entities: list[Entity], world: World, language: str) -> None:
        self._entities = entities
        self._world = world
        self._language = language
        self._lost: dict[tuple[str, str], list[str]] = {}
        self._ids: dict[str, str] = {}
        self._actors: dict[str, dict[str, Any]] = {}
        self._posts: dict[str, dict[str, Any]] = {}
        self._memberships: list[dict[str, Any]] = []
        self._countries = {
            (world.literal(node, AV.countryCode) or "").upper(): node
            for node in sorted(world.instances(AV.Country), key=str, reverse=True)
            if isinstance(node, URIRef)
        }
        self._persons = world.instances(AV.Person)
        self._organisations = world.instances(AV.Organisation)

    def made(self) -> Imported:
        links = []
        for entity in self._entities:
            if entity.schema in _ACTORS:
                self._add_actor(entity)
            elif entity.schema in _MEMBERSHIPS or self._is_ownership(entity):
                links.append(entity)
            else:
                self._lose(f"entities of schema {entity.schema}", _NO_ACTOR, entity)
        for link in links:
            if link.schema in _MEMBERSHIPS:
                self._add_membership(link)
            else:
                self._add_owner(link)
        for actor in self._actors.values():
            if actor["ownedBy"] is not None and len(actor["ownedBy"]) == 1:
                (actor["ownedBy"],) = actor["ownedBy"]
        things = (*self._actors.values(), *self._posts.values(), *self._memberships)
        lost = (LeftOut(what, why, tuple(ids)) for (what, why), ids in sorted(self._lost.items()))
        return Imported(tuple(things), tuple(lost))

    def _lose(self, what: str, why: str, entity: Entity) -> None:
        self._lost.setdefault((what, why), []).append(entity.id)

    def _is_ownership(self, entity: Entity) -> bool:
        if entity.schema == "UnknownLink":
            return _OWNED_BY in entity.values("role")
        return entity.schema in _OWNERSHIPS

    def _add_actor(self, entity: Entity) -> None:
        names = entity.values("name", *_OTHER_NAMES)
        if not names:
            self._lose("actors without a name", "an actor needs one", entity)
            return
        name = self._actor_id(entity.id)
        if name in self._actors:  # another id that differs in what names of a graph cannot have
            name = f"actor:{_hashed(entity.id)}"
        self._ids[entity.id] = name
        if self._is_there(name):
            self._lose("actors that the graph has already", "change them there", entity)
            return
        kind = _ACTORS[entity.schema]
        if entity.schema == ANY_ACTOR:
            self._lose("actors of schema LegalEntity, taken for organisations", "it may be a person", entity)
        if kind == "Organisation" and "outlet" in entity.values("keywords"):
            kind = "Outlet"
        self._actors[name] = {
            "id": name,
            "type": kind,
            "name": {self._language: names[0]},
            "aliases": {self._language: names[1:]} if names[1:] else None,
            "basedIn": self._country(entity),
            "ownedBy": None,
            "sameAs": self._item(entity),
        }
        for property_ in entity.properties:
            if property_ not in _USED:
                self._lose(f"properties of actors: {property_}", _PLACE, entity)

    def _country(self, entity: Entity) -> str | None:
        codes = sorted({code.upper() for code in entity.values(*_COUNTRIES)})
        if len(codes) > 1:
            self._lose("countries of actors that have several", "an actor is based in one", entity)
        elif codes and codes[0] not in self._countries:
            why = "the graph has no such country; add it, or write the base later"
            self._lose(f"countries: {codes[0]}", why, entity)
        elif codes:
            return Concepts.compact(self._countries[codes[0]])
        return None

    def _item(self, entity: Entity) -> str | None:
        items = entity.values("wikidataId")
        if len(items) == 1 and _ITEM.fullmatch(items[0]):
            return f"wikidata:{items[0]}"
        if items:
            self._lose("items of Wikidata", "it is not exactly one such as Q159", entity)
        return None

    def _add_owner(self, link: Entity) -> None:
        owner_key, asset_key = _OWNERSHIPS[link.schema]
        owner, asset = self._end(link, owner_key), self._end(link, asset_key)
        if owner is None or asset is None:
            return
        thing = self._actors.get(asset)
        if thing is None or thing["type"] == "Person":
            why = (
                "a person has no owner"
                if thing is not None
                else "the graph has what is owned; write it there"
            )
            self._lose("links to owners", why, link)
            return
        if owner == asset:
            self._lose("links to owners", "it says that an actor owns itself", link)
            return
        thing["ownedBy"] = sorted({*(thing["ownedBy"] or ()), owner})
        self._count_properties(link, {owner_key, asset_key, "role"})

    def _add_membership(self, link: Entity) -> None:
        member_key, body_key = _MEMBERSHIPS[link.schema]
        member, body = self._end(link, member_key), self._end(link, body_key)
        if member is None or body is None:
            return
        if not self._is_a(member, {"Person"}, self._persons):
            self._lose("memberships of what is no person", "a membership is that of a person", link)
            return
        if not self._is_a(body, {"Organisation", "Outlet"}, self._organisations):
            self._lose("memberships in what is no organisation", "a membership is in an organisation", link)
            return
        name = f"{member}/{_local(link.id.removeprefix(f'{link.values(member_key)[0]}.'))}"
        if self._is_there(name):
            self._lose("memberships that the graph has already", "change them there", link)
            return
        roles = [role for role in link.values("role") if role != _MEMBER_OF]
        if len(roles) > 1:
            self._lose("posts of memberships that have several", "write a membership for each", link)
        self._memberships.append(
            {
                "id": name,
                "type": "Membership",
                "member": member,
                "post": self._post(body, roles[0]) if len(roles) == 1 else None,
                "organisation": body,
                "since": self._day(link, "startDate"),
                "until": self._day(link, "endDate"),
            }
        )
        self._count_properties(link, {member_key, body_key, *_USED_OF_LINKS})

    def _post(self, body: str, role: str) -> str:
        words = re.sub(r"[^\w]+", "-", role.lower()).strip("-_")
        name = f"{body}/{words if is_local(words) else 'post-' + _digest(role)}"
        known = self._posts.get(name)
        names = {str(label) for label in self._world.values(_iri(name), SKOS.prefLabel)}
        if (known is not None and known["name"] != {self._language: role}) or (names and role not in names):
            name = f"{body}/post-{_digest(role)}"
        if not self._is_there(name):
            self._posts[name] = {
                "id": name,
                "type": "Post",
                "name": {self._language: role},
                "organisation": body,
            }
        return name

    def _day(self, link: Entity, key: str) -> str | None:
        days = link.values(key)
        matches = [_DATE.fullmatch(day) for day in days]
        if len(days) == 1 and matches[0] is not None:
            return matches[0][1]
        if days:
            self._lose(f"dates of memberships: {key}", "it is not exactly one date", link)
        return None

    def _end(self, link: Entity, key: str) -> str | None:
        """Return the actor that a link names under a key, or None after telling why there is none."""
        named = link.values(key)
        if len(named) != 1:
            self._lose(f"links of schema {link.schema}", f"it does not name exactly one under '{key}'", link)
            return None
        name = self._ids.get(named[0]) or self._actor_id(named[0])
        if name not in self._actors and not self._is_there(name):
            why = f"it names an actor under '{key}' that neither the file has nor the graph"
            self._lose(f"links of schema {link.schema}", why, link)
            return None
        return name

    def _is_a(self, name: str, types: set[str], known: Set[Node]) -> bool:
        thing = self._actors.get(name)
        return thing["type"] in types if thing is not None else _iri(name) in known

    def _is_there(self, name: str) -> bool:
        return (_iri(name), None, None) in self._world.stated

    def _count_properties(self, link: Entity, used: set[str]) -> None:
        for property_ in link.properties:
            if property_ not in used:
                self._lose(f"properties of links: {property_}", _PLACE, link)

    @staticmethod
    def _actor_id(text: str) -> str:
        return f"actor:{_local(text.removeprefix('actor.'))}"


def _iri(name: str) -> URIRef:
    return URIRef(PREFIXES["actor"] + name.removeprefix("actor:"))


def _local(text: str) -> str:
    """Return an id in the letters that ids of a graph have; others stay apart by a hash."""
    return text if is_local(text) else _hashed(text)


def _hashed(text: str) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "-", text)[:80].strip("-")
    return f"{words}-{_digest(text)}" if words else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
