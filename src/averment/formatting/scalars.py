"""Texts as YAML writes them: plain where that is safe, in double quotes elsewhere."""

from __future__ import annotations

import re

__all__ = ["quoted", "scalar"]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}

_START = r"(?:[^\W_]|[/(.<$](?=\S)|~(?=[\d.])|[+-](?=\w))"
_PLAIN = re.compile(_START + r"(?:[^\s:#,\[\]{}]|,(?=[ \w])|:(?=[^\s,\[\]{}])|(?<![\s])#| (?=[^\s:#]))*")
_FLOW_PLAIN = re.compile(_START + r"(?:[^\s:#,\[\]{}]|:(?=[^\s,\[\]{}])|(?<!\s)#| (?=[^\s:#,\[\]{}]))*")
_OTHER_TYPE = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|\.nan|[-+]?\.inf|<<"
    r"|0x[0-9a-f]+|0o?[0-7]+|[-+]?\.[0-9]+(?:e[-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?:e[-+]?[0-9]+)",
    re.IGNORECASE,
)
"""What other YAML readers take for no text; plain numbers and dates are written plain all the same."""


def quoted(text: str) -> str:
    r"""Return a text as YAML in double quotes, on one line, with all that is not to be seen spelt out.

    >>> quoted('say "no"\n: #')
    '"say \\"no\\"\\n: #"'
    """
    return '"' + "".join(_ESCAPES.get(each) or _spelt(each) for each in text) + '"'


def scalar(text: str, *, in_flow: bool = False) -> str:
    """Return a text as YAML: plain where every reader takes it for that text, in double quotes elsewhere.

    Args:
        text: any text.
        in_flow: whether it is to stand within braces or brackets.

    >>> scalar("100..500 EUR"), scalar("fined: badly"), scalar("no"), scalar("a, b", in_flow=True)
    ('100..500 EUR', '"fined: badly"', '"no"', '"a, b"')
    """
    plain = _FLOW_PLAIN if in_flow else _PLAIN
    is_safe = plain.fullmatch(text) and text.isprintable() and not _OTHER_TYPE.fullmatch(text)
    return text if is_safe else quoted(text)


def _spelt(character: str) -> str:
    code = ord(character)
    if character.isprintable():
        return character
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
