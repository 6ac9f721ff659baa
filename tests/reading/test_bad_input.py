"""Bad input gives one error at the right place, with what is wrong and what to do, and no other exception."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.reading.samples import errors_of, graph_of, write

from averment.errors import Position, ReadError, ReadFailure
from averment.namespaces import ID
from averment.reading import FORMATS, MAX_BYTES, read, read_leniently
from averment.reading.placed import MAX_DEPTH

SYNTAX = "correct it here or just before"
EMPTY_FILE = "write a thing into it or remove it"
NAME = "write it as in 'actor:some-name'"
MARKUP = "write plain text: markup is not read"
TAG = "remove it: values have no tags"
KEYS = "write the keys out one by one"
ALIAS = "write the value out: aliases are not read"
YAML_SYNTAX = (
    "check the indentation, and quote a value that contains ': ', ' #' or starts with a special character"
)
CONTEXT = (
    "leave '@context' out, name <https://w3id.org/averment/ontology/context.jsonld>, "
    "or write the terms in place: nothing is fetched"
)
IMPORTS = "remove it and name the file on the command line: nothing is fetched"


def bad(name: str, file: str, text: str | bytes, place: tuple[int, int], problem: str, cure: str) -> Any:
    return pytest.param(file, text, place, problem, cure, id=name)


EMPTY = [
    bad("an empty file", "a.yaml", "", (1, 1), "the file is empty", EMPTY_FILE),
    bad("white space only", "a.ttl", " \n\t\n", (1, 1), "the file is empty", EMPTY_FILE),
    bad("YAML comments only", "a.yaml", "# nothing\n# here\n", (1, 1), "the file has no content", EMPTY_FILE),
    bad("a document start only", "a.yaml", "---\n", (1, 1), "the file has no content", EMPTY_FILE),
    bad("Turtle comments only", "a.ttl", "# nothing\n", (1, 1), "the file states nothing", EMPTY_FILE),
    bad("N-Quads comments only", "a.nq", "# nothing\n\n", (1, 1), "the file states nothing", EMPTY_FILE),
    bad(
        "prefixes only", "a.trig", "@prefix a: <http://a/> .\n", (1, 1), "the file states nothing", EMPTY_FILE
    ),
    bad("an empty JSON list", "a.jsonld", "[]", (1, 1), "the file states nothing", EMPTY_FILE),
    bad(
        "an empty JSON object",
        "a.jsonld",
        "{}",
        (1, 1),
        "nothing is said about this thing",
        "give it a 'type:' or remove it",
    ),
    bad("an empty graph", "a.jsonld", '{"@graph": []}', (1, 1), "the file states nothing", EMPTY_FILE),
]
BROKEN = [
    bad(
        "a colon in a YAML value",
        "a.yaml",
        "id: article:x\ntitle: a: b\n",
        (2, 9),
        "the YAML breaks off: mapping values are not allowed here",
        YAML_SYNTAX,
    ),
    bad(
        "a YAML list that does not end",
        "a.yaml",
        "id: article:x\ncredits: [a, b\n",
        (3, 1),
        "the YAML breaks off while parsing a flow sequence: expected ',' or ']', but got '<stream end>'",
        YAML_SYNTAX,
    ),
    bad(
        "a YAML string that does not end",
        "a.yaml",
        'id: "article:x\n',
        (2, 1),
        "the YAML breaks off while scanning a quoted scalar: found unexpected end of stream",
        YAML_SYNTAX,
    ),
    bad(
        "a YAML value that starts with a sign",
        "a.yaml",
        "id: article:x\ntitle: @home\n",
        (2, 8),
        "the YAML breaks off while scanning for the next token: found character '@' that cannot start any token",
        YAML_SYNTAX,
    ),
    bad(
        "YAML out of line",
        "a.yaml",
        "id: article:x\nclaims:\n  - id: c1\n   about: law:y\n",
        (4, 4),
        "the YAML breaks off while parsing a block collection: expected <block end>, but found '<block mapping start>'",
        YAML_SYNTAX,
    ),
    bad(
        "a tab as indentation",
        "a.yaml",
        "id: article:x\nclaims:\n\t- id: c1\n",
        (3, 1),
        "the YAML breaks off while scanning for the next token: found character '\\t' that cannot start any token",
        YAML_SYNTAX,
    ),
    bad(
        "a control character in YAML",
        "a.yaml",
        "id: article:x\ntitle: a\x07b\n",
        (2, 9),
        "the character U+0007 can't stand in YAML",
        'remove it, or write "\\u0007" in double quotes',
    ),
    bad(
        "a line separator in a YAML comment",
        "a.yaml",
        "id: article:x\ntitle: a # x\u2028 type: Law\n",
        (2, 13),
        "the character U+2028 stands here, which only some programs take for the end of a line",
        'remove it, or write "\\u2028" in double quotes',
    ),
    bad(
        "a YAML escape of no character",
        "a.yaml",
        'id: article:x\ntitle: "\\U00110000"\n',
        (2, 9),
        "an escape stands for no character",
        "write the character itself",
    ),
    bad(
        "half a character in YAML",
        "a.yaml",
        'id: article:x\ntitle: "\\ud83d"\n',
        (2, 8),
        "the escape \\ud83d is half a character",
        "write the character itself",
    ),
    bad(
        "half a character in JSON",
        "a.jsonld",
        '{"id": "article:x",\n "title": ["\\udf89"]}',
        (2, 12),
        "the escape \\udf89 is half a character",
        "write the character itself",
    ),
    bad(
        "a JSON word without quotes",
        "a.jsonld",
        '{"id": "article:x",\n "type": Article}',
        (2, 10),
        "the JSON breaks off: Expecting value",
        SYNTAX,
    ),
    bad(
        "a comma too many in JSON",
        "a.jsonld",
        '{"id": "article:x",\n}',
        (2, 1),
        "the JSON breaks off: Expecting property name enclosed in double quotes",
        SYNTAX,
    ),
    bad(
        "two JSON values",
        "a.jsonld",
        '{"id": "article:x"}\n{}',
        (2, 1),
        "the JSON breaks off: Extra data",
        SYNTAX,
    ),
    bad(
        "a JSON string that does not end",
        "a.jsonld",
        '{"id": "article:x',
        (1, 8),
        "the JSON breaks off: Unterminated string starting here",
        SYNTAX,
    ),
    bad(
        "not a number in JSON",
        "a.jsonld",
        '{"id": "article:x",\n "asOf": NaN}',
        (2, 10),
        "'NaN' is no JSON value",
        "write a number or a string",
    ),
    bad(
        "infinity in JSON",
        "a.jsonld",
        '{"id": "article:x",\n "asOf": [1, -Infinity]}',
        (2, 14),
        "'-Infinity' is no JSON value",
        "write a number or a string",
    ),
    bad(
        "a control character in JSON",
        "a.jsonld",
        '{"id": "article:x\ty"}',
        (1, 18),
        "the JSON breaks off: Invalid control character here",
        SYNTAX,
    ),
    bad(
        "a stray sign in Turtle",
        "a.ttl",
        '<a> <b> "é" ;\n  <c> ! .\n',
        (2, 7),
        "the syntax breaks off: ! is not a valid RDF object",
        SYNTAX,
    ),
    bad(
        "an undeclared prefix",
        "a.ttl",
        "<a> <b> x:y .",
        (1, 9),
        "the syntax breaks off: The prefix x: has not been declared",
        SYNTAX,
    ),
    bad(
        "a Turtle string that does not end",
        "a.ttl",
        '<a> <b> "c .\n',
        (1, 9),
        "the syntax breaks off: Unexpected end of file",
        SYNTAX,
    ),
    bad(
        "a missing full stop",
        "a.ttl",
        "<a> <b> <c>\n",
        (2, 1),
        "the syntax breaks off: Unexpected end",
        SYNTAX,
    ),
    bad(
        "a broken graph in TriG",
        "a.trig",
        "<g> { <a> <b> }\n",
        (1, 15),
        "the syntax breaks off: } is not a valid RDF object",
        SYNTAX,
    ),
    bad(
        "a word in N-Quads",
        "a.nq",
        '<http://a> <http://b> "c" .\n<http://a> b "c" .\n',
        (2, 12),
        "the syntax breaks off: The predicate of a triple must be an IRI",
        SYNTAX,
    ),
    bad(
        "a relative IRI in N-Quads",
        "a.nq",
        '<a> <http://b> "c" .\n',
        (1, 1),
        "the syntax breaks off: No scheme found in an absolute IRI",
        SYNTAX,
    ),
    bad(
        "two statements on a line of N-Quads",
        "a.nq",
        '<http://a> <http://b> "c" . <http://a> <http://b> "d" .',
        (1, 29),
        'the syntax breaks off: Only a single triple or quad can be written in a line, found IriRef("http://a")',
        SYNTAX,
    ),
]
YAML_ONLY = [
    bad(
        "a bomb of YAML aliases",
        "a.yaml",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b]\n",
        (2, 8),
        "an alias ('*name') stands here",
        ALIAS,
    ),
    bad(
        "a YAML alias",
        "a.yaml",
        "id: article:x\ntitle: &t {en: a}\nnote: *t\n",
        (3, 7),
        "an alias ('*name') stands here",
        ALIAS,
    ),
    bad("a YAML alias of nothing", "a.yaml", "id: *x\n", (1, 5), "an alias ('*name') stands here", ALIAS),
    bad(
        "a YAML tag that runs a program",
        "a.yaml",
        "id: article:x\nnote: !!python/object/apply:os.system [ls]\n",
        (2, 7),
        "the tag 'tag:yaml.org,2002:python/object/apply:os.system' stands here",
        TAG,
    ),
    bad(
        "a YAML tag on a mapping",
        "a.yaml",
        "id: article:x\nnote: !!python/object:os.x {a: b}\n",
        (2, 7),
        "the tag 'tag:yaml.org,2002:python/object:os.x' stands here",
        TAG,
    ),
    bad(
        "a YAML tag on a word",
        "a.yaml",
        "id: article:x\nnote: !secret b\n",
        (2, 7),
        "the tag '!secret' stands here",
        TAG,
    ),
    bad(
        "a YAML tag on a key",
        "a.yaml",
        "id: article:x\n!!binary note: b\n",
        (2, 1),
        "this key is not a plain word",
        KEYS,
    ),
    bad(
        "a YAML set",
        "a.yaml",
        "id: article:x\ncredits: !!set {a, b}\n",
        (2, 10),
        "the tag 'tag:yaml.org,2002:set' stands here",
        TAG,
    ),
]
SHAPE = [
    bad(
        "a key twice in YAML",
        "a.yaml",
        "id: article:x\ntype: Article\nid: article:y\n",
        (3, 1),
        "the key 'id' stands here again (first on line 1)",
        "keep one of them",
    ),
    bad(
        "a key twice in JSON",
        "a.jsonld",
        '{"id": "article:x",\n "type": "A", "id": "article:y"}',
        (2, 21),
        "the key 'id' stands here again (first on line 1)",
        "keep one of them",
    ),
    bad(
        "a YAML key without value",
        "a.yaml",
        "id: article:x\nclaims:\n  - id: c1\n    about:\n    value: x\n",
        (4, 5),
        "the key 'about' has no value",
        "write one or remove the key",
    ),
    bad(
        "a YAML id without value",
        "a.yaml",
        "id: article:x\nclaims:\n  - id:\n    about: law:x\n",
        (3, 5),
        "the key 'id' has no value",
        "write one or remove the key",
    ),
    bad(
        "a JSON key without value",
        "a.jsonld",
        '{"id": "article:x",\n "type": null}',
        (2, 10),
        "the key 'type' has no value",
        "write one or remove the key",
    ),
    bad(
        "an empty item in YAML",
        "a.yaml",
        "id: article:x\ncredits:\n  - actor:a\n  -\n",
        (4, 4),
        "this item of the list is empty",
        "write one or remove it",
    ),
    bad(
        "an empty item in JSON",
        "a.jsonld",
        '{"id": "article:x", "credits": ["actor:a", null]}',
        (1, 44),
        "this item is empty",
        "write one or remove it",
    ),
    bad(
        "a merge key",
        "a.yaml",
        "id: article:x\n<<: {type: Article}\n",
        (2, 1),
        "this key is not a plain word",
        KEYS,
    ),
    bad(
        "a list as a key",
        "a.yaml",
        "id: article:x\n? [a, b]\n: c\n",
        (2, 3),
        "this key is not a plain word",
        KEYS,
    ),
    bad("an empty key", "a.yaml", "id: article:x\n: c\n", (2, 1), "this key is not a plain word", KEYS),
    bad(
        "two YAML documents",
        "a.yaml",
        "id: article:x\ntype: Article\n---\nid: article:y\n",
        (3, 1),
        "a second document starts here",
        "put each in a file of its own, or list them under 'graph:'",
    ),
    bad(
        "a YAML file of words",
        "a.yaml",
        "just words\n",
        (1, 1),
        "the file is not a mapping",
        "start it with 'id:' and 'type:'",
    ),
    bad(
        "a JSON file of words",
        "a.jsonld",
        ' "just words"',
        (1, 1),
        "the file is not a mapping",
        "start it with 'id:' and 'type:'",
    ),
    bad(
        "a JSON number",
        "a.jsonld",
        "5",
        (1, 1),
        "the file is not a mapping",
        "start it with 'id:' and 'type:'",
    ),
    bad(
        "a JSON null",
        "a.jsonld",
        "null",
        (1, 1),
        "the file is not a mapping",
        "start it with 'id:' and 'type:'",
    ),
    bad(
        "a list of words",
        "a.yaml",
        "- words\n",
        (1, 3),
        "'words' stands where a thing should",
        "write it as a mapping",
    ),
    bad(
        "a claim without id",
        "a.yaml",
        "id: article:x\nclaims:\n  - about: law:y\n",
        (3, 5),
        "this claim has no id",
        "give it one, such as 'id: c1'",
    ),
    bad(
        "a provision without id",
        "a.yaml",
        "id: law:x\nprovisions: [{id: a}, {name: {en: b}}]\n",
        (2, 23),
        "this provision has no id",
        "give it one, such as 'id: p2'",
    ),
]
REMOTE = [
    bad(
        "a remote context in YAML",
        "a.yaml",
        '"@context": https://example.org/c.jsonld\nid: article:x\n',
        (1, 13),
        "the remote context <https://example.org/c.jsonld> is named",
        CONTEXT,
    ),
    bad(
        "a remote context in JSON",
        "a.jsonld",
        '{"@id": "article:x",\n "@context": "http://example.org/c.jsonld"}',
        (2, 14),
        "the remote context <http://example.org/c.jsonld> is named",
        CONTEXT,
    ),
    bad(
        "a remote context in a list",
        "a.jsonld",
        '{"@context": [{"a": "http://a/"},\n "https://example.org/c.jsonld"], "a": 1}',
        (2, 2),
        "the remote context <https://example.org/c.jsonld> is named",
        CONTEXT,
    ),
    bad(
        "a context in another file",
        "a.jsonld",
        '{"@context": "context.jsonld", "a": 1}',
        (1, 14),
        "the remote context <context.jsonld> is named",
        CONTEXT,
    ),
    bad(
        "a context in a system file",
        "a.jsonld",
        '{"@context": "file:///etc/passwd", "a": 1}',
        (1, 14),
        "the remote context <file:///etc/passwd> is named",
        CONTEXT,
    ),
    bad(
        "a remote context in a nested mapping",
        "a.jsonld",
        '{"@id": "http://a/b", "http://a/p": {\n  "@context": "http://example.org/c", "q": 1}}',
        (2, 15),
        "the remote context <http://example.org/c> is named",
        CONTEXT,
    ),
    bad(
        "a remote context for a key",
        "a.jsonld",
        '{"@context": {"p": {"@id": "http://a/p",\n "@context": "http://example.org/c"}}, "p": 1}',
        (2, 14),
        "the remote context <http://example.org/c> is named",
        CONTEXT,
    ),
    bad(
        "a remote context for a type",
        "a.jsonld",
        '{"@context": [{"T": {"@id": "http://a/T",\n "@context": ["http://example.org/c"]}}], "@type": "T"}',
        (2, 15),
        "the remote context <http://example.org/c> is named",
        CONTEXT,
    ),
    bad(
        "an imported context",
        "a.jsonld",
        '{"@context": {"@version": 1.1,\n "@import": "http://example.org/c"}, "@id": "http://a/b", "http://a/p": 1}',
        (2, 13),
        "a context is imported here",
        CONTEXT,
    ),
    bad(
        "owl:imports in Turtle",
        "a.ttl",
        "<a> a <b> .\n<a> <http://www.w3.org/2002/07/owl#imports> <http://example.org/o> .",
        (2, 45),
        "owl:imports asks for <http://example.org/o>",
        IMPORTS,
    ),
    bad(
        "owl:imports in YAML",
        "a.yaml",
        "id: article:x\nhttp://www.w3.org/2002/07/owl#imports: {id: http://example.org/o}\n",
        (2, 40),
        "owl:imports asks for <http://example.org/o>",
        IMPORTS,
    ),
    bad(
        "owl:imports in N-Quads",
        "a.nq",
        "<http://a/> <http://www.w3.org/2002/07/owl#imports> <http://example.org/o> .",
        (1, 53),
        "owl:imports asks for <http://example.org/o>",
        IMPORTS,
    ),
]
REFUSED = [
    bad(
        "XML in Turtle",
        "a.ttl",
        '<a> <b> 1 ;\n <c> "<x/>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> .',
        (2, 6),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "HTML in N-Quads",
        "a.nq",
        '_:a <http://b> "<p>x</p>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> .',
        (1, 16),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "XML in JSON-LD",
        "a.jsonld",
        '{"@id": "http://a/", "http://b/": [{"@value": "<x/>",\n "@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"}]}',
        (1, 35),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "XML in a JSON-LD list",
        "a.jsonld",
        '{"@id": "http://a/", "http://b/": {"@list": [1,\n {"@value": "<x/>", "@type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"}]}}',
        (2, 2),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "HTML in YAML",
        "a.yaml",
        '"@context": {x: {"@id": http://b/, "@type": http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML}}\n'
        '"@id": http://a/\nx: <p>a</p>\n',
        (3, 4),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "a decimal with an exponent in Turtle",
        "a.ttl",
        '<a> <b> "1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        (1, 9),
        "the decimal '1e999999999' has an exponent",
        "write it out",
    ),
    bad(
        "a decimal with an exponent in N-Quads",
        "a.nq",
        '<http://a> <http://b> "1E9"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        (1, 23),
        "the decimal '1E9' has an exponent",
        "write it out",
    ),
    bad(
        "an endless number in JSON",
        "a.jsonld",
        '{"id": "article:x",\n "asOf": 1e999999999}',
        (2, 10),
        "the number 1e999999999 is too large",
        "write it as a string",
    ),
]
TERMS = [
    bad(
        "a space in a name",
        "a.yaml",
        "id: article:some article\ntype: Article\n",
        (1, 5),
        "the IRI 'article:some article' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a space in a reference",
        "a.yaml",
        "id: article:x\nclaims:\n  - {id: c1, about: law:a b}\n",
        (3, 21),
        "the IRI 'law:a b' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a tab in a reference",
        "a.yaml",
        'id: article:x\npublisher: "actor:a\\tb"\n',
        (2, 12),
        "the IRI 'actor:a\\tb' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a space in a type",
        "a.yaml",
        "id: article:x\ntype: News article\n",
        (2, 7),
        "the IRI 'News article' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a space in an aspect",
        "a.yaml",
        "id: article:x\nclaims: [{id: c1, aspect: entry into force}]\n",
        (2, 27),
        "the IRI 'entry into force' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a space in a key",
        "a.yaml",
        "id: article:x\nentry into force: 2025\n",
        (2, 19),
        "the IRI 'https://w3id.org/averment/ontology#entry into force' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a broken escape in a name",
        "a.jsonld",
        '{"id": "article:x%zz", "type": "Article"}',
        (1, 8),
        "'article:x%zz' is no IRI (Invalid IRI percent encoding '%zz')",
        NAME,
    ),
    bad(
        "a space in a Turtle IRI",
        "a.ttl",
        "<a> <b> <law x> .",
        (1, 9),
        "the syntax breaks off: Invalid IRI code point ' '",
        SYNTAX,
    ),
    bad(
        "an escaped space in a Turtle IRI",
        "a.ttl",
        "<a> <b> <law\\u0020x> .",
        (1, 9),
        "the syntax breaks off: Invalid IRI code point ' '",
        SYNTAX,
    ),
    bad(
        "a space in an N-Quads IRI",
        "a.nq",
        '<http://a/b c> <http://b> "x" .',
        (1, 1),
        "the syntax breaks off: Invalid IRI code point ' '",
        SYNTAX,
    ),
    bad(
        "a space in a datatype",
        "a.jsonld",
        '{"@id": "http://a/", "http://b/": {"@value": "x", "@type": "http://c d/"}}',
        (1, 60),
        "the IRI 'http://c d/' holds a character that IRIs can't have",
        NAME,
    ),
    bad(
        "a triple as a term in Turtle",
        "a.ttl",
        "<a> <b> <<( <a> <b> <c> )>> .",
        (1, 9),
        "a triple stands here as a term of another",
        "state it as a statement of its own",
    ),
    bad(
        "a triple as a term in N-Quads",
        "a.nq",
        "<http://a> <http://b> <<( <http://a> <http://b> <http://c> )>> .",
        (1, 23),
        "a triple stands here as a term of another",
        "state it as a statement of its own",
    ),
    bad(
        "a reified triple",
        "a.ttl",
        "<< <a> <b> <c> >> <d> <e> .",
        (1, 1),
        "a triple stands here as a term of another",
        "state it as a statement of its own",
    ),
    bad(
        "an annotated triple",
        "a.ttl",
        "<a> <b> <c> {| <d> <e> |} .",
        (1, 13),
        "the syntax breaks off (expected '.' or '}' or ']' at end of statement)",
        SYNTAX,
    ),
    bad(
        "a direction of writing in Turtle",
        "a.ttl",
        '<a> <b> "x"@en--ltr .',
        (1, 15),
        "the syntax breaks off (expected '.' or '}' or ']' at end of statement)",
        SYNTAX,
    ),
    bad(
        "a direction of writing in N-Quads",
        "a.nq",
        '<http://a> <http://b> "x"@en--ltr .',
        (1, 23),
        "the text 'x' has a direction of writing",
        "write a plain statement",
    ),
    bad(
        "an IRI that two parsers resolve differently",
        "a.ttl",
        "@base <http://a/b/c> .\n<d> <p> <e> ;\n  <q> <?h> .",
        (3, 7),
        "two parsers read this differently",
        "write it more plainly",
    ),
]

XML = "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"
BOMB = (
    "<!DOCTYPE x [" + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12)) + "]><x>&e12;</x>"
)
DEEP = MAX_DEPTH + 1
DEPTH = f"the nesting is deeper than {MAX_DEPTH} levels"
NINES = "9" * 10_000
LONG_NUMBER = "a number of 10000 characters stands here"
LARGE = [
    bad(
        "nested YAML", "a.yaml", "a: " + "[" * DEEP + "]" * DEEP, (1, 3 + DEEP - 1), DEPTH, "write it flatter"
    ),
    bad(
        "YAML nested line by line",
        "a.yaml",
        "".join(f"{' ' * n}a:\n" for n in range(DEEP)) + " " * DEEP + "b: c\n",
        (DEEP, DEEP),
        DEPTH,
        "write it flatter",
    ),
    bad("YAML nested without end", "a.yaml", "{a: " * 100_000, (1, 4 * DEEP - 3), DEPTH, "write it flatter"),
    bad("nested JSON", "a.jsonld", "[" * DEEP + "]" * DEEP, (1, DEEP), DEPTH, "write it flatter"),
    bad(
        "nested JSON objects",
        "a.jsonld",
        '{"a":' * DEEP + "1" + "}" * DEEP,
        (1, 5 * DEEP - 4),
        DEPTH,
        "write it flatter",
    ),
    bad("JSON nested without end", "a.jsonld", "[" * 1_000_000, (1, DEEP), DEPTH, "write it flatter"),
    bad(
        "nested blank nodes",
        "a.ttl",
        "<a> <b> " + "[ <c> " * DEEP + "1 " + "] " * DEEP + ".",
        (1, 9 + 6 * (DEEP - 1)),
        DEPTH,
        "write it flatter",
    ),
    bad(
        "nested lists",
        "a.ttl",
        "<a>\n<b> " + "( " * 100_000 + ") " * 100_000 + ".",
        (2, 5 + 2 * (DEEP - 1)),
        DEPTH,
        "write it flatter",
    ),
    bad(
        "nested lists in TriG",
        "a.trig",
        "{ <a> <b> " + "(" * 100_000,
        (1, 11 + DEEP - 2),
        DEPTH,
        "write it flatter",
    ),
    bad(
        "nested triples",
        "a.ttl",
        "<a> <b> " + "<<( <a> <b> " * 1_000_000 + "<c> " + ")>> " * 1_000_000 + ".",
        (1, 9),
        "a triple stands here as a term of another",
        "state it as a statement of its own",
    ),
    bad(
        "nested triples in N-Quads",
        "a.nq",
        "<http://a> <http://b> " + "<<(<http://a> <http://b> " * 300_000 + '"c"' + ")>>" * 300_000 + " .",
        (1, 23),
        "a triple stands here as a term of another",
        "state it as a statement of its own",
    ),
    bad("a long number in Turtle", "a.ttl", f"<a>\n <b> {NINES} .", (2, 6), LONG_NUMBER, "write at most 40"),
    bad(
        "a long decimal in TriG",
        "a.trig",
        f"{{<a> <b> .{NINES[1:]} }}",
        (1, 10),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a long number in N-Quads",
        "a.nq",
        f'<http://a> <http://b> "{NINES}"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        (1, 23),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a long number of a narrow type",
        "a.nq",
        f'<http://a> <http://b> "{NINES}"^^<http://www.w3.org/2001/XMLSchema#positiveInteger> .',
        (1, 23),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a long number in JSON",
        "a.jsonld",
        f'{{"id": "article:x",\n "asOf": {NINES}}}',
        (2, 10),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a long fraction in JSON",
        "a.jsonld",
        f'[\n  {{"asOf": 0.{NINES[2:]}}}]',
        (2, 12),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a long number in YAML",
        "a.yaml",
        f"id: article:x\nclaims:\n  - {{id: c1, evidence: {{start: {NINES}}}}}\n",
        (3, 32),
        LONG_NUMBER,
        "write at most 40",
    ),
    bad(
        "a bomb of entities in Turtle",
        "a.ttl",
        f'<a> <b> 1 .\n<c> <d> """{BOMB}"""^^<{XML}> .',
        (2, 9),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "a bomb of entities in N-Quads",
        "a.nq",
        f'<http://a> <http://b> "{BOMB}"^^<{XML}> .',
        (1, 23),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
    bad(
        "a bomb of entities in JSON-LD",
        "a.jsonld",
        f'{{"@id": "http://a/", "http://b/": {{"@value": "{BOMB}", "@type": "{XML}"}}}}',
        (1, 35),
        "a literal of XML or HTML stands here",
        MARKUP,
    ),
]
ENCODINGS = [
    bad(
        "a byte of Latin 1",
        "a.yaml",
        "id: article:x\ntitle: й caf".encode() + b"\xe9\n",
        (2, 13),
        "byte 0xe9 is not UTF-8",
        "save the file as UTF-8",
    ),
    bad(
        "a character cut off",
        "a.ttl",
        "<a> <b> 'é".encode()[:-1],
        (1, 10),
        "byte 0xc3 is not UTF-8",
        "save the file as UTF-8",
    ),
    bad(
        "a byte after line ends of two systems",
        "a.nq",
        b"# one\r\n# two\r# \xff",
        (3, 3),
        "byte 0xff is not UTF-8",
        "save the file as UTF-8",
    ),
    bad(
        "half a character as bytes",
        "a.jsonld",
        b'"\xed\xa0\x80"',
        (1, 2),
        "byte 0xed is not UTF-8",
        "save the file as UTF-8",
    ),
    bad(
        "UTF-16",
        "a.yaml",
        "id: article:x\n".encode("utf-16"),
        (1, 1),
        "the file is UTF-16",
        "save it as UTF-8",
    ),
    bad(
        "UTF-16 of the other order",
        "a.ttl",
        b"\xfe\xff" + "<a>".encode("utf-16-be"),
        (1, 1),
        "the file is UTF-16",
        "save it as UTF-8",
    ),
    bad("a byte order mark only", "a.yaml", b"\xef\xbb\xbf", (1, 1), "the file is empty", EMPTY_FILE),
]


@pytest.mark.parametrize(
    ("file", "text", "place", "problem", "cure"),
    [*EMPTY, *BROKEN, *YAML_ONLY, *SHAPE, *REMOTE, *REFUSED, *TERMS, *LARGE, *ENCODINGS],
)
def test_one_error_says_where_what_and_what_to_do(
    file: str, text: str | bytes, place: tuple[int, int], problem: str, cure: str, tmp_path: Path
) -> None:
    started = time.perf_counter()
    (error,) = errors_of(tmp_path, file, text)
    assert (error.position.line, error.position.column) == place
    assert error.position.path == str(tmp_path / file)
    assert (error.problem, error.cure) == (problem, cure)
    assert str(error) == f"{error.position}: error: {problem}; {cure}"
    assert time.perf_counter() - started < 5


def test_a_second_document_after_an_end_of_the_first_is_found_where_it_starts(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, "a.yaml", "id: article:x\n...\nid: article:y\n")
    assert (error.position.line, error.problem) == (3, "a second document starts here")


def test_all_faults_of_one_file_are_reported_together(tmp_path: Path) -> None:
    text = """\
