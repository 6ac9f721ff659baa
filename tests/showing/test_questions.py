"""Questions: answers side by side, their origins, what is not compared, findings and judgements."""

from __future__ import annotations

from averment.showing.pages import InstrumentPage, ProvisionPage, QuestionPage

from .small import answers_of, built, iri, kites, page, page_of, with_derived

SIGNATURE = "question:law/zz-kites/signature-date"


def test_answers_stand_side_by_side_with_who_gives_them() -> None:
    shown = page(SIGNATURE, QuestionPage).answers
    assert (shown.asked, shown.about.id, shown.reports, shown.origins) == ("signature", "law:zz-kites", 2, 2)
    assert [
        (one.in_words, one.reports, [origin.name for origin in one.origins], one.is_at_odds)
        for one in shown.answers
    ] == [
        ("8 February 2026", 1, ["The Quill"], True),
        ("9 January 2026", 1, ["Agency Norn"], True),
    ]
    (said,) = shown.answers[0].statements
    assert (said.value, said.stance, said.attribution) == ("2026-02-08", "asserts", "The Quill")
    assert said.published is not None
    assert said.published.in_words == "8 February 2026"
    assert said.at is not None
    assert (said.at.path, said.at.line) == ("kites.yaml", 82)


def test_what_is_not_compared_stands_apart() -> None:
    predicted = page(SIGNATURE, QuestionPage).answers.apart
    assert [(one.in_words, one.stance, one.is_compared) for one in predicted] == [
        ("May 2026", "predicts", False)
    ]
    denied = page("question:law/zz-kites/stage", QuestionPage).answers
    assert [one.in_words for one in denied.answers] == ["first reading"]
    assert [(one.in_words, one.stance) for one in denied.apart] == [("signed", "denies")]


def test_findings_stand_with_their_question() -> None:
    (found,) = page(SIGNATURE, QuestionPage).answers.findings
    assert (found.rule, found.family, found.severity, found.status) == (
        "Question-moment",
        "disagreement",
        "warning",
        "open",
    )
    assert found.subject.id == SIGNATURE
    assert found.message.startswith("Signature of Kite law: '2026-01-09' (Agency Norn) against '2026-02-08'")
    assert found.explanation == "No day satisfies all answers; at most some of them can be right."
    assert [(side.source, side.in_words, side.at and side.at.line) for side in found.sides] == [
        ("Agency Norn", "9 January 2026", 59),
        ("The Quill", "8 February 2026", 82),
    ]
    assert page(SIGNATURE, QuestionPage).findings == ()


def test_judgements_stand_with_their_question() -> None:
    (accepted,) = page(SIGNATURE, QuestionPage).answers.judgements
    assert (accepted.type, accepted.in_words, accepted.reason, accepted.by) == (
        "acceptance",
        "the answer is '8 February 2026'",
        "the gazette says so",
        "ed",
    )
    (waived,) = page("question:law/zz-kites/fine/force", QuestionPage).answers.judgements
    assert waived.in_words == "Question-force may stand"
    assert waived.expires is not None
    assert waived.expires.in_words == "1 June 2026"


def test_a_relayed_answer_has_the_origin_of_what_it_relays() -> None:
    subjects = page("law:zz-kites/fine", ProvisionPage).subjects
    fine = next(one for subject in subjects for one in subject.questions if one.asked == "fine")
    (answer,) = fine.answers
    assert (answer.in_words, answer.reports) == ("100 to 5,000 RUB", 2)
    assert [origin.name for origin in answer.origins] == ["Una Kern"]
    assert (fine.reports, fine.origins) == (2, 1)
    told, passed_on = answer.statements
    assert told.attribution == "Agency Norn, as told by Una Kern as speaker of Parliament, word for word"
    assert told.condition == "if it is signed"
    assert told.chain[0].verbatim
    assert told.chain[0].capacity == "speaker of Parliament"
    assert passed_on.attribution == "The Quill, after a report by Agency Norn"
    assert passed_on.relays is not None
    assert passed_on.relays.source is not None
    assert passed_on.relays.at is not None
    assert (passed_on.relays.claim.id, passed_on.relays.source.name, passed_on.relays.in_words) == (
        "article:norn-1/c3",
        "Agency Norn",
        "100 to 5,000 RUB",
    )
    assert passed_on.relays.at.line == 61
    assert (passed_on.wording, passed_on.note) == ("a few thousand", "The amount stands in a caption.")


def test_questions_with_a_scope_say_it_and_come_after_those_without() -> None:
    (subject,) = page("law:zz-kites/fine", ProvisionPage).subjects
    assert [(one.asked, [scope.in_words for scope in one.scope]) for one in subject.questions] == [
        ("force", []),
        ("fine", ["in RUB"]),
        ("fine", ["addressee: young kite flyers", "in RUB"]),
    ]
    assert [one.scope for one in subject.questions[2].answers[0].statements] == [()]


def test_questions_with_grave_findings_come_first() -> None:
    own, _ = page("law:zz-kites", InstrumentPage).subjects
    assert [one.asked for one in own.questions] == ["signature", "assessment", "proposer", "stage"]


