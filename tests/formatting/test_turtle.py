"""The canonical form of Turtle: the same tokens and the same comments, however a file is written."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.samples import ROOT

from averment.errors import ReadFailure
from averment.formatting import canonical
from averment.formatting.turtle import turtle_comments


def statements(text: str) -> ox.Dataset:
    dataset = ox.Dataset(ox.parse(text, ox.RdfFormat.TURTLE, base_iri="urn:base"))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def laid_out(text: str) -> str:
    """Return the canonical form, after making sure that nothing is lost and that it is its own."""
    result = canonical(text, "x.ttl")
    assert statements(result) == statements(text)
    assert turtle_comments(result) == turtle_comments(text)
    assert canonical(result, "x.ttl") == result
    return result


HEAD = "@prefix a: <urn:a> .\n"
CASES = {
    "prefixes are sorted where they follow on each other": (
        "@prefix  b: <urn:b>.\n@prefix a: <urn:a> .\n\n@prefix d: <urn:d> .\n@prefix c: <urn:c> .\na:x a b:y .\n",
        "@prefix a: <urn:a> .\n@prefix b: <urn:b> .\n\n@prefix c: <urn:c> .\n@prefix d: <urn:d> .\na:x a b:y .\n",
    ),
    "not over a base, or a second declaration": (
        "@prefix b: <b> .\n@base <http://x/> .\n@prefix a: <a> .\n@prefix a: <c> .\na:x a b:y .\n",
        "@prefix b: <b> .\n@base <http://x/> .\n@prefix a: <a> .\n@prefix a: <c> .\na:x a b:y .\n",
    ),
    "directives as in SPARQL": (
        "PREFIX a: <urn:a>  base <http://x/> a:x a <y> .\n",
        "PREFIX a: <urn:a>\nbase <http://x/>\na:x a <y> .\n",
    ),
    "punctuation ends lines": (
        HEAD + "a:x a:p 1\n  ; a:q 2,\n3 # three\n  , 4\n.\n\n\n\na:y a:p 5.",
        HEAD + "a:x a:p 1 ;\n    a:q 2 ,\n        3  # three\n    , 4 .\n\na:y a:p 5 .\n",
    ),
    "brackets": (
        HEAD + "a:x a:p [a:q 1;a:r (1 2)],[ ],(),[\na:q [\na:r 1 ;\na:s 2\n]\n] .\n",
        HEAD
        + "a:x a:p [ a:q 1 ; a:r ( 1 2 ) ] , [] , () , [\n"
        "        a:q [\n            a:r 1 ;\n            a:s 2\n        ]\n    ] .\n".replace(
            "        a:q", "    a:q", 1
        )
        .replace("            a:", "        a:")
        .replace("        ]\n    ]", "    ]\n]"),
    ),
    "literals": (
        HEAD + 'a:x a:p "b"@en , "c" ^^ a:d , true , 1.5e3 , -.5 , """e\n  f""" , \'g\' .\n',
        HEAD + 'a:x a:p "b"@en , "c"^^a:d , true , 1.5e3 , -.5 , """e\n  f""" , \'g\' .\n',
    ),
    "comments": (
        "#head\n" + HEAD + "a:x # x\n    # y   \n  a:p 1 . # z\n## end\n",
        "# head\n" + HEAD + "a:x  # x\n    # y\n    a:p 1 .  # z\n## end\n",
    ),
    "names with dots, escapes and colons": (
        HEAD + "a:x.y a:b\\~c a:d:e,_:f.g,a:%20,a:1.\n",
        HEAD + "a:x.y a:b\\~c a:d:e , _:f.g , a:%20 , a:1 .\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_form_is(name: str) -> None:
    text, expected = CASES[name]
    assert laid_out(text) == expected


TOKENS = re.compile(
    r'"""(?:[^"]|"(?!""))*"""|"[^"\n]*"(?:@\w+|\^\^\S+)?|<[^>]*>|#[^\n]*\n|[^\s;,()\[\]]+|\s+|.'
)
SAMPLES = [text for text, _ in CASES.values()] + [
    (ROOT / "ontology/shapes/norms.ttl").read_text(encoding="utf-8")
]
BETWEEN = st.sampled_from(["", " ", "\n", "\n\n\n", "\t", " # beside\n", "\n# alone\n"])


@settings(max_examples=60, deadline=None)
@given(sample=st.sampled_from(SAMPLES), data=st.data())
def test_nothing_is_lost_however_it_is_written(sample: str, data: st.DataObject) -> None:
    text = "".join(
        f"{token}{data.draw(BETWEEN)}" if token.isspace() else token for token in TOKENS.findall(sample)
    )
    laid_out(text)


@given(text=st.text(max_size=40) | st.text(alphabet="a:<>\"'.;,[]()#@^ \n_1e\\", max_size=30))
def test_any_text_is_laid_out_or_refused(text: str) -> None:
    try:
        list(ox.parse(text, ox.RdfFormat.TURTLE, base_iri="urn:base"))
    except SyntaxError:
        with pytest.raises(ReadFailure):
            canonical(text, "x.ttl")
        return
    laid_out(text)
