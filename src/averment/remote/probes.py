"""What an endpoint has to get right for the compiled statements to mean there what they mean: small questions.

Their answers are known beforehand. Some need no data at all; others ask of the ontology, which is at the endpoint, as
`averment.remote.whole` makes sure before. What an endpoint gets wrong is worked round by another form of the
statements, once it has got that right; or what needs it is refused.
"""

from __future__ import annotations

import re

from averment.namespaces import PREFIXES
from averment.remote.forms import calls
from averment.remote.selftest import Probe

__all__ = ["COMPARES_STATED", "PROBES"]

COMPARES_STATED = "COMPARES_STATED"
"""Stands behind a statement that compares values of which some may not be comparable."""

_TERM = re.compile(r"\?\w+|\d+")
_CLASS_PATH = r"\(\^<http://www\.w3\.org/2000/01/rdf-schema#subClassOf>\)\*"


def _rows(text: str) -> frozenset[tuple[str, ...]]:
    """Read an answer: rows are apart by a bar, terms by space, and '-' is what is not bound."""
    return frozenset(
        tuple("" if word == "-" else _expanded(word) for word in row.split())
        for row in text.split("|")
        if row.strip()
    )


def _expanded(word: str) -> str:
    prefix, colon, name = word.partition(":")
    return PREFIXES[prefix] + name if colon and prefix in PREFIXES else word


def _values(columns: str, rows: str, rest: str, select: str = "?n") -> str:
    return f"SELECT {select} WHERE {{ VALUES ({columns}) {{ {rows} }} {rest} }}"


def _numbers(rest: str, select: str = "?n") -> str:
    return _values("?n ?a ?b", "(1 1 2) (2 2 1) (3 UNDEF 1) (4 2 2)", rest, select)


def _texts(rest: str, *texts: str) -> str:
    rows = " ".join(f"({number} {text})" for number, text in enumerate(texts, 1))
    return _values("?n ?x", rows, rest)


_PROCESS = "https://w3id.org/averment/process/ru#"


def goes_on_after_errors(text: str) -> bool:
    """Return whether a statement goes on to something else than false where a condition errs."""
    return any(
        arguments[-1] != "false" and not all(_TERM.fullmatch(one) for one in arguments[:-1])
        for arguments in calls("COALESCE", text)
    )


def keeps_optional(text: str) -> bool:
    """Return whether a statement keeps a condition on what is optional as a value."""
    kept = [
        line
        for line in text.splitlines()
        if "BIND (" in line and re.search(r"IF\(|BOUND\(|&&| [<>=] |!", line)
    ]
    return bool(kept) and text.count("OPTIONAL {") > 1


_DOCUMENTS = "av:Article | av:Document"

