"""Endpoints that cut answers, or get something wrong: that is noticed, and nothing wrong is reported."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import md5
from itertools import islice
from typing import Any

import pyoxigraph as ox
import pytest
from tests.checking.small import ROOT
from tests.querying.test_endpoint import JSON, Handler, Said, cut_chunk, cut_connection, endpoint

from averment.building import build
from averment.checking.compiled import shipped_prepared
from averment.namespaces import PREFIXES
from averment.querying.endpoint import Endpoint, EndpointError, EndpointLateError, EndpointRefusalError
from averment.remote.asking import Asking, find_page
from averment.remote.checking import check_endpoint
from averment.remote.dialect import Dialect, learn
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


def answer_from(store: ox.Store, lie: Lie, handler: Handler) -> None:
    text = handler.asked[-1]
    result = store.query(text)
    stream = io.BytesIO()
    assert not isinstance(result, ox.QueryTriples)
    result.serialize(stream, ox.QueryResultsFormat.JSON)
    content = json.loads(stream.getvalue())
    if "results" in content:
        content["results"]["bindings"] = lie(text, content["results"]["bindings"])
    handler.answer(json.dumps(content).encode(), JSON)


@contextmanager
def lying(store: ox.Store, lie: Lie) -> Iterator[tuple[Asking, list[str]]]:
    """Serve a store, whose answers in JSON are changed on the way."""
    with endpoint(lambda handler: answer_from(store, lie, handler), seconds=20) as (asked, sent):
        yield Asking(asked, 100), sent


@contextmanager
def failing_at(store: ox.Store, part: str, fault: Said) -> Iterator[Endpoint]:
    """Serve a store, but for the queries that have a part, with which something goes wrong."""

    def says(handler: Handler) -> None:
        if part in handler.asked[-1]:
            fault(handler)
        else:
            answer_from(store, honest, handler)

    with endpoint(says, seconds=20, most_bytes=2**23) as (asked, _):
        yield asked


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


def test_an_endpoint_that_gives_few_more_rows_than_there_are_triples_is_not_believed_to_give_any_number() -> (
    None
):
    with lying(many(300), cut_at(350)) as (asking, _):
        page, _ = find_page(asking._endpoint)
        twice = "SELECT ?s ?o WHERE { { ?s <urn:p> ?o } UNION { ?s <urn:p> ?o } }"
        assert len(Asking(asking._endpoint, page).rows("all", twice)) == 600
    with lying(many(0), honest) as (asking, _):
        page, triples = find_page(asking._endpoint)
        assert triples == 0
        assert Asking(asking._endpoint, page).rows("all", "SELECT ?s WHERE { ?s <urn:p> ?o }") == []


def test_all_parts_of_an_answer_have_the_time_of_one() -> None:
    def slow(_: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        time.sleep(0.3)
        return rows[:100]

    text = "SELECT ?s ?o WHERE { ?s <urn:p> ?o }"
    with lying(many(1000), slow) as (asking, sent):
        for asked in (asking.within(1.0), Asking(replace(asking._endpoint, seconds=1.0), 100)):
            del sent[:]
            with pytest.raises(EndpointLateError, match=r"it did not end within 1 s; raise --timeout"):
                asked.rows("all", text)
            assert 1 <= len(sent) < 5


def test_parts_that_are_not_as_many_as_are_counted_are_an_error() -> None:
    def loses(text: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return rows[:-1] if '"a"' in text else rows[:100]

    with (
        lying(many(1000), loses) as (asking, _),
        pytest.raises(
            EndpointError, match=r"the query 'all': it counts 1000 rows and gives 9\d\d; it cuts answers"
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


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def count_wrongly(handler: Handler) -> None:
    """Give as many rows as are asked for, count some, and have none of them in parts."""
    text = handler.asked[-1]
    number = text.rpartition(" LIMIT ")[2]
    if not number.isdecimal():
        row: dict[str, object] = {"count": {"type": "literal", "value": "7"}}
        handler.answer(json.dumps({"head": {"vars": ["count"]}, "results": {"bindings": [row]}}).encode())
        return
    result = ox.Store().query(text)
    assert isinstance(result, ox.QuerySolutions)
    columns = [variable.value for variable in result.variables]
    rows = [{column: {"type": "uri", "value": "urn:x"} for column in columns}] * (
        0 if "FILTER (SUBSTR(MD5" in text or "FILTER (ISBLANK" in text else int(number)
    )
    handler.answer(json.dumps({"head": {"vars": columns}, "results": {"bindings": rows}}).encode())


FAULTS_OF_ONE: list[tuple[Said, str]] = [
    (lambda handler: handler.answer(b"<html>overflow</html>", "text/html"), "it answers with text/html"),
    (
        lambda handler: handler.answer(b"overflow", "text/plain", 500),
        "it answers with the status 500: overflow",
    ),
    (lambda handler: handler.answer(b'{"head":'), "its answer is malformed or was cut short"),
    (lambda handler: handler.answer(b" " * 2**24), "its answer has more than 8388608 bytes"),
    (cut_connection, "its answer was cut short"),
    (cut_chunk, "its answer was cut short"),
    (hang_up, "it hung up without an answer"),
    (count_wrongly, "it counts 7 rows and gives 0"),
]


def statement_of(shape: str) -> str:
    [text] = [
        one.statement.text
        for one in shipped_prepared()
        if str(one.constraint.shape).endswith(f"#{shape}") and "MinCount" in str(one.constraint.component)
    ]
    return text


@pytest.mark.parametrize(("fault", "reason"), FAULTS_OF_ONE, ids=[reason for _, reason in FAULTS_OF_ONE])
def test_what_goes_wrong_with_one_rule_is_told_of_it_alone(store: ox.Store, fault: Said, reason: str) -> None:
    with failing_at(store, statement_of("Document-title"), fault) as asked:
        report = check_endpoint(asked)
    assert report.exit_code == 2
    [problem] = report.problems
    assert "shapes#Document-title> was not checked at this endpoint: " + reason in problem
    assert "Claim-hasStance" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("status", [401, 503])
def test_what_goes_wrong_with_the_server_ends_the_check(store: ox.Store, status: int) -> None:
    def fault(handler: Handler) -> None:
        handler.answer(b"", "text/plain", status)

    with (
        failing_at(store, statement_of("Document-title"), fault) as asked,
        pytest.raises(EndpointError, match=f"it answers with the status {status}"),
    ):
        check_endpoint(asked)


def test_a_rule_is_refused_if_its_form_cannot_be_told(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = statement_of("Document-title")
    form_of = Dialect.form_of

    def fails(self: Dialect, asked: str) -> object:
        if asked == text:
            raise EndpointRefusalError("urn:here", "values of <urn:p>", "it answers with text/html")
        return form_of(self, asked)

    monkeypatch.setattr(Dialect, "form_of", fails)
    with lying(store, honest) as (asking, _):
        report = check_endpoint(asking._endpoint)
    [problem] = report.problems
    assert "shapes#Document-title> was not checked at this endpoint: it answers with text/html; " in problem
    assert report.findings


@pytest.mark.parametrize("status", [500, 401])
def test_what_was_found_is_told_even_if_nothing_more_is_said_of_it(store: ox.Store, status: int) -> None:
    with lying(store, honest) as (asking, _):
        whole = check_endpoint(asking._endpoint)
    with failing_at(store, "VALUES ?o", lambda handler: handler.answer(b"", "text/plain", status)) as asked:
        report = check_endpoint(asked)
    [problem] = report.problems
    assert problem.startswith("what was found is told without places and answers, ")
    assert f"the query 'what is near to the results': it answers with the status {status}" in problem
    assert report.exit_code == 2
    assert (report.summary.claims, report.summary.questions) == (
        whole.summary.claims,
        whole.summary.questions,
    )
    told = {(finding.rule, finding.subject) for finding in report.findings}
    assert told >= {(finding.rule, finding.subject) for finding in whole.findings}
    for finding in report.findings:
        assert (finding.places, finding.status) == ((), "open")
        assert finding.message
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)


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


CHANGES: list[tuple[str, Callable[[str], str], bool]] = [
    ("av:stagePosition", lambda value: f"99{value}", False),
    ("av:stagePosition", lambda value: f"+0{value}.0", True),
    ("av:stagePosition", lambda _: "none", False),
    ("av:conversionFactor", lambda value: f"{value}1", False),
    ("av:conversionFactor", lambda value: str(int(float(value))), True),
    ("av:isIntegral", lambda _: "false", False),
    ("av:isIntegral", lambda value: str(int(value == "true")), True),
    ("skos:notation", lambda value: f"{value}x", False),
    ("rdfs:label", lambda value: f"{value}x", True),
]


@pytest.mark.parametrize(("property_", "spell", "is_fine"), CHANGES)
def test_another_spelling_of_what_the_ontology_says_is_fine_and_another_value_is_not(
    store: ox.Store, property_: str, spell: Callable[[str], str], is_fine: bool
) -> None:
    prefix, _, name = property_.partition(":")
    changed = []

    def spells_otherwise(_: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for row in rows:
            if "o" in row and row["p"]["value"] == PREFIXES[prefix] + name:
                changed.append(row["o"]["value"])
                row["o"]["value"] = spell(row["o"]["value"])
        return rows

    with lying(store, spells_otherwise) as (asking, _):
        if is_fine:
            refuse_part("urn:here", asking)
        else:
            with pytest.raises(WholeGraphError, match="statements less of the ontology than this"):
                refuse_part("urn:here", asking)
    assert changed


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
