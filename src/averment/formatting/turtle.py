"""Turtle in its canonical form: the tokens and the comments as they were written, laid out in one way.

Which statements share a line, and in which order they stand, is for whoever wrote them to say, since terms are
grouped and explained by it. What is left is indentation, space between tokens, at most one empty line, where
punctuation stands, and the order of prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["format_turtle", "turtle_comments"]

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff_"
)
_CHARACTER = rf"[{_BASE}0-9\-\u00b7\u0300-\u036f\u203f-\u2040]"
_DOTTED = rf"{_CHARACTER}(?:(?:{_CHARACTER}|\.)*{_CHARACTER})?"
_LOCAL = rf"(?:{_CHARACTER}|:|%[0-9A-Fa-f]{{2}}|\\.)"
_TOKEN = re.compile(
    rf'''
      (?P<space> \s++ )
    | (?P<comment> \#[^\n]*+ )
    | (?P<iri> <[^<>"{{}}|^`\s]*+> )
    | (?P<string> """ [^"\\]*+ (?:(?:\\.|"(?!"")) [^"\\]*+)* """ | \'\'\' [^'\\]*+ (?:(?:\\.|'(?!'')) [^'\\]*+)* \'\'\'
                | "(?!"") [^"\\\n]*+ (?:\\. [^"\\\n]*+)* " | '(?!'') [^'\\\n]*+ (?:\\. [^'\\\n]*+)* ' )
    | (?P<directive> @prefix\b | @base\b )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* (?:--[a-z]+)? )
    | (?P<datatype> \^\^ )
    | (?P<blank> _:{_DOTTED} )
    | (?P<name> (?:{_DOTTED})? : (?: {_LOCAL} (?:(?:{_LOCAL}|\.)*{_LOCAL})? )? )
    | (?P<number> [-+]? (?: [0-9]+\.[0-9]*[eE][-+]?[0-9]+ | \.?[0-9]+[eE][-+]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+ ) )
    | (?P<word> [A-Za-z]+ )
    | (?P<open> [\[(] ) | (?P<close> [\])] ) | (?P<mark> [;,.] )
    ''',
    re.VERBOSE | re.DOTALL,
)
_STEP = 4


@dataclass(slots=True)
class _Token:
    """A token, or a comment, with the number of line ends before it."""

    kind: str
    text: str
    breaks: int

    @property
    def is_keyword(self) -> bool:
        """Whether this is a directive in the spelling of SPARQL, which no full stop ends."""
        return self.kind == "word" and self.text.upper() in ("PREFIX", "BASE")


def format_turtle(text: str) -> str:
    """Return the canonical form of a Turtle file that has been read without an error.

    Raises:
        ValueError: something stands here that is no token of Turtle.

    >>> print(format_turtle("@prefix b: <urn:b> . @prefix a: <urn:a> . a:x   a b:y; b:z 1,2 .#why"), end="")
    @prefix a: <urn:a> .
    @prefix b: <urn:b> .
    a:x a b:y ; b:z 1 , 2 .  # why
    """
    lines = _Layout(_punctuated(list(_tokens(text)))).lines()
    return "".join(f"{line}\n" for line in _with_sorted_prefixes(lines))


def turtle_comments(text: str) -> list[str]:
    """Return the comments of a Turtle file, in their order.

    Raises:
        ValueError: something stands here that is no token of Turtle.
    """
    return [_comment(token.text) for token in _tokens(text) if token.kind == "comment"]


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    breaks = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ValueError(f"what stands at character {at + 1} is no token")
        if found.lastgroup == "space":
            breaks += found.group().count("\n")
        else:
            yield _Token(found.lastgroup, found.group(), breaks)
            breaks = 0
        at = found.end()


def _punctuated(tokens: list[_Token]) -> list[_Token]:
    """Let a line end after punctuation instead of before it, except below a comment."""
    for number, token in enumerate(tokens[1:], start=1):
        if token.kind == "mark" and token.breaks and tokens[number - 1].kind != "comment":
            after = tokens[number + 1] if number + 1 < len(tokens) else None
            if after is not None and not (after.kind == "comment" and after.breaks == 0):
                after.breaks = max(after.breaks, token.breaks)
            token.breaks = 0
    return tokens


class _Layout:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._lines: list[str] = []
        self._line = ""
        self._indent = 0  # of the line that is being written
        self._open: list[int] = []  # the indentation of the line on which each bracket was opened
        self._in_statement = False
        self._after_comma = False
        self._previous: _Token | None = None

    def lines(self) -> list[str]:
        """Return all lines, without empty ones at the start and the end."""
        ends_with_iri = False  # as a directive in the spelling of SPARQL does
        for token in self._tokens:
            must_break = self._previous is not None and (
                self._previous.kind == "comment" or not self._in_statement
            )
            is_beside = token.kind == "comment" and token.breaks == 0
            if token.breaks or (must_break and not is_beside):
                self._break(token, empty=token.breaks > 1)
            self._put(token)
            if token.kind == "comment":
                continue
            ends_with_iri = ends_with_iri or (token.is_keyword and not self._in_statement)
            is_end = token.kind == "iri" if ends_with_iri else token.text == "." and not self._open
            self._in_statement = not is_end
            ends_with_iri = ends_with_iri and not is_end
            self._after_comma = token.text == ","
        if self._line:
            self._lines.append(self._line)
        return self._lines

    def _break(self, token: _Token, *, empty: bool) -> None:
        if self._line:
            self._lines.append(self._line)
        if empty and self._lines and self._lines[-1]:
            self._lines.append("")
        base = self._open[-1] if self._open else 0
        if token.kind == "close":
            self._indent = base
        elif not self._in_statement:
            self._indent = 0
        else:
            self._indent = base + (2 * _STEP if self._after_comma else _STEP)  # of objects, or of predicates
        self._line = ""

    def _put(self, token: _Token) -> None:
        text = _comment(token.text) if token.kind == "comment" else token.text
        if not self._line:
            self._line = " " * self._indent + text
        elif token.kind == "comment":
            self._line += f"  {text}"
        else:
            self._line += text if self._is_glued(token) else f" {text}"
        if token.kind == "open":
            self._open.append(self._indent)
        elif token.kind == "close" and self._open:
            self._open.pop()
        self._previous = token

    def _is_glued(self, token: _Token) -> bool:
        previous = self._previous
        if previous is None or token.kind in ("language", "datatype") or previous.kind == "datatype":
            return True
        return previous.kind == "open" and token.kind == "close"


def _comment(text: str) -> str:
    """Return a comment with a space after its sign, and none at its end."""
    text = text.rstrip()
    return f"# {text[1:]}" if text[1:2] not in ("", " ", "#", "!", "\t") else text


_PREFIX = re.compile(r"@prefix (?P<name>\S*:) <[^>]*> \.")


def _with_sorted_prefixes(lines: Iterable[str]) -> Iterator[str]:
    """Put declarations of prefixes that follow on each other in order; one that is declared again stays there."""
    run: dict[str, str] = {}
    for line in lines:
        found = _PREFIX.fullmatch(line)
        if found is not None and found["name"] not in run:
            run[found["name"]] = line
            continue
        yield from (run[name] for name in sorted(run))
        run = {}
        if found is not None:
            run[found["name"]] = line
        else:
            yield line
    yield from (run[name] for name in sorted(run))
