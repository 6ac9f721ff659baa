"""File names and anchors of a site, made of the ids of things.

A name depends on its id alone, so that an address stays as long as the thing keeps its id. It consists of
lower-case letters, digits, and marks between them: every file system takes it, none takes two for one, and none
leads out of the site.
"""

from __future__ import annotations

import hashlib
import re

from averment.namespaces import PREFIXES

__all__ = ["anchor_of", "file_of"]

_PLAIN = re.compile(r"([a-z]+):([a-z0-9]+(?:[-.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-.][a-z0-9]+)*)*)")
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 120
_SHOWN = 48
_OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")
_ELSE = "thing"
"""The folder of what has no prefix of ours."""


def file_of(id_: str, iri: str) -> str:
    """Return the path of a page, with `/` between folder and file.

    Args:
        id_: the id, a compact IRI or a whole one.
        iri: the whole one, from which the name is told apart where the id can't be a name as it is.

    >>> file_of("law:zz-kites/fine", "https://example.org/1")
    'law/zz-kites--fine.html'
    >>> file_of("law:../ETC/passwd", "https://example.org/2")
    'law/etc-passwd_5691104f7e.html'
    """
    prefix, stem = _named(id_, iri)
    return f"{prefix}/{stem}.html"


def anchor_of(id_: str, iri: str) -> str:
    """Return the name of a part of a page.

    >>> anchor_of("article:quill-1/c1", "https://example.org/3")
    'article-quill-1--c1'
    """
    return "-".join(_named(id_, iri))


def _named(id_: str, iri: str) -> tuple[str, str]:
    plain = _PLAIN.fullmatch(id_)
    if plain is not None and plain[1] in PREFIXES and not _OF_WINDOWS.match(plain[2]):
        stem = plain[2].replace("/", "--")
        if len(stem) <= _LONGEST:
            return plain[1], stem
    prefix, _, rest = id_.partition(":")
    known = prefix in PREFIXES and rest
    words = _OTHER.sub("-", (rest if known else id_).casefold())[:_SHOWN].strip("-")
    digest = hashlib.sha256(iri.encode("utf-8", errors="backslashreplace")).hexdigest()[:10]
    return (prefix if known else _ELSE), f"{words}_{digest}"  # no plain id has an underscore
