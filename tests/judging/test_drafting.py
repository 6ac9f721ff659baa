"""Judgements are made of what the graph holds; anything else is refused with a cure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef
from tests.deriving.judging import acceptance, identity, made, waiver

from averment.building import Build
from averment.errors import UsageError
from averment.judging import Verdict, accept, identify, list_judgements, waive
from averment.namespaces import AVSH, ID

DAY = date(2026, 6, 1)
VERDICT = Verdict("The decree says so.", "an editor", DAY)
QUESTION = URIRef(f"{ID}question/law/zz-kites/signature-date")

MORE = """\
graph:
  - {id: actor:reader, type: Person, name: {en: A. Reader}}
  - id: article:more
    type: Article
    title: {en: More}
    publisher: actor:quill
    claims:
      - {id: c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-05, stance: opines}
      - {id: c2, about: law:zz-kites, aspect: signature-date, value: 2026-02-05, stance: denies}
      - {id: c3, aspect: signature-date, value: 2026-02-05, stance: asserts}
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return made(
        tmp_path_factory.mktemp("world"),
        acceptance("a", basis="0123456789abcdef"),
        identity("i", judges="actor:norn", isSameAs="actor:reader"),
        identity("d", judges="actor:quill", differsFrom="actor:reader", isSameAs=None),
        waiver("w"),
        more=MORE,
    )


