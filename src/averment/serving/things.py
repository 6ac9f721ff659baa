"""The addresses of things: from a path to IRIs, and to the page of a site."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import URIRef

from averment.deriving.concepts import Concepts
from averment.namespaces import ID
from averment.site.naming import anchor_of, file_of

__all__ = ["address_of", "describing", "iris_of", "page_of"]


def iris_of(path: str) -> list[str]:
    """Return the IRIs that the path of an address may stand for: as it reads, and percent-encoded.

    >>> iris_of("law/zz-é")
    ['https://w3id.org/averment/id/law/zz-é', 'https://w3id.org/averment/id/law/zz-%C3%A9']
    """
    iris = [ID + path, ID + quote(path, safe="/:@!$&'()*+,;=~-._")]
    return [iri for number, iri in enumerate(iris) if _is_iri(iri) and iri not in iris[:number]]


def describing(iris: Collection[str]) -> str:
    """Return the query that asks for all that is said of things; each has to be one of `iris_of`."""
    return f"DESCRIBE {' '.join(str(ox.NamedNode(iri)) for iri in iris)}"


def address_of(iri: str) -> str | None:
    """Return the path at which this server tells of a thing, or None if the thing is not of our namespace.

    >>> address_of("https://w3id.org/averment/id/law/zz-é?")
    '/id/law/zz-%C3%A9%3F'
    """
    return "/id/" + quote(iri.removeprefix(ID), safe="/:@!$&'()*+,;=~-._%") if iri.startswith(ID) else None


def page_of(iri: str, files: Collection[str]) -> str | None:
    """Return the page of a thing among the files of a site, or the place on it, or None.

    A claim stands on the page of its article: what has no page of its own is looked for on that of what its
    IRI begins with.

    >>> page_of("https://w3id.org/averment/id/article/quill/c1", {"article/quill.html"})
    'article/quill.html#article-quill--c1'
    """
    own = file_of(_compact(iri), iri)
    if own in files:
        return own
    parent = iri
    while parent.count("/") > ID.count("/") + 1:
        parent = parent.rpartition("/")[0]
        file = file_of(_compact(parent), parent)
        if file in files:
            return f"{file}#{anchor_of(_compact(iri), iri)}"
    return None


def _compact(iri: str) -> str:
    return Concepts.compact(URIRef(iri))


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