def test_the_number_of_independent_origins_is_read_from_the_graph_where_it_is_derived() -> None:
    made = with_derived(kites(), (iri(SIGNATURE), "av:originCount", "1"))
    assert page_of(made, SIGNATURE, QuestionPage).answers.origins == 1
    named = with_derived(kites(), (iri(SIGNATURE), "av:hasIndependentOrigin", iri("actor:holding")))
    assert page_of(named, SIGNATURE, QuestionPage).answers.origins == 1
    broken = with_derived(kites(), (iri(SIGNATURE), "av:originCount", "many"))
    assert page_of(broken, SIGNATURE, QuestionPage).answers.origins == 2


def test_answers_that_mean_the_same_are_one() -> None:
    made = built(
        """
graph:
  - {id: law:x, type: Law, name: {en: X}, process: ru}
  - {id: law:x/p, type: Provision, name: {en: P}, provisionOf: law:x}
  - id: article:a
    type: Article
    title: {en: A}
    claims:
      - {id: article:a/1, about: law:x/p, aspect: community-work, value: ..200 h, stance: asserts}
      - {id: article:a/2, about: law:x/p, aspect: community-work, value: <=200 h, stance: asserts}
      - {id: article:a/3, about: law:x/p, aspect: community-work, value: 200 h, stance: asserts}
"""
    )
    answers = answers_of(page_of(made, "law:x/p", ProvisionPage).subjects, "community work")
    assert [(one.in_words, one.reports, len(one.statements)) for one in answers.answers] == [
        ("200 hours", 1, 1),
        ("up to 200 hours", 1, 2),
    ]


def test_a_value_that_cannot_be_read_is_an_answer_as_it_stands() -> None:
    made = built(
        "id: article:a\ntype: Article\ntitle: {en: A}\nclaims:\n"
        "  - {id: c1, about: law:x, aspect: stage, value: nowhere, stance: asserts}\n"
        "  - {id: c2, about: law:x, aspect: stage, value: somewhere, stance: maybe}\n"
    )
    shown = page_of(made, "question:law/x/stage", QuestionPage).answers
    assert [one.in_words for one in shown.answers] == ["nowhere"]
    assert [(one.in_words, one.stance) for one in shown.apart] == [("somewhere", "maybe")]


def test_a_derived_answer_stands_with_the_claim_that_it_follows_from() -> None:
    claim, older, asked = (
        iri("article:norn-1/c3"),
        iri("article:norn-1/c3/was"),
        iri("question:law/zz-old/permit/fine"),
    )
    made = with_derived(
        kites(),
        (asked, "rdf:type", iri("av:Question")),
        (asked, "av:about", iri("law:zz-old/permit")),
        (asked, "av:hasAspect", iri("aspect:fine")),
        (asked, "av:hasKind", iri("kind:extent")),
        (asked, "rdfs:label", "fine of asking for a permit"),
        (asked, "av:hasAnswer", older),
        (older, "rdf:type", iri("av:DerivedAnswer")),
        (older, "av:followsFrom", claim),
        (older, "av:lower", "50"),
        (older, "av:upper", "50"),
        (older, "av:hasUnit", iri("unit:RUB")),
    )
    shown = page_of(made, str(asked), QuestionPage).answers
    (only,) = shown.answers
    assert (only.in_words, only.reports, [one.name for one in only.origins]) == ("50 RUB", 1, ["Una Kern"])
    assert [one.claim.id for one in only.statements] == ["article:norn-1/c3"]
    assert shown.apart == ()


def test_related_questions_are_named_where_they_are_derived() -> None:
    stage = iri("question:law/zz-kites/stage")
    made = with_derived(
        kites(),
        (iri(SIGNATURE), "av:isRefinedBy", stage),
        (iri(SIGNATURE), "av:isWithin", stage),
        (iri(SIGNATURE), "av:isFollowedBy", stage),
    )
    shown = page_of(made, SIGNATURE, QuestionPage)
    for related in (shown.refined_by, shown.within, shown.followed_by):
        assert [one.name for one in related] == ["stage of Kite law"]


def test_a_withdrawn_answer_stands_apart() -> None:
    claim = iri("article:quill-1/c4")
    made = with_derived(kites(), (claim, "av:isWithdrawn", "true"))
    answers = answers_of(page_of(made, "law:zz-kites", InstrumentPage).subjects, "proposer")
    assert [said.is_withdrawn for one in answers.answers for said in one.statements] == [True]


def test_days_that_are_counted_say_from_what() -> None:
    made = built(
        """
graph:
  - {id: law:x, type: Law, name: {en: X}, process: ru}
  - id: article:a
    type: Article
    title: {en: A}
    claims:
      - {id: article:a/1, about: law:x, aspect: entry-into-force, value: publication + 10 d, stance: asserts}
"""
    )
    answers = answers_of(page_of(made, "law:x", InstrumentPage).subjects, "entry into force")
    assert [one.in_words for one in answers.scope] == ["counted from publication"]
    assert [one.in_words for one in answers.answers] == ["10 days after publication"]
