"""SPARQL cut into the few tokens that matter for binding and refusing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token", "tokenise"]

_TOKEN = re.compile(
    r"""
    (?P<skip> \#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
      | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<open>\{) | (?P<close>\})
    | (?P<name> [?$]\w+ | @[A-Za-z][A-Za-z0-9-]*
      | (?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:.%-]|\\[_~.\-!$&'()*+,;=/?\#@%])* )
    | (?P<word>[A-Za-z]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token of a query.

    Attributes:
        kind: skip (a comment, a string or an IRI), open, close, name (a variable, a prefixed name or a
            language), or word (a keyword).
        text: the token as written; in capitals for a word.
        start: its offset.
        end: the offset after it.
    """

    kind: str
    text: str
    start: int
    end: int


def tokenise(text: str) -> Iterator[Token]:
    """Iterate over the tokens of a query; punctuation and numbers are left out.

    >>> [token.text for token in tokenise("ask { ?s :where 'a } b' } # { end")]
    ['ASK', '{', '?s', ':where', "'a } b'", '}', '# { end']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        yield Token(kind, match[0].upper() if kind == "word" else match[0], match.start(), match.end())
