"""The comments of a YAML file, and the entry that each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["Comment", "Entry", "attach", "block_end", "comments", "opens_block"]

_COMMENT = re.compile(r"#[^\n]*")
_DASH = re.compile(r"-(?=\s|$)")
_HEADER = re.compile(r"[|>][-+0-9]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: where it starts, its text without space at its end, and what stands before it.

    Attributes:
        start: counted in characters of the file.
        text: with its sign.
        column: counted from 0.
        is_beside: whether something else stands before it on its line.
        is_below_space: whether the line above it is empty.
        in_header: whether it stands beside the sign that opens a block scalar.
    """

    start: int
    text: str
    column: int
    is_beside: bool
    is_below_space: bool
    in_header: bool


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list, that may have comments of its own.

    Attributes:
        start: where its key or its dash stands.
        column: of the same, counted from 0.
        parent: the entry that it is a part of, or None.
        value: what it holds.
        collection: the start of the mapping or list that it is in.
        collection_end: the end of the same if it is in braces or brackets, or None.
        is_below_space: whether the line above it is empty.
        above: comments on lines of their own before it.
        beside: comments behind it.
        below: comments on lines of their own after it that belong to it.
    """

    start: int
    column: int
    parent: Entry | None
    value: Node
    collection: int
    collection_end: int | None
    is_below_space: bool
    above: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)


def opens_block(node: Node) -> bool:
    """Return whether a node is a scalar of lines that are indented, as `|` and `>` start one."""
    return isinstance(node, ScalarNode) and node.style in ("|", ">")


def block_end(text: str, node: ScalarNode) -> int:
    """Return where the last line of a block scalar ends, before its line end.

    What ruamel.yaml takes for the end may lie behind comments that follow.
    """
    end = text.find("\n", node.start_mark.index)
    if end < 0:
        return len(text)
    last, indent, at = end, -1, end + 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        if line.strip(" "):
            own = len(line) - len(line.lstrip(" "))
            indent = own if indent < 0 else indent
            if own < indent or at >= node.end_mark.index:
                break
            last = end
        at = end + 1
    return last


def comments(text: str, root: Node) -> list[Comment]:
    """List the comments of a file, in their order: what starts with a number sign outside of all scalars."""
    found = []
    at = 0
    for start, end in [*_spans(text, root), (len(text), len(text))]:
        while (sign := _COMMENT.search(text, at, start)) is not None:
            found.append(_comment(text, sign.start(), in_header=False))
            at = max(sign.end(), text.find("\n", sign.start()))
            at = len(text) if at < 0 else at
        header = _HEADER.match(text, start) if end < 0 else None
        if header is not None:
            line_end = text.find("\n", start)
            sign = _COMMENT.search(text, header.end(), line_end if line_end >= 0 else len(text))
            if sign is not None:
                found.append(_comment(text, sign.start(), in_header=True))
        at = abs(end)
    return found


def _spans(text: str, root: Node) -> list[tuple[int, int]]:
    """List where each scalar starts and ends, in their order; the end of a block scalar is negative."""
    spans = [
        (
            node.start_mark.index,
            -block_end(text, node) if opens_block(node) else node.end_mark.index,
        )
        for node in _scalars(root)
    ]
    return sorted(spans)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item)


def _comment(text: str, start: int, *, in_header: bool) -> Comment:
    end = text.find("\n", start)
    line = text.rfind("\n", 0, start) + 1
    return Comment(
        start=start,
        text=text[start : end if end >= 0 else len(text)].rstrip(),
        column=start - line,
        is_beside=bool(text[line:start].strip()),
        is_below_space=_is_below_space(text, start),
        in_header=in_header,
    )


def _is_below_space(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at)
    return line > 0 and not text[text.rfind("\n", 0, line) + 1 : line].strip()


def attach(text: str, root: Node, found: list[Comment]) -> tuple[dict[int, Entry], list[Comment]]:
    """Give each comment to an entry.

    Returns:
        the entries by where they start, and the comments at the end of the file that belong to none.
    """
    starts = [comment.start for comment in found]
    entries = list(_entries(text, root, None, starts))
    by_start = [entry.start for entry in entries]
    rest: list[Comment] = []
    for comment in found:
        number = bisect_right(by_start, comment.start)
        before = entries[number - 1] if number else None
        after = entries[number] if number < len(entries) else None
        _place(comment, before, after, rest)
    return {entry.start: entry for entry in entries}, rest


def _place(comment: Comment, before: Entry | None, after: Entry | None, rest: list[Comment]) -> None:
    if comment.is_beside and before is not None:
        owner: Entry | None = before
        while (
            owner is not None and owner.collection_end is not None and owner.collection_end <= comment.start
        ):
            owner = owner.parent  # its braces are closed before the comment
        (owner.beside if owner is not None else rest).append(comment)
        return
    owner = _ended(comment, before, after)
    if owner is not None:
        owner.below.append(comment)
    elif after is not None:
        after.above.append(comment)
    else:
        rest.append(comment)


def _ended(comment: Comment, before: Entry | None, after: Entry | None) -> Entry | None:
    """Return the entry that a comment stands at the end of, to judge by its column; None if there is none."""
    if before is None or (after is not None and after.parent is before):
        return None
    last: Entry | None = before
    while last is not None and last.collection_end is not None:
        if comment.start < last.collection_end:
            inside = after is not None and after.collection == last.collection
            return None if inside else last
        last = last.parent
    least = after.column if after is not None else 0
    while last is not None and last.column > comment.column:
        last = last.parent
    return last if last is not None and last.column > least else None


def _entries(text: str, node: Node, parent: Entry | None, starts: list[int]) -> Iterator[Entry]:
    """Iterate over the entries of a node, in their order; those in braces only if comments stand among them."""
    if not isinstance(node, MappingNode | SequenceNode) or (node.flow_style and not _holds(node, starts)):
        return
    begin, end = node.start_mark.index, node.end_mark.index if node.flow_style else None
    at = begin
    for part in node.value:
        key, value = part if isinstance(node, MappingNode) else (part, part)
        start, column = key.start_mark.index, key.start_mark.column
        if isinstance(node, SequenceNode) and not node.flow_style:
            start = _dash(text, at)
            column = start - text.rfind("\n", 0, start) - 1
        at = block_end(text, value) if opens_block(value) else _inner_end(text, value)
        entry = Entry(start, column, parent, value, begin, end, _is_below_space(text, start))
        yield entry
        yield from _entries(text, value, entry, starts)


def _holds(node: Node, starts: list[int]) -> bool:
    return bisect_right(starts, node.end_mark.index) > bisect_right(starts, node.start_mark.index)


def _inner_end(text: str, node: Node) -> int:
    """Return where the last scalar of a node ends."""
    if isinstance(node, ScalarNode) and opens_block(node):
        return block_end(text, node)
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _inner_end(text, last[1] if isinstance(node, MappingNode) else last)


def _dash(text: str, at: int) -> int:
    """Return where the next dash of a list stands, over comments."""
    while True:
        dash = _DASH.search(text, at)
        sign = _COMMENT.search(text, at, dash.start()) if dash is not None else None
        if dash is None or sign is None:
            return dash.start() if dash is not None else at
        at = sign.end()
