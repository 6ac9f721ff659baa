"""Settings and declarations in TOML, with the places of what is wrong in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from averment.errors import Position, ReadError, ReadFailure

__all__ = ["place_of", "read_toml", "text_of"]

_MAX_BYTES = 1024 * 1024
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_toml(file: Path, *, thing: str, example: str) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file and what it says.

    Args:
        file: the file.
        thing: what the file consists of, in the singular, such as 'setting'.
        example: a line as it should be, for messages.

    Raises:
        ReadFailure: it can't be read; the error has line, column and cure.
    """
    text = text_of(file, f"{thing}s")
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadFailure([_syntax_error(str(error), text, file, thing, example)]) from None
    except RecursionError:
        raise ReadFailure(
            [ReadError(Position(str(file), 1, 1), "the file is nested too deeply", "write it flatter")]
        ) from None


def text_of(file: Path, things: str) -> str:
    """Return the text of a small file in UTF-8.

    Args:
        file: the file.
        things: what it consists of, in the plural.

    Raises:
        ReadFailure: it can't be read, is larger than a MiB, or is not UTF-8.
    """
    start = Position(str(file), 1, 1)
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        problem = f"the file can't be read ({error.strerror})"
        raise ReadFailure([ReadError(start, problem, "check its name and its permissions")]) from error
    if len(data) > _MAX_BYTES:
        raise ReadFailure([ReadError(start, "the file is larger than a MiB", f"write {things} only")])
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        at = Position(str(file), before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        problem = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise ReadFailure([ReadError(at, problem, "save the file as UTF-8")]) from None


def place_of(key: str, text: str, file: Path) -> Position:
    """Return where a key of the top level is written, for which TOML's parser has no memory.

    A line that looks like it counts if what stands before can be read by itself, which what is within a longer
    string or list can't.
    """
    looks = re.compile(rf"""^\s*\[*\s*(?:{re.escape(key)}|"{re.escape(key)}"|'{re.escape(key)}')\s*[=.\]]""")
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if looks.match(line):
            try:
                if key in tomllib.loads("".join(lines[:number])):
                    continue
            except tomllib.TOMLDecodeError:
                continue
            return Position(str(file), number + 1, len(line) - len(line.lstrip()) + 1)
    return Position(str(file), 1, 1)


def _syntax_error(message: str, text: str, file: Path, thing: str, example: str) -> ReadError:
    found = _AT.search(message)
    lines = text.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if found is not None and found[1] is not None:
        line, column = int(found[1]), int(found[2])
    problem = _AT.sub("", message) or "something is wrong"
    at = Position(str(file), line, column)
    if problem == "Cannot overwrite a value":
        return ReadError(at, f"a {thing} stands here again", "keep one of them")
    problem = f"the TOML breaks off: {problem[0].lower()}{problem[1:]}"
    return ReadError(at, problem, f"write {thing}s as: {example}")
