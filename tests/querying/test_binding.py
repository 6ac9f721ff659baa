"""Parameters reach a query as terms: whatever their text, it comes back as the very literal and does nothing else."""

from __future__ import annotations

import re
import string

import pyoxigraph as ox
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from averment.errors import AvermentError, QueryError, UsageError
from averment.namespaces import PREFIXES
from averment.querying import Query, bind_parameters, find_query, parse_query, run_query
from averment.querying.binding import bind
from averment.querying.tokens import tokenise

EX = "https://kites.invalid/"
TYPES = ("iri", "text", "integer", "decimal", "date")


def typed_query(kind: str, body: str = "SELECT ?x { }") -> Query:
    return parse_query("test", f"# title: Test\n# param x: ({kind}) a value\n{body}\n")


def value_of(query: Query, value: str) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    results = run_query(Graph(), query, {"x": value})
    assert isinstance(results, ox.QuerySolutions)
    (row,) = results
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple = row["x"]
    return term


# --- values -------------------------------------------------------------------------------------------------

HOSTILE = [
    '" } DELETE { ?s ?p ?o } #',
    "'''\"\"\"\\",
    "} } UNION { ?s ?p ?o",
    "\\u0022 } \\",
    "a\nb\r\nc\td\x00\x1f\x7f\x85\u2028",
    "?x $x {{ }} <urn:x> @en ^^xsd:date",
    "\u202e\U0001f3f4\u200d\U0001f9dc é e\u0301",
    "",
]


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_text_comes_back_as_the_very_literal(text: str) -> None:
    assert value_of(typed_query("text"), text) == ox.Literal(text)
    assume(
        not re.search(r"\\u", text, re.IGNORECASE)
    )  # rdflib expands it, even where the backslash is escaped
    rows = Graph().query(bind("SELECT ?x { }", {"x": ox.Literal(text)}))
    assert [tuple(row) for row in rows] == [(Literal(text),)]  # type: ignore[arg-type]


