"""The shipped story: what is in it, what a check finds in it, and that its evidence holds."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from averment.building import Build, build
from averment.checking import ENGINES, Finding, Report, check
from averment.querying import find_query, run_query

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
PRESS = SHARED / "press/01-extradition-ban.yaml"
ARCHIVE = SHARED / "sources"
PAGE = ARCHIVE / "dagens-foreign-fighters.txt"

needs_press = pytest.mark.skipif(not PRESS.is_file(), reason="the press file is not beside the project")
needs_archive = pytest.mark.skipif(not PAGE.is_file(), reason="the archived page is not beside the project")

# the pairs of story 01 that disagree in a kind that is compared, as article and number of the claim
DISAGREEING = [
    (("newspravda-feb26", "1"), ("mt-feb26", "5")),
    (("mt-mar9", "3"), ("dagens", "3")),
    (("rtvi", "4"), ("dagens", "3")),
    (("newspravda-feb26", "4"), ("mt-mar9", "5")),
    (("kg24-mar9", "1"), ("kg24-mar9", "4")),
    (("minval-feb26", "3"), ("caspianpost", "2")),
]


@pytest.fixture(scope="module")
def story() -> Build:
    return build([ROOT / "graph"])


@pytest.fixture(scope="module")
def report(story: Build) -> Report:
    return check(story)


def claim_rows(story: Build) -> list[ox.QuerySolution]:
    results = run_query(story.everything, find_query("claims"))
    assert isinstance(results, ox.QuerySolutions)
    return list(results)


def claims_of(finding: Finding) -> set[tuple[str, str]]:
    """Return article and number of the claims at the places of a finding; c3b counts as 3."""
    found = set()
    for place in finding.places:
        match = re.fullmatch(r".*/article/([^/]+)/c(\d+)[a-z]?", place.claim or "")
        if match is not None:
            found.add((match[1], match[2]))
    return found


def test_the_story_has_its_claims(story: Build) -> None:
    rows = claim_rows(story)
    of_the_page = [row for row in rows if str(row["article"].value).endswith("/article/dagens")]
    assert len(rows) >= 95
    assert len(of_the_page) >= 24
    assert all(row["path"] is not None and row["line"] is not None for row in rows)


def test_the_story_is_well_formed_and_its_sources_disagree(report: Report) -> None:
    assert report.summary.violation == 0
    assert report.summary.claims >= 95
    disagreements = [finding for finding in report.findings if finding.family == "disagreement"]
    assert len(disagreements) >= 5
    assert all(len(finding.places) >= 2 for finding in disagreements)


@pytest.mark.parametrize("pair", DISAGREEING, ids=["-".join(itertools.chain(*pair)) for pair in DISAGREEING])
def test_a_labelled_disagreement_is_found(
    report: Report, pair: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    assert any(
        set(pair) <= claims_of(finding) for finding in report.findings if finding.family == "disagreement"
    )


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_the_engines_find_the_same(story: Build, report: Report, engine: str) -> None:
    assert check(story, engine=engine).as_json() == report.as_json()


def _press() -> dict[str, list[dict[str, list[str]]]]:
    loaded: dict[str, list[dict[str, list[str]]]] = YAML(typ="safe").load(PRESS.read_text(encoding="utf-8"))
    return loaded


def _local(claim: str) -> tuple[str, str]:
    page, number = claim.split(".c")
    return page.replace("_", "-"), number


@needs_press
def test_every_claim_of_the_press_file_is_in_the_graph(story: Build) -> None:
    rows = claim_rows(story)
    have = {
        match.groups()
        for row in rows
        if (match := re.search(r"/article/([^/]+)/c(\d+)", str(row["claim"].value)))
    }
    asked = {_local(str(claim["id"])) for page in _press()["pages"] for claim in page["claims"]}  # type: ignore[index]
    assert len(asked) == 80
    assert asked - have == set()


@needs_press
def test_no_pair_that_the_press_file_calls_compatible_is_reported(tmp_path: Path) -> None:
    """Each pair is checked on its own, so that a third claim cannot be what puts both into one finding."""
    yaml = YAML()
    wrong = []
    for number, entry in enumerate(_press()["compatible"]):
        wanted = [_local(claim) for claim in entry["claims"]]
        folder = tmp_path / str(number)
        shutil.copytree(ROOT / "graph", folder)
        for file in (folder / "articles").glob("*.yaml"):
            article = yaml.load(file.read_text(encoding="utf-8"))
            name = str(article["id"]).removeprefix("article:")
            article["claims"] = [
                claim
                for claim in article["claims"]
                if any(name == page and re.fullmatch(rf"c{n}[a-z]?", str(claim["id"])) for page, n in wanted)
            ]
            for claim in article["claims"]:
                claim.pop("relays", None)
            if not article["claims"]:
                del article["claims"]
            with file.open("w", encoding="utf-8") as stream:
                yaml.dump(article, stream)
        findings = check(build([folder])).findings
        wrong += [
            (entry["claims"], finding.message) for finding in findings if finding.family == "disagreement"
        ]
    assert wrong == []


@needs_archive
def test_every_passage_stands_in_the_archived_page() -> None:
    findings = check(build([ROOT / "graph"], archive=ARCHIVE)).findings
    page = [
        finding for finding in findings if finding.places[0].path == str(ROOT / "graph/articles/dagens.yaml")
    ]
    assert [finding.rule for finding in page if finding.family == "evidence"] == []


@needs_archive
def test_one_changed_character_is_found_in_every_passage_that_it_hits(tmp_path: Path, story: Build) -> None:
    text = PAGE.read_text(encoding="utf-8")
    at = text.index("1,100")
    (tmp_path / PAGE.name).write_text(text[:at] + "7" + text[at + 1 :], encoding="utf-8")
    changed = build([ROOT / "graph"], archive=tmp_path)
    found = [finding for finding in check(changed).findings if finding.severity == "violation"]
    lines = {str(row["claim"].value): int(row["line"].value) for row in claim_rows(story)}
    of_the_page = {claim for claim in lines if "/article/dagens/" in claim}
    for finding in found:
        place = finding.places[0]
        assert place.claim is not None
        assert place.line == lines[place.claim]
    hit = {str(finding.places[0].claim) for finding in found if finding.rule == "Evidence-passage"}
    others = {str(finding.places[0].claim) for finding in found if finding.rule == "Evidence-page"}
    assert hit == {claim for claim in of_the_page if claim.endswith("/dagens/c4")}
    assert others == of_the_page - hit


@needs_archive
def test_no_sentence_of_the_page_is_in_the_project() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.splitlines()] or [*ROOT.glob("graph/**/*.yaml")]
    words = re.findall(r"\w+", PAGE.read_text(encoding="utf-8").lower())
    runs = {tuple(words[start : start + 8]) for start in range(len(words) - 7)}
    copied = []
    for file in files:
        if file.is_file() and file.suffix not in (".png", ".woff2"):
            own = re.findall(r"\w+", file.read_text(encoding="utf-8", errors="ignore").lower())
            if any(tuple(own[start : start + 8]) in runs for start in range(len(own) - 7)):
                copied.append(file.name)
    assert copied == []
