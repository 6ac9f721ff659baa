"""Triple patterns are joined in an order that engines without statistics do well to keep to."""

from __future__ import annotations

import re

from rdflib import Graph, URIRef

from averment.shacl.algebra import Constant, Join, Triples, Variable
from averment.shacl.core import Compiler
from averment.shacl.prepared import prepare
from averment.shacl.relation_parts import binding

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:about> ; sh:sparql [ sh:select '''
    SELECT $this ?value WHERE {
        $this <urn:in> ?country ; <urn:about> ?subject .
        ?report <urn:publisher>/<urn:in> ?country .
        ?value <urn:about> ?subject ; <urn:statedIn> ?report ; <urn:aspect> ?aspect .
        $this <urn:aspect> ?aspect ; <urn:relays> ?other .
        ?other <urn:aspect> ?aspect .
    }''' ] .
"""


UNION = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:about> ; sh:sparql [ sh:select '''
    SELECT $this ?value WHERE {
        { $this <urn:first> ?one ; <urn:within> ?two } UNION { $this <urn:second> ?one . ?one <urn:within> ?two }
        ?one <urn:upper> ?upper . ?two <urn:lower> ?value .
        { ?two <urn:third> ?upper } UNION { ?two <urn:fourth> ?upper }
    }''' ] .
"""


def compiled(shapes: str) -> str:
    compiler = Compiler(Graph().parse(data=shapes))
    (root,) = compiler.roots()
    (query,) = compiler.queries_of(root)
    return prepare(query).statement.text


def test_patterns_are_followed_forwards_before_backwards_and_paths_with_nodes_between_come_late() -> None:
    patterns = re.findall(r"\?(\w+) <urn:(\w+)> \?(\w+) \.", compiled(SHAPES))
    places = {(start.rstrip("_2"), name): where for where, (start, name, _) in enumerate(patterns)}
    # what this claim has itself, and what follows from that, before the other claims about its subject
    assert places["this", "relays"] < places["other", "aspect"] < places["value", "aspect"]
    # those before all reports of the country
    assert places["value", "statedIn"] < places["report", "publisher"] < places["v", "in"]


def test_a_union_that_the_rest_is_about_is_evaluated_once() -> None:
    text = " ".join(compiled(UNION).split())
    (apart,) = re.findall(r"\{ SELECT ([?\w ]+) WHERE \{ \{ SELECT DISTINCT \?this ", text)
    assert set(apart.split()) == {"?this", "?one", "?two"}
    assert "SELECT" not in text[text.index("<urn:upper>") :]  # what comes later is asked for each solution


def test_a_path_starts_at_what_binds_its_start_and_not_at_all_pairs_with_what_nothing_joins_to_it() -> None:
    aspect, class_, value, type_ = map(Variable, ("aspect", "class", "value", "type"))
    asked = Triples(aspect, Constant(URIRef("urn:asks")), class_)
    typed = Triples(value, Constant(URIRef("urn:type")), type_)
    named = Triples(value, Constant(URIRef("urn:name")), Variable("name"))
    assert binding(Join(asked, typed), type_) == typed
    assert binding(Join(asked, typed), class_) == asked
    joined = Join(typed, named)
    assert binding(joined, type_) == joined
    assert binding(Join(joined, asked), type_) == joined
