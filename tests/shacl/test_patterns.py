"""Triple patterns are joined in an order that engines without statistics do well to keep to."""

from __future__ import annotations

import re

from rdflib import Graph

from averment.shacl.core import Compiler
from averment.shacl.prepared import prepare

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


def test_patterns_are_followed_forwards_before_backwards_and_paths_with_nodes_between_come_late() -> None:
    compiler = Compiler(Graph().parse(data=SHAPES))
    (root,) = compiler.roots()
    (query,) = compiler.queries_of(root)
    patterns = re.findall(r"\?(\w+) <urn:(\w+)> \?(\w+) \.", prepare(query).statement.text)
    places = {(start.rstrip("_2"), name): where for where, (start, name, _) in enumerate(patterns)}
    # what this claim has itself, and what follows from that, before the other claims about its subject
    assert places["this", "relays"] < places["other", "aspect"] < places["value", "aspect"]
    # those before all reports of the country
    assert places["value", "statedIn"] < places["report", "publisher"] < places["v", "in"]
