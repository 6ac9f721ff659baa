"""A first look at Turtle, TriG and N-Quads: what no parser should be given.

pyoxigraph ends the whole process on triples that are nested a million deep, and rdflib's parser calls itself
for every bracket.
"""

from __future__ import annotations

import re

from averment.errors import Position, ReadError
from averment.reading.placed import MAX_DEPTH, too_deep
from averment.reading.positions import LineIndex

__all__ = ["look_ahead"]

_TOKEN = re.compile(
    r'''
      (?P<skip> \#[^\n]*+ | \\. | <(?!<)[^<>\n]*+>
        | """ [^"\\]*+ (?:(?:\\.|"(?!"")) [^"\\]*+)* "{3,5}+ | "(?!"") [^"\\\n]*+ (?:\\. [^"\\\n]*+)* "
        | \'\'\' [^'\\]*+ (?:(?:\\.|'(?!'')) [^'\\]*+)* '{3,5}+ | '(?!'') [^'\\\n]*+ (?:\\. [^'\\\n]*+)* ' )
    | (?P<open> [\[({] ) | (?P<close> [\])}] ) | (?P<triple> << ) | (?P<unclosed> ["'] )
    ''',
    re.VERBOSE | re.DOTALL,
)


def look_ahead(text: str, path: str, errors: list[ReadError]) -> None:
    """Report nesting that is too deep, and triples that stand as terms of triples.

    Args:
        text: the whole file, well-formed or not.
        path: the name under which an error is reported.
        errors: where the first such thing is added.
    """
    depth = 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "unclosed":
            return  # a syntax error, which the parser explains
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        if token.lastgroup != "triple" and depth <= MAX_DEPTH:
            continue
        at = Position(path, *LineIndex(text).locate(token.start()))
        if token.lastgroup == "triple":
            problem = "a triple stands here as a term of another"
            errors.append(ReadError(at, problem, "state it as a statement of its own"))
        else:
            errors.append(too_deep(at))
        return