id: article:x
title:
claims:
  - {id: c1, about: , value: [a, ~]}
  - {id: c2, id: c3}
"""
    errors = errors_of(tmp_path, "a.yaml", text)
    assert [(e.position.line, e.position.column) for e in errors] == [(2, 1), (4, 14), (4, 34), (5, 14)]


def test_what_can_be_nested_is_read(tmp_path: Path) -> None:
    lists = MAX_DEPTH - 1
    assert (
        len(graph_of(tmp_path, "a.ttl", "<a> <b> " + "(" * lists + "1" + ")" * lists + " .")) == 2 * lists + 1
    )
    depth = MAX_DEPTH - 2
    nested = '{"p":' * depth + "1" + "}" * depth
    text = f'{{"@context": {{"@vocab": "http://v/"}}, "p": {nested}}}'
    assert len(graph_of(tmp_path, "a.jsonld", text)) == depth + 1


def test_the_context_of_averment_may_be_named(tmp_path: Path) -> None:
    iri = "https://w3id.org/averment/ontology/context.jsonld"
    text = f'{{"@context": "{iri}", "id": "article:x", "publisher": "actor:y"}}'
    (triple,) = graph_of(tmp_path, "a.jsonld", text)
    assert triple[2] == ID["actor/y"]
    yaml = f'"@context": [{iri}, {{creator: {{"@id": dcterms:publisher, "@type": "@id"}}}}]\n'
    assert list(graph_of(tmp_path, "a.yaml", yaml + "id: article:x\ncreator: actor:y\n")) == [triple]


# ------------------------------------------------------------------------------------------------- Files


def place_of(error: ReadError) -> tuple[str, int, int]:
    return error.position.path, error.position.line, error.position.column


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    reading, (error,) = read_leniently([missing])
    assert place_of(error) == (str(missing), 1, 1)
    assert (error.problem, error.cure) == ("there is no such file or folder", "check the path")
    assert not reading.files


@pytest.mark.parametrize("name", ["x" * 5000, "a.yaml/b", "a\0b.yaml"])
def test_a_name_that_no_file_can_have_is_an_error_like_any_other(name: str, tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "id: article:x\n")
    _, errors = read_leniently([tmp_path / name])
    assert [e.position.path for e in errors] == [str(tmp_path / name)]


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("a.rdf", "RDF/XML is not read, for its entities can't be trusted: convert it to Turtle"),
        ("a.OWL", "RDF/XML is not read, for its entities can't be trusted: convert it to Turtle"),
        ("a.xml", "XML is not read, for its entities can't be trusted: convert it to Turtle"),
        (
            "a.txt",
            "use one of .yaml, .yml, .jsonld, .json, .ttl, .trig, .nq, .nt, .csv, .tsv, .jsonl, .ndjson",
        ),
        ("a", "use one of .yaml, .yml, .jsonld, .json, .ttl, .trig, .nq, .nt, .csv, .tsv, .jsonl, .ndjson"),
        (
            ".yaml",
            "use one of .yaml, .yml, .jsonld, .json, .ttl, .trig, .nq, .nt, .csv, .tsv, .jsonl, .ndjson",
        ),
    ],
)
def test_a_file_of_another_format_is_refused(name: str, cure: str, tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, name, "id: article:x\ntype: Article\n")
    assert (error.position.line, error.position.column) == (1, 1)
    assert (error.problem, error.cure) == ("the file is of no known format", cure)


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_suffix_is_read_in_small_and_capital_letters(suffix: str, tmp_path: Path) -> None:
    texts = {
        "yaml": "id: http://a/\nhttp://b/: c\n",
        "json-ld": '{"@id": "http://a/", "http://b/": "c"}',
        "turtle": "<http://a/> <http://b/> 'c' .",
        "trig": "<http://g/> { <http://a/> <http://b/> 'c' }",
        "n-quads": '<http://a/> <http://b/> "c" .',
        "csv": "statedIn,about,aspect,value,stance\nhttp://a/,http://b/,force,may,asserts\n",
        "json-lines": '{"statedIn": "http://a/", "about": "c", "aspect": "d", "value": "e", "stance": "f"}\n',
    }
    text = texts[FORMATS[suffix]]
    small = graph_of(tmp_path, f"a{suffix}", text)
    assert len(small) == (6 if FORMATS[suffix] in ("csv", "json-lines") else 1)
    assert set(graph_of(tmp_path, f"b{suffix.upper()}", text)) == set(small)


def test_a_file_up_to_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "id: article:x\ntype: Article\n")
    assert read([path], max_bytes=28).files
    _, (error,) = read_leniently([path], max_bytes=27)
    assert place_of(error) == (str(path), 1, 1)
    assert error.problem.endswith("and the limit is 2.57492e-05")
    assert error.cure == "split it, or raise the limit with --max-file-size"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_of_50_mb_is_refused_at_once(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"large{suffix}"
    line = b"<http://example.org/subject> <http://example.org/predicate> 'value' .\n"
    with path.open("wb") as stream:
        for _ in range(50):
            stream.write(line * (2**20 // len(line) + 1))
    started = time.perf_counter()
    _, (error,) = read_leniently([path])
    assert time.perf_counter() - started < 2
    assert error.problem == "the file has 50 MiB, and the limit is 16"
    assert MAX_BYTES == 16 * 2**20


def test_a_folder_without_graph_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "notes.txt", "id: article:x\n")
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", "a.yaml", "id: article:x\n")
    write(tmp_path, ".hidden.yaml", "id: article:x\n")
    _, (error,) = read_leniently([tmp_path])
    assert place_of(error) == (str(tmp_path), 1, 1)
    assert error.problem == "the folder holds no graph file"
    assert error.cure == f"put one there ({', '.join(FORMATS)})"


def test_a_folder_is_searched_in_a_stable_order_without_what_is_hidden(tmp_path: Path) -> None:
    for folder in ("b", "a", "a/deep", ".hidden"):
        (tmp_path / folder).mkdir()
    for name in ("b/1.yaml", "a/deep/2.ttl", "a/3.YML", "c.yaml", ".hidden/4.yaml", "a/.5.yaml", "b/6.md"):
        write(tmp_path, name, "<http://a/> a <http://b/> ." if name.endswith("ttl") else "id: x\ntype: Law\n")
    reading = read([tmp_path])
    found = [str(Path(file.path).relative_to(tmp_path)) for file in reading.files]
    assert found == ["a/3.YML", "a/deep/2.ttl", "b/1.yaml", "c.yaml"]


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    assert read([write(tmp_path, ".hidden.yaml", "id: law:x\ntype: Law\n")]).files


def test_a_file_that_is_named_in_several_ways_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "id: law:x\ntype: Law\n")
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    reading = read([path, str(path), tmp_path, tmp_path / "folder" / ".." / "a.yaml", link])
    assert [file.path for file in reading.files] == [str(path)]
    assert not list(reading.positions.defined_twice())


def test_a_path_is_reported_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.yaml", "id: law:x\ntype: Law\n")
    write(tmp_path, "b.yaml", "")
    monkeypatch.chdir(tmp_path)
    reading, (error,) = read_leniently(["a.yaml", Path("b.yaml")])
    assert [file.path for file in reading.files] == ["a.yaml"]
    assert reading.positions.of(ID["law/x"]) == Position("a.yaml", 1, 1)
    assert error.position.path == "b.yaml"


def test_links_to_folders_are_followed_and_a_loop_of_them_ends(tmp_path: Path) -> None:
    graph, other = tmp_path / "graph", tmp_path / "other"
    graph.mkdir()
    other.mkdir()
    write(graph, "a.yaml", "id: law:x\ntype: Law\n")
    write(other, "b.yaml", "id: law:y\ntype: Law\n")
    (graph / "linked").symlink_to(other, target_is_directory=True)
    (graph / "loop").symlink_to(graph, target_is_directory=True)
    (other / "back").symlink_to(graph, target_is_directory=True)
    assert [Path(file.path).name for file in read([graph]).files] == ["a.yaml", "b.yaml"]


def test_a_link_to_itself_and_a_link_to_nothing_are_errors(tmp_path: Path) -> None:
    loop, dangling = tmp_path / "loop.yaml", tmp_path / "dangling.yaml"
    loop.symlink_to(loop)
    dangling.symlink_to(tmp_path / "gone.yaml")
    for paths in ([tmp_path], [dangling, loop]):
        _, errors = read_leniently(paths)
        assert [e.position.path for e in errors] == [str(dangling), str(loop)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    _, (error,) = read_leniently([tmp_path])
    assert error.problem == "this is not a file"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    path = write(tmp_path, "a.yaml", "id: law:x\ntype: Law\n")
    path.chmod(0)
    yield path
    path.chmod(0o600)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_an_error(locked: Path) -> None:
    _, (error,) = read_leniently([locked])
    assert error.problem == "the path can't be opened (Permission denied)"
    assert error.cure == "check its permissions"


def test_a_file_that_the_system_refuses_to_open_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "a.yaml", "id: law:x\ntype: Law\n")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    _, (error,) = read_leniently([path])
    assert place_of(error) == (str(path), 1, 1)
    assert error.problem == "the path can't be opened (Permission denied)"
    assert error.cure == "check its permissions"


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.yaml", "id: law:x\ntype: Law\n")
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def refuse(path: str) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    reading, (error,) = read_leniently([tmp_path])
    assert place_of(error) == (str(tmp_path / "closed"), 1, 1)
    assert error.cure == "check its permissions"
    assert len(reading.files) == 1


# ------------------------------------------------------------------------------------- Several at a time


@pytest.fixture
def mixed(tmp_path: Path) -> list[Path]:
    return [
        write(tmp_path, "z.yaml", "id: law:x\ntype:\nname:\n"),
        write(tmp_path, "a.ttl", "<law/y> a <b> .\n<law/y> ."),
        write(tmp_path, "good.yaml", "id: law:good\ntype: Law\n"),
        tmp_path / "missing.nq",
        write(tmp_path, "fine.nq", f"<{ID}law/fine> <http://a/> 'x' .".replace("'", '"')),
        write(tmp_path, "b.jsonld", '{"id": "law:z",\n "name": null, "about": 5}'),
    ]


EXPECTED = [("a.ttl", 2), ("b.jsonld", 2), ("b.jsonld", 2), ("missing.nq", 1), ("z.yaml", 2), ("z.yaml", 3)]


def test_the_errors_of_all_files_come_at_once_in_order(mixed: list[Path]) -> None:
    with pytest.raises(ReadFailure) as failure:
        read(mixed)
    found = [(Path(e.position.path).name, e.position.line) for e in failure.value.errors]
    assert found == EXPECTED
    assert str(failure.value).split("\n") == [str(error) for error in failure.value.errors]


def test_the_good_files_are_read_all_the_same(mixed: list[Path]) -> None:
    reading, errors = read_leniently(mixed)
    assert [(Path(e.position.path).name, e.position.line) for e in errors] == EXPECTED
    assert [Path(file.path).name for file in reading.files] == ["good.yaml", "fine.nq"]
    assert set(reading.graph().subjects()) == {ID["law/good"], ID["law/fine"]}
    assert {node for node, _ in reading.positions.written()} == {ID["law/good"], ID["law/fine"]}


def test_progress_counts_files_good_and_bad(mixed: list[Path]) -> None:
    seen: list[tuple[int, int]] = []
    read_leniently(mixed, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 5) for number in range(1, 6)]
