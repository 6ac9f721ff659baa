"""The same graph comes out of each format, whoever wrote the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from tests.reading.samples import ARTICLE, EX, SUFFIXES, graph_of, quoted, texts, write

from averment.building import build
from averment.exporting import export
from averment.namespaces import AV, ID, STANCE
from averment.reading import read

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix av: <https://w3id.org/averment/ontology#> .\n"
LABEL = EX.label


def test_an_article_in_yaml_states_all_that_is_written(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "article.yaml", ARTICLE)
    article = ID["article/sample"]
    claim = ID["article/sample/c1"]
    assert (article, RDF.type, AV.Article) in graph
    assert {str(c).rsplit("/", 1)[-1] for c in graph.subjects(AV.statedIn, article)} == {
        *("c1", "c2", "c3", "c4", "c5", "c6")
    }
    assert graph.value(claim, AV.hasStance) == STANCE.asserts
    assert graph.value(claim, AV.isComplete) == Literal("true", datatype=XSD.boolean)
    assert graph.value(claim, AV.relays) == ID["article/other/c3"]
    assert texts(graph, AV.condition) == {("if the package is approved", "en"), ("если пакет одобрят", "ru")}
    assert {s for s, _ in texts(graph, SKOS.note)} == {'A tab\t, a line\r\n, a quote " and a backslash \\.'}
    chain = graph.value(claim, AV.attributionChain)
    assert chain is not None
    hops = list(Collection(graph, chain))
    assert hops == [ID[f"article/sample/c1/chain/{number}"] for number in (1, 2, 3)]
    assert all((hop, RDF.type, AV.Hop) in graph for hop in hops)
    assert graph.value(hops[1], AV.unnamed) == Literal("most accounts", lang="en")
    evidence = ID["article/sample/c1/evidence"]
    assert graph.value(claim, AV.hasEvidence) == evidence
    assert graph.value(evidence, AV.passageStart) == Literal("100", datatype=XSD.integer)
    assert graph.value(article, AV.hasSnapshot) == ID["article/sample/snapshot"]
    assert len(set(graph.objects(article, AV.credits))) == 2


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_an_exported_article_reads_back_as_the_same_graph(rdf_format: str, tmp_path: Path) -> None:
    built = build([write(tmp_path, "article.yaml", ARTICLE)])
    again = graph_of(tmp_path, f"again{SUFFIXES[rdf_format]}", export(built, rdf_format))
    assert isomorphic(again, built.stated)


def test_all_formats_together_state_no_more_than_one(tmp_path: Path) -> None:
    first = write(tmp_path, "article.yaml", ARTICLE)
    built = build([first])
    others = [
        write(tmp_path, f"again{suffix}", export(built, rdf_format))
        for rdf_format, suffix in SUFFIXES.items()
    ]
    merged = read([first, *others]).graph()
    named = {t for t in merged if not any(isinstance(term, BNode) for term in t)}
    assert named == {t for t in built.stated if not any(isinstance(term, BNode) for term in t)}


@pytest.mark.parametrize("rdf_format", SUFFIXES)
def test_blank_nodes_and_lists_survive_an_export(rdf_format: str, tmp_path: Path) -> None:
    turtle = PREFIXES + 'ex:a ex:p [ ex:q ( 1 [ ex:r "x" ] () _:b ) ] . _:b ex:p _:b , [] .'
    built = build([write(tmp_path, "hand.ttl", turtle)])
    again = graph_of(tmp_path, f"again{SUFFIXES[rdf_format]}", export(built, rdf_format))
    assert isomorphic(again, built.stated)


ODD = [
    *('"', "'", '"""', "'''", "\\", "\\n", "\n", "\r", "\r\n", "\t", "\b", "\f", "\0", "\x7f", "\x85"),
    *(" ", "\u00a0", "\u200b", "\u200f", "\u202e", "\u2028", "\u2029", "\ufeff", "\ufffd", "\U0010ffff"),
    *("שלום", "مرحبا", "é", "e\u0301", "👩‍👩‍👧", "🇷🇺", "#", ": ", "- ", "{", "}", "[", "]", "<", ">"),
    *("@en", "^^", "%41", "&amp;", "null", "~", "yes", "0123", "*a", "&a", "!a", "|", "---", "...", "$", "`"),
]
TEXT = st.lists(st.sampled_from(ODD) | st.text(max_size=8), max_size=6).map("".join)
LANGUAGE = st.sampled_from(["en", "ru", "ar", "zh-hans", "en-GB"])


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, set[tuple[str, str | None]]]:
    """Draw an article in YAML, and the texts that its claims give as values."""
    lines = ["id: article:drawn", "type: Article"]
    lines.append(f"title: {{en: {quoted(draw(TEXT))}}}")
    expected: set[tuple[str, str | None]] = set()
    lines.append("claims:")
    for number in range(1, draw(st.integers(1, 3)) + 1):
        lines.append(f"  - id: c{number}")
        if draw(st.booleans()):
            value = draw(st.dictionaries(LANGUAGE, TEXT, min_size=1, max_size=3))
            expected |= {(text, language.lower()) for language, text in value.items()}
            lines.append("    value:")
            lines += [f"      {language}: {quoted(text)}" for language, text in value.items()]
        else:
            plain = draw(TEXT)
            expected.add((plain, None))
            lines.append(f"    value: {quoted(plain)}")
        hops = draw(st.lists(TEXT, max_size=2))
        if hops:
            lines.append("    chain:")
            lines += [f"      - {{unnamed: {{en: {quoted(hop)}}}, verb: says}}" for hop in hops]
    return "\n".join(lines) + "\n", expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(article=articles())
