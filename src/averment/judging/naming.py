"""From what an editor writes on the command line to nodes of the graph, and back to short names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from rdflib import URIRef

from averment import resources
from averment.deriving.concepts import Concepts
from averment.errors import UsageError
from averment.querying import expand

__all__ = ["find", "in_context", "slug"]


def find(text: str, among: Iterable[URIRef], what: str, *, namespace: str = "") -> URIRef:
    """Return the node that a text names.

    Args:
        text: a compact IRI, an IRI, or a name in the namespace.
        among: the nodes that are meant.
        what: what they are, with its article, for messages: "a claim of the graph".
        namespace: where a name without a prefix counts from.

    Raises:
        UsageError: there is none of that name; the message has the nearest.
    """
    nodes = set(among)
    for candidate in (_expanded(text), URIRef(namespace + text) if namespace else None):
        if candidate in nodes:
            return URIRef(candidate)
    names = sorted(_shown(node, namespace) for node in nodes)
    near = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    if near:
        raise UsageError(f"'{text}' is not {what}; did you mean '{near[0]}'?")
    if not names:
        raise UsageError(f"'{text}' is not {what}, and there is none")
    example = "' or '".join(names[:2])
    raise UsageError(f"'{text}' is not {what}; name one, such as '{example}'")


def in_context(node: URIRef) -> str:
    """Return the name of a node as a YAML file has it: short where the context knows a prefix for it.

    >>> in_context(URIRef("https://w3id.org/averment/id/article/x/c1"))
    'article:x/c1'
    """
    for prefix, namespace in resources.context().items():
        if isinstance(namespace, str) and namespace.endswith(("/", "#")) and not prefix.startswith("@"):
            rest = node.removeprefix(namespace)
            if rest != node and re.fullmatch(r"[\w.~-][\w.~/%-]*", rest):
                return f"{prefix}:{rest}"
    return str(node)


def slug(text: str) -> str:
    """Return a text as the name of a file: small letters and digits with hyphens between.

    >>> slug("law:ru-ban/refusal: Fine")
    'law-ru-ban-refusal-fine'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "judgement"


def _expanded(text: str) -> URIRef | None:
    try:
        return URIRef(expand(text))
    except ValueError:
        return None


def _shown(node: URIRef, namespace: str) -> str:
    return node.removeprefix(namespace) if namespace else Concepts.compact(node)
