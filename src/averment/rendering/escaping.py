"""Text that comes from files, made harmless for whatever shows it."""

from __future__ import annotations

import re

__all__ = ["clean", "code_in_markdown", "escape_markdown", "spelt_out"]

# Control characters, marks and overrides of direction, line separators, halves of surrogate pairs, and the
# two characters that XML has no way to write.
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# What GitHub takes for a command to itself when a log line holds it, or starts with it.
_OLD_COMMAND = re.compile(r"##\[")
_COMMAND = re.compile(r"^\s*::")

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&$])")
_LINK = re.compile(r"(?i)(:(?=//)|(?<=\bwww)\.)")


def clean(text: str) -> str:
    r"""Return text that can't steer a terminal or a log: one line, control characters spelt out.

    >>> clean("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    >>> clean("::error::no")
    '\\x3a:error::no'
    """
    spaced = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return _COMMAND.sub(lambda match: _spell(match[0].lstrip()), spelt_out(spaced))


def spelt_out(text: str) -> str:
    r"""Return text with its control characters spelt out, the ends of lines among them, and no command inside.

    >>> spelt_out("a\n##[b")
    'a\\x0a\\x23#[b'
    """
    return _OLD_COMMAND.sub(
        lambda match: _spell(match[0]), _CONTROL.sub(lambda match: _spell(match[0]), text)
    )


def _spell(found: str) -> str:
    """Return a text with its first character spelt out."""
    code = ord(found[0])
    return (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}") + found[1:]


def escape_markdown(text: str) -> str:
    r"""Return text that Markdown shows as it is within a line.

    >>> print(escape_markdown("*a* <b> [c](d) | www.e.org"))
    \*a\* \<b\> \[c\](d) \| www\.e.org
    """
    return _LINK.sub(r"\\\1", _MARKUP.sub(r"\\\1", clean(text)))


def code_in_markdown(text: str) -> str:
    """Return text as code; more backticks stand around it than it has in a row."""
    shown = clean(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"