for _text in HOSTILE:
    test_any_text_comes_back_as_the_very_literal = example(_text)(
        test_any_text_comes_back_as_the_very_literal
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_changes_no_data_and_matches_nothing_else(text: str) -> None:
    store = ox.Store()
    for number, value in enumerate(HOSTILE):
        store.add(ox.Quad(ox.NamedNode(f"{EX}{number}"), ox.NamedNode(EX + "says"), ox.Literal(value)))
    before = sorted(map(str, store))
    query = typed_query("text", f"SELECT ?s {{ ?s <{EX}says> ?x }}")
    rows = [row["s"] for row in run_query(store, query, {"x": text})]  # type: ignore[union-attr]
    assert rows == [ox.NamedNode(f"{EX}{HOSTILE.index(text)}")]
    assert sorted(map(str, store)) == before


@settings(deadline=None)
@given(st.text(string.ascii_letters + "#:-_.~%é<>{}\"' \\|^`\n", max_size=20))
def test_an_iri_is_taken_whole_or_refused(text: str) -> None:
    query = typed_query("iri")
    for written, meant in ((f"law:{text}", PREFIXES["law"] + text), (EX + text, EX + text)):
        try:
            ox.NamedNode(meant)
        except ValueError:
            with pytest.raises(UsageError, match="x=law:ru-extradition-ban"):
                value_of(query, written)
        else:
            assert value_of(query, written) == ox.NamedNode(meant)


GOOD = [
    ("iri", "law:zz-kites/night", PREFIXES["law"] + "zz-kites/night", None),
    ("iri", "urn:x", "urn:x", None),
    ("iri", "https://kites.invalid/é?a=b#c", "https://kites.invalid/é?a=b#c", None),
    ("integer", "-3", "-3", "integer"),
    ("integer", "70", "70", "integer"),
    ("decimal", "-1.5", "-1.5", "decimal"),
    ("decimal", "2", "2", "decimal"),
    ("date", "2026-02-28", "2026-02-28", "date"),
]


@pytest.mark.parametrize(("kind", "written", "value", "datatype"), GOOD)
def test_a_value_becomes_a_term_of_its_type(
    kind: str, written: str, value: str, datatype: str | None
) -> None:
    expected: ox.NamedNode | ox.Literal = (
        ox.NamedNode(value)
        if datatype is None
        else ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    )
    assert value_of(typed_query(kind), written) == expected


BAD = [
    *((kind, "") for kind in TYPES if kind != "text"),
    ("iri", "zz-kites"),
    ("iri", "nothing:zz-kites"),
    ("iri", "law:a b"),
    ("iri", "law:x\n"),
    ("iri", "<https://kites.invalid/>"),
    ("iri", "https://[kites.invalid/"),
    ("iri", "law:x> } DELETE { <y"),
    ("iri", "law:\udcff"),
    ("text", "a\udcff"),
    ("integer", "1.0"),
    ("integer", "1e3"),
    ("integer", "٣"),
    ("integer", "1 000"),
    ("integer", "1" * 19),
    ("integer", "3\n"),
    ("decimal", "1,5"),
    ("decimal", ".5"),
    ("decimal", "٣.٥"),
    ("decimal", "NaN"),
    ("date", "2026-2-3"),
    ("date", "2026-02-30"),
    ("date", "20260228"),
    ("date", "2026-W09-6"),
    ("date", "2026-02-28T00:00:00"),
    ("date", "٢٠٢٦-02-28"),
]


@pytest.mark.parametrize(("kind", "written"), BAD)
def test_a_value_of_another_type_is_refused_with_an_example(kind: str, written: str) -> None:
    with pytest.raises(UsageError, match=rf"'x' is of type {kind}: write it as in x=\S") as raised:
        run_query(Graph(), typed_query(kind), {"x": written})
    example_value = str(raised.value).rpartition("x=")[2]
    value_of(typed_query(kind), example_value)


def test_an_unknown_parameter_lists_the_known_ones() -> None:
    query = parse_query("test", "# param one: (iri) a\n# param two: (text) b\nSELECT * { }")
    with pytest.raises(UsageError, match="'test' has no parameter 'tow'; it has one, two"):
        run_query(Graph(), query, {"tow": "x"})
    with pytest.raises(UsageError, match="it has none"):
        run_query(Graph(), parse_query("test", "SELECT * { }"), {"x": "y"})


# --- where terms are joined ---------------------------------------------------------------------------------

DATA = Graph()
for _number in (1, 2, 3):
    DATA.add((URIRef(f"{EX}{_number}"), URIRef(EX + "next"), URIRef(f"{EX}{_number + 1}")))

ONE = {("1", "2")}
SELECTS = [
    "SELECT ?s ?o WHERE { ?s ex:next ?o }",
    "select ?s ?o{?s ex:next ?o}",
    "SELECT ?s ?o # where { or ' or \" or <\nWHERE { ?s ex:next ?o }",
    "SELECT ?s ?o # {\r\nWHERE { ?s ex:next ?o }",
    "SELECT ?s ?o # {\rWHERE { ?s ex:next ?o }",
    "BASE <https://kites.invalid/{where}>\nSELECT ?s ?o { ?s ex:next ?o }".replace("{where}", "%7Bwhere%7D"),
    "SELECT ?s ?o ('{' AS ?brace) { ?s ex:next ?o }",
    "SELECT ?s ?o ('''{ ' '' \\''' ''' AS ?a) (\"\"\"}\n\\\"{\"\"\" AS ?b) { ?s ex:next ?o }",
    "SELECT ?s ?o (\"'{\\\"\" AS ?a) ('\"{\\'' AS ?b) { ?s ex:next ?o }",
    "SELECT ?s ?o ?where { ?s ex:next ?o BIND('}' AS ?where) }",
    "SELECT ?s ?o { { ?s ex:next ?o } UNION { ?o ex:none ?s } }",
    "SELECT ?s ?o { SELECT ?s ?o { ?s ex:next ?o } }",
    "SELECT ?s ?o { # } only a sub-select\n SELECT ?s ?o { ?s ex:next ?o } LIMIT 9 # }\n}",
    "SELECT ?s ?o { { SELECT ?s ?o { ?s ex:next ?o } } FILTER (?s != ?o) }",
    "SELECT ?s ?o { ?s ex:next ?o } ORDER BY ?o LIMIT 1",
    "SELECT ?s (MAX(?end) AS ?o) { ?s ex:next ?end } GROUP BY ?s HAVING (COUNT(?end) > 0)",
    "SELECT ?s ?o { ?s ex:next ?o FILTER (!BOUND(?s) || ?s = ex:1) }",
    "SELECT ?s ?o { ?s ex:next ?o FILTER (1<2&&3>2) }",
    "SELECT ?s ?o { ?s ex:next ?o OPTIONAL { ?s ex:it\\'s\\#construct ?none } }",
    "PREFIX where: <https://kites.invalid/> PREFIX construct: <urn:> SELECT ?s ?o { ?s where:next ?o }",
    "PREFIX : <https://kites.invalid/> SELECT ?s ?o { ?s :next ?o MINUS { ?s :construct :where } }",
    "SELECT ?s ?o (STRLEN('a'@en-where) AS ?construct) { ?s ex:next ?o }",
]


@pytest.mark.parametrize("body", SELECTS)
def test_a_parameter_is_joined_in_the_pattern_of_a_select(body: str) -> None:
    text = f"PREFIX ex: <{EX}>\n{body}"
    query = parse_query("test", f"# param s: (iri) where to start\n{text}")
    results = run_query(DATA, query, {"s": EX + "1"})
    assert isinstance(results, ox.QuerySolutions)
    found = {tuple(str(row[name]).strip("<>").removeprefix(EX) for name in ("s", "o")) for row in results}
    assert found == ONE
    bound = bind(query.text, {"s": ox.NamedNode(EX + "1")})
    again = {tuple(str(row[name]).removeprefix(EX) for name in ("s", "o")) for row in DATA.query(bound)}  # type: ignore[index, call-overload]
    assert again == ONE


@pytest.mark.parametrize(
    ("body", "first", "last"),
    [
        ("ASK { ?s ex:next ex:2 }", True, False),
        ("ASK{?s ex:next ex:2}", True, False),
        ("ASK WHERE { SELECT ?s { ?s ex:next ex:2 } }", True, False),
    ],
)
def test_a_parameter_is_joined_in_the_pattern_of_an_ask(body: str, first: bool, last: bool) -> None:
    query = parse_query("test", f"# param s: (iri) where to start\nPREFIX ex: <{EX}>\n{body}")
    for value, expected in (("1", first), ("3", last)):
        assert bool(run_query(DATA, query, {"s": EX + value})) is expected
        bound = bind(query.text, {"s": ox.NamedNode(EX + value)})
        assert DATA.query(bound).askAnswer is expected


CONSTRUCTS = [
    "CONSTRUCT { ?s ex:next ?o } WHERE { ?s ex:next ?o }",
    "CONSTRUCT{?s ex:next ?o}{?s ex:next ?o}",
    "CONSTRUCT { ?s ex:next ?o . } # } WHERE {\n WHERE { ?s ex:next ?o }",
    "CONSTRUCT { ?s ex:next ?o } WHERE { SELECT ?s ?o { ?s ex:next ?o } }",
    "CONSTRUCT WHERE { ?s ex:next ?o }",
    "construct # {\nwhere # {\n{ ?s ex:next ?o } LIMIT 5",
    "DESCRIBE ?s { ?s ex:next ?o }",
    "DESCRIBE ?s WHERE { ?s ex:next ?o }",
]


@pytest.mark.parametrize("body", CONSTRUCTS)
def test_a_parameter_is_joined_beside_a_template(body: str) -> None:
    query = parse_query("test", f"# param s: (iri) where to start\nPREFIX ex: <{EX}>\n{body}")
    triples = run_query(DATA, query, {"s": EX + "1"})
    assert isinstance(triples, ox.QueryTriples)
    assert [str(triple) for triple in triples] == [f"<{EX}1> <{EX}next> <{EX}2>"]
    if not body.startswith("DESCRIBE"):  # rdflib describes what points at a thing as well
        constructed = DATA.query(bind(query.text, {"s": ox.NamedNode(EX + "1")})).graph
        assert constructed is not None
        assert set(constructed) == {(URIRef(EX + "1"), URIRef(EX + "next"), URIRef(EX + "2"))}


def test_several_parameters_are_joined_at_once() -> None:
    query = parse_query("test", f"# param s: (iri) a\n# param o: (iri) b\nSELECT * {{ ?s <{EX}next> ?o }}")
    for start, end, count in (("1", "2", 1), ("1", "3", 0)):
        rows = run_query(DATA, query, {"s": EX + start, "o": EX + end})
        assert len(list(rows)) == count  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (f"DESCRIBE <{EX}1>", "no pattern in braces"),
        ("SELECT * { ?s ?p ?o", "its syntax breaks off"),
        ("SELECT * { ?s ?p ?o BIND (1 AS ?s) }", "its syntax breaks off"),
        ("SELECT (1 AS ?s) { ?a ?b ?c }", "its syntax breaks off"),
    ],
)
def test_a_query_that_cannot_take_a_parameter_says_why(body: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        run_query(DATA, parse_query("test", f"# param s: (iri) a\n{body}"), {"s": EX + "1"})


def test_a_syntax_error_is_placed_in_the_text_that_was_written() -> None:
    query = parse_query("test", "# param s: (iri) a\nSELECT * { ?s ?p ?o . ?o ?p }")
    for parameters in ({}, {"s": EX + "1"}):
        with pytest.raises(QueryError, match="line 2, column 30;"):
            run_query(DATA, query, parameters)


def test_a_brace_that_is_not_closed_is_named() -> None:
    with pytest.raises(QueryError, match="a brace of the query is not closed"):
        bind("SELECT * { ?s ?p ?o", {"s": ox.NamedNode("urn:x")})


# --- tokens -------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(st.text("{}<>'\"\\#?$@:_.aZ1 \n\r\t-é", max_size=60))
def test_any_text_is_cut_into_tokens_that_lie_in_it(text: str) -> None:
    end = 0
    for token in tokenise(text):
        assert end <= token.start < token.end <= len(text)
        assert token.text == (
            text[token.start : token.end].upper() if token.kind == "word" else text[token.start : token.end]
        )
        end = token.end


@settings(deadline=None)
@given(st.text(max_size=40))
def test_text_in_a_string_or_a_comment_is_one_token(text: str) -> None:
    literal = str(ox.Literal(text))
    comment = "#" + re.sub(r"[\n\r]", " ", text)
    assert [token.text for token in tokenise(f"{{ {literal} }}{comment}")] == ["{", literal, "}", comment]


def test_errors_are_of_one_family() -> None:
    assert issubclass(QueryError, AvermentError)
    assert issubclass(UsageError, AvermentError)


# --- the named queries --------------------------------------------------------------------------------------


def shape_of(text: str) -> list[tuple[str, str]]:
    """Give what a query is made of, with nothing of what stands in its strings and IRIs."""
    return [(token.kind, "" if token.kind == "skip" else token.text) for token in tokenise(text)]


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(
        [("findings", "grade"), ("penalties", "law"), ("single_origin", "least"), ("answers_at", "on")]
    ),
    st.one_of(st.text(), st.sampled_from(HOSTILE), st.from_regex(r"law:[^\s]*", fullmatch=True)),
)
def test_no_value_changes_what_a_named_query_is_made_of(named: tuple[str, str], value: str) -> None:
    name, parameter = named
    query = find_query(name)
    right = {"findings": "x", "penalties": "law:x", "single_origin": "1", "answers_at": "2026-01-01"}[name]
    expected = shape_of(bind_parameters(query, {parameter: right}))
    try:
        text = bind_parameters(query, {parameter: value})
    except UsageError:  # of the wrong type; the message is tested where the user reads it
        return
    assert shape_of(text) == expected
    ox.Store().query(text)
