"""The server as one ASGI application: what is where."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import averment.site
from averment.namespaces import PREFIXES
from averment.querying import Query, list_queries
from averment.serving import pages, protocol
from averment.serving.answers import Answers
from averment.serving.asking import answered, body_of
from averment.serving.description import describe_service
from averment.serving.failures import Failure
from averment.serving.formats import GRAPHS, HTML, RESULTS, content_type
from averment.serving.jobs import Job, is_repeatable
from averment.serving.limits import Limits
from averment.serving.middleware import LogRequests, SafeHeaders
from averment.serving.negotiation import choose
from averment.serving.pool import Pool
from averment.serving.replies import Reply, failed
from averment.serving.things import describing, iris_of, page_of

__all__ = ["LOOPBACK_NAMES", "Settings", "application"]

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")
_LARGEST_PAGE = 4 * 2**20
"""Answers in bytes that a page shows; larger ones are downloaded."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": pages.PAGE_POLICY,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is served, and to whom.

    Attributes:
        title: what the graph is called.
        site: the folder of the site, or None if there is none.
        hosts: the names under which the server may be asked beside those of the loopback address.
        origins: the origins whose pages may read answers; `*` stands for all.
        limits: what queries may take.
        log: is told of each request.
    """

    title: str = "averment"
    site: Path | None = None
    hosts: Sequence[str] = ()
    origins: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    log: Callable[[str], None] | None = None


def application(pool: Pool, settings: Settings) -> Starlette:
    """Return the application; its lifespan starts and stops the pool unless somebody else does."""
    server = _Server(pool, settings)
    site: list[Mount | Route] = (
        [Mount("/", StaticFiles(directory=settings.site, html=True))]
        if settings.site is not None
        else [Route("/", _to_queries)]
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.stop()

    return Starlette(
        routes=[
            Mount(
                "/sparql/assets/site", StaticFiles(directory=Path(averment.site.__file__).parent / "assets")
            ),
            Mount("/sparql/assets", StaticFiles(directory=pages.ASSETS)),
            Route("/sparql", server.sparql, methods=_ANY_METHOD),
            Route("/questions", server.questions),
            Route("/questions/{name}", server.question),
            Route("/id/{path:path}", server.thing),
            *site,
        ],
        middleware=[
            Middleware(LogRequests, log=settings.log),
            Middleware(SafeHeaders, headers=_HEADERS),
            Middleware(
                TrustedHostMiddleware, allowed_hosts=[*LOOPBACK_NAMES, *settings.hosts], www_redirect=False
            ),
            *_cors(settings.origins),
        ],
        exception_handlers={Failure: _on_failure, HTTPException: _on_http_error},
        lifespan=lifespan,
    )


_ANY_METHOD = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT")
"""The endpoint answers all methods itself, so that it says what it takes."""


class _Server:
    """The replies to requests."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool, self._settings, self._limits = pool, settings, settings.limits
        self._answers = Answers(pool.run, settings.limits.cached_bytes)
        self._library: Mapping[str, Query] = {query.name: query for query in list_queries()}
        self._files = _pages_of(settings.site)
        self._has_site = settings.site is not None

    async def sparql(self, request: Request) -> Response:
        """Answer a query, or say what is here."""
        body = await body_of(request, self._limits)
        asked = protocol.query_in(
            protocol.Request(
                request.method, request.scope["query_string"], request.headers.get("content-type"), body
            )
        )
        if request.method == "OPTIONS":
            allowed = {
                "Allow": ", ".join(protocol.METHODS),
                "Accept-Post": f"{protocol.QUERY}, {protocol.FORM}",
            }
            return Response(status_code=204, headers=allowed)
        accept = request.headers.get("accept")
        is_page = request.method != "POST" and choose(accept, [*RESULTS, *GRAPHS, HTML]) == HTML
        if is_page:
            page = self._page(
                pages.query_page(self._settings.title, self._library.values(), has_site=self._has_site)
            )
            page.headers["Content-Security-Policy"] = pages.EDITOR_POLICY
            return page
        if asked is None:
            return self._description(request, accept)
        job = Job(text=asked, results=choose(accept, list(RESULTS)), graph=choose(accept, list(GRAPHS)))
        return await self._reply(request, job, repeatable=is_repeatable(asked))

    async def questions(self, request: Request) -> Response:
        """List the questions of the library."""
        media = _chosen(request, ["application/json", HTML])
        if media == HTML:
            return self._page(
                pages.questions_page(self._settings.title, self._library.values(), has_site=self._has_site)
            )
        listed = [
            {
                "name": one.name,
                "title": one.title,
                "asks": one.asks,
                "returns": one.returns,
                "parameters": [
                    {"name": each.name, "type": each.type, "description": each.description}
                    for each in one.parameters
                ],
                "address": f"/questions/{quote(one.name)}",
                "query": one.text,
            }
            for one in self._library.values()
        ]
        return JSONResponse(
            {"questions": listed, "prefixes": PREFIXES},
            headers={"Cache-Control": "no-cache", "Vary": "Accept"},
        )

    async def question(self, request: Request) -> Response:
        """Answer a question of the library."""
        await body_of(request, self._limits)
        query = self._library.get(request.path_params["name"])
        if query is None:
            raise Failure(404, f"there is no such question; the ones there are: {', '.join(self._library)}")
        given = dict(protocol.parameters_in(request.scope["query_string"]))
        media = given.pop("format", None)
        accept = request.headers.get("accept")
        if media is not None:
            if media not in _SHORT:
                raise Failure(400, f"there is no format '{media[:40]}'; use one of {', '.join(_SHORT)}")
            accept = _SHORT[media]
        given = {
            name: value for name, value in given.items() if value
        }  # fields of a form that were left empty
        repeatable = is_repeatable(query.text)
        if media is None and choose(accept, [*RESULTS, *GRAPHS, HTML]) == HTML:
            job = Job(question=query.name, parameters=given, results=_JSON, graph="text/turtle")
            answer = await answered(request, self._answers, job, is_repeatable=repeatable)
            is_shown = answer.media == _JSON and answer.size <= _LARGEST_PAGE
            shown = answer.part(0, answer.size) if is_shown else None
            formats = [name for name in _SHORT if (name == "turtle") == (answer.media != _JSON)]
            links = {
                name: f"/questions/{quote(query.name)}?{urlencode({**given, 'format': name})}"
                for name in formats
            }
            return self._page(
                pages.question_page(self._settings.title, query, given, shown, links, has_site=self._has_site)
            )
        job = Job(
            question=query.name,
            parameters=given,
            results=choose(accept, list(RESULTS)),
            graph=choose(accept, list(GRAPHS)),
        )
        return await self._reply(request, job, repeatable=repeatable)

    async def thing(self, request: Request) -> Response:
        """Tell of a thing, or lead to its page."""
        await body_of(request, self._limits)
        iris = iris_of(request.path_params["path"])
        if not iris:
            raise Failure(404, "this is the address of nothing: it is no IRI")
        media = _chosen(request, [*GRAPHS, HTML])
        if media == HTML:
            for iri in iris:
                page = page_of(iri, self._files)
                if page is not None:
                    return RedirectResponse(f"/{page}", 303, {"Vary": "Accept"})
        graph = "application/n-triples" if media == HTML else media
        job = Job(text=describing(iris), graph=graph, is_missing_if_empty=True)
        if media != HTML:
            return await self._reply(request, job, repeatable=True)
        answer = await answered(request, self._answers, job, is_repeatable=True)
        return self._page(
            pages.thing_page(
                self._settings.title,
                iris,
                answer.part(0, min(answer.size, _LARGEST_PAGE)).rpartition(b"\n")[0],
                has_site=self._has_site,
            )
        )

    def _description(self, request: Request, accept: str | None) -> Response:
        media = choose(accept, list(GRAPHS))
        if media is None:
            raise Failure(
                406, f"the service is described in none of the formats of 'Accept'; {_ask_for(GRAPHS)}"
            )
        address = str(request.url.replace(query="", fragment=""))
        described = describe_service(address, self._settings.title, self._pool.triples, media)
        headers = {"Content-Type": content_type(media), "Cache-Control": "no-cache", "Vary": "Accept"}
        return Response(described, headers=headers)

    async def _reply(self, request: Request, job: Job, *, repeatable: bool) -> Response:
        answer = await answered(request, self._answers, job, is_repeatable=repeatable)
        return Reply(answer, request, self._limits.stall_seconds)

    @staticmethod
    def _page(text: str) -> Response:
        return HTMLResponse(text, headers={"Cache-Control": "no-cache", "Vary": "Accept"})


_JSON = "application/sparql-results+json"
_SHORT = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": _JSON, "turtle": "text/turtle"}
"""Formats by the names that a link gives them."""


def _pages_of(site: Path | None) -> Collection[str]:
    return (
        frozenset(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
        if site is not None
        else ()
    )


def _chosen(request: Request, offers: Sequence[str]) -> str:
    media = choose(request.headers.get("accept"), offers)
    if media is None:
        raise Failure(406, f"this is to be had in none of the formats of 'Accept'; {_ask_for(offers)}")
    return media


def _ask_for(offers: Collection[str]) -> str:
    return f"ask for {', '.join(offers)}"


def _cors(origins: Sequence[str]) -> list[Middleware]:
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
        )
    ]


async def _to_queries(request: Request) -> Response:
    return RedirectResponse("/sparql", 303)


async def _on_failure(request: Request, error: Exception) -> Response:
    assert isinstance(error, Failure)  # noqa: S101
    return failed(error)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    words = {404: "there is nothing at this address", 405: "this address is read with GET"}
    return failed(Failure(error.status_code, words.get(error.status_code, error.detail), error.headers or {}))
