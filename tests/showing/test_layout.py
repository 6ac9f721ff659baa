"""Pages in words and lines, as a reader sees them."""

from __future__ import annotations

import pytest

from averment.cli.pages import render_page
from averment.showing.blocks import Facts, Item, Section, Table, Title
from averment.showing.layout import lay_out

from .small import any_page, any_page_of, iri, judged, kites, with_derived

SUBJECTS = [
    "law:zz-kites",
    "law:zz-kites/fine",
    "law:zz-air",
    "group:flyers",
    "group:crowd",
    "question:law/zz-kites/signature-date",
    "question:law/zz-kites/stage",
    "actor:una",
    "actor:norn",
    "actor:parliament",
    "article:quill-1",
    "article:herald-1",
]


def shown(subject: str, *, width: int = 80) -> str:
    return render_page(lay_out(any_page(subject)), width=width)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_page_starts_with_its_title_and_what_it_is_called_by(subject: str) -> None:
    first = lay_out(any_page(subject))[0]
    assert isinstance(first, Title)
    assert first.id == subject


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_of_the_vocabulary_is_left_in_a_page(subject: str) -> None:
    for line in shown(subject).splitlines():
        assert "https://w3id.org" not in line
        assert "None" not in line
        assert not {"asserts", "opines", "predicts", "conditional", "hasOrigin"} & set(line.split())


def test_a_law_reads_from_the_findings_over_its_timeline_to_what_sources_say() -> None:
    text = shown("law:zz-kites")
    titles = ["Timeline", "What sources say", "The dates of its steps", "Provision: fining unlicensed flyers"]
    assert sorted(titles, key=text.index) == titles
    assert "is           a law of Zedland\n" in text
    assert "             warning: Force of fining unlicensed flyers (Question-force, open)\n" in text
    assert "  signature                    9 January 2026 · at odds   Agency Norn\n" in text
    assert "                               8 February 2026 · at odds  The Quill\n" in text
    assert "                               May 2026                   Herald expects\n" in text
    assert "  publication                  no date given\n" in text
    assert "  10 January 2026  first reading        Agency Norn\n" in text


def in_order(text: str, *parts: str) -> bool:
    """Tell whether parts stand in a text one after the other; what rules say between them is theirs to word."""
    end = 0
    for part in parts:
        start = text.find(part, end)
        if start < 0:
            return False
        end = start + len(part)
    return True


def test_a_question_says_who_answers_what_and_where() -> None:
    assert in_order(
        shown("question:law/zz-kites/signature-date"),
        "\nAnswers\n───────\n  warning: ",
        "(Question-moment,",
        "\n  info: ",
        "(Question-oneOwner,",
        "\n  8 February 2026 · 1 report · at odds\n"
        "    The Quill says · 8 February 2026                               kites.yaml:82\n"
        "  9 January 2026 · 1 report · at odds\n"
        "    Agency Norn says · 10 January 2026                             kites.yaml:59\n"
        "  besides, not compared\n"
        "    Herald expects: May 2026 · undated · withdrawn                kites.yaml:100\n"
        "\nFindings\n────────\n  warning: Stage of Kite law. ",
        "(Claim-stale, open)\n"
        "    first reading · Agency Norn                                    kites.yaml:60\n"
        "    9 January 2026 · Agency Norn                                   kites.yaml:59\n",
    )


def test_what_was_found_about_a_claim_stands_under_it_with_the_other_side() -> None:
    assert in_order(
        shown("law:zz-kites/fine", width=200),
        "    The Quill, after a report by Agency Norn, says · 8 February 2026 · passed on from Agency Norn",
        "\n      warning: ",
        "(Claim-driftCondition, open)\n        100 to 5,000 RUB · Agency Norn ",
        "kites.yaml:61\n",
    )
    assert "Claim-endsUnnamed" not in shown("law:zz-kites/fine")
    assert "Claim-endsUnnamed" in shown("question:law/zz-kites/fine/force")


def test_findings_that_say_the_same_of_all_answers_do_not_repeat_them() -> None:
    assert in_order(
        shown("article:quill-1", width=200),
        "  info: Signature of Kite law. ",
        "(Question-oneOwner, open)\n    question:law/zz-kites/signature-date\n",
    )


