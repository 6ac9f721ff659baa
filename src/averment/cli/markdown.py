"""Pages as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from averment.cli.pages import place_in_words
from averment.rendering.escaping import clean, code_in_markdown, escape_markdown
from averment.showing.blocks import Block, Facts, Item, Run, Section, Table, Title

__all__ = ["render_markdown"]

_URL = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
_BAR = re.compile(r"(?<!\\)\|")
_BLOCK = re.compile(r"^(?:[#+=-]|[0-9]{1,9}(?=[.)]))")


def _opened(line: str) -> str:
    r"""Return words with which a line may begin, so that they make no heading and no list of it.

    >>> print(_opened("1. a"), _opened("# a"), _opened("2026"))
    1\. a \# a 2026
    """
    return _BLOCK.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], line)


def render_markdown(blocks: Iterable[Block]) -> str:
    """Return a page as Markdown, in the flavour that GitHub shows."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (isinstance(before, Item) and isinstance(block, Item)):
            lines.append("")
        lines += [clean(line) if clean(line) != line else line for line in _lines(block)]
        before = block
    return "\n".join([*lines, ""])


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Title):
        yield f"# {_opened(escape_markdown(block.text))}"
        yield ""
        yield " · ".join(
            [code_in_markdown(block.id), *([code_in_markdown(place_in_words(block.at))] if block.at else [])]
        )
    elif isinstance(block, Section):
        yield f"{'#' * (block.depth + 1)} {_inline(block.runs, plain=True)}"
    elif isinstance(block, Facts):
        for fact in block.facts:
            if len(fact.values) == 1:
                yield f"- **{escape_markdown(fact.label)}**: {_inline(fact.values[0])}"
            else:
                yield f"- **{escape_markdown(fact.label)}**:"
                yield from (f"  - {_inline(value)}" for value in fact.values)
    elif isinstance(block, Item):
        place = f" {code_in_markdown(place_in_words(block.at))}" if block.at is not None else ""
        yield f"{'  ' * block.depth}- {_inline(block.runs)}{place}"
    else:
        yield from _table(block)


def _table(block: Table) -> Iterator[str]:
    yield f"| {' | '.join(escape_markdown(name) for name in block.names)} |"
    yield f"|{' --- |' * len(block.names)}"
    for row in block.rows:
        cells = [_BAR.sub(r"\\|", _inline(cell)) for cell in row]
        yield f"| {' | '.join(cells)} |"


def _inline(runs: Iterable[Run], *, plain: bool = False) -> str:
    return _opened("".join(_run(run, plain=plain) for run in runs).strip())


def _run(run: Run, *, plain: bool) -> str:
    """Return words in their style; Markdown takes no space at the inner side of its asterisks."""
    if run.style == "id":
        return (
            f"({code_in_markdown(run.text.strip('()'))})"
            if run.text.startswith("(")
            else code_in_markdown(run.text)
        )
    if run.style == "url" and _URL.fullmatch(clean(run.text)):
        return f"<{clean(run.text)}>"
    words = escape_markdown(run.text)
    if plain or run.style in ("", "dim", "url") or not words.strip():
        return words
    inner = words.strip()
    start, _, end = words.partition(inner)
    return f"{start}**{inner}**{end}"
