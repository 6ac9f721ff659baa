"""Pages of laws, provisions, groups, actors and documents."""

from __future__ import annotations

from averment.showing import Lookup, find_subject
from averment.showing.pages import ActorPage, DocumentPage, GroupPage, InstrumentPage, ProvisionPage
from averment.showing.parts import Name, Thing

from .small import built, iri, page, page_of


def ids(things: tuple[Thing, ...]) -> list[str]:
    return [thing.id for thing in things]


# --- laws and provisions ----------------------------------------------------------------------------------------


def test_a_law_has_its_names_and_its_place() -> None:
    header = page("law:zz-kites", InstrumentPage).header
    assert (header.thing.name, header.thing.id, header.type) == ("Kite law", "law:zz-kites", "law")
    assert header.names == (
        Name("Drachengesetz", "de", is_alias=False),
        Name("Закон о змеях", "ru", is_alias=False),
        Name("Flying Act", "en", is_alias=True),
        Name("Kite Act", "en", is_alias=True),
    )
    assert header.notes == ("Followed since January.",)
    assert header.at is not None
    assert (header.at.path, header.at.line) == ("kites.yaml", 21)


def test_a_law_has_what_it_belongs_to_and_consists_of() -> None:
    shown = page("law:zz-kites", InstrumentPage)
    assert shown.jurisdiction is not None
    assert shown.jurisdiction.name == "Zedland"
    assert shown.process is not None
    assert shown.process.name == "Russian legislative process"
    assert shown.package is not None
    assert shown.package.id == "law:zz-air"
    assert ids(shown.provisions) == ["law:zz-kites/fine"]
    assert [(one.version.name, one.stage) for one in shown.versions] == [
        ("bill as introduced", "submitted"),
        ("law as signed", "signed"),
    ]
    assert ids(page("law:zz-air", InstrumentPage).members) == ["law:zz-kites"]


def test_a_law_has_its_questions_and_those_of_its_provisions() -> None:
    own, provision = page("law:zz-kites", InstrumentPage).subjects
    assert (own.about.id, provision.about.id) == ("law:zz-kites", "law:zz-kites/fine")
    assert len(own.questions) == 4
    assert len(provision.questions) == 3


def test_a_timeline_has_each_stage_with_the_dates_that_sources_give() -> None:
    timeline = page("law:zz-kites", InstrumentPage).timeline
    assert timeline is not None
    dates = {one.asked: [answer.in_words for answer in one.answers] for one in timeline.stages}
    assert list(dates) == [
        "submission",
        "first reading",
        "second reading",
        "passage by the lower house",
        "approval by the upper house",
        "signature",
        "publication",
        "entry into force",
    ]
    assert dates.pop("signature") == ["9 January 2026", "8 February 2026"]
    assert {one.asked: [said.in_words for said in one.apart] for one in timeline.stages if one.apart} == {
        "signature": ["May 2026"]
    }
    assert set(map(tuple, dates.values())) == {()}
    assert [
        (one.as_of and one.as_of.in_words, one.in_words, one.sources, one.is_at_odds)
        for one in timeline.standings
    ] == [("10 January 2026", "first reading", ("Agency Norn",), False)]


def test_there_is_no_timeline_where_no_source_says_anything_of_stages() -> None:
    assert page("law:zz-air", InstrumentPage).timeline is None
    assert page("law:zz-old", InstrumentPage).timeline is None


