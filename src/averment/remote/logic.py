"""Conditions that never err: what SPARQL calls an error is said in words that an engine without errors knows.

An engine may take a comparison with what is not bound for false, where SPARQL has it neither true nor false, so that
COALESCE is to go on to what comes next. Here each condition is split into when it is true and when it is false, both
with BOUND; where neither holds, it errs. That needs values that can be compared wherever there are some.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

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
        if parsed.kind == "if" and not is_filter and _is_total(parsed.parts[0]):
            condition, then, otherwise = parsed.parts
            if then.kind == otherwise.kind == "value":
                return f"IF({_said(condition, _Sort.TRUE)}, {then.text}, {otherwise.text})", end
        if parsed.kind in ("value", "bound") or not (is_filter or _is_total(parsed)):
            return None
        if "COALESCE" not in parsed.text and is_filter:
            return None  # an error there is no less false than what is false
        return _said(parsed, _Sort.TRUE), end
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

    def _joined(self, operator: str, kind: str, part: Callable[[], _Parsed]) -> _Parsed:
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
        word = self._take()
        if word == "(":
            inner = self.expression()
            self._take(")")
            return inner
        if word == "!":
            part = self._primary()
            return _Parsed("not", f"(!{part.text})", (part,))
        if word.startswith("?"):
            return _Parsed("value", word, (), frozenset({word}))
        if word in ("true", "false") or word[0] in '<"' or word[0].isdigit():
            return _Parsed("value", word)
        if word == "BOUND":
            [part] = self._arguments()
            return _Parsed("bound", f"BOUND({part.text})", (part,))
        if word == "COALESCE":
            parts = self._arguments()
            return _Parsed("coalesce", f"COALESCE({', '.join(part.text for part in parts)})", tuple(parts))
        if word == "IF":
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


class _Sort(Enum):
    """What is said of a condition."""

    TRUE = 1
    FALSE = 2
    NOT_TRUE = 3
    NOT_FALSE = 4


_OF_NEGATION = {
    _Sort.TRUE: _Sort.FALSE,
    _Sort.FALSE: _Sort.TRUE,
    _Sort.NOT_TRUE: _Sort.NOT_FALSE,
    _Sort.NOT_FALSE: _Sort.NOT_TRUE,
}
_HOLD_TOGETHER = {"and": (_Sort.TRUE, _Sort.NOT_FALSE), "or": (_Sort.FALSE, _Sort.NOT_TRUE)}
"""What is said of all parts at once, where it is said of what they make together."""


def _said(part: _Parsed, sort: _Sort) -> str:
    """Return when a condition is what is said of it, as a condition that never errs; negation stays innermost."""
    is_positive = sort in (_Sort.TRUE, _Sort.NOT_FALSE)
    match part.kind:
        case "value" if part.text in ("true", "false"):
            return "true" if (part.text == "true") is is_positive else "false"
        case "value" | "compare":
            own = part.text if is_positive else f"(!{part.text})"
            if not part.names:
                return own
            if sort in (_Sort.TRUE, _Sort.FALSE):
                return _all([*(f"BOUND({name})" for name in sorted(part.names)), own])
            return _any([*(f"(!BOUND({name}))" for name in sorted(part.names)), own])
        case "bound":
            return part.text if is_positive else f"(!{part.text})"
        case "not":
            return _said(part.parts[0], _OF_NEGATION[sort])
        case "and" | "or":
            joined = _all if sort in _HOLD_TOGETHER[part.kind] else _any
            return joined([_said(each, sort) for each in part.parts])
        case "coalesce":
            return _first(part.parts, sort)
        case "if":
            return _either(part.parts, sort)
    raise _OtherError


def _first(parts: tuple[_Parsed, ...], sort: _Sort) -> str:
    """Return when the first of some conditions that does not err is what is said of it."""
    first, *rest = parts
    if not rest or _is_total(first):
        return _said(first, sort)
    if sort is _Sort.NOT_TRUE:
        return _all([_said(first, sort), _any([_said(first, _Sort.FALSE), _first(tuple(rest), sort)])])
    if sort is _Sort.NOT_FALSE:
        return _all([_said(first, sort), _any([_said(first, _Sort.TRUE), _first(tuple(rest), sort)])])
    errs_or = _Sort.NOT_FALSE if sort is _Sort.TRUE else _Sort.NOT_TRUE
    if _first(tuple(rest), sort) == "true":
        return _said(first, errs_or)  # which it is as well where it is what is said
    return _any([_said(first, sort), _all([_said(first, errs_or), _first(tuple(rest), sort)])])


def _either(parts: tuple[_Parsed, ...], sort: _Sort) -> str:
    """Return when the part that a condition chooses is what is said of it."""
    condition, then, otherwise = parts
    if sort in (_Sort.TRUE, _Sort.FALSE):
        return _any(
            [
                _all([_said(condition, _Sort.TRUE), _said(then, sort)]),
                _all([_said(condition, _Sort.FALSE), _said(otherwise, sort)]),
            ]
        )
    return _all(
        [
            _any([_said(condition, _Sort.NOT_TRUE), _said(then, sort)]),
            _any([_said(condition, _Sort.NOT_FALSE), _said(otherwise, sort)]),
        ]
    )


def _all(conditions: list[str]) -> str:
    if "false" in conditions:
        return "false"
    kept = list(dict.fromkeys(one for one in conditions if one != "true"))
    return kept[0] if len(kept) == 1 else f"({' && '.join(kept)})" if kept else "true"


def _any(conditions: list[str]) -> str:
    if "true" in conditions:
        return "true"
    kept = list(dict.fromkeys(one for one in conditions if one != "false"))
    return kept[0] if len(kept) == 1 else f"({' || '.join(kept)})" if kept else "false"
