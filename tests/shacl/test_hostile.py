"""Terms that look like something else: they come back as they were, and are compared as terms, on both back ends."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from averment.errors import AvermentError
from averment.shacl import duck, oxigraph
from averment.shacl.core import Compiler
from averment.shacl.plan import make_plan
from averment.shacl.results import CompiledResult
from averment.shacl.store import Store
from averment.shacl.terms import parse_token, token

EX = Namespace("https://example.org/")
A, B = EX.a, EX.b
Validate: TypeAlias = Callable[[Graph, Graph], list[CompiledResult]]
BACK_ENDS: dict[str, Validate] = {"duck": duck.validate, "oxigraph": oxigraph.validate}

TEXTS = [
    "",
    *("".join(parts) for length in (1, 2) for parts in itertools.product('\\nrtu"\n\r\t', repeat=length)),
    *("".join(parts) for parts in itertools.product('\\n"\n', repeat=3)),
    *(chr(code) for code in range(32)),
    *(
        f"a{chr(code)}"
        for code in (0, 1, 0x7F, 0x85, 0xA0, 0xAD, 0x200D, 0x2028, 0xE000, 0xFEFF, 0xFFFE, 0x10FFFF)
    ),
    "\\u0041",
    "\\\\u0041",
    "\\U00000041",
    "'; DROP TABLE x --",
    "''",
    "$1",
    "?",
    "{c1}",
    "{$this}",
    "%s",
    "/*",
    "\0let1\0",
    "\0key1\0",
    "\0001\0",
    "\x000\0",
    "} UNION { ?s ?p ?o",
    ". } #",
    "?this",
    "<https://example.org/a>",
    "_:a",
    '"x"@en',
    '"x"^^<https://example.org/type>',
    "é",
    "e\u0301",
    "\u0301",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469",
    "\U0001f1e9\U0001f1ea",
    # characters that form one grapheme with what follows, be it the closing quote
    *(
        f"{start}{prepended}{end}"
        for start in ("", "x", "\\")
        for prepended in "\u0600\u0d4e\U000110bd"
        for end in ("", '"')
    ),
    "true",
    "1",
    "NULL",
    "NaN",
]
TERMS: list[Node] = [
    *(Literal(text) for text in TEXTS),
    *(Literal(text, lang="en") for text in TEXTS),
    *(Literal(text, datatype=EX.type) for text in TEXTS),
    *(
        Literal("x", lang=tag)
        for tag in ("de", "EN", "en-GB", "zh-Hant-TW", "de-1996", "x-private", "i-klingon")
    ),
    *(
        Literal("x", datatype=URIRef(iri))
        for iri in (
            "urn:x",
            "http://e/'",
            "http://e/%22",
            "http://e/ü",
            "http://日本/",
            f"{XSD}other",
            f"{XSD}",
        )
    ),
    *(
        URIRef(iri)
        for iri in (
            "urn:x",
            "http://e/'",
            "http://e/--",
            "http://e/%22",
            "http://e/ü",
            "http://日本/",
            "http://e/\U0001f600",
        )
    ),
    BNode("x"),
    BNode("x-y.z"),
    BNode("1"),
]
REFUSED_BY_SPARQL: list[Node] = [
    *(
        URIRef(iri)
        for iri in (
            "",
            "x",
            "_:x",
            '"x"',
            "http://e/ x",
            'http://e/"',
            "http://e/>",
            "http://e/\\",
            "http://e/\0",
        )
    ),
    *(
        Literal("x", datatype=URIRef(iri))
        for iri in ("", "x", "http://e/ x", "http://e/>", "http://e/\\", "http://e/\0")
    ),
    *(Literal("x", lang=tag) for tag in ("a", "abcdefghijkl")),
    URIRef("http://e/\\n"),
    # half of a surrogate pair, as from the name of a file that is no text
    Literal("\ud800"),
    Literal("\\ud800 \udfff", lang="en"),
    URIRef("http://e/\ud800"),
]
REFUSED: list[Node] = [
    Literal("x", datatype=URIRef("http://e/\udfff")),
    Literal("x", datatype=URIRef('http://e/"')),
]

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:rdflib.*")


def exact(term: Node | None) -> tuple[object, ...]:
    """Return all that a term says, for rdflib takes literals for equal whose tags differ in case."""
    return (type(term), str(term), getattr(term, "language", None), getattr(term, "datatype", None))


def shapes_of(*constraints: tuple[URIRef, Node], target: Node = A) -> Graph:
    graph = Graph()
    graph.add((EX.Property, SH.targetNode, target))
    graph.add((EX.Property, SH.path, EX.p))
    for predicate, value in constraints:
        graph.add((EX.Property, predicate, value))
    return graph


def listed(graph: Graph, *terms: Node) -> Graph:
    head = BNode()
    Collection(graph, head, list(terms))
    return graph.add((EX.Property, SH["in"], head))


def every_value() -> Graph:
    """Return a shape that all values violate."""
    return shapes_of((SH["in"], RDF.nil))


def data_of(*triples: tuple[Node, Node, Node]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def with_query(text: str, target: Node = A) -> Graph:
    graph = data_of((EX.Shape, SH.targetNode, target), (EX.Shape, SH.sparql, EX.query))
    return graph.add((EX.query, SH.select, Literal(text)))


def sparql(term: Node) -> str:
    return term.n3() if isinstance(term, URIRef) else token(term)


# --- as data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_values_come_back_as_they_were(back_end: str) -> None:
    for term in TERMS[:: 20 if back_end == "duck" else 1]:
        found = BACK_ENDS[back_end](data_of((A, EX.p, term)), every_value())
        assert [exact(result.value) for result in found] == [exact(term)]


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_all_values_at_once_are_told_apart(back_end: str) -> None:
    data = data_of(*((A, EX.p, term) for term in TERMS))
    found = BACK_ENDS[back_end](data, every_value())
    assert sorted(map(str, (exact(result.value) for result in found))) == sorted(
        map(str, (exact(term) for term in set(TERMS)))
    )


@pytest.mark.parametrize("term", REFUSED_BY_SPARQL, ids=ascii)
def test_what_only_rdflib_takes_for_a_term_comes_back_or_is_refused(term: Node) -> None:
    data, shapes = data_of((A, EX.p, term)), listed(shapes_of((SH.hasValue, term)), term, B)
    assert [exact(result.value) for result in duck.validate(data, every_value())] == [exact(term)]
    assert duck.validate(data, shapes) == []
    with pytest.raises(AvermentError):
        oxigraph.validate(data, every_value())
    if not isinstance(term, Literal) or term.language is None:
        with pytest.raises(AvermentError):
            oxigraph.validate(data_of((A, EX.p, B)), shapes)


@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("term", REFUSED, ids=ascii)
def test_what_is_no_term_is_refused(back_end: str, term: Node) -> None:
    with pytest.raises(AvermentError):
        BACK_ENDS[back_end](data_of((A, EX.p, term)), every_value())
    with pytest.raises(AvermentError):
        BACK_ENDS[back_end](data_of((A, EX.p, A)), listed(shapes_of((SH.hasValue, term)), A, term))


@pytest.mark.parametrize("term", [term for term in TERMS if isinstance(term, Literal)][::7], ids=ascii)
def test_token_is_what_the_parser_of_another_project_reads(term: Literal) -> None:
    assert exact(parse_token(token(term))) == exact(term)
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {token(term)} .", ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == str(term)


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_very_long_text(back_end: str) -> None:
    text = "\\\"'\n\u0600ü" * 350_000
    term = Literal(text, lang="en")
    shapes = listed(shapes_of((SH.minLength, Literal(len(text))), (SH.hasValue, term)), term)
    assert BACK_ENDS[back_end](data_of((A, EX.p, term)), shapes) == []
    found = BACK_ENDS[back_end](data_of((A, EX.p, term)), every_value())
    assert [exact(result.value) for result in found] == [exact(term)]


# --- as constants ---------------------------------------------------------------------------------


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_constants_are_the_terms_of_the_data(back_end: str) -> None:
    """Each term is a value of its own node; a shape for each node allows that term alone."""
    data, shapes = Graph(), Graph()
    terms = [term for term in TERMS if back_end == "duck" or not isinstance(term, BNode)]
    terms = terms[:: 6 if back_end == "duck" else 1]
    for number, term in enumerate(terms):
        node, shape, other = EX[f"n{number}"], EX[f"s{number}"], terms[number - 1]
        data.add((node, EX.p, term)).add((node, EX.q, term)).add((node, EX.r, other))
        head = BNode()
        Collection(shapes, head, [term])
        shapes.add((shape, SH.targetNode, node)).add((shape, SH.path, EX.p))
        for predicate, value in (("hasValue", term), ("in", head), ("equals", EX.q), ("disjoint", EX.r)):
            shapes.add((shape, SH[predicate], value))
        wrong = EX[f"w{number}"]
        shapes.add((wrong, SH.targetNode, node)).add((wrong, SH.path, EX.p))
        for predicate, value in (("hasValue", other), ("equals", EX.r), ("disjoint", EX.q)):
            shapes.add((wrong, SH[predicate], value))
    found = BACK_ENDS[back_end](data, shapes)
    expected = {
        (f"w{number}", component, exact(value))
        for number, term in enumerate(terms)
        for component, value in (
            ("HasValue", None),
            ("Equals", term),
            ("Equals", terms[number - 1]),
            ("Disjoint", term),
        )
    }
    assert {
        (
            str(result.query.shape.node).removeprefix(str(EX)),
            str(result.query.component).removeprefix(str(SH)).removesuffix("ConstraintComponent"),
            exact(result.value),
        )
        for result in found
    } == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_a_tag_in_another_case_makes_no_other_term(back_end: str) -> None:
    upper, lower = Literal("x", lang="en-GB"), Literal("x", lang="en-gb")
    shapes = listed(shapes_of((SH.hasValue, lower), (SH.equals, EX.q)), lower)
    assert BACK_ENDS[back_end](data_of((A, EX.p, upper), (A, EX.q, lower)), shapes) == []
    disjoint = shapes_of((SH.disjoint, EX.q))
    found = BACK_ENDS[back_end](data_of((A, EX.p, upper), (A, EX.q, lower)), disjoint)
    assert [result.value for result in found] == [upper]


FUNCTIONS = {
    "STR(?v) = {text}": True,
    "?v = {term}": True,
    "SAMETERM(?v, {term})": True,
    "?v IN ('odd', {term})": True,
    "?v != {term}": False,
    "STRLEN(STR(?v)) = {length}": True,
    "CONTAINS(STR(?v), {text})": True,
    "STRSTARTS(STR(?v), {text}) && STRENDS(STR(?v), {text})": True,
    "CONCAT('<', STR(?v), '>') = CONCAT('<', {text}, '>')": True,
    "LCASE(STR(?v)) = LCASE({text})": True,
    "REGEX(STR(?v), '^$') && {length} > 0": False,
}


@pytest.mark.parametrize("condition", FUNCTIONS)
@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_constants_of_queries(back_end: str, condition: str) -> None:
    # rdflib resolves \u before all else, as SPARQL demands, even where a backslash precedes it
    terms = [
        term
        for term in TERMS
        if isinstance(term, Literal) and "\\u" not in str(term) and "\\U" not in str(term)
    ]
    data, shapes = Graph(), Graph()
    for number, term in enumerate(terms[::25]):
        node, shape, query = EX[f"n{number}"], EX[f"s{number}"], EX[f"q{number}"]
        data.add((node, EX.p, term))
        shapes.add((shape, SH.targetNode, node)).add((shape, SH.sparql, query))
        test = condition.format(text=sparql(Literal(str(term))), term=sparql(term), length=len(term))
        text = f"SELECT $this ?v ({sparql(term)} AS ?k) WHERE {{ $this <{EX.p}> ?v FILTER ({test}) }}"
        shapes.add((query, SH.select, Literal(text)))
    found = BACK_ENDS[back_end](data, shapes)
    labels = sorted((dict(result.labels)["v"], dict(result.labels)["k"]) for result in found)
    assert labels == (sorted((str(term), str(term)) for term in terms[::25]) if FUNCTIONS[condition] else [])


@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_patterns(back_end: str) -> None:
    for text in (
        "\\",
        '"',
        "'",
        "\n",
        "\0",
        "\ufeff",
        "\U0001f600",
        "'; DROP TABLE x --",
        "\0let1\0",
        "\0key0\0",
        "{c1}",
        "$1",
    ):
        pattern = Literal("^" + "".join(f"[{c}]" if c not in "\\^" else f"\\{c}" for c in text) + "$")
        data = data_of((A, EX.p, Literal(text)), (A, EX.p, Literal(f"{text}x")))
        found = BACK_ENDS[back_end](data, shapes_of((SH.pattern, pattern)))
        assert [str(result.value) for result in found] == [f"{text}x"]


@pytest.mark.parametrize("pattern", ["(", "\\", "a(?=b)", "(a)\\1", "[", "a{2,1}", "*"])
@pytest.mark.parametrize("back_end", BACK_ENDS)
def test_pattern_that_no_back_end_takes_is_refused(back_end: str, pattern: str) -> None:
    with pytest.raises(AvermentError):
        BACK_ENDS[back_end](data_of((A, EX.p, Literal("x"))), shapes_of((SH.pattern, Literal(pattern))))


# --- as names and messages --------------------------------------------------------------------


QUERIES = [
    "SELECT $this ?A ?a WHERE { $this :p ?A ; :q ?a FILTER (?A != ?a) }",
    "SELECT $this ?x ?X WHERE { { $this :p ?x } UNION { $this :q ?X } }",
    "SELECT $this ?x ?X WHERE { $this :p ?x OPTIONAL { $this :q ?X FILTER (?X != ?x) } }",
    "SELECT DISTINCT $this ?x ?X WHERE { $this :p ?x . ?x :q ?X }",
    "SELECT $this (COUNT(?v) AS ?m) (COUNT(DISTINCT ?w) AS ?M) WHERE { $this :p ?v ; :q ?w } GROUP BY $this",
    "SELECT $this ?THIS ?Value WHERE { $this :p ?THIS ; :q ?Value }",
    "SELECT $this ?übung ?Übung ?日本 WHERE { $this :p ?übung BIND (1 AS ?日本) BIND (2 AS ?Übung) }",
    "SELECT $this ?_ ?1 ?a_1 ?A ?a WHERE { $this :p ?_ ; :q ?1 BIND (1 AS ?a_1) BIND (2 AS ?A) BIND (3 AS ?a) }",
    "SELECT $this ?select ?from ?where ?s ?p ?o ?id ?key ?token ?Token ?v0 ?t1 ?x WHERE { $this :p ?select ; "
    ":q ?from BIND (?from AS ?where) BIND (1 AS ?s) BIND (2 AS ?id) BIND (CONCAT(STR(?from), '!') AS ?token) "
    "BIND (CONCAT(STR(?from), '?') AS ?Token) BIND (?unbound AS ?x) FILTER (?token != ?Token) }",
    "SELECT $this ?outer0 ?outer1 ?other ?count ?tag ?language ?closed ?class ?type WHERE { $this :p ?outer0 "
    "BIND (1 AS ?other) BIND (2 AS ?count) BIND (3 AS ?tag) BIND (4 AS ?language) BIND (5 AS ?closed) "
    "BIND (6 AS ?class) BIND (7 AS ?type) BIND (8 AS ?outer1) }",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("nested", [False, True])
def test_names_of_variables_are_no_names_of_anything_else(query: str, nested: bool) -> None:
    data = Graph().parse(
        data="@prefix : <https://example.org/> . :a :p :b, 'x', 1 ; :q 'Y', 1 . :b :q 2 ; :p 3 . :c :r :a, :b .",
        format="turtle",
    )
    shapes = Graph().parse(
        data="@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
        ": sh:declare [ sh:prefix '' ; sh:namespace 'https://example.org/'^^xsd:anyURI ] . "
        + (
            ":S sh:targetNode :c ; sh:property [ sh:path :r ; sh:property :P ] . :P sh:path :p ; sh:sparql :q ."
            if nested
            else ":S sh:targetNode :a, :b ; sh:sparql :q ."
        )
        + ":q sh:prefixes : .",
        format="turtle",
    )
    shapes.add((EX.q, SH.select, Literal(query)))
    found = {
        name: sorted((str(result.focus), result.labels) for result in validate(data, shapes))
        for name, validate in BACK_ENDS.items()
    }
    assert found["duck"] == found["oxigraph"]
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    assert len(found["duck"]) == len(list(report.objects(None, SH.result))) > 0


@pytest.mark.parametrize("back_end", BACK_ENDS)
@pytest.mark.parametrize("text", ["{c1}", "{$this", "\0let1\0", "'; --", '"\\', "{?x} {$value} {{}}"])
def test_messages_stay_as_they_are(back_end: str, text: str) -> None:
    shapes = every_value().add((EX.Property, SH.message, Literal(text)))
    (result,) = BACK_ENDS[back_end](data_of((A, EX.p, Literal(text))), shapes)
    assert [str(message) for message in result.query.shape.messages] == [text] == [str(result.value)]


# --- files of N-Triples ---------------------------------------------------------------------------

P = "<https://example.org/p>"
START = f"<https://example.org/a> {P} "
STRING = f"^^<{XSD.string}>"
FILES = {
    "canonical": f'{START}"x" .\n{START}"x"@en .\n{START}"x"^^<urn:t> .\n{START}<urn:x> .\n{START}_:b .\n',
    "no final newline": f'{START}"x" .\n{START}"y" .',
    "escapes": f'{START}"\\u0041\\U0001F600\\n\\r\\t\\\\\\"\\b\\f\\\'" .\n',
    "canonical escapes": f'{START}"\\\\n\\n\\r\\t\\"\\\\" .\n{START}"\\\\\\"" .\n{START}"\\\\\\\\" .\n',
    "escapes in IRIs": f"{START}<http://e/\\u00fc> .\n{START}<http://e/ü> .\n{START}<http://e/\\U0001F600> .\n",
    "strings": f'{START}"x"{STRING} .\n{START}"x" .\n',
    "comments": f'# one\n{START}"x" . # two\n#\n{START}"# x" .\n',
    "blank lines": f'\n\n   \n{START}"x" .\n\n\t\n',
    "tabs": f'\t<https://example.org/a>\t{P}\t"x"\t.\t\n',
    "nothing between": f'<https://example.org/a>{P}"x".\n',
    "CRLF": f'{START}"x" .\r\n{START}"y" .\r\n',
    "CR": f'{START}"x" .\r{START}"y" .\r',
    "all ends of lines": f'{START}"1" .\r\n{START}"2" .\n{START}"3" .\r{START}"4" .\n\r\n{START}"5" .',
    "duplicates": f'{START}"x" .\n{START}"x" .\n{START}  "x" .\n{START}"\\u0078" .\n',
    "long line": f'{START}"{"x" * 3_000_000}" .\n{START}"y" .\n',
    "separators of lines and of records": f'{START}"1\u0085\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x1f" .\n{START}"2" .\n',
    "start of heading": f'{START}"1" .\n{START}"\x01x\x01" .\n{START}"2" .\n',
    "NUL": f'{START}"x\0y" .\n{START}"\0" .\n',
    "U+FEFF": f'{START}"\ufeffx" .\n',
    "points": f'{START}" .  \\" . " .\n{START}"." .\n',
    "tags": f'{START}"x"@de .\n{START}"x"@de-1996 .\n{START}"x"@zh-hant-tw .\n'
    f'{START}"x"@x-foo .\n{START}"x"@i-klingon .\n',
    "blank nodes": f"{START}_:b-c .\n{START}_:a.b .\n{START}_:1 .\n{START}_:ü .\n",
    "IRIs": "".join(
        f"{START}<{iri}> .\n"
        for iri in (
            "a:",
            "urn:a:b",
            "mailto:x@y",
            "http://[::1]/",
            "http://e:80/?a#b",
            "http://x:y@e/",
            "file:///x",
            "http://e/%41'()*!$&+,;=",
            "http://e/?\ue000",
            "http://e?q",
            "http://e#f",
            "http://e/\U0001f600",
            "x:/y//z",
        )
    ),
    "subjects": "_:a.b <urn:p> <urn:x> .\n<https://example.org/a>\t<https://example.org/p> _:a.b .\n",
    "prepended": f'{START}"x\u0600" .\n{START}"\u0600"@en .\n',
    "nothing": "",
    "a comment": "# nothing",
}
MALFORMED = {
    "no triple": (f'{START}"x" .\n{START}"x" .\nfoo\n', 3),
    "no end": (f'{START}"x"\n', 2),
    "two on a line": (f'{START}"x" . {START}"y" .\n', 1),
    "quad": (f'{START}"x" <urn:g> .\n', 1),
    "three lines": (f'<urn:s>\n{P}\n"x" .\n', 2),
    "literal as a subject": (f'{START}"x" .\n"x" {P} "x" .\n', 2),
    "blank node as a property": ('<urn:s> _:p "x" .\n', 1),
    "escape": (f'{START}"\\q" .\n', 1),
    "surrogate": (f'{START}"x" .\n\n# x\n{START}"\\uD800" .\n', 4),
    "above Unicode": (f'{START}"\\U00110000" .\n', 1),
    "no closing quote": (f'{START}"x .\n{START}"y" .\n', 1),
    "newline": (f'{START}"x\ny" .\n', 1),
    "langString": (f'{START}"x"^^<{RDF.langString}> .\n', 1),
    "long line": (f'{START}"{"x" * 3_000_000}" .\nfoo\n', 2),
    **{
        f"tag {tag}": (f'{START}"x"@{tag} .\n', 1)
        for tag in ("a", "abcdefghijk", "en-1", "de-de-de", "en-u", "en_GB")
    },
    **{
        f"IRI {iri!a}": (f'{START}"x" .\n{START}<{iri}> .\n', 2)
        for iri in (
            *(
                "",
                "x",
                "1a:b",
                ":b",
                "http://e/%zz",
                "http://e/a#b#c",
                "http://e/[a]",
                "http://e:xx/",
                "http://e/ x",
            ),
            *("http://e/\ue000", "http://e/\ufffe", "http://e/\x85", "http://e/\x7f", "http://e/\U000e0001"),
        )
    },
    "datatype": (f'{START}"x"^^<t> .\n', 1),
}


def values(path: Path) -> list[tuple[object, ...]]:
    """Return the values of all nodes at a property in a file."""
    shapes = every_value()
    shapes.remove((None, SH.targetNode, None))
    shapes.add((EX.Property, SH.targetSubjectsOf, EX.p))
    compiler = Compiler(shapes)
    queries = list(compiler.queries())
    store = Store()
    store.load_file(path)
    found = duck.find_results(store, queries, make_plan(queries, compiler))
    return sorted((exact(r.value) for r in found if isinstance(r, CompiledResult)), key=str)


def parsed(term: object) -> tuple[object, ...]:
    if isinstance(term, ox.NamedNode):
        return exact(URIRef(term.value))
    if isinstance(term, ox.BlankNode):
        return exact(BNode(term.value))
    assert isinstance(term, ox.Literal)
    if term.language:
        return exact(Literal(term.value, lang=term.language))
    plain = term.datatype.value == str(XSD.string)
    return exact(Literal(term.value, datatype=None if plain else URIRef(term.datatype.value)))


@pytest.mark.parametrize("name", FILES)
def test_file_has_the_triples_that_another_parser_reads(name: str, tmp_path: Path) -> None:
    path = tmp_path / "it's [1] *?.nt"
    content = FILES[name].encode()
    path.write_bytes(content)
    (tmp_path / "it's 1 xx.nt").write_text(f'{START}"another file" .\n')
    quads = {
        parsed(quad.object)
        for quad in ox.parse(content, ox.RdfFormat.N_TRIPLES)
        if quad.predicate == ox.NamedNode(str(EX.p))
    }
    assert values(path) == sorted(quads, key=str)


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_file_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    content, line = MALFORMED[name]
    path = tmp_path / "data.nt"
    path.write_bytes(content.encode())
    with pytest.raises(SyntaxError):
        list(ox.parse(content.encode(), ox.RdfFormat.N_TRIPLES))
    with pytest.raises(AvermentError) as caught:
        values(path)
    assert str(caught.value).startswith(f"{path}:{line}:")


@pytest.mark.parametrize("content", [b'"\xff" .\n', b'"\xed\xa0\x80" .\n', b'"\xc3'])
def test_file_that_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_bytes(f'{START}"x" .\n{START}'.encode() + content)
    with pytest.raises(AvermentError, match=r"data\.nt:2:"):
        values(path)


@pytest.mark.parametrize("value", ['"x"@en--ltr', f'<<( <urn:s> {P} "x" )>>'])
def test_terms_of_rdf_1_2_are_refused(value: str, tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text(f"{START}{value} .\n")
    with pytest.raises(AvermentError, match=r"data\.nt: .* RDF 1\.2"):
        values(path)


def test_tags_of_a_file_are_one_in_whatever_case(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    path.write_text(f'{START}"x"@en-GB .\n{START}"x"@en-gb .\n{START} "x"@EN-GB .\n{START}"X"@en-GB .\n')
    assert [found[1] for found in values(path)] == ["X", "x"]
