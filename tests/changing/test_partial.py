"""A check of a part of the files finds of a change what one of all files finds."""

from __future__ import annotations

import json
import re
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from benchmarks.checkout import commit, write_checkout
from tests.cli.running import run

from averment.building import build_from
from averment.changing import check_part, find_changes, limited, part_of, readings, remembered, shelf
from averment.checking import check
from averment.checking.findings import Finding
from averment.reading import read_leniently

from .edits import edit_at_random

DAY = date(2026, 3, 1)
TICK = 0.05
"""Seconds after which any file system gives a file another time."""
SIZE = {"articles": 14, "laws": 5, "actors": 10}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.chdir(tmp_path)
    # so that what is remembered of one look is used in the next
    monkeypatch.setattr(remembered, "_YOUNG", 0)
    monkeypatch.setattr(remembered, "_FEW", 0)
    return tmp_path


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def found_in_all() -> tuple[tuple[Finding, ...], list[str]]:
    """Return what a check of all files finds of the change, and what can't be read."""
    reading, errors = read_leniently(["graph"])
    build = build_from(reading, today=DAY)
    changes = find_changes([file.path for file in reading.files], ["graph"], "HEAD")
    return limited(check(build, incomplete=bool(errors)), changes, build, []).findings, list(map(str, errors))


def found_in_part(share: float = 1) -> tuple[tuple[Finding, ...], list[str], bool]:
    """Return what a check of a part finds, what can't be read, and whether it took all files."""
    part = part_of(["graph"], "HEAD", few=0, share=share)
    assert part is not None
    build = build_from(part.reading, today=DAY)
    report = check_part(
        part, build, lambda build, spelling: check(build, incomplete=bool(part.errors), spelling=spelling)
    )
    if report is None:
        return found_in_part(0)
    return report.findings, list(map(str, part.errors)), part.is_whole


