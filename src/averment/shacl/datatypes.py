"""The datatypes of XML Schema: which lexical forms they allow."""

from __future__ import annotations

import re

__all__ = ["EXACT", "FORMS", "INEXACT", "RANGES", "is_allowed"]

EXACT = (
    "integer",
    "decimal",
    "int",
    "long",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "nonPositiveInteger",
    "negativeInteger",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
    "unsignedByte",
)
"""The datatypes of decimals."""

INEXACT = ("double", "float")
"""The datatypes of floating-point numbers."""

_ZONE = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = "-?([1-9][0-9]{3,}|0[0-9]{3})"
# the last two digits of a leap year, or 00 after two digits of a century that is one
_LEAP_YEAR = (
    "-?(([1-9][0-9]+|0[0-9])(0[48]|[2468][048]|[13579][26])|([1-9][0-9]*)?(0[048]|[2468][048]|[13579][26])00)"
)
_DAY = (
    f"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_TIME = "(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?|24:00:00([.]0+)?)"
_INTEGER = "[+-]?[0-9]+"
_DOUBLE = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"

RANGES = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
"""The least and the greatest number of a datatype, by its name."""

FORMS = {
    "integer": _INTEGER,
    "decimal": "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)",
    "double": _DOUBLE,
    "float": _DOUBLE,
    "boolean": "true|false|1|0",
    "date": f"{_DAY}{_ZONE}",
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    "nonNegativeInteger": "[+]?[0-9]+|-0+",
    "positiveInteger": "[+]?0*[1-9][0-9]*",
    "nonPositiveInteger": "-[0-9]+|[+]?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
    **dict.fromkeys(RANGES, _INTEGER),
}
"""The lexical forms that a datatype allows, by its name, as a regular expression that every engine takes."""


def is_allowed(lexical: str, name: str) -> bool:
    """Return whether a datatype of XML Schema allows a lexical form; of one that is not known here, any.

    Examples:
        >>> is_allowed("2024-02-29", "date"), is_allowed("2026-02-29", "date"), is_allowed("128", "byte")
        (True, False, False)
        >>> is_allowed("1900-02-29", "date"), is_allowed("2000-02-29", "date")
        (False, True)
    """
    form = FORMS.get(name)
    if form is None:
        return True
    if re.fullmatch(form, lexical) is None:
        return False
    least, most = RANGES.get(name, (None, None))
    return least is None or most is None or least <= int(lexical) <= most