def test_how_far_an_instrument_had_come_is_told_by_date_with_undated_reports_last() -> None:
    claims = [
        ("a", "2026-02-01", "signed"),
        ("b", "", "submitted"),
        ("c", "2026-01-01", "signed"),
        ("d", "2026-01-01", "signed"),
    ]
    documents = "".join(
        f"  - id: article:{name}\n    type: Article\n    title: {{en: {name.upper()}}}\n"
        + (f"    published: {day}\n" if day else "")
        + f"    claims: [{{id: article:{name}/1, about: law:x, aspect: stage, value: {stage}, stance: asserts}}]\n"
        for name, day, stage in claims
    )
    made = built(f"graph:\n  - {{id: law:x, type: Law, name: {{en: X}}, process: ru}}\n{documents}")
    timeline = page_of(made, "law:x", InstrumentPage).timeline
    assert timeline is not None
    assert [
        (one.as_of and one.as_of.stated, one.in_words, one.sources, one.is_at_odds)
        for one in timeline.standings
    ] == [
        ("2026-01-01", "signed", ("C", "D"), False),
        ("2026-02-01", "signed", ("A",), False),
        (None, "submitted", ("B",), False),
    ]


def test_a_provision_has_what_it_replaces_and_rules_on() -> None:
    shown = page("law:zz-kites/fine", ProvisionPage)
    assert shown.instrument is not None
    assert shown.instrument.id == "law:zz-kites"
    assert ids(shown.replaces) == ["law:zz-old/permit"]
    assert ids(shown.regulates) == ["act:fly"]
    assert ids(shown.same_act) == ["law:zz-old/permit"]
    assert shown.replaced_by == ()
    old = page("law:zz-old/permit", ProvisionPage)
    assert (ids(old.replaced_by), old.replaces, old.subjects) == (["law:zz-kites/fine"], (), ())


def test_findings_that_no_question_has_stand_by_themselves() -> None:
    made = built(
        """
graph:
  - {id: law:x, type: Law, name: {en: X}, jurisdiction: country:nowhere, process: ru}
  - id: article:a
    type: Article
    title: {en: A}
    claims:
      - {id: article:a/1, about: law:x, aspect: signature-date, value: soon, stance: asserts}
"""
    )
    shown = page_of(made, "law:x", InstrumentPage)
    assert {(one.rule, one.severity, one.subject.id, one.title) for one in shown.findings} == {
        ("Instrument-hasJurisdiction", "violation", "law:x", None)
    }
    (said,) = shown.subjects[0].questions[0].answers[0].statements
    assert "Claim-valueGrammar" in {one.rule for one in said.findings}
    assert all(one.message == one.explanation for one in (*shown.findings, *said.findings))


# --- groups -----------------------------------------------------------------------------------------------------


def test_a_group_has_its_definition_its_neighbours_and_its_counts() -> None:
    flyers = page("group:flyers", GroupPage)
    assert flyers.header.definition == "Whoever flies a kite."
    assert (ids(flyers.narrower), flyers.wider) == (["group:minors"], ())
    assert ids(page("group:minors", GroupPage).wider) == ["group:flyers"]
    (crowd,) = page("spectators", GroupPage).subjects
    (count,) = crowd.questions[0].answers
    assert count.in_words == "about 2,000"
    assert count.statements[0].as_of is not None
    assert count.statements[0].as_of.in_words == "autumn 2025"


# --- actors -----------------------------------------------------------------------------------------------------


def test_an_outlet_has_its_owners_up_the_chain() -> None:
    quill = page("the quill", ActorPage)
    assert ids(quill.owners) == ["actor:trust", "actor:holding"]
    assert ids(page("actor:trust", ActorPage).owns) == ["actor:norn", "actor:quill"]
    norn = page("actor:norn", ActorPage)
    assert norn.based_in is not None
    assert norn.based_in.name == "Zedland"


def test_owners_that_own_each_other_end() -> None:
    made = built(
        """
graph:
  - {id: actor:a, type: Outlet, name: {en: A}, ownedBy: actor:b}
  - {id: actor:b, type: Organisation, name: {en: B}, ownedBy: [actor:c, actor:a]}
  - {id: actor:c, type: Organisation, name: {en: C}, ownedBy: actor:b}
"""
    )
    assert ids(page_of(made, "actor:a", ActorPage).owners) == ["actor:b", "actor:c"]


