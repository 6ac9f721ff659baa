"""Conditions that never err: what SPARQL calls an error is said in words that an engine without errors knows.

An engine may take a comparison with what is not bound for false, where SPARQL has it neither true nor false, so that
COALESCE is to go on to what comes next. Here each condition is split into when it is true and when it is false, both
with BOUND; where neither holds, it errs. That needs values that can be compared wherever there are some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["without_errors"]

_TOKEN = re.compile(
    r'\s*(?P<token>\?\w+|<[^<>"{}\s]*>|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>]*>)?|&&|\|\||!=|<=|>=|[!<>=(),+*/-]'
    r"|\d+(?:\.\d+)?|[A-Za-z]+)"
)
_COMPARING = ("=", "!=", "<", "<=", ">", ">=")
_CONDITION = re.compile(r"(?:FILTER|BIND) \(")


class _OtherError(Exception):
    """A condition has a part that is not known here."""


@dataclass(frozen=True)
class _Parsed:
    """A part of a condition.

    Attributes:
        kind: `value`, `bound`, `not`, `and`, `or`, `compare`, `coalesce`, `if` or `in`.
        text: how it is written.
        parts: what it is made of.
        names: the variables without which a value is an error.
    """

    kind: str
    text: str
    parts: tuple[_Parsed, ...] = ()
    names: frozenset[str] = frozenset()


def without_errors(text: str) -> str:
    """Return a statement whose conditions never err; those that are not understood stay as they are."""
    start = 0
    while match := _CONDITION.search(text, start):
        opening = match.end() - 1
        changed = _changed(text, opening, is_filter=text.startswith("FILTER", match.start()))
        if changed is None:
            start = match.end()
            continue
        condition, end = changed
        text = text[: opening + 1] + condition + text[end:]
        start = opening + 1 + len(condition)
    return text


def _changed(text: str, opening: int, *, is_filter: bool) -> tuple[str, int] | None:
    """Return a condition without errors, and where it ended before."""
    try:
        parser = _Parser(text, opening + 1)
        parsed = parser.expression()
        end = parser.end
        if parsed.kind in ("value", "bound") or not (is_filter or _is_total(parsed)):
            return None
        if "COALESCE" not in parsed.text and is_filter:
            return None  # an error there is no less false than what is false
        return _true(parsed), end
    except _OtherError:
        return None


class _Parser:
    """Reads a condition as `averment.shacl.sparql_expressions` writes it."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self.end = start

    def _peek(self) -> str:
        match = _TOKEN.match(self._text, self.end)
        return match["token"] if match else ""

    def _take(self, expected: str | None = None) -> str:
        match = _TOKEN.match(self._text, self.end)
        if match is None or (expected is not None and match["token"] != expected):
            raise _OtherError
        self.end = match.end()
        return match["token"]

    def expression(self) -> _Parsed:
        return self._joined("||", "or", lambda: self._joined("&&", "and", self._comparison))

    def _joined(self, operator: str, kind: str, part) -> _Parsed:  # type: ignore[no-untyped-def]
        parts = [part()]
        while self._peek() == operator:
            self._take()
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return _Parsed(kind, f"({f' {operator} '.join(each.text for each in parts)})", tuple(parts))

    def _comparison(self) -> _Parsed:
        left = self._primary()
        operator = self._peek()
        if operator in _COMPARING:
            self._take()
            right = self._primary()
            return self._compared(left, operator, right)
        while operator in ("+", "-", "*", "/"):
            self._take()
            right = self._primary()
            if left.kind != "value" or right.kind != "value" or operator == "/":
                raise _OtherError
            left = _Parsed("value", f"({left.text} {operator} {right.text})", (), left.names | right.names)
            operator = self._peek()
        if operator == "IN":
            self._take()
            listed = self._arguments()
            if left.kind != "value" or any(one.kind != "value" or one.names for one in listed):
                raise _OtherError
            options = ", ".join(one.text for one in listed)
            return _Parsed("compare", f"({left.text} IN ({options}))", (), left.names)
        return left

    def _compared(self, left: _Parsed, operator: str, right: _Parsed) -> _Parsed:
        if left.kind != "value" or right.kind != "value":
            raise _OtherError
        return _Parsed("compare", f"({left.text} {operator} {right.text})", (), left.names | right.names)

    def _arguments(self) -> list[_Parsed]:
        self._take("(")
        parts = [self.expression()]
        while self._peek() == ",":
            self._take()
            parts.append(self.expression())
        self._take(")")
        return parts

    def _primary(self) -> _Parsed:
        token = self._take()
        if token == "(":
            inner = self.expression()
            self._take(")")
            return inner
        if token == "!":
            part = self._primary()
            return _Parsed("not", f"(!{part.text})", (part,))
        if token.startswith("?"):
            return _Parsed("value", token, (), frozenset({token}))
        if token in ("true", "false") or token[0] in '<"' or token[0].isdigit():
            return _Parsed("value", token)
        if token == "BOUND":
            [part] = self._arguments()
            return _Parsed("bound", f"BOUND({part.text})", (part,))
        if token == "COALESCE":
            parts = self._arguments()
            return _Parsed("coalesce", f"COALESCE({', '.join(part.text for part in parts)})", tuple(parts))
        if token == "IF":
            parts = self._arguments()
            return _Parsed("if", f"IF({', '.join(part.text for part in parts)})", tuple(parts))
        raise _OtherError


