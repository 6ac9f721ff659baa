"""Other forms of the compiled statements mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from benchmarks.generate import write
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF

from averment import resources
from averment.checking.compiled import shipped_prepared
from averment.namespaces import AV
from averment.remote.compared import compared_properties
from averment.remote.forms import (
    calls,
    list_classes,
    plain_comparisons,
    plain_conditions,
    plain_lists,
    plain_tags,
)
from averment.remote.logic import without_errors

STATED = {str(AV.passageStart), str(AV.passageEnd)}
BELOW = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """Give a graph in which most rules are broken."""
    folder = tmp_path_factory.mktemp("generated")
    write(folder, 60, faults=0.7)
    store = ox.Store()
    store.load(path=folder / "data.nt", format=ox.RdfFormat.N_TRIPLES)
    return store


def below(store: ox.Store) -> dict[str, set[str]]:
    rows = store.query(f"SELECT ?a ?b {{ ?b <{BELOW}>+ ?a }}")
    assert isinstance(rows, ox.QuerySolutions)
    found: dict[str, set[str]] = {}
    for above, under in rows:
        found.setdefault(above.value, set()).add(under.value)
    return found


def all_forms(text: str, store: ox.Store) -> str:
    for form in (plain_tags, plain_comparisons, plain_conditions, plain_lists, without_errors):
        text = form(text)
    return list_classes(text, below(store))


def rows(store: ox.Store, text: str) -> Counter[tuple[str, ...]]:
    answer = store.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return Counter(tuple(str(term) for term in row) for row in answer)


def test_every_statement_has_the_same_rows_in_all_forms_at_once(store: ox.Store) -> None:
    changed = found = 0
    differ: set[str] = set()
    for one in shipped_prepared():
        text = one.statement.text
        other = all_forms(text, store)
        expected = rows(store, text)
        if compared_properties(text) & STATED and rows(store, other) != expected:
            differ.add(str(one.constraint.shape).rpartition("#")[2])
            continue
        assert rows(store, other) == expected, one.constraint.shape
        changed += other != text
        found += bool(expected)
    assert differ <= {
        "Evidence-order",
        "Evidence-passageStart",
    }  # a text in place of a number: see `Dialect.form_of`
    assert changed > 300
    assert found > 50


@pytest.mark.parametrize(
    ("form", "what"),
    [
        (plain_tags, "langString>"),
        (plain_comparisons, "1 / 0"),
        (plain_lists, "MINUS {\n    VALUES"),
        (plain_conditions, "EXISTS {\n    BIND"),
    ],
)
def test_a_form_does_without_what_it_stands_for(form: Callable[[str], str], what: str) -> None:
    texts = [one.statement.text for one in shipped_prepared()]
    assert any(what in text for text in texts)
    left = [text for text in map(form, texts) if what in text]
    if form is plain_tags or form is plain_comparisons:
        left = [text for text in left if "COALESCE(DATATYPE(" not in text and "1 / 0" not in text]
    assert left == []


_VALUES = st.sampled_from(["?a", "?b", "?c", "1", "2"])
_CONDITIONS = st.recursive(
    st.one_of(
        st.builds("({} {} {})".format, _VALUES, st.sampled_from(["<", ">", "=", "!="]), _VALUES),
        st.builds("BOUND({})".format, st.sampled_from(["?a", "?b", "?c"])),
        st.sampled_from(["true", "false", "?t", "(?a IN (1, 2))"]),
    ),
    lambda part: st.one_of(
        st.builds("({} && {})".format, part, part),
        st.builds("({} || {})".format, part, part),
        st.builds("(!{})".format, part),
        st.builds("COALESCE({}, {})".format, part, part),
        st.builds("IF({}, {}, {})".format, part, part, part),
    ),
    max_leaves=8,
)
_ROWS = "VALUES (?n ?a ?b ?t) { (1 1 2 true) (2 2 1 false) (3 UNDEF 1 true) (4 1 UNDEF UNDEF) (5 2 2 UNDEF) }"


@settings(max_examples=300, deadline=None)
@given(_CONDITIONS)
def test_a_condition_that_never_errs_is_true_where_the_first_is(condition: str) -> None:
    text = f"SELECT ?n WHERE {{ {_ROWS} FILTER ({condition}) }}"
    other = without_errors(text)
    empty = ox.Store()
    assert rows(empty, other) == rows(empty, text)
    kept = f"SELECT ?n ?is WHERE {{ {_ROWS} BIND (COALESCE({condition}, false) AS ?is) }}"
    assert rows(empty, without_errors(kept)) == rows(empty, kept)


def test_without_errors_nothing_is_left_to_coalesce() -> None:
    text = "SELECT ?n WHERE { FILTER (COALESCE((?a < ?b), true)) }"
    assert without_errors(text) == "SELECT ?n WHERE { FILTER (((!BOUND(?a)) || (!BOUND(?b)) || (?a < ?b))) }"
    untouched = 'SELECT ?n WHERE { FILTER (COALESCE(REGEX(?a, "x"), true)) }'
    assert without_errors(untouched) == untouched


def test_which_values_are_compared_is_read_from_a_statement() -> None:
    text = (
        "SELECT ?this WHERE {\n  ?this <urn:low> ?low .\n  ?this <urn:name> ?name .\n"
        "  BIND ((?low + 1) AS ?more)\n  FILTER (?more < 5)\n  FILTER (?x > 3)\n  FILTER (STRLEN(STR(?name)) > 3)\n}"
    )
    assert compared_properties(text) == {"urn:low", "*"}
    derived = {str(term) for term in resources.ontology().subjects(RDF.type, AV.DerivedProperty)}
    known = set().union(*(compared_properties(one.statement.text) for one in shipped_prepared()))
    assert {each.rpartition("#")[2] for each in known - derived} == {
        "conversionFactor",
        "firmness",
        "passageEnd",
        "passageStart",
        "stagePosition",
    }


def test_arguments_are_told_apart_by_the_commas_between_them() -> None:
    assert list(calls("COALESCE", 'COALESCE(IF(?a, ?b, 1), "a,)", <urn:,>)')) == [
        ["IF(?a, ?b, 1)", '"a,)"', "<urn:,>"]
    ]