PROBES: tuple[Probe, ...] = (
    # --- worked round by another form ---
    Probe(
        "tagged",
        "takes a text with a language for one without, or the other way round",
        r"DATATYPE\(\?\w+\) = <[^<>]*(#string|#langString)>",
        _texts("FILTER (DATATYPE(?x) = rdf:langString || DATATYPE(?x) = xsd:integer)", '"a"', '"a"@en', "5"),
        _rows("2 | 3"),
        "tags",
    ),
    Probe(
        "tagged-untagged",
        "takes a text with a language for one without",
        r"DATATYPE\(\?\w+\) = <[^<>]*(#string|#langString)>",
        _texts("FILTER (!COALESCE(DATATYPE(?x) = xsd:string, false))", '"a"', '"a"@en', "5", "av:a"),
        _rows("2 | 3 | 4"),
        "tags",
    ),
    Probe(
        "order-of-truth",
        "errs over a comparison with the order of truth values written out",
        r", IF\(DATATYPE\(",
        _numbers(
            "FILTER (COALESCE(?a < ?b, IF(DATATYPE(?a) = xsd:boolean && DATATYPE(?b) = xsd:boolean, "
            "xsd:integer(?a) < xsd:integer(?b), 1 / 0)))"
        ),
        _rows("1"),
        "comparisons",
    ),
    Probe(
        "order-of-same",
        "errs over what is at most another",
        r"IF\(SAMETERM\(",
        _numbers(
            "FILTER (COALESCE(IF(SAMETERM(?a, ?b), (ISNUMERIC(?a) && ?a = ?a) || "
            "COALESCE(DATATYPE(?a) IN (xsd:string, xsd:date), false), ?a < ?b || ?a = ?b), true))"
        ),
        _rows("1 | 3 | 4"),
        "comparisons",
    ),
    Probe(
        "order-of-counts",
        "errs over the comparison of a count",
        r"COALESCE\(\?count\w* [<>]",
        "SELECT ?c WHERE { { SELECT ?c (COUNT(DISTINCT ?d) AS ?count) WHERE { VALUES ?c { av:Article av:Claim } "
        "?c rdfs:subClassOf ?d } GROUP BY ?c } FILTER (COALESCE(?count > 0, IF(DATATYPE(?count) = xsd:boolean && "
        "DATATYPE(0) = xsd:boolean, xsd:integer(?count) > xsd:integer(0), 1 / 0))) }",
        _rows("av:Article | av:Claim"),
        "comparisons",
    ),
    Probe(
        "renamed-exists",
        "gets a condition wrong that stands in a group which renames a value",
        r"EXISTS \{\s*BIND",
        "SELECT ?c WHERE { VALUES ?c { av:Article av:Claim av:Document } FILTER EXISTS { BIND (?c AS ?d) "
        "FILTER NOT EXISTS { ?d rdfs:subClassOf ?t . av:Document (^rdfs:subClassOf)* ?t . } } "
        "FILTER EXISTS { BIND (?c AS ?e) FILTER (!COALESCE(COALESCE(?e = av:Claim, false), false)) } }",
        _rows("av:Document"),
        "conditions",
    ),
    Probe(
        "renamed-list",
        "takes nothing away where a table is taken away from one value",
        r"BIND \(\?\w+ AS \?\w+\)\s*MINUS",
        "SELECT ?c WHERE { ?c rdfs:isDefinedBy ?m . VALUES ?c { av:Article av:Document } FILTER NOT EXISTS { "
        "BIND (?c AS ?d) MINUS { VALUES ?d { av:Article } } } }",
        _rows("av:Article"),
        "conditions",
    ),
    Probe(
        "list",
        "gets a table wrong that is taken away",
        r"MINUS \{\s*VALUES",
        "SELECT DISTINCT ?c WHERE { av:Article ?p ?c . av:Article rdfs:subClassOf ?c . "
        "MINUS { VALUES ?c { av:Claim av:Question } } }",
        _rows("av:Document"),
        "lists",
    ),
    Probe(
        "errors",
        "takes a comparison with what is not there for false, where it is neither true nor false",
        goes_on_after_errors,
        _numbers("FILTER (COALESCE(?a < ?b, true) || COALESCE((?a > ?b) && (?b > 5), BOUND(?a)))"),
        _rows("1 | 3"),
        "errors",
    ),
    Probe(
        "errors-of-optional",
        "takes a comparison with what is not there for false, where it is neither true nor false",
        goes_on_after_errors,
        "SELECT DISTINCT ?c WHERE { VALUES ?c { av:Article av:DerivedProperty } ?c rdfs:isDefinedBy ?m . "
        "OPTIONAL { ?c rdfs:nothing ?t } FILTER (COALESCE(?t != ?c, true)) }",
        _rows("av:Article | av:DerivedProperty"),
        "errors",
    ),
    Probe(
        "class-path",
        "gets a path to the classes below a class wrong",
        _CLASS_PATH,
        "SELECT DISTINCT ?c WHERE { VALUES ?c { av:Article av:Claim av:Document } ?c rdfs:subClassOf ?t . "
        "FILTER NOT EXISTS { ?c rdfs:subClassOf ?u . av:Document (^rdfs:subClassOf)* ?u . } "
        "FILTER NOT EXISTS { BIND (1 AS ?one) FILTER (?one = 2) } }",
        _rows("av:Claim | av:Document"),
        "classes",
    ),
    Probe(
        "class-path-not",
        "gets a path to the classes below a class wrong",
        _CLASS_PATH,
        "SELECT DISTINCT ?this ?value WHERE { ?this rdf:type ?type . av:Aspect (^rdfs:subClassOf)* ?type . "
        "VALUES ?this { aspect:age aspect:stage } ?this av:hasKind ?value . FILTER NOT EXISTS { "
        "?value rdf:type ?type_2 . av:Kind (^rdfs:subClassOf)* ?type_2 . } }",
        frozenset(),
        "classes",
    ),
    Probe(
        "class-path-walked",
        "gets a path to the classes below a class wrong",
        _CLASS_PATH,
        "SELECT ?t WHERE { ?this rdf:type ?kind . VALUES ?this { av:Article av:Document av:Claim } "
        "av:Document (^rdfs:subClassOf)* ?t . FILTER (?t = ?this) }",
        _rows(_DOCUMENTS),
        "classes",
    ),
    # --- refused where it is wrong ---
    Probe(
        "cycle",
        "walks a cycle of steps wrongly",
        r"(\)|>)\+ [?<]",
        "SELECT ?m WHERE { VALUES ?m { av:Article av:Document av:Claim } "
        "av:Article (rdfs:subClassOf|^rdfs:subClassOf)+ ?m FILTER (?m != av:Claim) }",
        _rows(_DOCUMENTS),
    ),
    Probe(
        "cycle-of-any",
        "walks a cycle of steps, or of none, wrongly",
        r"(\)|>)\* [?<]",
        "SELECT ?m WHERE { VALUES ?m { av:Article av:Question av:Document } FILTER (EXISTS { "
        "?m (rdfs:subClassOf|^rdfs:subClassOf)* av:Document . }) FILTER (?m != av:Question || "
        "EXISTS { ?m rdfs:subClassOf* av:Document . }) }",
        _rows(_DOCUMENTS),
    ),
    Probe(
        "optional-filter",
        "loses a condition in an OPTIONAL on what stands before it",
        r"OPTIONAL \{[^{}]*FILTER",
        "SELECT ?c ?d WHERE { VALUES ?c { av:Article av:Question } OPTIONAL { ?d rdfs:isDefinedBy ?m . "
        "?d rdfs:subClassOf ?t . FILTER (?t = av:Document && ?d = ?c) } }",
        _rows("av:Article av:Article | av:Question -"),
    ),
    Probe(
        "minus",
        "takes away what it should leave, or the other way round",
        r"MINUS \{",
        "SELECT ?c WHERE { VALUES ?c { av:Article av:Document av:Question } "
        "MINUS { ?c rdfs:subClassOf av:Document . } MINUS { ?other rdfs:subClassOf av:Document . } }",
        _rows("av:Document | av:Question"),
    ),
    Probe(
        "not-exists",
        "gets NOT EXISTS wrong with what is bound outside of it",
        r"NOT EXISTS",
        "SELECT ?c WHERE { VALUES (?c ?d) { (av:Article av:Document) (av:Article av:Claim) (av:Question av:Document) } "
        "FILTER (NOT EXISTS { ?c rdfs:subClassOf ?x . FILTER (?x = ?d) }) FILTER (?c != av:Article || EXISTS { "
        "?c rdfs:subClassOf av:Document . }) }",
        _rows("av:Article | av:Question"),
    ),
    Probe(
        "counted",
        "counts wrongly",
        r"COUNT\(DISTINCT",
        "SELECT ?x ?count WHERE { { SELECT ?x (COUNT(DISTINCT ?n) AS ?count) WHERE { VALUES (?x ?n) { (1 1) (1 1) "
        "(1 2) (2 1) } } GROUP BY ?x } FILTER (?count > 1) }",
        _rows("1 2"),
    ),
    Probe(
        "greatest",
        "finds the least or the greatest of a group wrongly",
        r"\b(MAX|MIN)\(",
        "SELECT ?x ?least ?most WHERE { { SELECT ?x (MIN(?n) AS ?least) (MAX(?n) AS ?most) WHERE { "
        "VALUES (?x ?n) { (1 9) (1 10) (2 3) } } GROUP BY ?x } FILTER (?most = 10) }",
        _rows("1 9 10"),
    ),
    Probe(
        "conditions-kept",
        "gets a condition wrong that is kept as a value",
        r"BIND \(",
        _numbers("BIND ((BOUND(?a) && (?a < ?b || ?b = 2)) AS ?is) BIND (IF(?is, 1, 0) AS ?k)", "?n ?k"),
        _rows("1 1 | 2 0 | 3 0 | 4 1"),
    ),
    Probe(
        "optionals-kept",
        "gets a condition wrong that is kept as a value and looks at what is optional",
        keeps_optional,
        "SELECT ?c ?k WHERE { ?c av:stagePosition ?a . OPTIONAL { ?c av:inProcess ?p . OPTIONAL { ?c av:makesLaw ?x } "
        "OPTIONAL { ?c av:settlesText ?n } } BIND (IF(BOUND(?n), 1, 0) AS ?k) FILTER (?c IN ("
        f"<{_PROCESS}upper-house>, <{_PROCESS}submitted>)) }}",
        frozenset({(f"{_PROCESS}upper-house", "0"), (f"{_PROCESS}submitted", "1")}),
    ),
    Probe(
        "first-of",
        "does not go on to the next value where one is not there",
        r"COALESCE\(\?\w+, ",
        _numbers("FILTER (COALESCE(?a, ?b, 9) = 1) "),
        _rows("1 | 3"),
    ),
    Probe(
        "sides",
        "joins alternatives wrongly",
        r"UNION",
        "SELECT ?n ?side WHERE { VALUES ?n { 1 2 } { BIND (1 AS ?side) } UNION { BIND (2 AS ?side) } }",
        _rows("1 1 | 1 2 | 2 1 | 2 2"),
    ),
    Probe(
        "dates",
        "compares dates wrongly",
        r"[<>] \?|[<>] \(",
        _values(
            "?n ?a ?b",
            '(1 "2026-01-31"^^xsd:date "2026-02-01"^^xsd:date) (2 "2026-02-01"^^xsd:date "2026-01-31"^^xsd:date) '
            '(3 "0999-01-01"^^xsd:date "1000-01-01"^^xsd:date) (4 "2026-01-31"^^xsd:date "2026-01-31"^^xsd:date)',
            "FILTER (?a < ?b)",
        ),
        _rows("1 | 3"),
    ),
    Probe(
        "decimals",
        "is not exact with decimal numbers",
        r"[<>=] \?",
        _values(
            "?n ?a ?b",
            "(1 0.1 0.10) (2 1000000000000.01 1000000000000.02) (3 5 5.0) (4 -1 0.5)",
            "FILTER (?a = ?b || ?a < -0.5)",
        ),
        _rows("1 | 3 | 4"),
    ),
    Probe(
        "numbers",
        "does not know what a number is",
        "ISNUMERIC",
        _texts("FILTER (ISNUMERIC(?x))", "5", "5.5", '"5"', '"2026-01-01"^^xsd:date', "av:a"),
        _rows("1 | 2"),
    ),
    Probe(
        "same",
        "takes terms for the same that only have the same value, or the other way round",
        r"SAMETERM\(\?\w+, (?!\?)|\bIN \(|NOT IN",
        _texts('FILTER (?x IN ("a", av:a, true))', '"a"', '"a"@en', "av:a", "true", '"b"', "av:b"),
        _rows("1 | 3 | 4"),
    ),
    Probe(
        "lengths",
        "counts the characters of a text wrongly",
        "STRLEN",
        _texts("FILTER (STRLEN(STR(?x)) = 2)", '"ab"', '"яб"', '"\U0001f600x"', '"abc"', '""', "av:a"),
        _rows("1 | 2 | 3"),
    ),
    Probe(
        "patterns",
        "matches regular expressions wrongly",
        "REGEX",
        _texts(
            'FILTER (REGEX(STR(?x), "^Q[1-9][0-9]*$") || REGEX(STR(?x), "^[a-z]{2,3}(-([A-Z]{2}|[0-9]{3}))?$") '
            '|| REGEX(STR(?x), "wikidata\\\\.org/"))',
            '"Q42"',
            '"Q042"',
            '"en"',
            '"en-GB"',
            '"EN"',
            '"engb"',
            "<http://www.wikidata.org/entity/x>",
            '"wikidataXorg/"',
        ),
        _rows("1 | 3 | 4 | 7"),
    ),
    Probe(
        "languages",
        "reads languages wrongly",
        r"LANG\(|LCASE",
        _texts(
            'FILTER (LCASE(LANG(?x)) = "en-gb" || (ISLITERAL(?x) && LANG(?x) = ""))',
            '"a"@en-GB',
            '"a"',
            '"a"@en',
            "av:a",
        ),
        _rows("1 | 2"),
    ),
    Probe(
        "letters",
        "gets the parts of a text, or its small letters, wrong",
        r"CONTAINS|CONCAT|LCASE|STRSTARTS|STRENDS|UCASE",
        _texts(
            'FILTER (CONTAINS(LCASE(?x), "ёж") && CONCAT(?x, "!") != "!")', '"ЁЖ"', '"ёжик"', '"еж"', '""'
        ),
        _rows("1 | 2"),
    ),
    Probe(
        "kinds",
        "does not tell IRIs, blank nodes and literals apart",
        r"ISIRI|ISBLANK|ISLITERAL|ISURI",
        _texts("FILTER (ISIRI(?x) && !ISBLANK(?x) && !ISLITERAL(?x))", '"a"', "av:a", "5"),
        _rows("2"),
    ),
    Probe(
        "incomparable",
        "compares what cannot be compared: a text with a date, or a number that is none",
        COMPARES_STATED,
        _values(
            "?n ?a ?b",
            '(1 "x" "2026-01-01"^^xsd:date) (2 "3" 2) (3 "abc"^^xsd:integer 1) (4 3 2) '
            '(5 "abc"^^xsd:date "2026-01-01"^^xsd:date) (6 true 0)',
            "FILTER (?a > ?b || ?a < ?b)",
        ),
        _rows("4"),
    ),
)
"""The questions. Where a form is named, an endpoint that fails is asked statements in that form."""