# --- verdicts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "editor", "said"),
    [
        ("short", "Ed", "the reason 'short' is too short"),
        ("  \n short \n    ", "Ed", "the reason 'short' is too short"),
        ("", "Ed", "the reason '' is too short"),
        ("It is so, as it says.", "", "the name of the editor is empty"),
        ("It is so, as it says.", " \n ", "the name of the editor is empty"),
        ("It is so,\x00 as it says.", "Ed", "the reason holds the control character U+0000"),
        ("It is so,\x1b[31m as it says.", "Ed", "the reason holds the control character U+001B"),
        ("It is so,\x85 as it says.", "Ed", "the reason holds the control character U+0085"),
        ("It is so,\udcff as it says.", "Ed", "the reason holds the control character U+DCFF"),
        ("It is so,\rcarried on.", "Ed", "the reason holds the control character U+000D"),
        ("It is so, as it says.", "Ed\nNed", "the name of the editor holds the control character U+000A"),
        ("It is so, as it says.", "E\x07d", "the name of the editor holds the control character U+0007"),
    ],
)
def test_verdicts_that_cannot_be_written_are_refused(reason: str, editor: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        Verdict(reason, editor, DAY)
    assert str(raised.value).startswith(said)
    assert ";" in str(raised.value)


def test_lines_and_space_around_them_are_put_in_order() -> None:
    verdict = Verdict(" One line,\r\nand another. ", " Ed ", DAY)
    assert (verdict.reason, verdict.editor) == ("One line,\nand another.", "Ed")


# --- acceptances --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["article:norn/c1", f"{ID}article/norn/c1"])
def test_accepting_a_claim(build: Build, claim: str) -> None:
    draft = accept(build, claim, VERDICT)
    assert (draft.kind, draft.judges) == ("Acceptance", (QUESTION,))
    assert draft.accepts == URIRef(f"{ID}article/norn/c1")
    assert draft.name == "accept-law-zz-kites-signature-date"
    assert draft.says == "accepts '2026-02-08' (article:norn/c1) as the signature of Kite law"
    [listed] = [one for one in list_judgements(build) if one.kind == "Acceptance"]
    assert draft.basis == listed.current != listed.basis


def test_accepting_a_denial(build: Build) -> None:
    assert accept(build, "article:more/c2", VERDICT).judges == (QUESTION,)


def test_question_can_be_named(build: Build) -> None:
    named = accept(build, "article:norn/c1", VERDICT, question="question:law/zz-kites/signature-date")
    assert named == accept(build, "article:norn/c1", VERDICT)


@pytest.mark.parametrize(
    ("claim", "question", "said"),
    [
        (
            "article:norn/c7",
            None,
            "'article:norn/c7' is not a claim of the graph; did you mean 'article:norn/c",
        ),
        ("article:norn", None, "'article:norn' is not a claim of the graph; did you mean 'article:norn/c"),
        (
            "law:zz-kites",
            None,
            "'law:zz-kites' is not a claim of the graph; name one, such as 'article:more/c1'",
        ),
        ("", None, "'' is not a claim of the graph; name one, such as"),
        ("\x1b[31m", None, "'\x1b[31m' is not a claim of the graph; name one, such as"),
        ("article:more/c1", None, "'article:more/c1' opines, which is not compared with other answers"),
        ("article:more/c3", None, "'article:more/c3' answers no question"),
        (
            "article:norn/c1",
            "question:law/zz-kites/publication-date",
            "'question:law/zz-kites/publication-date' is not a question that 'article:norn/c1' answers; did you",
        ),
    ],
)
def test_claims_that_cannot_be_accepted(build: Build, claim: str, question: str | None, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        accept(build, claim, VERDICT, question=question)
    assert str(raised.value).startswith(said)


# --- waivers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule", ["Document-hasVerification", "avsh:Document-hasVerification", AVSH["Document-hasVerification"]]
)
def test_waiving_a_finding(build: Build, rule: str) -> None:
    draft = waive(build, rule, "article:norn", VERDICT, expires=DAY)
    assert (draft.kind, draft.judges) == ("Waiver", (URIRef(f"{ID}article/norn"),))
    assert (draft.rule, draft.expires) == (AVSH["Document-hasVerification"], DAY)
    assert draft.name == "waive-document-hasverification-article-norn"
    assert draft.says == "waives Document-hasVerification on article:norn until 2026-06-01"
    [listed] = [one for one in list_judgements(build) if one.kind == "Waiver"]
    assert draft.basis == listed.current == listed.basis


@pytest.mark.parametrize(
    ("rule", "node", "expires", "said"),
    [
        ("Document-verification", "article:norn", DAY, "'Document-verification' is not a rule; did you mean"),
        ("Document", "article:norn", DAY, "'Document' is not a rule; "),
        ("", "article:norn", DAY, "'' is not a rule; name one, such as"),
        (
            "Claim-value",
            "article:nornn",
            DAY,
            "'article:nornn' is not a node of the graph, nor a question; did",
        ),
        (
            "Question-moment",
            "question:law/zz-kites/signature",
            DAY,
            "'question:law/zz-kites/signature' is not a node of the graph, nor a question; did you mean "
            "'question:law/zz-kites/signature-date'?",
        ),
        ("Claim-value", "article:norn", date(2026, 5, 31), "a waiver until 2026-05-31 is over on 2026-06-01"),
    ],
)
def test_findings_that_cannot_be_waived(build: Build, rule: str, node: str, expires: date, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        waive(build, rule, node, VERDICT, expires=expires)
    assert str(raised.value).startswith(said)


# --- identities ---------------------------------------------------------------------------------------------------


def test_one_actor_or_two(build: Build) -> None:
    same = identify(build, "actor:norn", "actor:quill", VERDICT, is_same=True)
    assert (same.judges, same.same, same.different) == (
        (URIRef(f"{ID}actor/norn"),),
        URIRef(f"{ID}actor/quill"),
        None,
    )
    assert (same.kind, same.name, same.basis) == ("Identity", "same-actor-norn-actor-quill", None)
    assert same.says == "judges 'Agency Norn' (actor:norn) and 'The Quill' (actor:quill) to be one actor"
    other = identify(build, "actor:quill", "actor:norn", VERDICT, is_same=False)
    assert (other.judges, other.same, other.different) == (
        (URIRef(f"{ID}actor/quill"),),
        None,
        URIRef(f"{ID}actor/norn"),
    )
    assert other.name == "different-actor-quill-actor-norn"


@pytest.mark.parametrize(
    ("one", "other", "is_same", "said"),
    [
        ("actor:norn", "actor:norn", True, "'actor:norn' is named twice; name two actors"),
        (
            "actor:nron",
            "actor:quill",
            True,
            "'actor:nron' is not an actor of the graph; did you mean 'actor:norn'?",
        ),
        ("actor:norn", "law:zz-kites", False, "'law:zz-kites' is not an actor of the graph; "),
        ("actor:reader", "actor:norn", False, "'judgement:i' says that 'A. Reader' (actor:reader) and"),
        ("actor:norn", "actor:reader", False, "'judgement:i' says that 'Agency Norn' (actor:norn) and"),
        ("actor:reader", "actor:quill", True, "'judgement:d' says that 'A. Reader' (actor:reader) and"),
    ],
)
def test_names_that_cannot_be_judged(build: Build, one: str, other: str, is_same: bool, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        identify(build, one, other, VERDICT, is_same=is_same)
    assert str(raised.value).startswith(said)


# --- listing ------------------------------------------------------------------------------------------------------


def tmp_path_of(build: Build) -> Path:
    return Path(build.reading.files[0].path).parent


def test_judgements_are_listed_with_their_state_and_place(build: Build) -> None:
    listed = list_judgements(build)
    assert [(one.judgement.rpartition("/")[2], one.kind, one.state) for one in listed] == [
        ("a", "Acceptance", "reopened"),
        ("d", "Identity", "in-force"),
        ("i", "Identity", "in-force"),
        ("w", "Waiver", "in-force"),
    ]
    first, second, _, last = listed
    assert first.judges == (str(QUESTION),)
    assert (first.editor, first.date, first.reason) == ("an editor", "2026-03-01", "It is written there.")
    assert (first.basis, first.accepts) == ("0123456789abcdef", f"{ID}article/norn/c1")
    assert (second.same, second.different) == ((), (f"{ID}actor/reader",))
    assert (last.rule, last.expires) == (str(AVSH["Document-hasVerification"]), "2026-12-31")
    assert {Path(one.path or "").name for one in listed} == {"judgements.yaml"}
    lines = (tmp_path_of(build) / "judgements.yaml").read_text("utf-8").splitlines()
    assert all(f"judgement:{one.judgement[-1]}" in lines[(one.line or 0) - 1] for one in listed)


def test_incomplete_judgements_are_listed_too(tmp_path: Path) -> None:
    build = made(
        tmp_path, {"id": "judgement:x", "type": "Judgement"}, {"id": "judgement:y", "type": "Waiver"}
    )
    assert [(one.kind, one.state, one.editor) for one in list_judgements(build)] == [
        ("Judgement", "incomplete", None),
        ("Waiver", "incomplete", None),
    ]
