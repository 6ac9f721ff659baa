"""The order in which the keys of a thing stand."""

from __future__ import annotations

__all__ = ["KEYS", "rank"]

KEYS = (
    *("@context", "id", "type"),
    *("name", "title", "aliases", "code", "definition", "url", "publisher", "published", "language"),
    *("basedOn", "corrects", "retracts", "credits", "snapshot", "file", "textHash", "retrieved"),
    *("jurisdiction", "process", "partOf", "provisionOf", "versionOf", "replaces", "regulates", "standsAt"),
    *("broader", "allOf", "anyOf", "basedIn", "ownedBy", "sameAs", "member", "post", "organisation"),
    *("since", "until", "statedIn", "about", "aspect", "value", "was", "converts", "stance", "complete"),
    *("before", "condition", "force", "addressee", "version", "population", "place", "asOf"),
    *("atStage", "during", "part", "chain", "source", "unnamed", "verb", "verbatim", "inCapacity", "relays"),
    *("evidence", "start", "end", "hash", "wording"),
    *("judges", "accepts", "waivesRule", "isSameAs", "differsFrom", "expires", "basis", "reason"),
    *("judgedBy", "judgedOn"),
)
"""What a thing is called, then what it is, then what is said of it: the order in which people read."""

_LAST = ("note", "provisions", "versions", "claims", "graph")
_RANKS = {key: number for number, key in enumerate(KEYS)}


def rank(key: str) -> int:
    """Return where a key stands among others; those of other vocabularies come before notes and parts.

    >>> sorted(["claims", "skos:note", "id", "note"], key=rank)
    ['id', 'skos:note', 'note', 'claims']
    """
    if key in _LAST:
        return len(KEYS) + 1 + _LAST.index(key)
    return _RANKS.get(key, len(KEYS))
