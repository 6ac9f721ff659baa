"""Coverage: what is expected of a law and its provisions, and how well it is answered."""

from __future__ import annotations

from averment.checking import check
from averment.showing import Findings, Lookup
from averment.showing.coverage import Coverage, Covered, coverage_of

from .small import iri, kites


def covered() -> tuple[Coverage, ...]:
    lookup = Lookup(kites())
    return coverage_of(lookup, Findings(lookup, check(kites())), iri("law:zz-kites"))


def aspects(coverage: Coverage) -> dict[str, Covered]:
    return {one.aspect.id.removeprefix("aspect:"): one for one in coverage.aspects}


def test_the_law_comes_first_then_its_provisions() -> None:
    assert [one.subject.id for one in covered()] == ["law:zz-kites", "law:zz-kites/fine"]


def test_what_is_expected_follows_from_the_class_and_from_the_steps_reached() -> None:
    law, provision = covered()
    expected = {one.aspect.id.removeprefix("aspect:") for one in law.expected}
    assert {"stage", "proposer", "official-number", "purpose", "entry-into-force"} <= expected
    assert {"submission-date", "first-reading-date"} <= expected  # a report puts it at the first reading
    assert expected.isdisjoint({"second-reading-date", "force", "bill-count"})
    assert {one.aspect.id for one in provision.expected} == {"aspect:force", "aspect:addressee"}


def test_an_aspect_tells_how_well_it_is_answered() -> None:
    law, provision = covered()
    stage, signature = aspects(law)["stage"], aspects(law)["signature-date"]
    assert (stage.answers, stage.reports, stage.origins, stage.is_at_odds) == (1, 1, 1, False)
    assert stage.countries == ("Zedland",)
    assert (signature.answers, signature.reports, signature.is_at_odds) == (2, 2, True)
    assert not signature.is_expected
    assert aspects(law)["purpose"].answers == aspects(law)["purpose"].reports == 0
    fine = aspects(provision)["fine"]
    assert not fine.is_expected
    assert fine.reports >= 1
    assert [one.id.startswith("question:law/zz-kites/fine/fine") for one in fine.questions].count(False) == 0


def test_only_claims_with_a_passage_are_quoted() -> None:
    assert {one.quoted for part in covered() for one in part.aspects} == {0}
