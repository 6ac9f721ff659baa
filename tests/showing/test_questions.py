"""Questions: answers side by side, their origins, what is not compared, findings and judgements."""

from __future__ import annotations

from averment.showing.pages import InstrumentPage, ProvisionPage, QuestionPage

from .small import answers_of, built, iri, judged, kites, page, page_of, with_derived

SIGNATURE = "question:law/zz-kites/signature-date"


def test_answers_stand_side_by_side_with_who_gives_them() -> None:
    shown = page(SIGNATURE, QuestionPage).answers
    assert (shown.asked, shown.about.id, shown.reports, shown.origins) == ("signature", "law:zz-kites", 2, 1)
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
    moment, owner = page(SIGNATURE, QuestionPage).answers.findings
    assert (moment.rule, moment.family, moment.severity, moment.status) == (
        "Question-moment",
        "disagreement",
        "warning",
        "open",
    )
    assert (owner.rule, owner.family, owner.severity) == ("Question-oneOwner", "corroboration", "info")
    assert (moment.subject.id, moment.title) == (SIGNATURE, "signature of Kite law")
    assert moment.message.startswith("Signature of Kite law: '2026-01-09' (Agency Norn, 2026-01-10) against ")
    assert moment.explanation.startswith("No day satisfies all answers; at most some of them can be right.")
    assert moment.message.endswith(moment.explanation)
    assert [(side.source, side.in_words, side.at and side.at.line) for side in moment.sides] == [
        ("Agency Norn", "9 January 2026", 59),
        ("The Quill", "8 February 2026", 82),
    ]


def test_findings_that_only_involve_an_answer_stand_beside_its_question() -> None:
    (stale,) = page(SIGNATURE, QuestionPage).findings
    assert (stale.rule, stale.title) == ("Claim-stale", "stage of Kite law")
    assert stale.explanation.startswith("It is reported no further than a stage")
    assert [side.in_words for side in stale.sides] == ["first reading", "9 January 2026"]


def test_judgements_stand_with_their_question_and_settle_it() -> None:
    signature = page_of(judged(), SIGNATURE, QuestionPage).answers
    (accepted,) = signature.judgements
    assert (accepted.type, accepted.in_words, accepted.reason, accepted.by, accepted.state) == (
        "acceptance",
        "the answer is '8 February 2026'",
        "the gazette says so",
        "ed",
        "in force",
    )
    assert [(one.in_words, one.is_accepted, one.is_at_odds) for one in signature.answers] == [
        ("8 February 2026", True, False),
        ("9 January 2026", False, False),
    ]
    assert [(one.rule, one.status) for one in signature.findings] == [
        ("Question-oneOwner", "open"),
        ("Question-moment", "settled"),
    ]
    force = page_of(judged(), "question:law/zz-kites/fine/force", QuestionPage).answers
    (waived,) = force.judgements
    assert waived.in_words == "Question-force may stand"
    assert waived.expires is not None
    assert waived.expires.in_words == "1 June 2026"
    assert [(one.rule, one.status) for one in force.findings] == [("Question-force", "waived")]


def test_a_relayed_answer_has_the_origin_of_what_it_relays() -> None:
    subjects = page("law:zz-kites/fine", ProvisionPage).subjects
    fine = next(
        one
        for subject in subjects
        for one in subject.questions
        if one.asked == "fine" and any(answer.reports > 1 for answer in one.answers)
    )
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
    assert [one.scope for one in subject.questions[2].apart] == [()]


def test_questions_with_grave_findings_come_first() -> None:
    own, _ = page("law:zz-kites", InstrumentPage).subjects
    assert [one.asked for one in own.questions] == ["signature", "assessment", "proposer", "stage"]


def test_outlets_of_one_owner_are_no_independent_origins() -> None:
    shown = page(SIGNATURE, QuestionPage).answers
    assert [origin.name for answer in shown.answers for origin in answer.origins] == [
        "The Quill",
        "Agency Norn",
    ]
    assert shown.origins == 1


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


