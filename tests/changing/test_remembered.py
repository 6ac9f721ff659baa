"""What is remembered of files is believed only of files that have not changed since."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from benchmarks.checkout import write_checkout

from averment.changing import partial, remembered, scanning
from averment.changing.remembered import RememberedScans
from averment.changing.scanning import Scan

TICK = 0.05
"""Seconds after which any file system gives a file another time."""

SCAN = Scan(frozenset({"article:x"}), frozenset({"law:y", "law:z"}), frozenset(), frozenset({"actor:a"}))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(remembered, "_YOUNG", 0)
    monkeypatch.setattr(remembered, "_FEW", 0)
    return tmp_path


def known(folder: Path, file: Path) -> tuple[bool, Scan | None]:
    return RememberedScans(folder).get(str(file), file.stat())


def remember(folder: Path, file: Path, found: Scan | None) -> None:
    time.sleep(TICK)
    scans = RememberedScans(folder)
    scans.put(str(file), file.stat(), found)
    scans.keep()


@pytest.mark.parametrize("found", [SCAN, None])
def test_a_file_that_is_as_it_was_is_known(folder: Path, found: Scan | None) -> None:
    file = folder / "a.yaml"
    file.write_text("id: article:x")
    remember(folder, file, found)
    assert known(folder, file) == (True, found)
    assert known(folder, folder) == (False, None)


def test_a_file_of_the_same_size_with_its_old_time_set_again_is_not_known(folder: Path) -> None:
    file = folder / "a.yaml"
    file.write_text("id: article:x")
    before = file.stat()
    remember(folder, file, SCAN)
    file.write_text("id: article:y")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(folder, file) == (False, None)


def test_a_file_that_was_written_just_now_is_not_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    file = folder / "a.yaml"
    file.write_text("id: article:x")
    scans = RememberedScans(folder)
    scans.put(str(file), file.stat(), SCAN)
    assert not scans._new


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"by": "another", "files": {}}', '{"by": %s, "files": {"a.yaml": 1}}', "\x00" * 9],
)
def test_what_is_damaged_is_as_nothing(folder: Path, text: str) -> None:
    file = folder / "a.yaml"
    file.write_text("id: article:x")
    text = text.replace("%s", json.dumps(remembered._written_by()))
    (folder / remembered._NAME).write_text(text)
    assert known(folder, file) == (False, None)
    assert RememberedScans(folder).get("a.yaml", file.stat()) == (False, None)
    remember(folder, file, SCAN)
    assert known(folder, file) == (True, SCAN)


def test_where_nothing_can_be_written_nothing_fails(folder: Path) -> None:
    file = folder / "a.yaml"
    file.write_text("id: article:x")
    remember(folder / "missing", file, SCAN)
    remember(file, file, SCAN)
    assert sorted(folder.iterdir()) == [file]


def test_the_second_look_reads_only_what_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    write_checkout(folder, articles=60, laws=20, actors=20)
    time.sleep(TICK)
    assert partial.part_of(["graph"], "HEAD") is not None
    file = folder / "graph" / "articles" / "article-1.yaml"
    file.write_text(
        file.read_text("utf-8").replace("    stance: asserts\n", "    stance: alleges\n", 1), "utf-8"
    )
    looked_at: list[bytes] = []

    def scan(data: bytes) -> Scan | None:
        looked_at.append(data)
        return before(data)

    before = scanning.scan
    monkeypatch.setattr("averment.changing.shelf.scan", scan)
    part = partial.part_of(["graph"], "HEAD")
    assert part is not None
    assert looked_at == [file.read_bytes()]
    assert [each for each in (folder / ".git").iterdir() if each.name.startswith("averment")]
