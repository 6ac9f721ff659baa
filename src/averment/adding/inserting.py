"""A claim in the text of the file that holds its article, of which nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from averment.adding.writing import Rows, claim_text
from averment.errors import Position, UsageError

__all__ = ["with_claim"]

_KEY = "claims"
_COMMENT = re.compile(r"( *)#[^\n]*\n")


def with_claim(text: str, at: Position, rows: Rows) -> str:
    """Return the text of a YAML file with one claim more, as the last one of an article.

    Args:
        text: the file.
        at: where the article starts in it.
        rows: the keys of the claim.

    Raises:
        UsageError: the article is written in a way that nothing can be added to.
    """
    if not text.endswith("\n"):
        text += "\r\n" if "\r\n" in text else "\n"
    article = next((node for node in _mappings(_composed(text)) if _starts_at(node, at)), None)
    if article is None:
        raise UsageError(f"{at}: the article is written in parts, or not as a mapping; add the claim by hand")
    claims = next((value for key, value in article.value if key.value == _KEY), None)
    if isinstance(claims, SequenceNode):
        return _into_list(text, claims, rows)
    if claims is not None:
        raise UsageError(f"{at}: the claims of the article are no list; make them one")
    if article.flow_style:
        end = article.end_mark.index - 1
        return f"{text[:end].rstrip()}, {_KEY}: [{claim_text(rows, in_flow=True)}]{text[end:]}"
    margin = " " * article.start_mark.column
    lines = f"{margin}{_KEY}:\n{_indented(claim_text(rows), margin + '  ')}"
    return _after_line(text, _end(article), lines, article.start_mark.column)


def _composed(text: str) -> Node:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    node: Node = yaml.compose(text)
    return node


def _mappings(node: Node | None) -> Iterator[MappingNode]:
    if isinstance(node, MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _mappings(item)


def _starts_at(node: MappingNode, at: Position) -> bool:
    return (node.start_mark.line + 1, node.start_mark.column + 1) == (at.line, at.column)


def _into_list(text: str, claims: SequenceNode, rows: Rows) -> str:
    if not claims.flow_style:
        margin = " " * claims.start_mark.column
        return _after_line(text, _end(claims), _indented(claim_text(rows), margin), len(margin) + 1)
    end = claims.end_mark.index - 1
    before = text[:end].rstrip().removesuffix(",")
    separator = ", " if claims.value else ""
    return f"{before}{separator}{claim_text(rows, in_flow=True)}{text[end:]}"


def _indented(lines: str, margin: str) -> str:
    return "".join(f"{margin}{line}\n" for line in lines.splitlines())


def _after_line(text: str, end: int, lines: str, column: int) -> str:
    """Put lines after the line in which something ends, and after the comments that belong to it.

    These stand below it, with nothing between, at the column or to the right of it.
    """
    at = end if end and text[end - 1] == "\n" else text.index("\n", end) + 1
    while comment := _COMMENT.match(text, at):
        if len(comment[1]) < column:
            break
        at = comment.end()
    line_end = "\r\n" if "\r\n" in text else "\n"
    return text[:at] + lines.replace("\n", line_end) + text[at:]


def _end(node: Node) -> int:
    """Return where a node ends; what ruamel.yaml takes for the end of a block is the start of what follows."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last)
