"""What was known on a day: documents, their claims, corrections, judgements, and what had come true."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, URIRef

from averment.building import build
from averment.checking import check
from averment.namespaces import AV, ID
from averment.reading import Reading, read
from averment.viewpoint import EVERYTHING, Viewpoint, published, seen_from

WORLD = """graph:
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: law:zz-kites, type: Law, name: {en: Kite law}, jurisdiction: country:zz, process: ru}
  - {id: actor:norn, type: Outlet, name: {en: Norn}}
  - {id: actor:quill, type: Outlet, name: {en: Quill}}
  - {id: actor:una, type: Person, name: {en: Una}}
  - {id: actor:una-k, type: Person, name: {en: Una K}}
  - {id: actor:house, type: Organisation, name: {en: House}}
  - {id: actor:una/seat, type: Membership, member: actor:una, organisation: actor:house, since: 2026-03-01}
  - id: article:early
    type: Article
    title: {en: Early}
    publisher: actor:norn
    published: 2026-02-01
    claims:
      - {id: article:early/c1, about: law:zz-kites, aspect: signature-date, value: 2026-03-05, stance: predicts}
      - id: article:early/c2
        about: law:zz-kites
        aspect: proposer
        value: actor:una
        stance: asserts
        chain: [{source: article:undated, verb: reports}]
  - id: article:wrong
    type: Article
    title: {en: Wrong}
    publisher: actor:quill
    published: 2026-02-10
    claims:
      - {id: article:wrong/c1, about: law:zz-kites, aspect: stage, value: signed, stance: asserts}
  - id: article:correction
    type: Article
    title: {en: Correction}
    publisher: actor:quill
    published: 2026-02-20
    retracts: article:wrong
    claims:
      - {id: article:correction/c1, about: law:zz-kites, aspect: stage, value: first-reading, stance: asserts}
  - id: article:month
    type: Article
    title: {en: Month}
    publisher: actor:norn
    published: 2026-03
    claims:
      - id: article:month/c1
        about: law:zz-kites
        aspect: stage
        value: third-reading
        stance: asserts
        asOf: 2026-03-02
  - id: article:undated
    type: Article
    title: {en: Undated}
    publisher: actor:norn
    claims:
      - id: article:undated/c1
        about: law:zz-kites
        aspect: stage
        value: published
        stance: asserts
        asOf: 2026-04-01
  - id: article:kept
    type: Article
    title: {en: Kept}
    publisher: actor:norn
    snapshot: {archivePath: kept.txt, retrieved: 2026-02-15, textHash: "sha256:0"}
    claims:
      - {id: article:kept/c1, about: law:zz-kites, aspect: stage, value: submitted, stance: asserts}
  - id: judgement:una
    type: Identity
    judges: actor:una
    isSameAs: actor:una-k
    reason: same seat
    judgedBy: ed
    judgedOn: 2026-05-01
