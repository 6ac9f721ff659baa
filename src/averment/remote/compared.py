"""Which properties a statement compares values of by less and more."""

from __future__ import annotations

import re

__all__ = ["compared_properties"]

_TRIPLE = re.compile(r"(?:\?\w+|<[^<>]+>) <([^<>]+)> (\?\w+) \.")
_VARIABLE = re.compile(r"\?\w+")


def compared_properties(text: str) -> frozenset[str]:
    """Return the IRIs of the properties whose values a statement compares; `*` stands for what is not known.

    Counts and lengths, and what is made of them, come of no property.
    """
    values: dict[str, set[str]] = {}
    for predicate, variable in _TRIPLE.findall(text):
        values.setdefault(variable, set()).add(predicate)
    made: dict[str, set[str]] = {}
    for line in text.splitlines():
        for expression, name in _makings(line):
            made.setdefault(name, set()).update(_read(expression))
    found: set[str] = set()
    for line in text.splitlines():
        if re.search(r"(?<![<\w/#^])[<>]=? ", _without_iris(line)):
            for left, right in re.findall(r"([?\w()]+) [<>]=? (\(?[?\w()]+)", _without_iris(line)):
                for variable in _VARIABLE.findall(_read_text(left) + " " + _read_text(right)):
                    found |= _sources(variable, values, made, set())
    return frozenset(found)


def _without_iris(line: str) -> str:
    return re.sub(r"<[^<>\s]+>", "iri", line)


def _makings(line: str) -> list[tuple[str, str]]:
    """Return the expressions of a line that are given a name, with the names."""
    found = re.findall(r"BIND \((.*) AS (\?\w+)\)", line)
    found += re.findall(r"\(((?:COUNT|MAX|MIN|SUM|SAMPLE|AVG)\([^()]*\)) AS (\?\w+)\)", line)
    return found


def _read_text(expression: str) -> str:
    """Return an expression without what is no value of a property: counts and lengths."""
    return re.sub(r"(?:COUNT\([^()]*\)|STRLEN\(STR\([^()]*\)\))", "", expression)


def _read(expression: str) -> set[str]:
    return set(_VARIABLE.findall(_read_text(expression)))


def _sources(
    variable: str, values: dict[str, set[str]], made: dict[str, set[str]], seen: set[str]
) -> set[str]:
    if variable in seen:
        return set()
    seen.add(variable)
    if variable not in values and variable not in made:
        return {"*"}
    found = set(values.get(variable, ()))
    for other in made.get(variable, ()):
        found |= _sources(other, values, made, seen)
    return found