def without_proposals(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return findings without the names that are proposed for others, which only all files can tell."""
    proposed = re.compile(r"; did you mean '[^']*'\?|: define it, or correct its name\.")
    return [replace(finding, message=proposed.sub("", finding.message)) for finding in findings]


def compare(folder: Path, seed: int) -> bool:
    """Assert that both find the same after random edits; return whether not all files were needed."""
    dice = Random(seed)
    write_checkout(folder, **SIZE, seed=seed)
    graph = Path("graph")
    before = [edit_at_random(graph, dice) for _ in range(dice.randrange(3))]
    commit(folder)
    done = [edit_at_random(graph, dice)]
    found_in_part()  # which remembers files, of which some change once more
    time.sleep(TICK)
    done += [edit_at_random(graph, dice) for _ in range(dice.choice((0, 1, 1, 2)))]
    expected, unread = found_in_all()
    found, told, is_whole = found_in_part()
    assert set(told) <= set(unread)
    if unread == told == []:
        assert found == expected, (before, done)
    elif unread == told:
        assert without_proposals(found) == without_proposals(expected), (before, done)
    return not is_whole


@pytest.mark.parametrize("seed", [3, 6, 7])
def test_after_edits_a_part_tells_what_all_files_tell(folder: Path, seed: int) -> None:
    assert compare(folder, seed)


@pytest.mark.slow
def test_after_many_edits_a_part_tells_what_all_files_tell(folder: Path) -> None:
    enough = 0
    for seed in range(100, 108):
        shutil.rmtree(folder / "graph", ignore_errors=True)
        shutil.rmtree(folder / ".git", ignore_errors=True)
        enough += compare(folder, seed)
    assert enough >= 5


def test_one_claim_takes_the_files_about_its_law_and_few_others(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    article = folder / "graph" / "articles" / "article-1.yaml"
    _replace(article, "    stance: asserts\n", "    stance: alleges\n")
    part = part_of(["graph"], "HEAD")
    assert part is not None
    assert part.files == 107
    assert len(part.reading.files) < 40


def test_nodes_without_a_name_are_called_as_if_all_files_had_been_read(folder: Path) -> None:
    write_checkout(folder, **SIZE)
    file = folder / "graph" / "actors" / "actor-9.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}  - {{type: Membership, member: actor:actor-9}}\n", encoding="utf-8")
    expected, found = found_in_all(), found_in_part()
    assert any(":" not in finding.subject for finding in expected[0])
    assert found[:2] == expected


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("groups.yaml", "en: class 3", "en: class three"),
        ("articles/article-3.yaml", "type: Article", "type: Group"),
        ("laws/law-1.yaml", "type: Law", 'type: "L\\x61w"'),
    ],
)
def test_what_anything_may_depend_on_takes_all_files(folder: Path, file: str, old: str, new: str) -> None:
    write_checkout(folder, **SIZE)
    _replace(folder / "graph" / file, old, new)
    assert found_in_part() == (*found_in_all(), True)


@pytest.mark.parametrize("value", ["group:class-3", "article:article-3", "nobody"])
def test_what_is_proposed_for_a_value_of_another_kind_takes_all_files(folder: Path, value: str) -> None:
    write_checkout(folder, **SIZE)
    article = folder / "graph" / "articles" / "article-3.yaml"
    text = article.read_text(encoding="utf-8")
    claim = f"aspect: signatory\n    value: {value}\n"
    article.write_text(re.sub(r"aspect: .*\n    value: .*\n", claim, text, count=1), encoding="utf-8")
    assert claim in article.read_text(encoding="utf-8")
    expected, found = found_in_all(), found_in_part()
    assert found == (*expected, True)
    assert any("names no person" in finding.message for finding in expected[0])


def test_what_has_been_read_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_MANY", 4)  # so that it is written several times
    write_checkout(folder, **SIZE)
    _replace(folder / "graph" / "groups.yaml", "en: class 3", "en: class three")
    time.sleep(TICK)
    first = found_in_part()
    assert first[-1]

    def refuse(path: str, *_: object) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(shelf, "read_one", refuse)
    assert found_in_part() == first


def test_progress_is_told_of_each_file(folder: Path) -> None:
    write_checkout(folder, **SIZE)
    _replace(folder / "graph" / "groups.yaml", "en: class 3", "en: class three")
    told: list[tuple[int, int]] = []
    part = part_of(["graph"], "HEAD", few=0, progress=lambda done, total: told.append((done, total)))
    assert part is not None
    each = [(number, part.files) for number in range(1, part.files + 1)]
    assert told == [*each, *each]  # first looked at, then read


def test_a_name_that_is_not_defined_is_told_as_by_all_files(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    article = folder / "graph" / "articles" / "article-2.yaml"
    _replace(article, "publisher: actor:actor-", "publisher: actor:actor-x")
    done = run("check", "--changed-since", "HEAD", "--format", "json", cwd=folder)
    assert any("did you mean" in finding["message"] for finding in json.loads(done.out)["findings"])
    assert "left out" in done.err


def test_a_file_that_is_no_text_is_told_wherever_it_is(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    (folder / "graph" / "articles" / "article-40.yaml").write_bytes(b"id: article:\xff\n")
    commit(folder)
    done = run("check", "--changed-since", "HEAD", cwd=folder)
    assert done.code == 2
    assert "article-40.yaml:1:13: error: byte 0xff is not UTF-8" in done.err


def test_the_note_says_how_many_files_were_read(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    done = run("check", "--changed-since", "HEAD", cwd=folder)
    assert done.code == 0
    assert done.err == "note: only what changed since 'HEAD' touches was looked for, in 3 of 107 files\n"


def test_a_fault_of_syntax_is_told_without_reading_all_files(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    articles = folder / "graph" / "articles"
    with (articles / "article-40.yaml").open("a", encoding="utf-8") as file:
        file.write("x: [\n")
    _replace(articles / "article-2.yaml", "publisher: actor:actor-", "publisher: actor:actor-x")
    done = run("check", "--changed-since", "HEAD", cwd=folder)
    assert done.code == 2
    assert "article-40.yaml:" in done.err
    assert "the YAML breaks off" in done.err
    assert re.search(r"is not defined, unless in a file that could not be read: define it", done.out)
    assert re.search(r"looked for, in \d\d of 107 files", done.err)


def test_a_path_that_is_not_there_is_told_without_reading_all_files(folder: Path) -> None:
    write_checkout(folder, articles=60, laws=20, actors=20)
    done = run("check", "graph", "grahp", "--changed-since", "HEAD", cwd=folder)
    assert done.code == 2
    assert "grahp:1:1: error: there is no such file or folder" in done.err
    assert "looked for, in 3 of 107 files" in done.err