def test_an_outlet_has_what_it_published_and_what_of_it_is_at_odds() -> None:
    norn = page("actor:norn", ActorPage)
    (document,) = norn.published
    assert (document.document.id, document.claims, document.at_odds) == ("article:norn-1", 5, 2)
    assert document.published is not None
    assert document.published.in_words == "10 January 2026"
    assert [(one.asked, one.statement.in_words) for one in norn.at_odds] == [
        ("signature", "9 January 2026"),
        ("force", "must"),
    ]


def test_an_actor_has_what_it_is_quoted_for_and_what_comes_from_it() -> None:
    una = page("actor:una", ActorPage)
    (citing,) = una.cited_by
    assert citing.publisher is not None
    assert (citing.document.id, citing.publisher.name, citing.source) == (
        "article:norn-1",
        "Agency Norn",
        None,
    )
    assert [(one.asked, one.statement.in_words) for one in citing.claims] == [("fine", "100 to 5,000 RUB")]
    assert (una.originates, una.originates_in) == (2, 2)
    assert ids(page("actor:norn", ActorPage).credited_by) == ["article:quill-1"]


def test_a_document_that_is_quoted_counts_for_its_publisher() -> None:
    made = built(
        """
graph:
  - {id: actor:a, type: Outlet, name: {en: A}}
  - {id: document:d, type: PressRelease, title: {en: D}, publisher: actor:a, published: 2026-01-02}
  - id: article:b
    type: Article
    title: {en: B}
    claims:
      - id: article:b/1
        about: actor:a
        aspect: assessment
        value: {en: good}
        stance: asserts
        chain: [{source: document:d, verb: cites}]
"""
    )
    (citing,) = page_of(made, "actor:a", ActorPage).cited_by
    assert citing.source is not None
    assert (citing.source.id, citing.document.id, len(citing.claims)) == ("document:d", "article:b", 1)
    (same,) = page_of(made, "document:d", DocumentPage).cited_by
    assert (same.source, same.document.id) == (None, "article:b")


def test_a_person_has_posts_with_their_dates_and_an_organisation_who_holds_them() -> None:
    for name in ("actor:una", "actor:parliament"):
        (post,) = page(name, ActorPage).posts
        assert post.person is not None
        assert post.post is not None
        assert post.organisation is not None
        assert post.since is not None
        assert post.until is not None
        assert (post.person.name, post.post.name, post.organisation.id) == (
            "Una Kern",
            "speaker of Parliament",
            "actor:parliament",
        )
        assert (post.since.in_words, post.until.in_words) == ("May 2024", "1 February 2026")


def test_an_actor_under_several_names_has_what_is_said_of_each() -> None:
    made = built(
        """
graph:
  - {id: actor:a, type: Outlet, name: {en: The Mail}}
  - {id: actor:b, type: Outlet, name: {en: Mail Online}, aliases: {en: [The Mail]}}
  - {id: judgement:j, type: Identity, judges: actor:b, isSameAs: actor:a, reason: r, judgedBy: ed, judgedOn: 2026-03-01}
  - {id: law:x, type: Law, name: {en: X}, process: ru}
  - id: article:a
    type: Article
    title: {en: A}
    publisher: actor:a
    published: 2026-01-01
    claims: [{id: article:a/1, about: actor:b, aspect: assessment, value: {en: good}, stance: asserts}]
  - id: article:b
    type: Article
    title: {en: B}
    publisher: actor:b
    published: 2026-01-02
    claims:
      - id: article:b/1
        about: law:x
        aspect: proposer
        value: actor:b
        stance: asserts
        chain: [{source: actor:a, verb: cites}]
"""
    )
    assert find_subject(Lookup(made), "the mail") == iri("actor:a")
    for name, other in (("actor:a", "actor:b"), ("actor:b", "actor:a")):
        shown = page_of(made, name, ActorPage)
        assert (shown.header.thing.id, ids(shown.same_as)) == (name, [other])
        assert [one.document.id for one in shown.published] == ["article:a", "article:b"]
        assert [one.document.id for one in shown.cited_by] == ["article:b"]
        assert (shown.originates, shown.originates_in) == (2, 2)
        assert [one.asked for subject in shown.subjects for one in subject.questions] == ["assessment"]
        assert [one.asked for one in shown.mentions] == ["proposer"]


