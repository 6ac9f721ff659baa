"""Templates, and what they call: links, words, and text that stays text.

Everything that a template prints is escaped, and its control characters and marks of direction are spelt
out, so that no label can steer a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from averment.rendering.escaping import clean
from averment.showing.attribution import chain_in_words, stance_in_words
from averment.showing.findings import is_marked
from averment.showing.layout.basics import capitalised
from averment.showing.layout.parts import details, tallied
from averment.showing.parts import Side, Thing
from averment.showing.words import number, with_article
from averment.site.naming import anchor_of

__all__ = ["as_json_block", "environment", "template"]

_FOLDER = Path(__file__).resolve().parent / "templates"
_URL = re.compile(r"https?://[^\s/][^\s]*", re.IGNORECASE)
_SHORT = 90


def environment() -> Environment:
    """Return what templates are read with."""
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    made.filters.update(
        bare=bare, capitalised=capitalised, chain=chain_in_words, short=short, stance=stance_in_words
    )
    made.globals.update(
        a=with_article,
        anchor=_anchor,
        by_words=by_words,
        details=details,
        is_marked=is_marked,
        number=number,
        tallied=tallied,
        web_address=web_address,
    )
    return made


def template(made: Environment, name: str) -> Template:
    """Return a template by its name without an ending."""
    return made.get_template(f"{name}.html")


def as_json_block(data: Mapping[str, Any]) -> Markup:
    r"""Return data as the content of a script element that is no script: nothing in it can end the element.

    >>> print(as_json_block({"name": "</script><!--"}))
    {"name":"\u003c/script\u003e\u003c!--"}
    """
    text = json.dumps(_cleaned(data), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _cleaned(data: Any) -> Any:
    """Return data whose texts have their control characters spelt out, as those of a page have."""
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {key: _cleaned(value) for key, value in data.items()}
    return [_cleaned(value) for value in data] if isinstance(data, list) else data


def bare(text: str) -> Markup:
    """Return a text whose direction of writing ends with it."""
    return Markup(f"<bdi>{escape(clean(text))}</bdi>")  # noqa: S704


def by_words(sides: Iterable[Side]) -> list[tuple[str | None, list[Side]]]:
    """Return the sides of a finding by what they say, in their order.

    >>> one, other = (Side(None, None, name, "2 days") for name in "ab")
    >>> [(words, [side.source for side in own]) for words, own in by_words([one, other])]
    [('2 days', ['a', 'b'])]
    """
    found: dict[str | None, list[Side]] = {}
    for side in sides:
        found.setdefault(side.in_words, []).append(side)
    return list(found.items())


def short(text: str) -> str:
    """Return a text that is no longer than a heading ought to be.

    >>> short("a" * 200) == "a" * 89 + "…"
    True
    """
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"


def web_address(text: str | None) -> str | None:
    """Return an address that a reader can follow, or None: no other scheme than that of the web is linked to.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    return text if text is not None and _URL.fullmatch(text) else None


def _anchor(thing: Thing) -> str:
    return anchor_of(thing.id, thing.iri)


def _harmless(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
