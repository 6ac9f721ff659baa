"""What the tests of sites share: sites of small graphs, made once, and readers of their pages."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from averment.building import Build, build
from averment.checking import check
from averment.site import files_of_site

from ..showing.small import kites

__all__ = ["HOSTILE", "Reader", "hostile", "made", "story", "targets"]

HERE = Path(__file__).resolve().parent
HOSTILE = (HERE / "hostile.yaml").read_text(encoding="utf-8").replace("LONG", "Daily " + "x" * 10_000)


def made(built: Build, title: str = "Kites") -> dict[str, str]:
    """Return the pages and scripts of a site, by their paths, vendored ones left out."""
    return {
        name: content.decode()
        for name, content in files_of_site(built, check(built), title, views=("claims", "provenance"))
        if "/vendor/" not in name
    }


@cache
def story() -> dict[str, str]:
    """Return the site of the story of the kites."""
    return made(kites())


@cache
def hostile_build(folder: str) -> Build:
    """Build the hostile graph in a folder."""
    file = Path(folder) / "hostile.yaml"
    file.write_text(HOSTILE, encoding="utf-8")
    return build([file])


def hostile(folder: Path) -> dict[str, str]:
    """Return the site of the hostile graph."""
    return made(hostile_build(str(folder)), title="<script>alert('title')</script>")


class Reader(HTMLParser):
    """Reads a page: its elements with their attributes, its ids, its links, its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if (name := attributes.get("id")) is not None:
            self.ids.append(name)
        self.links += [
            value for key in ("href", "src", "action") if (value := attributes.get(key)) is not None
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def targets(page: str, reader: Reader) -> list[tuple[str, str]]:
    """Return where the links of a page lead within its site: file and part of it."""
    inside = (link for link in reader.links if not link.startswith(("https://", "http://")))
    return [urldefrag(unquote(urljoin(f"/{page}", link))[1:]) for link in inside]
