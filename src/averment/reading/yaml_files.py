"""YAML to placed values."""

from __future__ import annotations

import re
import sys
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from averment.errors import Position, ReadError
from averment.reading.placed import (
    MAX_DEPTH,
    PlacedDict,
    PlacedList,
    half_characters,
    key_again,
    key_without_value,
    too_deep,
)
from averment.reading.positions import LineIndex

__all__ = ["load_yaml"]

_NULL_TAG = "tag:yaml.org,2002:null"
_MERGE_TAG = "tag:yaml.org,2002:merge"
_PLAIN_TAGS = {
    MappingNode: ("tag:yaml.org,2002:map",),
    SequenceNode: ("tag:yaml.org,2002:seq",),
    ScalarNode: tuple(
        f"tag:yaml.org,2002:{name}"
        for name in ("str", "int", "float", "bool", "timestamp", "null", "merge", "value")
    ),
}

_ODD_LINE_END = re.compile("[\u0085\u2028\u2029]")
"""What ends a line, and with it a comment, for ruamel.yaml but neither for YAML 1.2 nor in most editors."""

_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")


class _StrictComposer(Composer):
    """A composer that refuses deep nesting, and aliases, so that a few lines can't unfold into gigabytes."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader=loader)
        self.warn_double_anchors = False

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            raise ComposerError(None, None, "alias", event.start_mark)
        if isinstance(event, CollectionStartEvent) and self.depth >= MAX_DEPTH:
            raise ComposerError(None, None, "depth", event.start_mark)
        return super().compose_node(parent, index)


def load_yaml(text: str, path: str) -> tuple[Any, list[ReadError]]:
    """Read YAML 1.2 into placed values in which every scalar is the string as written.

    `NO` stays Norway and `1.10` stays `1.10`; what a scalar means is for the JSON-LD context to say.

    Args:
        text: the whole file.
        path: the name under which errors and positions are reported.

    Returns:
        the value (None when nothing could be read) and all errors, by which nothing was lost in silence.
    """
    builder = _Builder(path, LineIndex(text))
    odd = _ODD_LINE_END.search(text)
    if odd is not None:
        return None, [builder.line_end_error(odd)]
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _StrictComposer
    yaml.allow_duplicate_keys = True  # they are reported below, all of them, with both lines
    try:
        node = yaml.compose(text)
    except ReaderError as error:
        return None, [builder.character_error(error)]
    except MarkedYAMLError as error:
        return None, [builder.syntax_error(error)]
    except (ValueError, OverflowError) as error:
        return None, [builder.escape_error(text, error)]
    if node is None or _is_null(node):
        at = Position(path, 1, 1)
        return None, [ReadError(at, "the file has no content", "write a thing into it or remove it")]
    return builder.build(node), builder.errors


class _Builder:
    """Builds placed values from YAML nodes and collects what is wrong with them."""

    def __init__(self, path: str, lines: LineIndex) -> None:
        self._path = path
        self._lines = lines
        self.errors: list[ReadError] = []

    def at(self, offset: int) -> Position:
        return Position(self._path, *self._lines.locate(offset))

    def character_error(self, error: ReaderError) -> ReadError:
        code = error.character if isinstance(error.character, int) else ord(error.character)
        return ReadError(
            self.at(error.position),
            f"the character U+{code:04X} can't stand in YAML",
            f'remove it, or write "\\u{code:04x}" in double quotes',
        )

    def line_end_error(self, match: re.Match[str]) -> ReadError:
        code = ord(match.group())
        return ReadError(
            self.at(match.start()),
            f"the character U+{code:04X} stands here, which only some programs take for the end of a line",
            f'remove it, or write "\\u{code:04x}" in double quotes',
        )

    def escape_error(self, text: str, error: Exception) -> ReadError:
        """Return the error for an escape of a number that no character has, which ruamel.yaml trips over."""
        for escape in _ESCAPE.finditer(text):
            if int(escape[1], 16) > sys.maxunicode:
                at = self.at(escape.start())
                return ReadError(at, "an escape stands for no character", "write the character itself")
        return ReadError(Position(self._path, 1, 1), f"the file is not YAML ({error})", "correct it")

    def syntax_error(self, error: MarkedYAMLError) -> ReadError:
        mark = error.problem_mark or error.context_mark
        position = self.at(mark.index) if mark is not None else Position(self._path, 1, 1)
        if error.problem == "alias":
            return ReadError(
                position, "an alias ('*name') stands here", "write the value out: aliases are not read"
            )
        if error.problem == "depth":
            return too_deep(position)
        problem = " ".join(str(error.problem or error.context or "the file is not YAML").split())
        if "but found another document" in problem or "expected a single document" in problem:
            return ReadError(
                position,
                "a second document starts here",
                "put each in a file of its own, or list them under 'graph:'",
            )
        context = f" {' '.join(str(error.context).split())}" if error.context and error.problem else ""
        return ReadError(
            position,
            f"the YAML breaks off{context}: {problem}",
            "check the indentation, and quote a value that contains ': ', ' #' or starts with a special "
            "character",
        )

    def build(self, node: Node) -> Any:
        position = self.at(node.start_mark.index)
        if str(node.tag) not in _PLAIN_TAGS[type(node)]:
            self.errors.append(
                ReadError(position, f"the tag '{node.tag}' stands here", "remove it: values have no tags")
            )
        elif isinstance(node, MappingNode):
            return self._mapping(node, position)
        elif isinstance(node, SequenceNode):
            return self._sequence(node)
        if not isinstance(node, ScalarNode):
            return ""
        value = str(node.value)
        self.errors.extend(half_characters(value, position))
        return value

    def _mapping(self, node: MappingNode, position: Position) -> PlacedDict:
        placed = PlacedDict(position)
        for key_node, value_node in node.value:
            key_position = self.at(key_node.start_mark.index)
            if not _is_plain_key(key_node):
                self.errors.append(
                    ReadError(key_position, "this key is not a plain word", "write the keys out one by one")
                )
                continue
            key = str(key_node.value)
            self.errors.extend(half_characters(key, key_position))
            if key in placed:
                self.errors.append(key_again(key_position, key, placed.value_positions[key]))
            elif _is_null(value_node):
                self.errors.append(key_without_value(key_position, key))
            else:
                placed[key] = self.build(value_node)
                placed.value_positions[key] = self.at(value_node.start_mark.index)
        return placed

    def _sequence(self, node: SequenceNode) -> PlacedList:
        placed = PlacedList()
        for item in node.value:
            position = self.at(item.start_mark.index)
            if _is_null(item):
                self.errors.append(
                    ReadError(position, "this item of the list is empty", "write one or remove it")
                )
                continue
            placed.append(self.build(item))
            placed.positions.append(position)
        return placed


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and str(node.tag) == _NULL_TAG


def _is_plain_key(node: Node) -> bool:
    tag = str(node.tag)
    plain = tag in _PLAIN_TAGS[ScalarNode] and tag not in (_MERGE_TAG, _NULL_TAG)
    return isinstance(node, ScalarNode) and plain and node.value != ""
