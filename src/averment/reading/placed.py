"""JSON-like values that remember where they were written."""

from __future__ import annotations

import json
import json.decoder
import json.scanner
from collections.abc import Callable, Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from averment.errors import Position, ReadError
from averment.reading.positions import LineIndex

__all__ = ["MAX_DEPTH", "PlacedDict", "load_json", "load_yaml", "walk"]

MAX_DEPTH = 64
"""How deep mappings and lists may be nested; claims need fewer than ten levels."""

_NULL_TAG = "tag:yaml.org,2002:null"
_MERGE_TAG = "tag:yaml.org,2002:merge"
_PLAIN_TAGS = tuple(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "timestamp", "null")
)


class PlacedDict(dict[str, Any]):
    """A mapping that knows where it starts and where each of its values does."""

    __slots__ = ("position", "value_positions")

    def __init__(self, position: Position) -> None:
        super().__init__()
        self.position = position
        self.value_positions: dict[str, Position] = {}


class _NoAliasComposer(Composer):
    """A composer that refuses aliases, so that a few lines can't unfold into gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.parser.check_event(AliasEvent):
            event = self.parser.peek_event()
            raise ComposerError(None, None, "alias", event.start_mark)
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
    errors: list[ReadError] = []
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _NoAliasComposer
    yaml.max_depth = MAX_DEPTH
    yaml.allow_duplicate_keys = True  # they are reported below, all of them, with both lines
    try:
        node = yaml.compose(text)
    except MarkedYAMLError as error:
        return None, [_yaml_error(error, path)]
    except (YAMLError, RecursionError) as error:
        problem = str(error).splitlines()[0] if str(error) else "is not YAML"
        return None, [ReadError(Position(path, 1, 1), f"the file is not YAML ({problem})", "correct it")]
    if node is None:
        return None, [
            ReadError(Position(path, 1, 1), "the file has no content", "write a thing into it or remove it")
        ]
    return _from_yaml(node, path, errors), errors


def _yaml_error(error: MarkedYAMLError, path: str) -> ReadError:
    mark = error.problem_mark or error.context_mark
    position = Position(path, mark.line + 1, mark.column + 1) if mark is not None else Position(path, 1, 1)
    if error.problem == "alias":
        return ReadError(
            position, "an alias ('*name') stands here", "write the value out: aliases are not read"
        )
    problem = " ".join(str(error.problem or error.context or "the file is not YAML").split())
    if problem.startswith("maximum depth"):
        return ReadError(position, f"the nesting is deeper than {MAX_DEPTH} levels", "write it flatter")
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
        "check the indentation, and quote a value that contains ': ', ' #' or starts with a special character",
    )


def _from_yaml(node: Node, path: str, errors: list[ReadError]) -> Any:
    position = Position(path, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        placed = PlacedDict(position)
        for key_node, value_node in node.value:
            key_position = Position(path, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, ScalarNode) or str(key_node.tag) == _MERGE_TAG:
                errors.append(
                    ReadError(key_position, "this key is not a plain word", "write the keys out one by one")
                )
                continue
            key = str(key_node.value)
            if key in placed:
                first = placed.value_positions[key].line
                errors.append(
                    ReadError(
                        key_position,
                        f"the key '{key}' stands here again (first on line {first})",
                        "keep one of them",
                    )
                )
                continue
            if isinstance(value_node, ScalarNode) and str(value_node.tag) == _NULL_TAG:
                errors.append(
                    ReadError(key_position, f"the key '{key}' has no value", "write one or remove the key")
                )
                continue
            placed[key] = _from_yaml(value_node, path, errors)
            placed.value_positions[key] = Position(
                path, value_node.start_mark.line + 1, value_node.start_mark.column + 1
            )
        return placed
    if isinstance(node, SequenceNode):
        return [_from_yaml(item, path, errors) for item in node.value]
    if str(node.tag) not in _PLAIN_TAGS:
        errors.append(
            ReadError(position, f"the tag '{node.tag}' stands here", "remove it: values have no tags")
        )
    return str(node.value)


class _PlacedDecoder(json.JSONDecoder):
    """A JSON decoder whose objects are placed, with duplicate keys reported."""

    def __init__(self, path: str, lines: LineIndex, errors: list[ReadError]) -> None:
        super().__init__(parse_constant=_no_constant)
        plain: Callable[..., Any] = json.decoder.JSONObject  # type: ignore[attr-defined]

        def parse_object(s_and_end: tuple[str, int], *rest: Any) -> tuple[PlacedDict, int]:
            strict, scan_once, _, _, memo = rest
            starts: list[int] = []

            def placed_scan(text: str, index: int) -> tuple[Any, int]:
                starts.append(index)
                found: tuple[Any, int] = scan_once(text, index)
                return found

            pairs, end = plain(s_and_end, strict, placed_scan, None, list, memo)
            placed = PlacedDict(Position(path, *lines.locate(s_and_end[1] - 1)))
            for (key, value), start in zip(pairs, starts, strict=True):
                position = Position(path, *lines.locate(start))
                if key in placed:
                    errors.append(
                        ReadError(position, f"the key '{key}' stands here again", "keep one of them")
                    )
                    continue
                placed[key] = value
                placed.value_positions[key] = position
            return placed, end

        self.parse_object = parse_object
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]


def _no_constant(name: str) -> Any:
    raise ValueError(f"'{name}' is no JSON value")


def load_json(text: str, path: str) -> tuple[Any, list[ReadError]]:
    """Read JSON into placed values.

    Args:
        text: the whole file.
        path: the name under which errors and positions are reported.

    Returns:
        the value (None when nothing could be read) and all errors.
    """
    errors: list[ReadError] = []
    lines = LineIndex(text)
    try:
        return _PlacedDecoder(path, lines, errors).decode(text), errors
    except json.JSONDecodeError as error:
        return None, [
            ReadError(
                Position(path, error.lineno, error.colno),
                f"the JSON breaks off: {error.msg}",
                "correct it here or just before",
            )
        ]
    except RecursionError:
        return None, [ReadError(Position(path, 1, 1), "the nesting is too deep", "write it flatter")]
    except ValueError as error:
        return None, [ReadError(Position(path, 1, 1), str(error), "write a JSON value")]


def walk(value: Any) -> Iterator[PlacedDict]:
    """Iterate over all placed mappings in a value, outermost first."""
    if isinstance(value, PlacedDict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)
