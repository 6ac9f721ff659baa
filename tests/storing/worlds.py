"""Small graphs that are changed at random, with everything in them on which something else may depend."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from typing import Any

import pyoxigraph as ox

from averment.errors import ReadError
from averment.shapes import load_shapes
from averment.storing.contents import Contents, read_contents
from averment.storing.filling import fill

__all__ = ["NAMES", "SHAPES", "TODAY", "content", "filled", "read", "world"]

SHAPES, _ = load_shapes()
TODAY = date(2026, 3, 1)

_STANCES = ("asserts", "asserts", "asserts", "denies", "mentions", "expects")
_SUBJECTS = (
    "law:l0",
    "law:l1",
    "law:l0/p0",
    "law:l0/p1",
    "law:l1/p0",
    "law:k",
    "group:g0",
    "group:g1",
    "group:g2",
    "actor:a1",
    "law:nowhere",
)
_ANSWERS = (
    ("force", ("must", "must-not", "may", "perhaps")),
    ("addressee", ("group:g0", "group:g1", "people of sort 1", "nobody known")),
    ("headcount", ("100", "120", "about 90", "many", "1000..2000")),
    ("fine", ("500 RUB", "500..700 RUB", "none", "3 %", "one week")),
    ("stage", ("submitted", "signed", "first-reading..signed", "nowhere")),
    ("signed", ("2026-01-10", "2026-02", "2026-01-10..2026-01-20", "soon")),
    ("entry-into-force", ("2026-03-01", "10 d after signed", "in spring")),
    ("acting-body", ("actor:a2", "Body 2", "body", "nobody")),
    ("quotation", ("we did", "We did!")),
    ("misspelt-aspect", ("1",)),
)
_ACTORS = tuple(f"actor:a{number}" for number in range(6))
_ARTICLES = tuple(f"article:d{number}" for number in range(5))
_CLAIMS = tuple(f"{article}/c{number}" for article in _ARTICLES for number in range(4))


def _some(random: Random, share: float, value: Callable[[], Any]) -> Any:
    return value() if random.random() < share else None


def _without_none(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value is not None}


def _actor(number: int, random: Random) -> dict[str, Any]:
    kind = random.choice(("Outlet", "Person", "Organisation", "Organization"))
    is_named = random.random() < 0.9
    return _without_none(
        {
            "id": f"actor:a{number}",
            "type": _some(random, 0.9 if is_named else 1.0, lambda: kind),
            "name": {"en": random.choice((f"Body {number}", "Body 2", "body"))} if is_named else None,
            "ownedBy": _some(random, 0.3, lambda: random.choice(_ACTORS)),
            "basedIn": _some(random, 0.3, lambda: "country:ru"),
        }
    )


def _law(name: str, random: Random) -> dict[str, Any]:
    if name == "k":
        return {
            "id": "law:k",
            "type": "Package",
            "name": {"en": "the package"},
            "process": "ru",
            "jurisdiction": "country:ru",
        }
    number = int(name[1])
    provisions = [
        _without_none(
            {
                "id": f"p{part}",
                "name": {"en": f"part {part} of {name} {random.choice('ab')}"},
                "regulates": _some(random, 0.5, lambda: "act:act"),
                "replaces": _some(random, 0.2, lambda: f"law:l{1 - number}/p0"),
            }
        )
        for part in range(2)
    ]
    versions = [
        {"id": "v0", "type": "DraftVersion", "name": {"en": "first"}, "standsAt": "ru#submitted"},
        {"id": "v1", "type": "EnactedVersion", "name": {"en": "last"}, "standsAt": "ru#signed"},
    ]
    return _without_none(
        {
            "id": f"law:{name}",
            "type": "Law",
            "name": {"en": f"law {name} {random.choice('ab')}"},
            "jurisdiction": _some(random, 0.9, lambda: "country:ru"),
            "process": _some(random, 0.9, lambda: "ru"),
            "partOf": _some(random, 0.5, lambda: "law:k"),
            "provisions": provisions,
            "versions": _some(random, 0.5, lambda: versions),
        }
    )


def _groups(random: Random) -> dict[str, Any]:
    nodes = [
        _without_none(
            {
                "id": f"group:g{number}",
                "type": "AddresseeClass" if number < 2 else "Group",
                "name": {"en": f"people of sort {random.choice((number, 1))}"},
                "broader": _some(random, 0.5, lambda: f"group:g{random.randrange(3)}"),
            }
        )
        for number in range(3)
    ]
    return {"graph": [*nodes, {"id": "act:act", "type": "Act", "name": {"en": "to act"}}]}


def _claim(number: int, random: Random) -> dict[str, Any]:
    aspect, values = random.choice(_ANSWERS)
    hop = {
        "source": random.choice((*_ACTORS, *_ARTICLES)),
        "verb": random.choice(("cites", "says")),
        "inCapacity": _some(random, 0.2, lambda: "post:post"),
    }
    unnamed = {"unnamed": {"en": "a source"}}
    chain = [random.choice((_without_none(hop), unnamed)) for _ in range(random.randrange(1, 3))]
    value = random.choice(values)
    return _without_none(
        {
            "id": f"c{number}",
            "about": random.choice(_SUBJECTS),
            "aspect": aspect,
            "value": {"en": value} if aspect == "quotation" else value,
            "was": _some(random, 0.1, lambda: random.choice(values)),
            "stance": random.choice(_STANCES),
            "asOf": _some(random, 0.3, lambda: random.choice(("2026-01-05", "2026-02", "never"))),
            "addressee": _some(random, 0.1, lambda: "group:g0"),
            "relays": _some(random, 0.3, lambda: random.choice(_CLAIMS)),
            "chain": _some(random, 0.3, lambda: chain),
            "notakey": _some(random, 0.03, lambda: "x"),
        }
    )


def _article(number: int, random: Random) -> dict[str, Any]:
    others = [each for each in _ARTICLES if each != f"article:d{number}"]
    node = _without_none(
        {
            "id": f"article:d{number}",
            "type": "Article",
            "title": {"en": f"article {number}"},
            "publisher": random.choice(_ACTORS),
            "published": random.choice(("2026-01-12", "2026-02-01", "2026-02", "yesterday")),
            "basedOn": _some(random, 0.3, lambda: random.choice(others)),
            "retracts": _some(random, 0.05, lambda: random.choice(others)),
            "corrects": _some(random, 0.1, lambda: random.choice(others)),
            "claims": [_claim(each, random) for each in range(random.randrange(0, 4))],
        }
    )
    if not node["claims"]:
        del node["claims"]
    return node


def _judgements(random: Random) -> dict[str, Any]:
    common = {
        "judgedBy": "an editor",
        "judgedOn": "2026-02-05",
        "reason": "It is so, as printed.",
        "basis": "0" * 16,
    }
    identity = {
        **common,
        "id": "judgement:j0",
        "type": "Identity",
        "judges": random.choice(_ACTORS),
        random.choice(("isSameAs", "isSameAs", "differsFrom")): random.choice(_ACTORS),
    }
    another = {
        **identity,
        "id": "judgement:j3",
        "judges": random.choice(_ACTORS),
        "isSameAs": random.choice(_ACTORS),
    }
    acceptance = {
        **common,
        "id": "judgement:j1",
        "type": "Acceptance",
        "judges": f"question:law/l0/p{random.randrange(2)}/force",
        "accepts": random.choice(_CLAIMS),
    }
    waiver = {
        **common,
        "id": "judgement:j2",
        "type": "Waiver",
        "judges": random.choice((*_CLAIMS, *_ARTICLES)),
        "waivesRule": "avsh:Document-hasVerification",
        "expires": "2026-12-31",
    }
    return {"graph": [identity, another, acceptance, waiver]}


def _members(random: Random) -> dict[str, Any]:
    member = {
        "id": "actor:a0/m",
        "type": "Membership",
        "member": random.choice(_ACTORS),
        "organisation": random.choice(_ACTORS),
        "post": "post:post",
        "since": random.choice(("2025", "2026-01-20", "then")),
    }
    return {
        "graph": [member, {"id": "country:ru", "type": "Country", "name": {"en": "Russia"}, "code": "RU"}]
    }


_MAKERS: dict[str, Callable[[Random], dict[str, Any]]] = {
    **{f"a{number}": lambda random, number=number: _actor(number, random) for number in range(6)},  # type: ignore[misc]
    **{name: lambda random, name=name: _law(name, random) for name in ("l0", "l1", "k")},  # type: ignore[misc]
    **{f"d{number}": lambda random, number=number: _article(number, random) for number in range(5)},  # type: ignore[misc]
    "groups": _groups,
    "judgements": _judgements,
    "members": _members,
    # says something of what another file describes, too
    "again": lambda random: {
        "id": random.choice(_ACTORS),
        "aliases": {"en": [random.choice(("body", "other"))]},
    },
}

NAMES = tuple(_MAKERS)
"""The names of the files."""


def content(name: str, random: Random) -> bytes:
    """Return what a file may have."""
    text = json.dumps(_MAKERS[name](random), indent=1, ensure_ascii=False)
    return f"{chr(10) * random.randrange(2)}{text}\n".encode()  # a line more moves all places


def world(random: Random) -> dict[str, bytes]:
    """Return a whole graph: the content of each file by its path."""
    return {f"graph/{name}.yaml": content(name, random) for name in NAMES}


def read(path: str, data: bytes) -> Contents:
    """Return what a file states, which has to be well formed."""
    errors: list[ReadError] = []
    contents = read_contents(path, data, errors)
    assert contents is not None, errors
    return contents


def filled(files: Iterable[Contents | None]) -> ox.Store:
    """Return a store in memory of all files that there are."""
    store = ox.Store()
    fill(store, [each for each in files if each is not None], SHAPES, today=TODAY)
    return store