def _is_total(part: _Parsed) -> bool:
    """Return whether a condition can't err."""
    match part.kind:
        case "bound":
            return True
        case "value":
            return part.text in ("true", "false")
        case "compare":
            return not part.names
        case "coalesce":
            return any(_is_total(each) for each in part.parts)
        case _:
            return all(_is_total(each) for each in part.parts)


def _all_bound(part: _Parsed) -> str:
    return " && ".join([*(f"BOUND({name})" for name in sorted(part.names)), ""])


def _true(part: _Parsed) -> str:
    """Return when a condition is true, as a condition that never errs."""
    match part.kind:
        case "compare" | "value":
            return f"({_all_bound(part)}{part.text})" if part.names else part.text
        case "bound":
            return part.text
        case "not":
            return _false(part.parts[0])
        case "and":
            return f"({' && '.join(_true(each) for each in part.parts)})"
        case "or":
            return f"({' || '.join(_true(each) for each in part.parts)})"
        case "coalesce":
            return _first(part.parts, true=True)
        case "if":
            condition, then, otherwise = part.parts
            return f"(({_true(condition)} && {_true(then)}) || ({_false(condition)} && {_true(otherwise)}))"
    raise _OtherError


def _false(part: _Parsed) -> str:
    """Return when a condition is false, as a condition that never errs."""
    match part.kind:
        case "value" if part.text in ("true", "false"):
            return "false" if part.text == "true" else "true"
        case "compare" | "value":
            return f"({_all_bound(part)}(!{part.text}))"
        case "bound":
            return f"(!{part.text})"
        case "not":
            return _true(part.parts[0])
        case "and":
            return f"({' || '.join(_false(each) for each in part.parts)})"
        case "or":
            return f"({' && '.join(_false(each) for each in part.parts)})"
        case "coalesce":
            return _first(part.parts, true=False)
        case "if":
            condition, then, otherwise = part.parts
            return f"(({_true(condition)} && {_false(then)}) || ({_false(condition)} && {_false(otherwise)}))"
    raise _OtherError


def _first(parts: tuple[_Parsed, ...], *, true: bool) -> str:
    """Return when the first of some conditions that does not err is true, or is false."""
    first, *rest = parts
    own = _true(first) if true else _false(first)
    if not rest or _is_total(first):
        return own
    other = _false(first) if true else _true(first)
    return f"({own} || ((!{other}) && {_first(tuple(rest), true=true)}))"