def test_any_text_survives_from_yaml_into_each_format(
    article: tuple[str, set[tuple[str, str | None]]], tmp_path: Path
) -> None:
    text, expected = article
    built = build([write(tmp_path, "article.yaml", text)])
    assert texts(built.stated) == expected
    for rdf_format, suffix in SUFFIXES.items():
        again = graph_of(tmp_path, f"again{suffix}", export(built, rdf_format))
        assert isomorphic(again, built.stated), rdf_format


EXPECTED = Graph().parse(
    format="turtle",
    data="""
    @prefix ex: <http://example.org/> .
    ex:a a ex:T ; ex:label "Ä"@de , "b" ; ex:link ex:b ; ex:list ( ex:b [ ex:label "in"@en ] "3" ) .
    ex:b ex:link [ ex:label "x" ] .
    """,
)
"""What each of the files below states."""

BY_HAND = {
    "plain.ttl": """\
# a comment
@prefix ex: <http://example.org/> .
ex:a a ex:T ; ex:label "Ä"@de , "b" ;
  ex:link ex:b ; # another
  ex:list ( ex:b [ ex:label "in"@en ] "3" ) ; .
ex:b ex:link [ ex:label "x" ] .
""",
    "labels.ttl": """\
PREFIX : <http://example.org/>
BASE <http://example.org/>
_:l1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> :b ;
  <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> ( _:i "3" ) .
<a> a <T> ; :label '''b''' , "\\u00C4"@de ; :link <b> ; :list _:l1 .
_:i :label "in"@en . :b :link _:x . _:x :label 'x' .
""",
    "graphs.trig": """\
@prefix ex: <http://example.org/> .
ex:a a ex:T .
ex:g { ex:a ex:label "Ä"@de , "b" . ex:b ex:link [ ex:label "x" ] }
GRAPH ex:h { ex:a ex:link ex:b ; ex:list ( ex:b [ ex:label "in"@en ] "3" ) . }
{ ex:a a ex:T . }
_:g { ex:a ex:label "b" }
""",
    "lines.nq": """\
# a comment

<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/T> .
<http://example.org/a> <http://example.org/label> "\\u00C4"@de <http://example.org/g> . # another
  <http://example.org/a>\t<http://example.org/label>"b"<http://example.org/g>.
<http://example.org/a> <http://example.org/link> <http://example.org/b> _:g .

<http://example.org/a> <http://example.org/list> _:1 .
_:1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> <http://example.org/b> .
_:1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:2 .
_:2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> _:i .
_:i <http://example.org/label> "in"@en .
_:2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:3 .
_:3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "3" .
_:3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .
<http://example.org/b> <http://example.org/link> _:x .
_:x <http://example.org/label> "x"^^<http://www.w3.org/2001/XMLSchema#string> .""",
    "expanded.jsonld": """\
[
  {
    "@id": "http://example.org/a",
    "@type": ["http://example.org/T"],
    "http://example.org/label": [{"@value": "Ä", "@language": "de"}, {"@value": "b"}],
    "http://example.org/link": [{"@id": "http://example.org/b"}],
    "http://example.org/list": [{"@list": [
      {"@id": "http://example.org/b"},
      {"http://example.org/label": [{"@value": "in", "@language": "en"}]},
      {"@value": "3"}
    ]}]
  },
  {"@id": "http://example.org/b", "http://example.org/link": [{"http://example.org/label": [{"@value": "x"}]}]}
]
""",
    "inline.jsonld": """\
{
  "@context": {
    "@vocab": "http://example.org/",
    "ex": "http://example.org/",
    "uri": "@id",
    "link": {"@type": "@id"},
    "label": {"@container": "@language"},
    "list": {"@container": "@list"}
  },
  "uri": "ex:a",
  "@type": "T",
  "label": {"de": "Ä", "@none": "b"},
  "link": {"uri": "ex:b", "link": {"label": "x"}},
  "list": [{"uri": "ex:b"}, {"label": {"en": "in"}}, "3"]
}
""",
    "graph.jsonld": """\
{
  "@context": [{"@vocab": "http://example.org/"}, {"back": {"@reverse": "link", "@type": "@id"}}],
  "@graph": [
    {"@id": "http://example.org/a", "@type": "T", "label": [{"@value": "Ä", "@language": "de"}, "b"]},
    {"@id": "http://example.org/b", "back": "http://example.org/a", "link": {"label": {"@value": "x"}}},
    {"@id": "http://example.org/a", "list": {"@list": [
      {"@id": "http://example.org/b"}, {"label": {"@set": [{"@value": "in", "@language": "en"}]}}, "3"
    ]}}
  ]
}
""",
    "flow.yaml": """\
"@context": {"@vocab": "http://example.org/", label: {"@container": "@language"}, link: {"@type": "@id"}}
"@id": http://example.org/a
"@type": T
label: {de: Ä, "@none": b}
link: {"@id": http://example.org/b, link: {label: x}}
list:
  "@list":
    - "@id": http://example.org/b
    - label: {en: in}
    - "3"
""",
}


