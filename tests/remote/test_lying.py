"""Endpoints that cut answers, or get something wrong: that is noticed, and nothing wrong is reported."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from itertools import islice

import pyoxigraph as ox
import pytest
from tests.checking.small import ROOT
from tests.querying.test_endpoint import JSON, Handler, endpoint

from averment.building import build
from averment.checking.compiled import shipped_prepared
from averment.querying.endpoint import EndpointError
from averment.remote.asking import Asking, find_page
from averment.remote.checking import check_endpoint
from averment.remote.dialect import learn
from averment.remote.probes import PROBES
from averment.remote.running import run_prepared
from averment.remote.selftest import failing
from averment.remote.whole import WholeGraphError, refuse_part
from averment.terms import to_quad

Rows = list[ox.QuerySolution]
Lie = Callable[[str, list[dict[str, object]]], list[dict[str, object]]]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Give a whole graph with two faults."""
    found = ox.Store()
    made = build([ROOT / "tests/shapes/invalid/Claim-hasStance.ttl"])
    found.extend(to_quad(triple) for triple in made.everything)
    return found


@contextmanager
def lying(store: ox.Store, lie: Lie) -> Iterator[tuple[Asking, list[str]]]:
    """Serve a store, whose answers in JSON are changed on the way."""
    import json

    def says(handler: Handler) -> None:
        text = handler.asked[-1]
        result = store.query(text)
        stream = io.BytesIO()
        assert not isinstance(result, ox.QueryTriples)
        result.serialize(stream, ox.QueryResultsFormat.JSON)
        content = json.loads(stream.getvalue())
        if "results" in content:
            content["results"]["bindings"] = lie(text, content["results"]["bindings"])
        handler.answer(json.dumps(content).encode(), JSON)

    with endpoint(says, seconds=20) as (asked, sent):
        yield Asking(asked, 100), sent


def cut_at(most: int) -> Lie:
    return lambda _, rows: rows[:most]


def honest(_: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return rows


def many(count: int) -> ox.Store:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), ox.Literal(number))
        for number in range(count)
    )
    return store


def test_more_rows_than_come_at_a_time_are_asked_for_in_parts() -> None:
    with lying(many(1000), cut_at(100)) as (asking, sent):
        rows = asking.rows("all", "SELECT ?s ?o WHERE { ?s <urn:p> ?o }")
    assert len(rows) == len(set(rows)) == 1000
    assert len(sent) > 16


def test_rows_are_asked_for_in_as_few_parts_as_hold_them() -> None:
    with lying(many(250), cut_at(100)) as (asking, sent):
        rows = asking.rows("all", "SELECT ?s ?o WHERE { ?s <urn:p> ?o }")
    assert len(rows) == len(set(rows)) == 250
    parts = [text for text in sent if "MD5" in text]
    assert len(parts) == 4
    assert sum(text.count(f'"{digit}"') for text in parts for digit in "0123456789abcdef") == 16
    assert len(sent) == len(parts) + 3  # the first page, their number, and the blank nodes


def test_a_part_that_is_full_is_divided_further() -> None:
    """One in which all hashes start alike: its digits are asked about each for itself, and then two at a time."""
    store = ox.Store()
    names = (name for name in map(str, range(20_000)) if md5(f"urn:{name}".encode()).hexdigest()[0] == "7")
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:p"), ox.Literal(name))
        for name in islice(names, 250)
    )
    with lying(store, cut_at(100)) as (asking, sent):
        rows = asking.rows("all", "SELECT ?s ?o WHERE { ?s <urn:p> ?o }")
    assert len(rows) == len(set(rows)) == 250
    assert sum('1, 2) IN ("7' in text for text in sent) == 16


def test_an_answer_that_is_cut_below_the_page_is_noticed_before_anything_is_asked() -> None:
    with lying(many(300), cut_at(70)) as (asking, _):
        page, triples = find_page(asking._endpoint)
        assert (page, triples) == (70, 300)
        rows = Asking(asking._endpoint, page).rows("all", "SELECT ?s WHERE { ?s <urn:p> ?o }")
    assert len(rows) == 300


def test_parts_that_are_not_as_many_as_are_counted_are_an_error() -> None:
    def loses(text: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return rows[:-1] if '"a"' in text else rows[:100]

    with (
        lying(many(1000), loses) as (asking, _),
        pytest.raises(
            EndpointError, match=r"counts 1000 rows of the query 'all' and gives 9\d\d; it cuts answers"
        ),
    ):
        asking.rows("all", "SELECT ?s WHERE { ?s <urn:p> ?o }")


def test_one_node_with_too_many_rows_is_an_error() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:p"), ox.Literal(number)) for number in range(200)
    )
    with (
        lying(store, cut_at(100)) as (asking, _),
        pytest.raises(EndpointError, match="it has more for one node"),
    ):
        asking.rows("all", "SELECT ?s ?o WHERE { ?s <urn:p> ?o }")


