"""`averment check --format`: where each format goes, what the exit code is, and what a failure leaves behind."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from averment.rendering import FORMATS

from .running import WORLDS, Done, run

WORLD_OF_CODE = {0: "fine.yaml", 1: "violation.yaml", 2: "nowhere.yaml"}


@pytest.mark.parametrize("code", WORLD_OF_CODE)
def test_the_exit_code_does_not_depend_on_the_format_nor_the_text_on_where_it_goes(
    tmp_path: Path, code: int
) -> None:
    world = WORLD_OF_CODE[code]
    wanted = [flag for name in FORMATS for flag in ("--format", f"{name}={tmp_path / name}")]
    written = run("check", world, *wanted)
    assert (written.code, written.out) == (code, "")
    for name in FORMATS:
        shown = run("check", world, "--format", name)
        assert (name, shown.code, shown.err) == (name, code, written.err)
        text = (tmp_path / name).read_text(encoding="utf-8")
        # what could not be read stands on standard error, and in a file of text as well
        assert text == (shown.err + shown.out if name == "text" else shown.out)
        assert ("there is no such file or folder" in text) is (code == 2)


def test_several_formats_at_once_are_of_one_report(tmp_path: Path) -> None:
    wanted = [
        flag for name in FORMATS if name != "text" for flag in ("--format", f"{name}={tmp_path / name}")
    ]
    done = run("check", "warning.yaml", *wanted, "--format", "text")
    assert done == run("check", "warning.yaml")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(set(FORMATS) - {"text"})
    for name in set(FORMATS) - {"text"}:
        assert "Question-moment" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_bare_format_goes_where_o_says(tmp_path: Path) -> None:
    wanted = ("--format", "github", "--format", f"json={tmp_path / 'json'}")
    assert run("check", "warning.yaml", *wanted, "-o", str(tmp_path / "out")) == Done(0, "", "")
    assert (
        (tmp_path / "out")
        .read_text(encoding="utf-8")
        .startswith("::warning file=warning.yaml,line=18,col=9,")
    )
    assert json.loads((tmp_path / "json").read_text(encoding="utf-8"))["summary"]["warning"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "sarif="], "'sarif=' names no file; write 'sarif=FILE', or 'sarif' alone"),
        (["--format", "sarif", "--format", "text"], "sarif and text can't both go to standard output"),
        (["--format", "json=a", "--format", "text=./a"], "json and text can't both go to './a'"),
        (["--format", "json=a", "--format", "text", "-o", "a"], "json and text can't both go to 'a'"),
        (["--format", "json=a", "-o", "b"], "'-o b' has no effect, for each format names its own file"),
    ],
)
def test_what_can_go_nowhere_is_refused_before_anything_is_written(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = run("check", str(WORLDS / "fine.yaml"), *arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "failing",
    [
        ["nowhere"],
        ["fine.yaml", "--archive", "nowhere"],
        ["fine.yaml", "--shapes", "nowhere.ttl"],
        ["fine.yaml", "--baseline", "nowhere.json"],
        ["fine.yaml", "--changed-since", "-x"],
    ],
    ids=" ".join,
)
def test_a_failure_replaces_an_old_report_in_every_format(tmp_path: Path, failing: list[str]) -> None:
    for name in FORMATS:
        (tmp_path / name).write_text("OLD", encoding="utf-8")
    done = run(
        "check", *failing, *(flag for name in FORMATS for flag in ("--format", f"{name}={tmp_path / name}"))
    )
    assert (done.code, done.out) == (2, "")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in FORMATS}
    assert [name for name, text in texts.items() if "OLD" in text or not text.strip()] == []
    assert json.loads(texts["sarif"])["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert ET.fromstring(texts["junit"]).get("errors") == "1"
    assert texts["github"].startswith("::error ")
    assert json.loads(texts["gitlab"])[0]["severity"] == "blocker"
    assert "error: " in texts["text"]


def test_errors_of_reading_are_kept_when_something_else_fails_later(tmp_path: Path) -> None:
    done = run("check", "fine.yaml", "nowhere.yaml", "--archive", "nowhere", "--format", "json")
    report = json.loads(done.out)
    assert (done.code, report["summary"]) == (2, None)
    assert [error["path"] for error in report["errors"]] == ["nowhere.yaml"]
    assert report["problems"] == [
        "the archive 'nowhere' is not a folder: name the one that holds the pages' texts"
    ]


def test_a_file_that_cannot_be_written_keeps_no_other_from_being_written(tmp_path: Path) -> None:
    wanted = ("--format", f"json={tmp_path / 'no' / 'json'}", "--format", f"sarif={tmp_path / 'sarif'}")
    done = run("check", "fine.yaml", *wanted, "--format", "text")
    assert done.code == 2
    assert "json' cannot be written (No such file or directory); choose another file" in done.err
    assert done.out == "0 claims, 0 questions: 0 violations, 0 warnings, 0 infos\n"
    assert json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert [path.name for path in tmp_path.iterdir()] == ["sarif"]
