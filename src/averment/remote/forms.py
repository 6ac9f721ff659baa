"""Other forms of the compiled statements, for endpoints that get the first form wrong.

Each form means the same as what it stands for; the texts are those that `averment.shacl.print_sparql` writes, so
that what is recognised here is all that there is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from rdflib import RDF, XSD

__all__ = [
    "AT_MOST",
    "CLASS_PATH",
    "COMPARISON",
    "calls",
    "has_plain_tags",
    "list_classes",
    "plain_comparisons",
    "plain_conditions",
    "plain_lists",
    "plain_tags",
]

CLASS_PATH = re.compile(r"(<[^<>]+>) \(\^<http://www\.w3\.org/2000/01/rdf-schema#subClassOf>\)\* (\?\w+) \.")
"""The classes at and below a class."""

_TERM = r"(?:\?\w+|STRLEN\(STR\(\?\w+\)\)|[0-9.]+|\"[^\"\\]*\"(?:\^\^<[^<>]+>)?)"
COMPARISON = re.compile(
    rf"COALESCE\((?P<first>{_TERM}) (?P<operator>[<>]) (?P<second>{_TERM}), "
    rf"IF\(DATATYPE\((?P=first)\) = <{XSD.boolean}> && DATATYPE\((?P=second)\) = <{XSD.boolean}>, "
    rf"<{XSD.integer}>\((?P=first)\) (?P=operator) <{XSD.integer}>\((?P=second)\), 1 / 0\)\)"
)
"""That a term is less or more than another, with the order of truth values written out."""

_NESTED = r"\((?:[^()]|\([^()]*(?:\([^()]*\))?[^()]*\))*\)"
AT_MOST = re.compile(
    rf"IF\(SAMETERM\((?P<first>{_TERM}), (?P<second>{_TERM})\), "
    r"\(ISNUMERIC\((?P=first)\) && (?P=first) = (?P=first)\) "
    r"\|\| COALESCE\(DATATYPE\((?P=first)\) IN \([^()]*\), false\), "
    rf"(?P<less>{_NESTED}) \|\| (?P=first) = (?P=second)\)"
)
"""That a term is at most or at least another, with what is to be said of two that are the same term."""

_OPENED = re.compile(r"FILTER (?P<no>NOT )?EXISTS \{\s*BIND \((?P<value>\?\w+) AS (?P<name>\?\w+)\)\s*")
_LEXEME = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>"{}\s]*>|.', re.DOTALL)
_LIST_WITHOUT = re.compile(r"MINUS \{\s*VALUES (\?\w+) \{((?: <[^<>]+>)+) \}\s*\}")
_STRING_TEST = re.compile(rf"DATATYPE\((\?\w+)\) = <{XSD.string}>")
_TAGGED_TEST = re.compile(rf"DATATYPE\((\?\w+)\) = <{RDF.langString}>")


def list_classes(text: str, below: Mapping[str, Collection[str]]) -> str:
    """Return a statement that lists the classes at and below a class in place of walking a path to them.

    Args:
        text: the statement.
        below: the classes at and below each class, by IRI.
    """

    def listed(match: re.Match[str]) -> str:
        classes = sorted({match[1][1:-1], *below.get(match[1][1:-1], ())})
        return f"FILTER ({match[2]} IN ({', '.join(f'<{one}>' for one in classes)}))"

    return CLASS_PATH.sub(listed, text)


def plain_tags(text: str) -> str:
    """Return a statement that looks at the language of a text in place of a datatype that says that it has one."""
    text = _TAGGED_TEST.sub(r'LANG(\1) != ""', text)
    return _STRING_TEST.sub(rf'(LANG(\1) = "" && DATATYPE(\1) = <{XSD.string}>)', text)


def has_plain_tags(text: str) -> bool:
    """Return whether a statement looks at languages wherever it asks if a text has one."""
    rest = re.sub(rf"\(LANG\((\?\w+)\) = \"\" && DATATYPE\(\1\) = <{XSD.string}>\)", "", text)
    return _STRING_TEST.search(rest) is None and _TAGGED_TEST.search(rest) is None


def plain_comparisons(text: str) -> str:
    """Return a statement that compares terms without a word on the order of truth values."""
    text = COMPARISON.sub(r"(\g<first> \g<operator> \g<second>)", text)
    return AT_MOST.sub(r"(\g<less> || \g<first> = \g<second>)", text)


def plain_lists(text: str) -> str:
    """Return a statement that compares with each IRI of a list in place of taking a table of them away."""
    return _LIST_WITHOUT.sub(
        lambda match: f"FILTER ({match[1]} NOT IN ({', '.join(match[2].split())}))", text
    )


def plain_conditions(text: str) -> str:
    """Return a statement in which a condition on one value stands alone, not in a group that renames the value."""
    start = 0
    while match := _OPENED.search(text, start):
        end = _closing(text, text.index("{", match.start()))
        inside = text[match.end() : end].strip()
        lifted = _lifted(inside, has_no=match["no"] is not None)
        if lifted is None:
            start = match.end()
            continue
        lifted = re.sub(rf"\{match['name']}\b", match["value"], lifted)
        text = text[: match.start()] + lifted + text[end + 1 :]
        start = match.start()
    return text


def _lifted(inside: str, *, has_no: bool) -> str | None:
    """Return the one condition of a group as a condition of the group around it; None if it has no such form."""
    lists = _LIST_WITHOUT.fullmatch(inside)
    if lists is not None:
        operator = "IN" if has_no else "NOT IN"
        return f"FILTER ({lists[1]} {operator} ({', '.join(lists[2].split())}))"
    if inside.startswith("FILTER NOT EXISTS {") and _closing(inside, inside.index("{")) == len(inside) - 1:
        return inside.replace("FILTER NOT EXISTS", "FILTER EXISTS", 1) if has_no else inside
    if inside.startswith("FILTER EXISTS {") and _closing(inside, inside.index("{")) == len(inside) - 1:
        return inside.replace("FILTER EXISTS", "FILTER NOT EXISTS", 1) if has_no else inside
    if inside.startswith("FILTER (") and _closing(inside, inside.index("("), "()") == len(inside) - 1:
        condition = inside.removeprefix("FILTER ")
        return f"FILTER (!COALESCE({condition}, false))" if has_no else inside
    return None


def _closing(text: str, opening: int, pair: str = "{}") -> int:
    """Return where what is opened at a place is closed, strings and IRIs left out."""
    depth = 0
    for match in _LEXEME.finditer(text, opening):
        if match[0] == pair[0]:
            depth += 1
        elif match[0] == pair[1]:
            depth -= 1
            if not depth:
                return match.start()
    raise ValueError("what is opened is closed nowhere")


def calls(function: str, text: str) -> Iterator[list[str]]:
    """Iterate over the calls of a function in a statement: the texts of their arguments."""
    for match in re.finditer(rf"\b{function}\(", text):
        opening = match.end() - 1
        closing = _closing(text, opening, "()")
        yield _split(text[opening + 1 : closing])


def _split(text: str) -> list[str]:
    """Return what stands between the commas of a text that are in no parentheses, strings or IRIs."""
    parts, depth, start = [], 0, 0
    for match in _LEXEME.finditer(text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "," and not depth:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]
