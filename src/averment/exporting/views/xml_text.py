"""Text in XML: escaped, and without the characters that no XML file can hold."""

from __future__ import annotations

import re

from averment.exporting.views.picture import Account

__all__ = ["Xml"]

_SPECIAL = re.compile("[&<>\"'\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_WHAT = "characters that XML cannot hold, written as \N{REPLACEMENT CHARACTER}"
_WHY = "XML 1.0 has no control characters; correct them where the text is written"


class Xml:
    """Writes text for attributes and elements alike, and counts what it has to replace."""

    def __init__(self, account: Account) -> None:
        self._account = account

    @staticmethod
    def is_plain(text: str) -> bool:
        """Return whether a text, or several put together, can be written as they are.

        It may say no to what could; looking this up once for an edge takes a fifth of escaping each of its texts.
        """
        return text.isprintable() and not ("&" in text or "<" in text or ">" in text or '"' in text)

    def text(self, text: str) -> str:
        """Return a text as XML has to have it.

        >>> Xml(Account()).text('</script> "quoted"')
        '&lt;/script&gt; &quot;quoted&quot;'
        """
        return _SPECIAL.sub(self._replaced, text) if _SPECIAL.search(text) else text

    def name(self, text: str) -> str:
        """Return an id, in which a character that XML can't hold is written as its number, so that ids stay apart."""
        return _SPECIAL.sub(self._encoded, text) if _SPECIAL.search(text) else text

    def _replaced(self, match: re.Match[str]) -> str:
        entity = _ENTITIES.get(match[0])
        if entity is None:
            self._account.lose(_WHAT, _WHY)
            return "\N{REPLACEMENT CHARACTER}"
        return entity

    def _encoded(self, match: re.Match[str]) -> str:
        entity = _ENTITIES.get(match[0])
        if entity is None:
            self._account.lose("characters of ids that XML cannot hold, written as their number", _WHY)
            return f"%{ord(match[0]):02X}"
        return entity
