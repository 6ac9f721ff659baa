"""What a YAML file speaks of, found without reading it as YAML: the things that it describes, and those that it names.

A thing is named by its root, the compact IRI of what the nodes of one file hang on: that of
`article:x/c4` is `article:x`, and that of `question:law/x/fine` is `law:x`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from averment.namespaces import ID, PREFIXES

__all__ = ["ACTORS", "LOCAL", "Scan", "root_of", "scan"]

ACTORS = frozenset(("Membership", "Organisation", "Outlet", "Person", "Post"))
"""The classes of what may stand in a list with what belongs to it."""

LOCAL = ACTORS | frozenset(
    (
        "Acceptance", "Article", "Bill", "Claim", "Code", "Decree", "Document", "DraftVersion", "EnactedVersion",
        "Evidence", "Hop", "Identity", "Instrument", "Law", "OfficialText", "Package", "PressRelease", "Provision",
        "Snapshot", "SocialPost", "Version", "Waiver",
    )
)  # fmt: skip
"""The classes of what matters only to those who name it; of others, such as groups, anything may depend on a word."""

_KINDS = frozenset(prefix for prefix, namespace in PREFIXES.items() if namespace.startswith(ID))
_ELSEWHERE = frozenset((b"authority", b"wikidata"))
"""Prefixes of registers, of which nothing is described in files."""

_ATTRIBUTES = (
    "addressee", "aspect", "atStage", "basedIn", "basedOn", "broader", "converts", "credits", "inCapacity",
    "jurisdiction", "organisation", "ownedBy", "partOf", "place", "population", "process", "publisher", "regulates",
    "relays", "sameAs", "source", "stance", "standsAt", "url", "value", "verb", "version", "was",
)  # fmt: skip
"""The keys whose values tell something of the thing that has them, and nothing of what they name."""

_NAMING = frozenset(each.encode() for each in _ATTRIBUTES)
_NAME = r"[^\s/#?\"'\[\]{},<>|`^\\();]+"
_ROOT = re.compile(_NAME)
_COMPACT = re.compile(rf"(?<![\w.:/-])([A-Za-z][\w+.-]*):({_NAME})(?:/({_NAME}))?".encode())
_COLON = re.compile(rb":[^\s/#?\"'\[\]{},<>|`^\\();]")
_KEYED = re.compile(
    rf"""[\n{{,\[][ \t]*+(?:-[ \t]++)*+["']?([A-Za-z]\w*+)["']?:[ \t]++["']?
    ([A-Za-z][\w+.-]*+):({_NAME})(?:/({_NAME}))?""".encode(),
    re.VERBOSE,
)
"""A key with a compact IRI for its value: most names stand so, and this is found much faster than others are."""

_KEY = re.compile(
    rf"""(?<![\w.:/-])(?:{"|".join(("about", "id", *_ATTRIBUTES))})["']?:[ \t]+(?:\[[^\]]*\]|[^\n,}}\]]*)""".encode()
)
_TYPE = re.compile(rb"type[\"']?:[ \t]+(\[[^\]]*\]|[^\n,}]*)")
_PLAIN_ID = re.compile(rf"""id["']?:[ \t]+["']?({_NAME})""".encode())
_WORD = re.compile(rb"\w+")
_ONE = re.compile(rb"^[\"']?id[\"']?:", re.MULTILINE)
_RELATIVE = re.compile(rf"(?<![\w.:/-])(?:{'|'.join(sorted(_KINDS))})/".encode())
_STRANGE = (b"\\", b"@", b"averment/", b"<<", b"type:\n", b"type:\r")
_MARKED = re.compile(rb"[\s\[{,:-][&*!][^\s]|\.\./[^0-9]")
"""What lets a name be written in other ways: escapes, JSON-LD's keywords, whole or relative IRIs, anchors, tags."""

_Name = tuple[bytes, bytes, bytes]


class Scan(NamedTuple):
    """What a file speaks of, by roots.

    Attributes:
        described: what it describes.
        about: what its claims are about.
        tied: what it names in a way that may tell something of that.
        named: what it names as an attribute of something else.
    """

    described: frozenset[str]
    about: frozenset[str]
    tied: frozenset[str]
    named: frozenset[str]


def scan(data: bytes) -> Scan | None:
    r"""Return what a YAML file speaks of; None if only reading it can tell, or if anything may depend on it.

    >>> found = scan(b"id: article:x\ntype: Article\npublisher: actor:y\nclaims: [{id: c1, about: law:z/fine}]")
    >>> sorted(found.described), sorted(found.about), sorted(found.named)
    (['article:x'], ['law:z'], ['actor:y'])
    >>> scan(b"id: group:x\ntype: Group\nname: {en: those who came}") is None
    True
    """
    if any(each in data for each in _STRANGE):
        return None
    if any(each in data for each in (b"&", b"*", b"!", b"../")) and _MARKED.search(data) is not None:
        return None
    is_list = _ONE.search(data) is None
    types = {word.decode() for value in set(_TYPE.findall(data)) for word in _WORD.findall(value)}
    if not types <= (ACTORS if is_list else LOCAL) or (is_list and _RELATIVE.search(data) is not None):
        return None
    ids: set[_Name] = set()
    about: set[_Name] = set()
    tied: set[_Name] = set()
    named: set[_Name] = set()
    keyed = _KEYED.findall(b"\n" + data)
    for key, *name in set(keyed):
        found = ids if key == b"id" else about if key == b"about" else named if key in _NAMING else tied
        found.add((name[0], name[1], name[2]))
    if len(keyed) != len(_COLON.findall(data)):
        # some stand elsewhere: in lists, in texts
        for part in _KEY.findall(data):
            if part.startswith(tuple(_NAMING)):
                named.update(_COMPACT.findall(part))
            else:
                (ids if part.startswith(b"id") else about).update(_COMPACT.findall(part))
        tied.update(_COMPACT.findall(_KEY.sub(b"\n", data)))
    described, of, ties, names = _as_roots(ids), _as_roots(about), _as_roots(tied), _as_roots(named)
    if not described or of is None or ties is None or names is None:
        return None
    if any(root != root.lower() for root in described):
        return None  # values name things in any case
    if is_list:
        described |= {each.decode() for each in _PLAIN_ID.findall(data)}
    return Scan(described, of, ties, names)


def _as_roots(found: set[_Name]) -> frozenset[str] | None:
    """Return the roots that compact IRIs have, or None if there is a prefix that nobody knows here."""
    roots = set()
    for kind, name, rest in found:
        if kind in _ELSEWHERE:
            continue
        start, end = (name, rest) if kind == b"question" else (kind, name)
        if start.decode() not in _KINDS or start == b"question" or not end:
            return None
        roots.add(f"{start.decode()}:{end.decode()}")
    return frozenset(roots)


@lru_cache(maxsize=65536)
def root_of(iri: str) -> str | None:
    """Return the root of a node, or None for what is no thing of a graph, such as a term of the ontology.

    >>> root_of("https://w3id.org/averment/id/question/law/x/fine"), root_of("https://example.org/x")
    ('law:x', None)
    """
    if not iri.startswith(ID):
        return None
    parts = iri[len(ID) :].removeprefix("question/").split("/", 2)
    if parts[0] in _KINDS and len(parts) > 1:
        name = _ROOT.match(parts[1])
        return f"{parts[0]}:{name.group()}" if name is not None else None
    name = _ROOT.match(parts[0])
    return name.group() if name is not None else None
