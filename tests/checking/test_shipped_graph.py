"""What the check finds in the shipped graph, apart from pairs of claims: its size, its places and its passages.

Some of it needs the pages' texts, which are no part of the repository: those tests are skipped, with a reason,
where the folder `shared` does not stand beside it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, URIRef
from tests.checking.small import ROOT, SHARED, module_of_shapes

from averment.building import Build, build
from averment.checking import Report, check
from averment.deriving import normalise
from averment.namespaces import AV, ID, VERIFICATION

ARTICLE = ID + "article/"
SOURCES = SHARED / "sources"
PAGE = "dagens-foreign-fighters.txt"

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="the pages' texts, ../shared/sources, are not here"
)


def test_there_is_no_violation(shipped_report: Report) -> None:
    assert [finding.message for finding in shipped_report.findings if finding.severity == "violation"] == []
    assert shipped_report.summary.violation == 0


def test_there_are_enough_claims(shipped: Build, shipped_report: Report) -> None:
    assert shipped_report.summary.claims >= 95
    dagens = set(shipped.stated.subjects(AV.statedIn, URIRef(ARTICLE + "dagens")))
    assert len(dagens) >= 24


def test_every_claim_has_a_place(shipped: Build) -> None:
    claims = set(shipped.stated.subjects(RDF.type, AV.Claim))
    for claim in claims:
        path, line = shipped.graph.value(claim, AV.path), shipped.graph.value(claim, AV.line)
        written = Path(str(path)).read_text("utf-8").splitlines()[int(str(line)) - 1]
        name = str(claim).removeprefix(ARTICLE).partition("/")[2]
        assert re.match(rf"  - (\{{)?id: {name}\b", written), f"{path}:{line} is not {claim}"


# --- evidence ----------------------------------------------------------------------------------------------------


@needs_sources
def test_all_passages_of_the_archived_page_stand_in_it(tmp_path: Path) -> None:
    made = build([ROOT / "graph"], archive=SOURCES)
    outcomes = list(made.derived.objects(predicate=AV.hasVerification))
    claims = set(made.stated.subjects(AV.statedIn, URIRef(ARTICLE + "dagens")))
    assert len(set(made.derived.subjects(AV.hasVerification, VERIFICATION.verified))) == len(claims) >= 24
    assert {claim for claim, _ in made.stated.subject_objects(AV.hasEvidence)} == claims
    assert set(outcomes) == {VERIFICATION.verified, VERIFICATION["not-archived"]}


@needs_sources
def test_a_changed_character_is_found_at_the_claims_that_rest_on_it(shipped: Build, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    text = normalise((SOURCES / PAGE).read_bytes())
    at = text.index("1,100")
    (archive / PAGE).write_text(text[:at] + "2" + text[at + 1 :], "utf-8")
    report = check(
        replace(build([ROOT / "graph"], archive=archive), shapes=module_of_shapes("evidence")),
        incomplete=True,
    )
    hit: set[str] = set()
    others: set[str] = set()
    for evidence in shipped.stated.subjects(RDF.type, AV.Evidence):
        start, end = (int(str(shipped.stated.value(evidence, p))) for p in (AV.passageStart, AV.passageEnd))
        claim = shipped.stated.value(predicate=AV.hasEvidence, object=evidence)
        assert claim is not None
        (hit if start <= at < end else others).add(str(claim))
    assert hit
    by_rule = {
        rule: {str(place.claim) for f in report.findings if f.rule == rule for place in f.places}
        for rule in ("Evidence-passage", "Evidence-page")
    }
    assert by_rule == {"Evidence-passage": hit, "Evidence-page": others}
    lines = {str(claim): int(str(line)) for claim, line in shipped.derived.subject_objects(AV.line)}
    for finding in report.findings:
        if finding.rule in by_rule:
            [place] = finding.places
            assert (place.line, place.source) == (lines[str(place.claim)], "Dagens")
            assert place.path is not None
            assert place.path.endswith("graph/articles/dagens.yaml")
            assert finding.severity == "violation"


@needs_sources
def test_a_moved_passage_is_said_to_have_moved(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    text = normalise((SOURCES / PAGE).read_bytes())
    (archive / PAGE).write_text("An advertisement.\n" + text, "utf-8")
    made = build([ROOT / "graph"], archive=archive)
    notes = [str(note) for note in made.derived.objects(predicate=AV.verificationNote)]
    assert len(notes) >= 24
    assert all(
        re.fullmatch(r"the passage stands at (\d+) to \d+ instead of \d+ to \d+", note) for note in notes
    )
    for note in notes:
        moved, _, start, _ = map(int, re.findall(r"\d+", note))
        assert moved == start + len("An advertisement.\n")


# --- the page's text stays out of the repository -------------------------------------------------------------------


def files_of_the_repository() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("what belongs to the repository is known to git alone, which is not here")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """List all runs of so many words."""
    said = words(text)
    return {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}


@needs_sources
def test_no_eight_words_of_an_archived_page_stand_in_the_repository() -> None:
    pages = {run for page in sorted(SOURCES.glob("*.txt")) for run in runs(normalise(page.read_bytes()))}
    assert len(pages) >= 300
    files = files_of_the_repository()
    assert len(files) >= 100
    copied = {
        str(path.relative_to(ROOT)): sorted(" ".join(run) for run in found)
        for path in files
        if (found := runs(path.read_bytes().decode("utf-8", errors="replace")) & pages)
    }
    assert copied == {}


def test_runs_of_words_are_found_across_lines_and_case() -> None:
    assert runs("a b c\nd, E-f g h i") == {tuple("abcdefgh"), tuple("bcdefghi")}
