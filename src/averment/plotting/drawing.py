"""A small writer of SVG: shapes with classes that a style sheet colours, text that stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from averment.rendering.escaping import clean

__all__ = ["STYLE_FILE", "Drawing", "cut", "width_of"]

STYLE_FILE = Path(__file__).resolve().parent / "plot.css"
"""The colours of plots, for a file of its own as for a page that plots stand in."""

_CHARACTER = 0.54
"""How wide a character of a sans-serif is on average, as a share of the size of the font."""


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, in the unit of its size."""
    return len(text) * size * _CHARACTER


def cut(text: str, size: float, room: float) -> str:
    """Return a text that about fits into a width.

    >>> cut("The Asia Business Daily", 12, 80)
    'The Asia Bu…'
    """
    most = max(int(room / (size * _CHARACTER)), 2)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class Drawing:
    """A drawing that tells what it shows to those who cannot see it.

    Args:
        width: in user units, which are the pixels of a screen where it is not scaled.
        height: the same.
        title: what it shows, in a few words.
        description: what can be read from it, in sentences.
    """

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self.width = width
        self.height = height
        self.title = title
        self.description = description
        self._parts: list[str] = []
        self._has_links = False

    def line(self, x1: float, y1: float, x2: float, y2: float, style: str) -> None:
        """Draw a straight line."""
        self._add("line", style, x1=x1, y1=y1, x2=x2, y2=y2)

    def path(self, d: str, style: str) -> None:
        """Draw a path; `d` is made of numbers and commands, never of text of the graph."""
        self._parts.append(f"<path class={quoteattr(style)} d={quoteattr(d)}/>")

    def rect(
        self, x: float, y: float, width: float, height: float, style: str, *, r: float = 0, tip: str = ""
    ) -> None:
        """Draw a rectangle with round corners; a pointer that rests on it is told the tip."""
        self._add("rect", style, tip, x=x, y=y, width=width, height=height, rx=r)

    def circle(self, x: float, y: float, r: float, style: str, *, tip: str = "") -> None:
        """Draw a circle; a pointer that rests on it is told the tip."""
        self._add("circle", style, tip, cx=x, cy=y, r=r)

    def text(
        self, x: float, y: float, words: str, style: str, *, size: float = 13, anchor: str = "start"
    ) -> None:
        """Write a text on one line, its left end, middle or right end at the point."""
        self._parts.append(
            f'<text class={quoteattr(style)} x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" '
            f'text-anchor="{anchor}">{_text(words)}</text>'
        )

    def turned(
        self, x: float, y: float, words: str, style: str, *, size: float = 13, angle: float = -60
    ) -> None:
        """Write a text that is turned round the point at which it starts."""
        self._parts.append(
            f'<text class={quoteattr(style)} font-size="{_n(size)}" '
            f'transform="translate({_n(x)} {_n(y)}) rotate({_n(angle)})">{_text(words)}</text>'
        )

    @contextmanager
    def link(self, address: str | None) -> Iterator[None]:
        """Let what is drawn inside lead to an address, if there is one."""
        if address is None:
            yield
            return
        self._has_links = True
        self._parts.append(f"<a href={quoteattr(clean(address))}>")
        yield
        self._parts.append("</a>")

    def as_svg(self, *, name: str = "plot", is_file: bool = True) -> str:
        """Return the drawing as SVG.

        Args:
            name: what the ids in it start with.
            is_file: whether it is a file of its own, which has its colours in it; in a page it has those of
                the page.
        """
        style = f"<style>{STYLE_FILE.read_text(encoding='utf-8').strip()}</style>\n" if is_file else ""
        body = "\n".join(self._parts)
        role = "group" if self._has_links else "img"  # what is inside an image can't be followed
        return (
            ('<?xml version="1.0" encoding="UTF-8"?>\n' if is_file else "")
            + f'<svg xmlns="http://www.w3.org/2000/svg" class="averment-plot" role="{role}" '
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" height="{_n(self.height)}" '
            f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">\n'
            f'<title id="{name}-title">{_text(self.title)}</title>\n'
            f'<desc id="{name}-desc">{_text(self.description)}</desc>\n'
            f"{style}{body}\n</svg>\n"
        )

    def _add(self, element: str, style: str, tip: str = "", **numbers: float) -> None:
        attributes = " ".join(f'{key}="{_n(value)}"' for key, value in numbers.items())
        start = f"<{element} class={quoteattr(style)} {attributes}"
        self._parts.append(f"{start}><title>{_text(tip)}</title></{element}>" if tip else f"{start}/>")


def _text(words: str) -> str:
    return escape(clean(words))


def _n(value: float) -> str:
    """Return a number with at most two places, the same on each machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