def test_nothing_is_wrong_with_an_honest_endpoint(store: ox.Store) -> None:
    with lying(store, honest) as (asking, _):
        assert failing(asking, PROBES) == {}


@pytest.mark.parametrize("probe", PROBES, ids=[probe.name for probe in PROBES])
def test_each_question_tells_that_rows_are_lost(store: ox.Store, probe: object) -> None:
    """A question that an endpoint without any rows passed would ask nothing, but for one that has none."""
    [asked] = [one for one in PROBES if one is probe]
    with lying(store, cut_at(0)) as (asking, _):
        assert bool(failing(asking, [asked])) is bool(asked.rows)

    def adds(_: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [*rows, *(rows[:1] or [{}])]

    with lying(store, adds) as (asking, _):
        assert failing(asking, [asked])


def test_what_is_got_wrong_is_worked_round_where_there_is_another_form(store: ox.Store) -> None:
    def no_paths(text: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [] if "(^" in text and "subClassOf)*" in text else rows

    with lying(store, no_paths) as (asking, sent):
        dialect = learn(asking)
        assert dialect.wrong.keys() == {"class-path", "class-path-walked", "renamed-exists"}
        del sent[:]
        outcome, refused = run_prepared(asking, dialect, shipped_prepared())
        assert not any("(^<http://www.w3.org/2000/01/rdf-schema#subClassOf>)*" in text for text in sent)
    assert refused == []
    with lying(store, honest) as (asking, _):
        expected, _ = run_prepared(asking, learn(asking), shipped_prepared())
    key = lambda result: (str(result.focus), str(result.shape), str(result.value))  # noqa: E731
    assert sorted(map(key, outcome.results)) == sorted(map(key, expected.results))
    assert expected.results


def test_what_has_no_other_form_is_refused_by_name(store: ox.Store) -> None:
    def no_patterns(text: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return rows[1:] if "REGEX" in text else rows

    with lying(store, no_patterns) as (asking, sent):
        report = check_endpoint(asking._endpoint)
        asked = [text for text in sent if "REGEX" in text]
    needing = [one for one in shipped_prepared() if "REGEX" in one.statement.text]
    assert len(asked) == 1  # by the self-test
    assert len(report.problems) == len(needing) > 20
    assert report.exit_code == 2
    for one, problem in zip(needing, report.problems, strict=True):
        assert f"<{one.constraint.shape}> was not checked at this endpoint: " in problem
        assert "was not checked at this endpoint: it matches regular expressions wrongly; " in problem


def test_a_graph_without_what_is_derived_or_without_its_ontology_is_refused() -> None:
    made = build([ROOT / "tests/shapes/invalid/Claim-hasStance.ttl"])
    bare = ox.Store()
    bare.extend(to_quad(triple) for triple in made.stated)
    with (
        lying(bare, honest) as (asking, _),
        pytest.raises(WholeGraphError, match="less of the ontology than this"),
    ):
        refuse_part("urn:here", asking)
    whole = ox.Store()
    whole.extend(to_quad(triple) for triple in made.everything)
    for quad in list(whole):
        if re.search("displayName|answers", quad.predicate.value) and "/id/" in str(quad.subject):
            whole.remove(quad)
    with (
        lying(whole, honest) as (asking, _),
        pytest.raises(WholeGraphError, match="of which nothing is derived"),
    ):
        refuse_part("urn:here", asking)


def test_what_is_wrong_in_large_only_is_refused(store: ox.Store) -> None:
    """An endpoint that fails a question is not trusted with rows that it does not give again."""

    def adds(text: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        if "REGEX" in text and "VALUES" in text:
            return []
        if (
            "ontology#hasStance> ?value" in text
            and "?this IN (" not in text
            and "VALUES" not in text
            and not rows
        ):
            return [{"this": {"type": "uri", "value": "urn:x"}}]
        return rows

    with lying(store, adds) as (asking, _):
        dialect = learn(asking)
        assert dialect.wrong.keys() == {"patterns"}
        outcome, refused = run_prepared(asking, dialect, shipped_prepared())
    assert all(str(result.focus) != "urn:x" for result in outcome.results)
    reasons = {str(one.shape).rpartition("#")[2] for one in refused if "gives other rows" in one.reason}
    assert "Claim-hasStance" in reasons
