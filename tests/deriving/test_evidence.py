"""Whether passages stand in archived pages, and what is read from an archive at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from tests.deriving.small import TURTLE, expanded, of, world

from averment.deriving import Archive, normalise, sha256
from averment.deriving.evidence import MAX_PAGE_BYTES, derive_evidence
from averment.errors import ReadFailure, UsageError
from averment.namespaces import AV, VERIFICATION

TEXT = "The toll — says Ann — is 5 crowns. Ferries stay free. 🚢\n"
PASSAGE = "says Ann — is 5 crowns"
START = TEXT.index(PASSAGE)
END = START + len(PASSAGE)


def outcome(
    archive: Archive | None,
    *,
    file: str | None = "page.txt",
    page: str = sha256(TEXT),
    start: object = START,
    end: object = END,
    passage: str = sha256(PASSAGE),
) -> dict[str, str]:
    """Derive for one claim; give what is said of its evidence and of its document."""
    snapshot = f"; av:hasSnapshot [ a av:Snapshot ; av:archiveFile '{file}' ; av:textHash '{page}' ] "
    made = world(
        f"{TURTLE} <article/a> a av:Article {snapshot if file else ''} . "
        f"<article/a/c> a av:Claim ; av:statedIn <article/a> ; av:hasEvidence <article/a/c/evidence> . "
        f"<article/a/c/evidence> a av:Evidence ; av:passageStart {start} ; av:passageEnd {end} ; "
        f"av:passageHash '{passage}' ."
    )
    triples = list(derive_evidence(made, archive))
    return of("article:a", triples) | of("article:a/c/evidence", triples)


def said(name: str, note: str | None = None) -> dict[str, str]:
    return {"hasVerification": str(VERIFICATION[name])} | ({"verificationNote": note} if note else {})


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    (tmp_path / "reset.txt").write_text(TEXT + "Share this.", "utf-8")
    (tmp_path / "changed.txt").write_text(TEXT.replace("5", "6"), "utf-8")
    (tmp_path / "moved.txt").write_text("By our reporter. " + TEXT, "utf-8")
    (tmp_path / "cut.txt").write_text(TEXT[: START + 4], "utf-8")
    (tmp_path / "windows.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    return Archive(tmp_path)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("page.txt", said("verified")),
        ("windows.txt", said("verified")),
        ("reset.txt", said("archive-page-changed")),
        ("changed.txt", said("passage-differs", f"the text from {START} to {END} is another")),
        (
            "moved.txt",
            said(
                "passage-differs",
                f"the passage stands at {START + 17} to {END + 17} instead of {START} to {END}",
            ),
        ),
        (
            "cut.txt",
            said("passage-differs", f"the page ends at {START + 4}, before the passage's end at {END}"),
        ),
        ("lost.txt", said("not-archived")),
        (None, said("not-archived")),
    ],
)
def test_outcome(archive: Archive, file: str | None, expected: dict[str, str]) -> None:
    assert outcome(archive, file=file) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"page": "0" * 64}, said("archive-page-changed")),
        ({"passage": "0" * 64}, said("passage-differs", f"the text from {START} to {END} is another")),
        (
            {"start": START + 1},
            said("passage-differs", f"the text from {START + 1} to {END} is another"),
        ),
        (
            {"start": START + 1, "end": END + 1},
            said(
                "passage-differs",
                f"the passage stands at {START} to {END} instead of {START + 1} to {END + 1}",
            ),
        ),
        ({"start": END, "end": START}, said("passage-differs", f"the text from {END} to {START} is another")),
        ({"start": -1}, said("passage-differs", f"the text from -1 to {END} is another")),
        (
            {"end": 10**9},
            said("passage-differs", f"the page ends at {len(TEXT)}, before the passage's end at {10**9}"),
        ),
        ({"start": "'one'"}, {}),
        ({"end": "5.5"}, {}),
    ],
)
def test_outcome_of_what_is_recorded(
    archive: Archive, changes: dict[str, object], expected: dict[str, str]
) -> None:
    assert outcome(archive, **changes) == expected  # type: ignore[arg-type]


def test_without_an_archive_nothing_is_verified() -> None:
    assert outcome(None) == said("not-archived")


def test_offsets_count_code_points(archive: Archive) -> None:
    ship = TEXT.index("🚢")
    assert outcome(archive, start=ship, end=ship + 1, passage=sha256("🚢")) == said("verified")


def test_document_without_claims_is_not_said_to_be_unverified() -> None:
    assert list(derive_evidence(world(TURTLE + "<article/a> a av:Article ."), None)) == []


def test_every_claim_of_a_document_is_looked_up(archive: Archive) -> None:
    evidence = "".join(
        f"<article/a/c{n}> a av:Claim ; av:statedIn <article/a> ; av:hasEvidence <article/a/c{n}/evidence> . "
        f"<article/a/c{n}/evidence> a av:Evidence ; av:passageStart {n} ; av:passageEnd {n + 3} ; "
        f"av:passageHash '{sha256(TEXT[n : n + 3])}' . "
        for n in range(20)
    )
    snapshot = f"[ av:archiveFile 'page.txt' ; av:textHash '{sha256(TEXT)}' ]"
    made = world(f"{TURTLE} <article/a> a av:Article ; av:hasSnapshot {snapshot} . {evidence}")
    found = Graph()
    for triple in derive_evidence(made, archive):
        found.add(triple)
    assert len(set(found.subjects(AV.hasVerification, VERIFICATION.verified))) == 20
    assert set(found.subjects()) == {expanded(f"article:a/c{n}/evidence") for n in range(20)}


# --- the archive -------------------------------------------------------------------------------------------------


def test_archive_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    for path in (tmp_path / "nothing", tmp_path / "page.txt"):
        with pytest.raises(UsageError, match="is not a folder: name the one that holds the pages' texts"):
            Archive(path)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "folder/../../secret.txt", "link.txt", "", ".", "folder", "a\0b"]
)
def test_nothing_outside_the_archive_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, "utf-8")
    (tmp_path / "archive" / "folder").mkdir(parents=True)
    (tmp_path / "archive" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert Archive(tmp_path / "archive").text(name) is None


def test_absolute_path_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, "utf-8")
    (tmp_path / "archive").mkdir()
    assert Archive(tmp_path / "archive").text(str(tmp_path / "secret.txt")) is None


def test_page_in_a_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "page.txt").write_text(TEXT, "utf-8")
    assert Archive(tmp_path).text("2026/page.txt") == TEXT


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"caf\xe9", "is not UTF-8; save it as UTF-8"),
        (b"x" * (MAX_PAGE_BYTES + 1), "is over 8 MiB; archive its text"),
    ],
)
def test_page_that_cannot_be_read_is_an_error_that_names_it(
    tmp_path: Path, data: bytes, problem: str
) -> None:
    (tmp_path / "page.txt").write_bytes(data)
    with pytest.raises(ReadFailure, match=problem) as raised:
        outcome(Archive(tmp_path))
    assert raised.value.errors[0].position.path == str(tmp_path / "page.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_page_without_permission_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.txt").touch(mode=0o000)
    with pytest.raises(ReadFailure, match="check its permissions"):
        Archive(tmp_path).text("page.txt")


# --- the text that offsets count in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("e\u0301".encode(), "é"),
        ("\u2028".encode(), "\u2028"),
        (b"", ""),
    ],
)
def test_normalised_text(data: bytes, text: str) -> None:
    assert normalise(data) == text


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text.encode())
    assert normalise(once.encode()) == normalise(once.removeprefix("\ufeff").encode())
    assert "\r" not in once


def test_sha256_is_that_of_the_text_in_utf_8() -> None:
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
