"""YAML in its canonical form: keys in one order, one indentation, and the scalars and comments as they were.

Whether a mapping stands in braces or on lines of its own is for whoever wrote it to say, as long as it fits into a
line; so is where a long text breaks.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from averment.formatting.order import rank
from averment.formatting.scalars import quoted
from averment.formatting.yaml_comments import Entry, attach, block_end, comments, opens_block

__all__ = ["format_yaml", "yaml_comments"]

_WIDTH = 120
_STEP = 2
_BARE = re.compile(r"[A-Za-z@][\w:.-]*")


def format_yaml(text: str) -> str:
    r"""Return the canonical form of a YAML file that has been read without an error.

    >>> print(format_yaml("type: Law   # why\nid: 'law:x'\nname: {en:   A law}\n\n\nclaims:\n- id: c1"), end="")
    id: "law:x"
    type: Law  # why
    name: {en: A law}
    <BLANKLINE>
    claims:
      - id: c1
    """
    root = _composed(text)
    entries, rest = attach(text, root, comments(text, root))
    lines = _Layout(text, entries).whole(root)
    for comment in rest:
        if comment.is_below_space and lines:
            lines.append("")
        lines.append(comment.text)
    return "".join(f"{line}\n" for line in lines)


def yaml_comments(text: str) -> list[str]:
    """Return the comments of a YAML file, sorted, for keys and what is said of them may change their places."""
    return sorted(comment.text for comment in comments(text, _composed(text)))


def _composed(text: str) -> Node:
    yaml = YAML(typ="safe", pure=True)
    node: Node = yaml.compose(text)
    return node


class _Layout:
    def __init__(self, text: str, entries: dict[int, Entry]) -> None:
        self._text = text
        self._entries = entries
        self._by_value: dict[int, Entry] = {id(entry.value): entry for entry in entries.values()}

    def whole(self, root: Node) -> list[str]:
        if isinstance(root, ScalarNode) or not root.value:
            return [self._flow(root)]
        return self._block(root, 0)

    def _block(self, node: Node, indent: int) -> list[str]:
        """Return the lines of a mapping or a list that stands on lines of its own."""
        lines: list[str] = []
        margin = " " * indent
        parts = [(key, value) for key, value in node.value] if isinstance(node, MappingNode) else node.value
        if isinstance(node, MappingNode):
            parts.sort(key=lambda part: rank(part[0].value))
        for part in parts:
            value = part[1] if isinstance(node, MappingNode) else part
            entry = self._by_value.get(id(value))
            written = self._entry(part, indent)
            lines += self._above(entry, written, margin, is_first=not lines)
            if entry is not None:
                for comment in entry.below:
                    lines += [""] if comment.is_below_space else []
                    lines.append(f"{margin}{comment.text}")
        return lines

    def _above(self, entry: Entry | None, written: list[str], margin: str, *, is_first: bool) -> list[str]:
        if entry is None:
            return written
        lines: list[str] = []
        for comment in entry.above:
            if comment.is_below_space and (lines or not is_first):
                lines.append("")
            lines.append(f"{margin}{comment.text}")
        if entry.is_below_space and (lines or not is_first):
            lines.append("")
        return [*lines, *written]

    def _entry(self, part: Any, indent: int) -> list[str]:
        """Return the lines of a key with its value, or of an item with its dash."""
        margin = " " * indent
        if isinstance(part, tuple):
            value = part[1]
            head = f"{margin}{self._key(part[0])}:"
        else:
            value, head = part, f"{margin}-"
        entry = self._by_value.get(id(value))
        beside = [comment.text for comment in entry.beside] if entry is not None else []
        before = [f"{margin}{text}" for text in beside[1:]]  # only one has room behind it
        behind = f"  {beside[0]}" if beside else ""
        if isinstance(value, ScalarNode):
            header, *more = self._scalar(value, indent + _STEP)
            first = f"{head} {header}".rstrip()
            if more and not opens_block(value):
                more[-1] += behind
            else:
                first += behind
            return [*before, first, *more]
        if not value.value or (value.flow_style and not self._must_open(value)):
            line = f"{head} {self._flow(value)}"
            if len(line) <= _WIDTH or not value.value:
                return [*before, line + behind]
        lines = self._block(value, indent + _STEP)
        if isinstance(part, tuple):
            return [*before, head + behind, *lines]
        above = [f"{margin}{text}" for text in beside]
        return [*above, *self._after_dash(head, lines, indent)]

    def _after_dash(self, head: str, lines: list[str], indent: int) -> list[str]:
        """Let the first entry of an item stand behind its dash, and comments before it above the dash."""
        first = next(
            number for number, line in enumerate(lines) if line and not line.lstrip().startswith("#")
        )
        above = [line[_STEP:] for line in lines[:first]]
        return [*above, f"{head} {lines[first].lstrip()}", *lines[first + 1 :]]

    def _must_open(self, node: Node) -> bool:
        """Return whether something in braces or brackets has comments, or can't stand on one line."""
        if isinstance(node, ScalarNode):
            return False
        parts = [value for _, value in node.value] if isinstance(node, MappingNode) else node.value
        return any(id(part) in self._by_value or self._must_open(part) for part in parts)

    def _key(self, node: ScalarNode) -> str:
        return node.value if _BARE.fullmatch(node.value) else self._flow(node)

    def _flow(self, node: Node) -> str:
        if isinstance(node, ScalarNode):
            lines = self._scalar(node, 0)
            return lines[0] if len(lines) == 1 else quoted(node.value)
        if isinstance(node, MappingNode):
            parts = sorted(node.value, key=lambda part: rank(part[0].value))
            return "{" + ", ".join(f"{self._key(key)}: {self._flow(value)}" for key, value in parts) + "}"
        return "[" + ", ".join(self._flow(item) for item in node.value) + "]"

    def _scalar(self, node: ScalarNode, indent: int) -> list[str]:
        """Return the lines of a scalar, all but the first indented."""
        if opens_block(node):
            return self._block_scalar(node, indent)
        raw = self._text[node.start_mark.index : node.end_mark.index]
        lines = [line.strip(" \t") for line in raw.split("\n")]
        if len(lines) > 1:
            if node.style == '"' and "\\" in raw:
                return [quoted(node.value)]
            return [lines[0], *(f"{' ' * indent}{line}".rstrip() for line in lines[1:])]
        if node.style == "'" and node.value.isprintable() and not {'"', "\\"} & set(node.value):
            return [f'"{node.value}"']
        return [raw.strip(" \t")]

    def _block_scalar(self, node: ScalarNode, indent: int) -> list[str]:
        """Return the lines of a block scalar, or, for one that needs more signs than its first, a quoted one."""
        start = node.start_mark.index
        header, *content = self._text[start : block_end(self._text, node)].split("\n")
        sign = re.match(r"[|>]-?(?=\s|$)", header)
        filled = [line for line in content if line.strip(" ")]
        if sign is None or not filled or not content[0].strip(" ") or node.value.endswith("\n\n"):
            return [quoted(node.value)]
        own = len(filled[0]) - len(filled[0].lstrip(" "))
        return [
            sign.group(),
            *(f"{' ' * indent}{line[own:]}".rstrip() if line.strip(" ") else "" for line in content),
        ]