"""


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    file = tmp_path_factory.mktemp("world") / "world.yaml"
    file.write_text(WORLD, encoding="utf-8")
    return read([file])


def claims(reading: Reading) -> set[str]:
    graph = reading.graph()
    return {str(claim).removeprefix(f"{ID}article/") for claim in graph.subjects(RDF.type, AV.Claim)}


def as_of(reading: Reading, day: str) -> Reading:
    return seen_from(reading, Viewpoint(published_by=date.fromisoformat(day)))[0]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2026-01-31", set()),
        ("2026-02-01", {"early/c1", "early/c2"}),
        ("2026-02-10", {"early/c1", "early/c2", "wrong/c1"}),
        ("2026-02-15", {"early/c1", "early/c2", "wrong/c1", "kept/c1"}),
        ("2026-03-30", {"early/c1", "early/c2", "wrong/c1", "kept/c1", "correction/c1"}),
        ("2026-03-31", {"early/c1", "early/c2", "wrong/c1", "kept/c1", "correction/c1", "month/c1"}),
        ("2099-01-01", {"early/c1", "early/c2", "wrong/c1", "kept/c1", "correction/c1", "month/c1"}),
    ],
)
def test_a_claim_counts_from_the_day_its_document_was_surely_published(
    reading: Reading, day: str, known: set[str]
) -> None:
    assert claims(as_of(reading, day)) == known


def test_what_is_left_out_for_want_of_a_date_is_counted(reading: Reading) -> None:
    _, notes = seen_from(reading, Viewpoint(published_by=date(2026, 3, 10)))
    assert notes == (
        "as of 2026-03-10: 4 of 6 documents had been published",
        "1 document without a date may have been published later: left out as of 2026-03-10",
        "1 document with a date that is no single day may have been published later: left out as of 2026-03-10",
    )


def test_a_document_that_is_named_already_keeps_its_description_and_no_claim(reading: Reading) -> None:
    graph = as_of(reading, "2026-02-01").graph()
    undated, month = URIRef(f"{ID}article/undated"), URIRef(f"{ID}article/month")
    assert (undated, RDF.type, AV.Article) in graph
    assert list(graph.subjects(AV.statedIn, undated)) == []
    assert list(graph.predicate_objects(month)) == []


def test_a_retraction_counts_from_its_own_day_on(tmp_path: Path, reading: Reading) -> None:
    def withdrawn(day: date) -> bool:
        file = tmp_path / "world.yaml"
        file.write_text(WORLD, encoding="utf-8")
        made = build([file], viewpoint=Viewpoint(published_by=day))
        return (URIRef(f"{ID}article/wrong/c1"), AV.isWithdrawn, None) in made.graph

    assert not withdrawn(date(2026, 2, 19))
    assert withdrawn(date(2026, 2, 20))


def test_judgements_of_later_days_go_but_those_on_names_stay(reading: Reading) -> None:
    assert (URIRef(f"{ID}judgement/una"), RDF.type, AV.Identity) in as_of(reading, "2026-02-01").graph()


def test_nothing_dangles_and_nothing_breaks(tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(WORLD, encoding="utf-8")
    whole = {one.rule for one in check(build([file])).findings if one.severity == "violation"}
    for day in (date(2026, 2, 1), date(2026, 2, 15), date(2026, 3, 31)):
        made = build([file], viewpoint=Viewpoint(published_by=day))
        found = {one.rule for one in check(made).findings if one.severity == "violation"}
        assert found <= whole


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        ("2026-02-28", {"early/c1", "month/c1", "undated/c1"}),
        ("2026-03-02", {"early/c1", "undated/c1"}),
        ("2026-03-05", {"undated/c1"}),
        ("2026-04-01", set()),
    ],
)
def test_what_had_not_come_true_is_left_out_whenever_it_was_published(
    reading: Reading, day: str, gone: set[str]
) -> None:
    seen, _ = seen_from(reading, Viewpoint(true_by=date.fromisoformat(day)))
    assert claims(reading) - claims(seen) == gone


def test_a_post_is_not_held_before_its_first_day(reading: Reading) -> None:
    seat = URIRef(f"{ID}actor/una/seat")
    for day, is_held in ((date(2026, 2, 28), False), (date(2026, 3, 1), True)):
        seen, _ = seen_from(reading, Viewpoint(true_by=day))
        assert ((seat, RDF.type, AV.Membership) in seen.graph()) is is_held


def test_without_a_viewpoint_nothing_is_left_out(reading: Reading) -> None:
    assert not EVERYTHING
    seen, notes = seen_from(reading, EVERYTHING)
    assert set(seen.graph()) == set(reading.graph())
    assert notes == ()


@settings(max_examples=30)
@given(st.integers(0, 120), st.integers(0, 120))
def test_who_looks_later_knows_no_less(reading: Reading, one: int, other: int) -> None:
    days = sorted(date(2026, 1, 1) + timedelta(days=count) for count in (one, other))
    early, late = (claims(seen_from(reading, Viewpoint(published_by=day))[0]) for day in days)
    assert early <= late
    earlier, later = published(reading, *days)
    assert earlier <= later
