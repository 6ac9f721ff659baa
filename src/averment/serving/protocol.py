"""The SPARQL 1.1 Protocol: from a request to the query that it asks, or to what is wrong with it.

Nothing here knows of the server: a request is its method, the part of its address after the question mark, its
content type and its body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from averment.serving.failures import Failure

__all__ = ["FORM", "METHODS", "QUERY", "Request", "parameters_in", "query_in"]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 100
_DATASETS = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")
_READ_ONLY = "this endpoint only reads; send a query, and change the files of the graph"


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a SPARQL endpoint."""

    method: str
    query_string: bytes = b""
    content_type: str | None = None
    body: bytes = b""


def query_in(request: Request) -> str | None:
    """Return the query that a request asks, or None for a GET without one.

    Raises:
        Failure: the request is malformed (400), wants an update or another dataset (403), has another method
            (405), or a body that is no query (415).
    """
    if request.method not in METHODS:
        raise Failure(
            405,
            f"a query is asked with GET or POST, not with '{request.method[:20]}'",
            {"Allow": ", ".join(METHODS)},
        )
    listed = _listed(request.query_string)
    if request.method != "POST":
        return _query(listed)
    media, charset = _content(request.content_type)
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise Failure(415, f"the body is in '{charset[:40]}'; send it in UTF-8")
    if media == FORM:
        listed += _listed(request.body)
        query = _query(listed)
        if query is None:
            raise Failure(400, "the form has no field 'query'; send one with the text of a query")
        return query
    if media == _UPDATE:
        raise Failure(403, _READ_ONLY)
    if media != QUERY:
        named = f"is '{media[:80]}'" if media else "has no content type"
        raise Failure(415, f"the body {named}; send {QUERY} or {FORM}", {"Accept-Post": f"{QUERY}, {FORM}"})
    if _query(listed) is not None:
        raise Failure(400, "there is one query in the address and one in the body; send one of them")
    return _text(request.body)


def parameters_in(query_string: bytes) -> Mapping[str, str]:
    """Return the parameters of an address by name.

    Raises:
        Failure: they can't be read (400), or one is given twice (400).
    """
    listed = _listed(query_string)
    found = dict(listed)
    if len(found) < len(listed):
        twice = next(name for name, _ in listed if sum(name == other for other, _ in listed) > 1)
        raise Failure(400, f"the parameter '{twice[:80]}' is given twice; give it once")
    return found


def _query(listed: list[tuple[str, str]]) -> str | None:
    names = [name for name, _ in listed]
    if "update" in names:
        raise Failure(403, _READ_ONLY)
    for name in _DATASETS:
        if name in names:
            raise Failure(403, f"this endpoint has one graph; leave out '{name}'")
    queries = [value for name, value in listed if name == "query"]
    if len(queries) > 1:
        raise Failure(400, f"there are {len(queries)} parameters 'query'; send one query at a time")
    return queries[0] if queries else None


def _listed(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise Failure(400, "the parameters are not UTF-8 in percent-encoding; encode them so") from error
    except ValueError as error:
        raise Failure(400, f"there are more than {_MOST_PARAMETERS} parameters; send fewer") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(400, "the query is not UTF-8; send it in UTF-8") from error


def _content(header: str | None) -> tuple[str, str]:
    """Return the media type and the charset that a content type names, in lower case, each may be empty."""
    media, *parameters = (piece.strip() for piece in (header or "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media.lower(), value.strip().strip('"').lower()
    return media.lower(), ""