def test_an_actor_has_the_judgements_on_who_it_is() -> None:
    for name in ("actor:una", "actor:una-k"):
        (judgement,) = page(name, ActorPage).judgements
        assert judgement.in_words == "Una Kern is the same as U. Kern"
        assert (judgement.reason, judgement.by) == ("same post in both reports", "ed")
    made = built(
        """
graph:
  - {id: actor:a, type: Person, name: {en: A}}
  - {id: actor:b, type: Person, name: {en: B}}
  - {id: judgement:j, type: Identity, judges: actor:a, differsFrom: actor:b, reason: r, judgedBy: ed}
"""
    )
    assert [one.in_words for one in page_of(made, "actor:b", ActorPage).judgements] == ["A is not B"]


def test_an_actor_has_the_questions_about_it_and_those_it_answers() -> None:
    una = page("actor:una", ActorPage)
    assert [one.asked for subject in una.subjects for one in subject.questions] == ["quotation"]
    assert una.subjects[0].questions[0].answers[0].in_words == "“kites are birds”"
    (mention,) = una.mentions
    assert mention.about is not None
    assert (mention.asked, mention.about.id, mention.reports) == ("proposer", "law:zz-kites", 1)


# --- documents --------------------------------------------------------------------------------------------------


def test_a_document_has_its_relations() -> None:
    quill = page("article:quill-1", DocumentPage)
    assert quill.publisher is not None
    assert quill.published is not None
    assert (quill.publisher.id, quill.published.in_words, quill.language, quill.url) == (
        "actor:quill",
        "8 February 2026",
        "en",
        "https://quill.example/kites",
    )
    assert (ids(quill.credits), ids(quill.based_on), ids(quill.corrects)) == (
        ["actor:norn"],
        ["article:norn-1"],
        ["article:herald-1"],
    )
    assert quill.verification == "not archived"
    assert ids(page("article:norn-1", DocumentPage).basis_of) == ["article:quill-1"]
    herald = page("article:herald-1", DocumentPage)
    assert (ids(herald.corrected_by), herald.published) == (["article:quill-1"], None)


def test_a_document_has_its_claims_as_they_are_written_with_their_findings() -> None:
    quill = page("article:quill-1", DocumentPage)
    assert [
        (one.asked, one.about and one.about.id, one.statement.in_words, one.statement.is_at_odds)
        for one in quill.claims
    ] == [
        ("signature", "law:zz-kites", "8 February 2026", True),
        ("fine", "law:zz-kites/fine", "100 to 5,000 RUB", False),
        ("force", "law:zz-kites/fine", "may", True),
        ("proposer", "law:zz-kites", "Una Kern", False),
    ]
    assert [(one.rule, one.severity) for one in quill.findings] == [
        ("Question-moment", "warning"),
        ("Question-force", "warning"),
        ("Document-hasVerification", "info"),
        ("Question-oneOwner", "info"),
        ("Question-oneOrigin", "info"),
    ]
    assert [one.rule for one in quill.claims[1].statement.findings] == ["Claim-driftCondition"]
    assert [one.rule for one in quill.claims[2].statement.findings] == ["Claim-endsUnnamed"]
    minors = page("article:herald-1", DocumentPage).claims[3]
    assert [one.in_words for one in minors.statement.scope] == ["addressee: young kite flyers"]


def test_a_node_of_turtle_without_names_has_a_page() -> None:
    made = built("@prefix av: <https://w3id.org/averment/ontology#> .\n<urn:x:y> a av:Person .\n", "ttl")
    shown = page_of(made, "urn:x:y", ActorPage)
    assert shown.header.thing == Thing(iri="urn:x:y", id="<urn:x:y>", name="urn:x:y")
    assert iri("actor:y") != shown.header.thing.iri