def test_reports_of_one_origin_are_counted_as_such() -> None:
    text = shown("law:zz-kites/fine", width=100)
    assert "Fine · in RUB · 2 reports, one origin · 1 info\n" in text
    assert "  100 to 5,000 RUB · 2 reports, one origin: Una Kern\n" in text
    assert (
        "    The Quill, after a report by Agency Norn, says · 8 February 2026 · passed on from Agency Norn\n"
        in text
    )


def test_details_are_said_where_a_claim_stands_by_itself() -> None:
    text = shown("article:quill-1", width=200)
    assert (
        "  fine: 100 to 5,000 RUB · after a report by Agency Norn · in the words 'a few thousand' · origin: Una Kern "
        in text
    )
    assert "    relays Agency Norn: 100 to 5,000 RUB " in text
    assert "    note: The amount stands in a caption.\n" in text
    assert "  force: may · at odds · alleges · according to 'insiders' (not named)" in text


def test_everything_that_limits_an_answer_is_said() -> None:
    claim = iri("article:norn-1/c4")
    made = with_derived(
        kites(),
        (claim, "av:hasForce", iri("force:may")),
        (claim, "av:isComplete", "true"),
        (claim, "av:isPrior", "true"),
        (claim, "av:priorValue", "may"),
        (claim, "av:converts", "1000 RUB"),
        (claim, "av:during", "2022/.."),
        (claim, "av:inPart", iri("part:headline")),
        (claim, "av:isWithdrawn", "true"),
        (claim, "av:inPlace", iri("country:zz")),
    )
    shown_there = any_page_of(made, "question:law/zz-kites/fine/force")
    text = " ".join(render_page(lay_out(shown_there), width=1000).split())
    assert (
        "Agency Norn says · 10 January 2026 · in Zedland · from 2022 on · as what may be done · as the whole answer · "
        "as what held before · before: may · only converts 1000 RUB · withdrawn · in the headline kites.yaml:69"
        in text
    )


def test_an_actor_reads_from_posts_over_documents_to_who_quotes_it() -> None:
    assert "owned by     The Trust (actor:trust)\n             Norn Holding (actor:holding)\n" in shown(
        "actor:norn"
    )
    assert "  10 January 2026 · Kites may fall (article:norn-1) · 5 claims · 2 at odds\n" in shown(
        "actor:norn"
    )
    una = shown("actor:una")
    assert "  speaker of Parliament · since May 2024 until 1 February 2026" in una
    assert "  identity: Una Kern is the same as U. Kern · because same post in both" in una
    assert "Quoted as a source by\n" in una
    assert "    fine of fining unlicensed flyers: 100 to 5,000 RUB " in una
    assert "  Proposer: Kite law (law:zz-kites) · 1 report\n" in una
    assert "  Una Kern · speaker of Parliament · since" in shown("actor:parliament")


def test_a_thing_that_no_claim_is_about_says_so() -> None:
    assert "  No claim of the graph is about it.\n" in shown("law:zz-air")


def test_blocks_of_a_page_are_of_all_sorts() -> None:
    blocks = lay_out(any_page("law:zz-kites"))
    assert {type(block) for block in blocks} == {Facts, Title, Section, Item, Table}


def test_what_an_editor_decided_stands_with_the_question_and_is_not_marked() -> None:
    signature = render_page(lay_out(any_page_of(judged(), "question:law/zz-kites/signature-date")), width=200)
    assert "(Question-moment, settled)\n" in signature
    decided = "  acceptance: the answer is '8 February 2026' · because the gazette says so · ed, 2 March 2026"
    assert decided in signature
    assert "  8 February 2026 · 1 report · accepted\n" in signature
    assert "at odds" not in signature
    law = render_page(lay_out(any_page_of(judged(), "law:zz-kites")), width=100)
    assert "infos · 1 settled · 1 waived\n" in law


def test_a_judgement_that_does_not_hold_says_so() -> None:
    made = with_derived(judged())
    made.derived.set((iri("judgement:signature"), iri("av:hasState"), iri("state:reopened")))
    text = render_page(lay_out(any_page_of(made, "question:law/zz-kites/signature-date")), width=200)
    assert "ed, 2 March 2026 · reopened" in text
