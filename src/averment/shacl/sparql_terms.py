"""Terms, paths and datatypes as SPARQL writes them."""

from __future__ import annotations

import re

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from averment.shacl.algebra import Alternative, Closure, Inverse, Path, Predicate, Sequence
from averment.shacl.errors import NotCompiledError

__all__ = ["datatype_test", "is_allowed", "path_text", "string_text", "term_text"]

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\uf8ff]*")
_LANGUAGE = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
    # some engines resolve \u before all else, and would see one in a backslash that an u follows
    "\\u": "\\\\\\U00000075",
    "\\U": "\\\\\\U00000055",
}
_ESCAPED = re.compile(r'\\[uU]?|["\n\r\t\b\f]')


def term_text(term: Node) -> str:
    """Return a term as SPARQL writes it.

    Raises:
        NotCompiledError: it has no such form: a blank node, an IRI that is none, or half of a surrogate pair.
    """
    if isinstance(term, URIRef):
        if _IRI.fullmatch(term) is None:
            raise NotCompiledError(f"{str(term)!r} is no absolute IRI")
        return f"<{term}>"
    if isinstance(term, BNode):
        raise NotCompiledError("a blank node of the shapes stands for itself, which SPARQL cannot say")
    if not isinstance(term, Literal):
        raise NotCompiledError(f"{term!r} is no RDF term")
    text = str(term)
    if term.language:
        if _LANGUAGE.fullmatch(term.language) is None:
            raise NotCompiledError(f"{term.language!r} is no language tag")
        return f"{string_text(text)}@{term.language}"
    if term.datatype is None or term.datatype == XSD.string:
        return string_text(text)
    if (term.datatype == XSD.integer and re.fullmatch("0|[1-9][0-9]*", text)) or (
        term.datatype == XSD.boolean and text in ("true", "false")
    ):
        return text
    return f"{string_text(text)}^^{term_text(term.datatype)}"


def string_text(text: str) -> str:
    """Return a string in quotes.

    Raises:
        NotCompiledError: the string holds half of a surrogate pair, which no text can.
    """
    if re.search("[\ud800-\udfff]", text):
        raise NotCompiledError(f"{text!r} holds half of a surrogate pair")
    return f'"{_ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)}"'


def path_text(path: Path) -> str:
    """Return a property path as SPARQL writes it."""
    match path:
        case Predicate(iri=iri):
            return term_text(iri)
        case Inverse(path=inner):
            return f"^{path_text(inner) if isinstance(inner, Predicate) else _grouped(inner)}"
        case Sequence(paths=paths):
            return "/".join(_grouped(step) for step in paths)
        case Alternative(paths=paths):
            return "|".join(_grouped(option) for option in paths)
        case Closure(path=inner, least=least, once=once):
            return f"{_grouped(inner)}{'?' if once else '*' if least == 0 else '+'}"


def _grouped(path: Path) -> str:
    return path_text(path) if isinstance(path, Predicate) else f"({path_text(path)})"


# --- lexical forms that a datatype allows -----------------------------------------------------------

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
_RANGES = {
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.byte: (-128, 127),
    XSD.unsignedLong: (0, 2**64 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedByte: (0, 255),
}
_FORMS: dict[URIRef, str] = {
    XSD.integer: _INTEGER,
    XSD.decimal: "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)",
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.boolean: "true|false|1|0",
    XSD.date: f"{_DAY}{_ZONE}",
    XSD.dateTime: f"{_DAY}T{_TIME}{_ZONE}",
    XSD.time: f"{_TIME}{_ZONE}",
    XSD.gYear: f"{_YEAR}{_ZONE}",
    XSD.gYearMonth: f"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    XSD.nonNegativeInteger: "[+]?[0-9]+|-0+",
    XSD.positiveInteger: "[+]?0*[1-9][0-9]*",
    XSD.nonPositiveInteger: "-[0-9]+|[+]?0+",
    XSD.negativeInteger: "-0*[1-9][0-9]*",
    **dict.fromkeys(_RANGES, _INTEGER),
}


def datatype_test(value: str, datatype: Node) -> str:
    """Return the text of a condition: a value is a literal of a datatype, with a form that this allows.

    Args:
        value: the text of an expression.
        datatype: the datatype; of one that is not known here any form is allowed.
    """
    tests = [f"DATATYPE({value}) = {term_text(datatype)}"]
    if isinstance(datatype, URIRef) and datatype in _FORMS:
        tests.append(f'REGEX(STR({value}), "^({_FORMS[datatype]})$")')
    if isinstance(datatype, URIRef) and datatype in _RANGES:
        least, most = _RANGES[datatype]
        number = f"<{XSD.decimal}>(STR({value}))"  # holds more than an integer does in some engines
        tests.append(f'{number} >= "{least}"^^<{XSD.integer}> && {number} <= "{most}"^^<{XSD.decimal}>')
    return f"COALESCE({' && '.join(tests)}, false)"


def is_allowed(lexical: str, datatype: URIRef) -> bool:
    """Return whether a datatype allows a lexical form; of one that is not known here, any.

    Examples:
        >>> is_allowed("2024-02-29", XSD.date), is_allowed("2026-02-29", XSD.date), is_allowed("128", XSD.byte)
        (True, False, False)
        >>> is_allowed("1900-02-29", XSD.date), is_allowed("2000-02-29", XSD.date)
        (False, True)
    """
    form = _FORMS.get(datatype)
    if form is None:
        return datatype != RDF.langString
    if re.fullmatch(form, lexical) is None:
        return False
    least, most = _RANGES.get(datatype, (None, None))
    return least is None or most is None or least <= int(lexical) <= most
