"""The files of a site, made one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from rdflib import RDFS, SKOS

from averment.building import Build
from averment.checking import SEVERITIES, Report
from averment.namespaces import FAMILY
from averment.plotting import (
    STYLE_FILE,
    Drawing,
    agreement_plot,
    origins_plot,
    pairs_of,
    timeline_plot,
)
from averment.showing import Lookup, Page
from averment.showing.pages import InstrumentPage, QuestionPage
from averment.showing.parts import Answers, Found, Statement
from averment.site.contents import SECTIONS, Contents
from averment.site.filling import as_json_block, environment, template
from averment.site.lists import LISTS, Entry
from averment.site.network import (
    MOST_TIES,
    network_file,
    network_values,
    picture_file,
    places_of,
    still_picture,
)
from averment.viewing import Declaration, View, edge_count, list_views, view, view_store

__all__ = ["MARK", "MOST_CLAIMS", "VIEWS", "files_of_site"]

MARK = "averment-site.json"
"""The file by which a folder is known to be a site, so that it may be written anew."""

MOST_CLAIMS = 20_000
"""How many claims a site is made of unless told otherwise: more take many minutes and hundreds of megabytes."""

VIEWS = ("claims", "actors", "provenance", "law", "countries", "agreement")
"""The views that the network is drawn by, in the order in which they are offered."""

_ASSETS = Path(__file__).resolve().parent / "assets"
_MEANS = {
    "violation": "The graph is broken: these come first.",
    "warning": "An editor has to look: sources disagree, a relay has drifted, a chain does not hold together.",
    "info": "Worth knowing: reports of one origin, a source without a name, a page that nobody could verify.",
    "judged": "What editors have settled or waived.",
}
_TITLES = {"violation": "Violations", "warning": "Warnings", "info": "Remarks", "judged": "Decided"}


def files_of_site(
    build: Build,
    report: Report,
    title: str = "averment",
    *,
    views: Sequence[str] = VIEWS,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Iterate over the files of a site, each made when its turn comes: path, with `/` between folders, and content.

    Args:
        build: the graph.
        report: what a check of it found.
        title: what the site is called.
        views: the views that pictures of the network are made of, the first one first.
        progress: is told how many files are made, and of how many.
    """
    contents = Contents(title, Lookup(build), report)
    drawn = _Views(build, report)
    made = chain(_assets(), _pages(contents), _agreement(contents, drawn), _networks(contents, drawn, views))
    total = len(contents) + len(LISTS) + 3 + 2 * len(views) + len(_asset_files()) + 1
    for done, (file, content) in enumerate(made, 1):
        yield file, content
        if progress is not None:
            progress(done, total)


class _Views:
    """The views of the graph, all asked of one store; one is kept where two pages show it."""

    def __init__(self, build: Build, report: Report) -> None:
        self._build = build
        self._declared = {each.name: each for each in list_views()}
        self._store = view_store(build, *self._declared.values(), report=report)

    def declared(self, name: str) -> Declaration:
        return self._declared[name]

    @cached_property
    def agreement(self) -> View:
        return self._view("agreement")

    def view(self, name: str) -> View:
        return self.agreement if name == "agreement" else self._view(name)

    def ties(self, name: str) -> int:
        """Return how many edges a view has, without making them."""
        return edge_count(self._declared[name], self._store)

    def _view(self, name: str) -> View:
        return view(self._build, self._declared[name], store=self._store)


def _asset_files() -> list[Path]:
    return sorted(file for file in _ASSETS.rglob("*") if file.is_file())


def _assets() -> Iterator[tuple[str, bytes]]:
    yield "assets/plot.css", STYLE_FILE.read_bytes()
    for file in _asset_files():
        yield f"assets/{file.relative_to(_ASSETS).as_posix()}", file.read_bytes()


def _filler(contents: Contents) -> Callable[..., tuple[str, bytes]]:
    """Return what makes a file from the name of a template, the file, the section it belongs to, and values."""
    made = environment()

    def filled(name: str, file: str, section: str, **values: Any) -> tuple[str, bytes]:
        root = "../" * file.count("/")
        text = template(made, name).render(site=contents, root=root, here=file, section=section, **values)
        return file, text.encode("utf-8", errors="backslashreplace")

    return filled


