"""Nothing that is written is lost in silence: what can't be read into the graph is an error."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Graph, Literal, URIRef
from tests.reading.samples import EX, errors_of, graph_of, texts, write

from averment import resources
from averment.namespaces import AV, ID
from averment.reading import read_leniently

MAPPING = "write it as a mapping"
NAMES = "write an IRI, as in 'actor:some-name'"
LANGUAGE = "write a code such as 'en' or 'pt-BR'"
MEANING = "define it in '@context' or remove it"


def claim(rest: str) -> str:
    return f"id: article:x\ntype: Article\nclaims:\n  - {{id: c1, {rest}}}\n"


def lost(name: str, text: str, place: tuple[int, int], problem: str, cure: str) -> Any:
    return pytest.param(text, place, problem, cure, id=name)


YAML = [
    lost(
        "a word where claims should be",
        "id: article:x\nclaims: text\n",
        (2, 9),
        "'text' stands here, and the file describes no claim of that name",
        "write the claim out as a mapping",
    ),
    lost(
        "a word for a claim",
        "id: article:x\nclaims:\n  - {id: c1, value: x}\n  - just-a-string\n",
        (4, 5),
        "'just-a-string' stands here, and the file describes no claim of that name",
        "write the claim out as a mapping",
    ),
    lost(
        "claims under their names",
        "id: article:x\nclaims:\n  c1: {about: law:x}\n",
        (3, 3),
        "this claim has no id",
        "give it one, such as 'id: c1'",
    ),
    lost(
        "an actor for a chain",
        claim("chain: actor:tass"),
        (4, 21),
        "'actor:tass' stands here, and the file describes no hop of that name",
        "write the hop out as a mapping",
    ),
    lost(
        "an actor for a hop",
        claim("chain: [{source: actor:a}, actor:tass]"),
        (4, 41),
        "'actor:tass' stands here, and the file describes no hop of that name",
        "write the hop out as a mapping",
    ),
    lost(
        "a number for evidence",
        claim("evidence: 100"),
        (4, 24),
        "'100' stands here, and the file describes no evidence of that name",
        "write the evidence out as a mapping",
    ),
    lost(
        "a word for a provision",
        "id: law:x\nprovisions: [refusal]\n",
        (2, 14),
        "'refusal' stands here, and the file describes no provision of that name",
        "write the provision out as a mapping",
    ),
    lost("a word for a graph", "graph: actor:x\n", (1, 8), "'actor:x' stands where a thing should", MAPPING),
    lost(
        "a word in a graph",
        "graph:\n  - {id: law:x, type: Law}\n  - law:y\n",
        (3, 5),
        "'law:y' stands where a thing should",
        MAPPING,
    ),
    lost(
        "a list in a graph",
        "graph:\n  - [{id: law:x, type: Law}]\n",
        (2, 5),
        "a list stands where a thing should",
        MAPPING,
    ),
    lost(
        "a thing of nothing but a name",
        "graph:\n  - {id: law:x, type: Law}\n  - {id: law:y}\n",
        (3, 5),
        "nothing is said about this thing",
        "give it a 'type:' or remove it",
    ),
    lost("an empty mapping", claim("about: {}"), (4, 21), "an empty mapping stands here",
         "write what belongs there or remove it"),
    lost("an empty text", claim("value: {}"), (4, 21), "an empty mapping stands here",
         "write a text with its language or remove it"),
    lost("an empty reference", claim("about: ''"), (4, 21), "'' names no thing", NAMES),
    lost("a reference that starts like a keyword", claim('about: "@law"'), (4, 21), "'@law' names no thing", NAMES),
    lost("words for a language", claim("value: {x y: 1}"), (4, 27), "'x y' is not a language", LANGUAGE),
    lost("a sign in a language", claim("value: {en_GB: one}"), (4, 29), "'en_GB' is not a language", LANGUAGE),
    lost("a mapping for a text", claim("value: {en: {a: b}}"), (4, 26),
         "a mapping stands where a text in 'en' should", "write a text"),
    lost("lists in a text", claim("value: {en: [a, [b]]}"), (4, 30),
         "a list stands where a text in 'en' should", "write a text"),
    lost("languages in a list", claim("value: [{en: a}]"), (4, 22),
         "a mapping of languages stands in a list", "write one mapping, with a list for a language"),
    lost("a mapping for a type", "id: law:x\ntype: {id: Law}\n", (2, 7), "a mapping stands where 'type' needs a name",
         "write an IRI"),
    lost("a keyword of no meaning", 'id: law:x\ntype: Law\n"@index": a\n', (3, 11), "'@index' is not read here",
         "remove it, or write what it says in other words"),
    lost("two names of a thing", 'id: law:x\ntype: Law\n"@id": law:y\n', (3, 8),
         "'@id' names the thing again, after 'id'", "keep one of them"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "problem", "cure"), YAML)
def test_what_yaml_would_lose_is_an_error(
    text: str, place: tuple[int, int], problem: str, cure: str, tmp_path: Path
) -> None:
    (error,) = errors_of(tmp_path, "a.yaml", text)
    assert (error.position.line, error.position.column) == place
    assert (error.problem, error.cure) == (problem, cure)


def in_context(context: str, rest: str) -> str:
    return f'{{"@context": {{"@vocab": "http://example.org/", {context}}}, "@id": "http://example.org/a",\n{rest}}}'


def plain(rest: str) -> str:
    return in_context('"@version": 1.1', rest)


TERM = '"p": {"@id": "http://example.org/p", "@type": "@id"}'
JSON_LD = [
    lost("a key without meaning", '{"@context": {}, "@id": "http://a/",\n"foo": 1}', (2, 8),
         "the key 'foo' has no meaning in this context", MEANING),
    lost("a key that a context takes away", in_context('"foo": null', '"foo": 1'), (2, 8),
         "the key 'foo' has no meaning in this context", MEANING),
    lost("a key of a context that is cleared", plain('"p": {"@context": null,\n"q": 1}'), (3, 6),
         "the key 'q' has no meaning in this context", MEANING),
    lost("an unknown keyword", plain('"@foo": 1'), (2, 9), "'@foo' is not read here",
         "remove it, or write what it says in other words"),
    lost("a nested group", plain('"@nest": {"p": 1}'), (2, 10), "'@nest' is not read here",
         "remove it, or write what it says in other words"),
    lost("a blank node as a key", plain('"_:p": 1'), (2, 8), "the key '_:p' is a blank node", "use an IRI"),
    lost("an empty key", plain('"": 1'), (2, 5), "the key '' has no meaning in this context", MEANING),
    lost("a null", plain('"p": null'), (2, 6), "the key 'p' has no value", "write one or remove the key"),
    lost("a null in a list", plain('"p": [1, null]'), (2, 10), "this item is empty", "write one or remove it"),
    lost("a null in a language", in_context('"p": {"@container": "@language"}', '"p": {"en": null}'), (2, 13),
         "nothing stands where a text in 'en' should", "write a text"),
    lost("a null as a name", '{"@id": null, "@type": "http://a/T"}', (1, 9),
         "nothing stands where '@id' needs a name", "write an IRI"),
    lost("a number as a name", '{"@id": 5, "@type": "http://a/T"}', (1, 9), "5 stands where '@id' needs a name",
         "write an IRI"),
    lost("a list as a name", '{"@id": ["http://a/"], "@type": "http://a/T"}', (1, 9),
         "a list stands where '@id' needs a name", "write an IRI"),
    lost("an empty name", '{"@id": "", "@type": "http://a/T"}', (1, 9), "'' names no thing", NAMES),
    lost("an empty label", '{"@id": "_:", "@type": "http://a/T"}', (1, 9), "'_:' names no thing", NAMES),
    lost("a number for a thing", in_context(TERM, '"p": 5'), (2, 6), "5 stands where 'p' needs a name",
         "write an IRI"),
    lost("a boolean in a list of things", in_context(TERM, '"p": ["http://b/", true]'), (2, 20),
         "true stands where 'p' needs a name", "write an IRI"),
    lost("a number for a type", plain('"@type": ["T", 1.5]'), (2, 16), "1.5 stands where '@type' needs a name",
         "write an IRI"),
    lost("a null type", plain('"@type": [null]'), (2, 11), "nothing stands where '@type' needs a name",
         "write an IRI"),
    lost("a word under reverse", plain('"@reverse": "p"'), (2, 13), "'p' stands under '@reverse'",
         "write a mapping there"),
    lost("a value under reverse", plain('"@reverse": {"p": "x"}'), (2, 19), "'x' stands where a thing should",
         MAPPING),
    lost("a value object under reverse", plain('"@reverse": {"p": [{"@value": 1}]}'), (2, 20),
         "a value stands where a thing should", MAPPING),
    lost("a name under reverse", plain('"@reverse": {"@id": "http://b/"}'), (2, 21), "'@id' stands under '@reverse'",
         "remove it"),
    lost("a value in a reverse key", in_context('"p": {"@reverse": "http://b/"}', '"p": 1'), (2, 6),
         "1 stands where a thing should", MAPPING),
    lost("a key beside a value", plain('"p": {"@value": "x", "q": 1}'), (2, 27), "'q' would be lost beside a value",
         "remove it"),
    lost("an index beside a value", plain('"p": {"@value": "x", "@index": "i"}'), (2, 32),
         "'@index' would be lost beside a value", "remove it"),
    lost("a direction of writing", plain('"p": {"@value": "x", "@direction": "rtl"}'), (2, 36),
         "'@direction' would be lost beside a value", "remove it"),
    lost("a type beside a language", plain('"p": {"@value": "x", "@language": "en", "@type": "http://t/"}'), (2, 50),
         "this value has a type and a language", "keep one of them"),
    lost("a null value", plain('"p": {"@value": null}'), (2, 17), "nothing stands where one value should",
         "write a string, a number or a boolean"),
    lost("a list as a value", plain('"p": {"@value": [1]}'), (2, 17), "a list stands where one value should",
         "write a string, a number or a boolean"),
    lost("a mapping as a value", plain('"p": {"@value": {"q": 1}}'), (2, 17),
         "a mapping stands where one value should", "write a string, a number or a boolean"),
    lost("words as a language", plain('"p": {"@value": "x", "@language": "x y"}'), (2, 35),
         "'x y' is not a language", LANGUAGE),
    lost("a language without text", plain('"p": {"@language": "en"}'), (2, 20),
         "'@language' stands without '@value'", "write the text beside it"),
    lost("a number as a datatype", plain('"p": {"@value": "x", "@type": 1}'), (2, 31),
         "1 names no type of value", "write an IRI, as in 'xsd:date'"),
    lost("a datatype without meaning",
         '{"@context": {"p": "http://p/"}, "@id": "http://a/",\n"p": {"@value": "x", "@type": "date"}}', (2, 31),
         "'date' names no type of value", "write an IRI, as in 'xsd:date'"),
    lost("a datatype of a key without meaning",
         '{"@context": {"p": {"@id": "http://p/", "@type": "date"}},\n"p": ["x"]}', (2, 7),
         "'date' names no type of value", "write an IRI, as in 'xsd:date'"),
    lost("a keyword as a datatype", plain('"p": {"@value": "x", "@type": "@id"}'), (2, 31),
         "'@id' names no type of value", "write an IRI, as in 'xsd:date'"),
    lost("a key beside a list", plain('"p": {"@list": [1], "q": 1}'), (2, 26), "'q' would be lost beside '@list'",
         "remove it"),
    lost("a key beside a set", plain('"p": {"@set": [1], "q": 1}'), (2, 25), "'q' would be lost beside '@set'",
         "remove it"),
    lost("a list in a list", plain('"p": {"@list": [1, [2]]}'), (2, 20), "a list stands in a list",
         "write {'@list': ...} around it"),
    lost("a set in a list", plain('"p": {"@list": [1, {"@set": [2]}]}'), (2, 20), "a set stands in a list",
         "write its members into the list"),
    lost("things under their names", in_context('"p": {"@container": "@id"}', '"p": {"http://b/": [{"q": 1}]}'), (2, 6),
         "the keys of 'p' would be lost", "write a list of things, each with its '@id'"),
    lost("values under an index", in_context('"p": {"@container": "@index"}', '"p": {"a": "x"}'), (2, 6),
         "the keys of 'p' would be lost", "write a list of things, each with its '@id'"),
    lost("a value for a thing", '[{"@value": "x"}]', (1, 13), "'@value' is not read here",
         "remove it, or write what it says in other words"),
    lost("a word in a graph", plain('"@graph": ["x"]'), (2, 12), "'x' stands where a thing should", MAPPING),
    lost("a word among what is included", plain('"@included": "x"'), (2, 14), "'x' stands where a thing should",
         MAPPING),
    lost("a nameless, empty thing in a graph", plain('"@graph": [{}]'), (2, 12), "nothing is said about this thing",
         "give it a 'type:' or remove it"),
    lost("a word in a set of things", plain('"@set": [{"p": 1}, "x"]'), (2, 20), "'x' stands where a thing should",
         MAPPING),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "problem", "cure"), JSON_LD)
def test_what_json_ld_would_lose_is_an_error(
    text: str, place: tuple[int, int], problem: str, cure: str, tmp_path: Path
) -> None:
    (error,) = errors_of(tmp_path, "a.jsonld", text)
    assert (error.position.line, error.position.column) == place
    assert (error.problem, error.cure) == (problem, cure)


@pytest.mark.parametrize(
    "context",
    [
        "5",
        '{"@vocab": 5}',
        '{"@base": 5}',
        '{"p": 5}',
        '{"p": {"@id": 5}}',
        '{"p": {"@type": []}}',
        '{"p": {"@container": {}}}',
        '{"@version": "new"}',
        '{"@language": "x y", "@vocab": "http://v/"}',
        '{"@propagate": false, "@vocab": "http://v/"}',
        '{"a": "b", "b": "a", "@vocab": "http://v/"}',
        '{"@base": "http://[", "@vocab": "http://v/"}',
        '{"p": {"@reverse": 5}}',
        "[[[]]]",
        '{"": "http://a/"}',
        '"  "',
    ],
)
def test_a_context_that_makes_no_sense_ends_in_errors_or_in_all_that_is_written(
    context: str, tmp_path: Path
) -> None:
    text = f'{{"@context": {context},\n "@id": "a", "p": {{"@id": "b", "p": "one"}}, "q": ["two", 3], "a": "four"}}'
    reading, errors = read_leniently([write(tmp_path, "a.jsonld", text)])
    assert all(1 <= error.position.line <= 2 and error.cure for error in errors)
    if not errors:
        words = {str(value) for value in reading.graph().objects() if isinstance(value, Literal)}
        assert {"one", "two", "3"} <= words


def test_what_is_no_loss_is_read(tmp_path: Path) -> None:
    listed = graph_of(tmp_path, "a.yaml", claim("value: [a, b], about: {foo: bar}, credits: []"))
    assert texts(listed) == {("a", None), ("b", None)}
    about = listed.value(ID["article/x/c1"], AV.about)
    assert isinstance(about, BNode)
    assert (about, AV.foo, Literal("bar")) in listed
    article = ID["article/x"]
    one = graph_of(tmp_path, "b.yaml", "id: article:x\nclaims: {id: c1, value: a}\n")
    assert set(one.subjects(AV.statedIn, article)) == {ID["article/x/c1"]}
    things = graph_of(tmp_path, "c.yaml", "- {type: Law, name: {en: a}}\n- {id: law:y, type: Law}\n")
    assert len(set(things.subjects(RDF.type, AV.Law))) == 2
    nothing = (
        '{"@context": {"@vocab": "http://example.org/"}, "@id": "http://example.org/a", "p": [], "q": 1}'
    )
    assert set(graph_of(tmp_path, "d.jsonld", nothing)) == {(EX.a, EX.q, Literal(1))}


# ----------------------------------------------------------------------------------- Anything that JSON can hold

KEYS = [
    *sorted(key for key in resources.context() if not key.startswith("@")),
    *("@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@reverse", "@included", "@nest"),
    *(
        "@index",
        "@none",
        "@json",
        "@direction",
        "@foo",
        "@context",
        "foo",
        "av:bar",
        "_:b",
        "x y",
        "",
        "nope/x",
    ),
    *("http://example.org/p", "urn:x:y", "nn:x", "en", "ru", "val", "lst"),
]
LIKELY = [
    *("about", "name", "claims", "chain", "source", "en", "@value", "@id", "@type", "type", "id", "graph"),
    *("@list", "@set", "@reverse", "@included", "statedIn", "evidence", "aspect", "process", "retrieved"),
    *("http://example.org/p", "val", "lst", "title", "note", "value"),
]
WORDS = st.sampled_from(["W", "actor:W", "http://example.org/W", "W", "en"])
OTHERS = st.sampled_from([0, 1, True, False, None, 1.5])


def values(scalars: st.SearchStrategy[Any], keys: list[str]) -> st.SearchStrategy[Any]:
    def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        mappings = st.dictionaries(st.sampled_from(keys), inner, max_size=3)
        return st.lists(inner, max_size=3) | mappings

    return st.dictionaries(st.sampled_from(keys), st.recursive(scalars, nested, max_leaves=8), max_size=4)


DOCUMENTS = values(WORDS | OTHERS, KEYS) | values(WORDS, LIKELY)
CONTEXTS: list[Any] = [
    None,
    {"@vocab": "http://v/"},
    {"id": "@id", "type": "@type", "name": "http://v/name"},
    {"@language": "de", "@vocab": "http://v/", "about": {"@reverse": "http://v/r"}},
    {
        "@vocab": "http://v/",
        "value": {"@id": "http://v/value", "@container": "@index"},
        "about": {"@id": "http://v/a", "@container": "@id"},
        "title": {"@id": "http://v/t", "@container": "@type"},
        "note": {"@id": "http://v/n", "@type": "@json"},
    },
    {
        "@vocab": "http://v/",
        "about": {"@type": "@vocab"},
        "claims": {"@container": "@set"},
        "chain": {"@container": ["@list"]},
        "name": {"@container": ["@language", "@set"]},
        "val": "@value",
        "lst": "@list",
    },
    {"@base": None},
    [],
    resources.CONTEXT_IRI,
]


def numbered(value: Any, numbers: Iterator[int]) -> Any:
    """Return a value in which each W is a word of its own."""
    if isinstance(value, dict):
        return {key: numbered(inner, numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [numbered(inner, numbers) for inner in value]
    return value.replace("W", f"w{next(numbers)}w") if isinstance(value, str) else value


def words_of(graph: Graph) -> set[str]:
    terms = (
        f"{term} {term.language} {term.datatype}" if isinstance(term, Literal) else str(term)
        for triple in graph
        for term in triple
        if isinstance(term, (Literal, URIRef))
    )
    return set(re.findall("w[0-9]+w", " ".join(terms)))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS, context=st.sampled_from(CONTEXTS))
def test_each_word_of_a_file_without_errors_is_in_its_graph(
    document: dict[str, Any], context: Any, tmp_path: Path
) -> None:
    body = numbered({key: value for key, value in document.items() if key != "@context"}, itertools.count())
    full = body if context is None else {"@context": context, **body}
    reading, errors = read_leniently([write(tmp_path, "a.jsonld", json.dumps(full))])
    if not errors:
        written = set(re.findall("w[0-9]+w", json.dumps(_without_contexts(body))))
        assert written <= words_of(reading.graph())
        assert len(reading.graph())


def _without_contexts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_contexts(inner) for key, inner in value.items() if key != "@context"}
    return [_without_contexts(inner) for inner in value] if isinstance(value, list) else value