@pytest.mark.parametrize("name", BY_HAND)
def test_a_file_written_by_hand_states_the_same_in_each_format(name: str, tmp_path: Path) -> None:
    assert isomorphic(graph_of(tmp_path, name, BY_HAND[name]), EXPECTED)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("name", BY_HAND)
def test_line_ends_of_other_systems_and_a_byte_order_mark_change_nothing(
    name: str, line_end: str, tmp_path: Path
) -> None:
    text = BY_HAND[name].replace("\n", line_end)
    assert isomorphic(graph_of(tmp_path, name, b"\xef\xbb\xbf" + text.encode()), EXPECTED)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "id: article:x\ntitle: {en-GB: colour}\n"),
        ("a.ttl", '<article/x> <http://purl.org/dc/terms/title> "colour"@en-GB .'),
        ("a.nq", f'<{ID}article/x> <http://purl.org/dc/terms/title> "colour"@en-GB .'),
        ("a.jsonld", '{"id": "article:x", "title": {"en-GB": "colour"}}'),
    ],
)
def test_a_language_is_written_the_same_way_whatever_the_format(name: str, text: str, tmp_path: Path) -> None:
    (triple,) = graph_of(tmp_path, name, text)
    assert triple == (
        ID["article/x"],
        URIRef("http://purl.org/dc/terms/title"),
        Literal("colour", lang="en-gb"),
    )
    assert isinstance(triple[2], Literal)
    assert triple[2].language == "en-gb"


NUMBERS = ["01", "+5", "-0", "1.10", "-.5", "1e5", "1.E+3", "0.0", "true"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_stays_as_it_is_written(number: str, tmp_path: Path) -> None:
    typed = {
        "a.ttl": f"<http://example.org/a> <http://example.org/p> {number} .",
        "a.trig": f"{{ <http://example.org/a> <http://example.org/p> {number} }}",
    }
    for name, text in typed.items():
        assert [str(value) for value in graph_of(tmp_path, name, text).objects()] == [number]
    yaml = graph_of(tmp_path, "a.yaml", f"id: article:x\nasOf: {number}\n")
    assert set(yaml.objects()) == {Literal(number)}


def test_what_yaml_takes_for_something_else_stays_the_word_it_is(tmp_path: Path) -> None:
    words = ["NO", "yes", "1.10", "0o17", "2025-07-10", "12:30", ".inf", "1_000", "0x1F", "true", "null-ish"]
    listed = "".join(f"  - {word}\n" for word in words)
    graph = graph_of(tmp_path, "a.yaml", f"id: article:x\nlanguage:\n{listed}")
    assert set(graph.objects()) == {Literal(word) for word in words}


def test_things_listed_in_one_file_keep_their_parts_apart(tmp_path: Path) -> None:
    text = """\
graph:
  - {id: article:a, type: Article, claims: [{id: c1, value: x, evidence: {start: 1}}]}
  - {id: article:b, type: Article, claims: [{id: c1, value: y}]}
"""
    listed = graph_of(tmp_path, "a.yaml", text)
    assert {(str(s).removeprefix(ID), str(o)) for s, o in listed.subject_objects(AV.value)} == {
        ("article/a/c1", "x"),
        ("article/b/c1", "y"),
    }
    assert (ID["article/a/c1"], AV.hasEvidence, ID["article/a/c1/evidence"]) in listed


def test_the_keys_of_json_ld_mean_the_same_as_those_of_yaml(tmp_path: Path) -> None:
    yaml = """\
id: article:x
type: Article
claims: [{id: c1, about: law:y, chain: [{source: actor:z, verb: says}]}]
"""
    keywords = """{"@id": "article:x", "@type": "Article", "claims": [{"@id": "c1", "about": "law:y",
        "chain": [{"source": "actor:z", "verb": "says"}]}]}"""
    expected = graph_of(tmp_path, "a.yaml", yaml)
    assert isomorphic(graph_of(tmp_path, "a.jsonld", keywords), expected)
    assert (ID["article/x/c1"], RDF.type, AV.Claim) in expected


def test_a_claim_described_beside_its_article_may_be_named_there(tmp_path: Path) -> None:
    text = """\
graph:
  - {id: article:a, type: Article, claims: article:a/c1}
  - {id: article:a/c1, type: Claim, statedIn: article:a, value: x}
"""
    graph = graph_of(tmp_path, "a.yaml", text)
    assert list(graph.subjects(AV.statedIn, ID["article/a"])) == [ID["article/a/c1"]]