def _networks(contents: Contents, drawn: _Views, views: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    filled = _filler(contents)
    listed = [
        {"title": drawn.declared(name).title, "file": network_file(name, name == views[0])} for name in views
    ]
    for name, entry in zip(views, listed, strict=True):
        ties = drawn.ties(name)
        if ties > MOST_TIES:
            values = {"view": drawn.declared(name), "ties": ties, "most": MOST_TIES}
            yield filled("crowded", entry["file"], "network.html", views=listed, **values)
            continue
        shown = drawn.view(name)
        places, unplaced = places_of(shown)
        losses = (*shown.losses, *([unplaced] if unplaced is not None and shown.nodes else []))
        values = network_values(shown, places, losses, contents.file_of_id)
        picture = picture_file(name)
        yield filled("network", entry["file"], "network.html", views=listed, picture=picture, **values)
        yield picture, still_picture(shown, places).as_svg().encode("utf-8", errors="backslashreplace")


def _pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Iterate over the pages of things, then over those that list them, of which only rows are kept."""
    filled = _filler(contents)
    section_of = {kind: section.file for section in SECTIONS for kind in section.kinds}
    entries: dict[str, list[Entry]] = {file: [] for file in LISTS}
    index: list[dict[str, str]] = []
    for page in contents.pages():
        file = contents.file(page.header.thing.iri) or ""
        yield filled(page.kind, file, section_of[page.kind], page=page, **_of_page(contents, page))
        for name, listed in LISTS.items():
            if (entry := listed.entry(page)) is not None:
                entries[name].append(entry)
        index.append(_indexed(page, file))
    for name, listed in LISTS.items():
        rows = listed.rows(entries[name])
        kinds = sorted({row.kind for row in rows if row.kind})
        yield filled("list", name, name, listed=listed, rows=rows, kinds=kinds)
    yield filled("search", "search.html", "", data=as_json_block({"pages": index}))
    yield filled("index", "index.html", "index.html", **_overview(contents))


def _overview(contents: Contents) -> dict[str, Any]:
    """Return the findings by severity, then by family, each with what it means."""
    severities: list[dict[str, Any]] = []
    for name in (*SEVERITIES, "judged"):
        found = [one for one in contents.findings if _severity(one) == name]
        if found:
            families: dict[str, list[Found]] = {}
            for one in found:
                families.setdefault(one.family, []).append(one)
            severities.append(
                {
                    "name": name,
                    "title": _TITLES[name],
                    "means": _MEANS[name],
                    "count": len(found),
                    "is_open": name in ("violation", "warning"),
                    "families": [
                        {**_family(contents, family), "findings": of_family}
                        for family, of_family in sorted(
                            families.items(), key=lambda one: (-len(one[1]), one[0])
                        )
                    ],
                }
            )
    counts = {one.family: 0 for one in contents.findings}
    for one in contents.findings:
        counts[one.family] += 1
    return {
        "severities": severities,
        "families": [{**_family(contents, name), "count": counts[name]} for name in sorted(counts)],
    }


def _family(contents: Contents, name: str) -> dict[str, str]:
    node = FAMILY[name]
    return {
        "name": name,
        "label": contents.lookup.text(node, RDFS.label) or name,
        "definition": contents.lookup.text(node, SKOS.definition) or "",
    }


def _severity(found: Found) -> str:
    return found.severity if found.status == "open" else "judged"


def _of_page(contents: Contents, page: Page) -> dict[str, Any]:
    """Return what the template of a page is given beside the page."""

    def address(iri: str) -> str | None:
        file = contents.claim(iri) or contents.file(iri)
        return f"../{file}" if file is not None else None

    if isinstance(page, InstrumentPage):
        timeline = page.timeline
        dated = [question for stage in timeline.stages for question in stage.questions] if timeline else []
        return {"dated": dated, "plot": _in_page(timeline_plot(contents.lookup, page, address))}
    if isinstance(page, QuestionPage):
        plot = origins_plot(page.answers, page.header.thing.name, address)
        return {"order": _in_time(page.answers), "plot": _in_page(plot)}
    return {}


def _agreement(contents: Contents, drawn: _Views) -> Iterator[tuple[str, bytes]]:
    pairs = pairs_of(drawn.agreement)
    plot = _in_page(agreement_plot(pairs, contents.file_of_id))
    shown = [(pair, contents.file_of_id(pair.one.id), contents.file_of_id(pair.other.id)) for pair in pairs]
    yield _filler(contents)("agreement", "agreement.html", "agreement.html", pairs=shown, plot=plot)


def _in_page(plot: Drawing | None) -> Markup | None:
    """Return a plot as a part of a page; what is text in it has been escaped by its writer."""
    return Markup(plot.as_svg(is_file=False)) if plot is not None else None  # noqa: S704


def _in_time(asked: Answers) -> list[Statement]:
    """Return who answers a question, the earliest first, those without a date last."""
    said = {
        one.claim.iri: one
        for one in (*(one for answer in asked.answers for one in answer.statements), *asked.apart)
    }
    return sorted(said.values(), key=lambda one: one.published.stated if one.published else "~")


def _indexed(page: Page, file: str) -> dict[str, str]:
    """Return what the search knows of a page."""
    return {
        "name": page.header.thing.name,
        "also": " ".join(name.text for name in page.header.names),
        "id": page.header.thing.id,
        "kind": page.header.type,
        "file": file,
    }