def test_what_held_before_is_an_answer_about_the_provision_that_was_replaced() -> None:
    made = built(
        """
graph:
  - {id: law:old, type: Law, name: {en: Old}, process: ru}
  - {id: law:old/p, type: Provision, name: {en: P}, provisionOf: law:old}
  - {id: law:new, type: Law, name: {en: New}, process: ru}
  - {id: law:new/p, type: Provision, name: {en: P}, provisionOf: law:new, replaces: law:old/p}
  - id: article:a
    type: Article
    title: {en: A}
    claims:
      - {id: article:a/1, about: law:new/p, aspect: service-length, value: none, was: 6 mo, stance: asserts}
      - {id: article:a/2, about: law:old/p, aspect: service-length, value: 1 y, stance: asserts}
      - {id: article:a/3, about: law:new/p, aspect: fine, value: "max(1000 RUB, 10 %)", stance: asserts}
"""
    )
    old = answers_of(page_of(made, "law:old/p", ProvisionPage).subjects, "length of service")
    assert [(one.in_words, one.is_derived, one.is_at_odds) for one in old.answers] == [
        ("1 year", False, True),
        ("6 months", True, True),
    ]
    assert [said.claim.id for said in old.answers[1].statements] == ["article:a/1"]
    assert old.apart == ()
    (found,) = old.findings
    assert sorted(str(side.in_words) for side in found.sides) == ["1 year", "6 months, until then"]
    new = page_of(made, "law:new/p", ProvisionPage).subjects
    length = answers_of(new, "length of service")
    assert [(one.in_words, one.is_derived, one.is_at_odds) for one in length.answers] == [
        ("none", False, False)
    ]
    assert length.answers[0].statements[0].was == "6 months"
    fines = [
        answer
        for subject in new
        for one in subject.questions
        if one.asked == "fine"
        for answer in one.answers
    ]
    assert {answer.in_words for answer in fines} >= {"1,000 RUB or 10 %, whichever is higher"}


def test_findings_about_a_claim_alone_stand_with_it() -> None:
    made = built(
        """
graph:
  - {id: law:x, type: Package, name: {en: X}, process: ru}
  - id: article:a
    type: Article
    title: {en: A}
    published: 2026-01-01
    claims: [{id: article:a/1, about: law:x, aspect: bill-count, value: 3, stance: asserts}]
  - id: article:b
    type: Article
    title: {en: B}
    published: 2026-01-02
    claims: [{id: article:b/1, about: law:x, aspect: bill-count, value: 4, stance: asserts, relays: article:a/1}]
"""
    )
    answers = answers_of(page_of(made, "law:x", InstrumentPage).subjects, "number of bills")
    said = {one.claim.id: one for answer in answers.answers for one in answer.statements}
    assert [found for found in said["article:a/1"].findings if found.family == "drift"] == []
    (drift,) = [found for found in said["article:b/1"].findings if found.family == "drift"]
    assert drift.title == "number of bills of X"
    assert drift.explanation.startswith("It passes on ")
    assert [side.in_words for side in drift.sides] == ["4", "3"]
    assert [
        found for found in page_of(made, "law:x", InstrumentPage).findings if found.family == "drift"
    ] == []


def test_a_denial_is_a_side_with_what_it_denies() -> None:
    made = built(
        """
graph:
  - {id: law:x, type: Law, name: {en: X}, process: ru}
  - {id: purpose:p, type: Purpose, name: {en: to sell kites}}
  - id: article:a
    type: Article
    title: {en: A}
    claims:
      - {id: article:a/1, about: law:x, aspect: purpose, value: purpose:p, stance: asserts}
      - {id: article:a/2, about: law:x, aspect: purpose, value: purpose:p, stance: denies}
"""
    )
    answers = answers_of(page_of(made, "law:x", InstrumentPage).subjects, "purpose")
    (found,) = answers.findings
    assert sorted(str(side.in_words) for side in found.sides) == ["not to sell kites", "to sell kites"]
    assert [(one.stance, one.is_at_odds) for one in answers.apart] == [("denies", True)]
    assert answers.answers[0].is_at_odds


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
    (subject,) = page("law:zz-kites/fine", ProvisionPage).subjects
    for_minors = subject.questions[2]
    assert for_minors.answers == ()
    assert [(said.in_words, said.is_withdrawn, said.is_compared) for said in for_minors.apart] == [
        ("100 to 5,000 RUB", True, True)
    ]


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
