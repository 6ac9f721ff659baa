"""Measuring writes what an engine found, what it was ended for, and what was not tried."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.run import main


def measured(results: Path) -> list[dict[str, Any]]:
    document = json.loads((results / "results.json").read_text(encoding="utf-8"))
    measurements: list[dict[str, Any]] = document["measurements"]
    return measurements


@pytest.mark.slow
def test_an_engine_is_measured_and_compared(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    folders = ["--data", str(tmp_path / "data"), "--results", str(tmp_path)]
    assert main(["30", "--runs", "2", "--engines", "averment", *folders]) == 0
    (one,) = measured(tmp_path)
    assert (one["engine"], one["claims"], one["outcome"], one["runs"]) == ("averment", 30, "measured", 2)
    assert one["verdict"] == "equal"
    assert one["total"] > one["check"] > 0
    assert 20 < one["memory"] < 2000
    assert "| averment |" in (tmp_path / "table.md").read_text(encoding="utf-8")
    assert str(Path.cwd()) not in (tmp_path / "results.json").read_text(encoding="utf-8")
    assert main(["30", "--keep", "--limit", "0.01", "--engines", "pyshacl", *folders]) == 0
    assert [other["engine"] for other in measured(tmp_path)] == ["averment", "pyshacl"]


def test_an_engine_that_was_ended_is_not_tried_at_larger_sizes(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    folders = ["--data", str(tmp_path / "data"), "--results", str(tmp_path)]
    assert main(["20", "10", "--limit", "0.01", "--engines", "pyshacl", *folders]) == 0
    assert [(one["claims"], one["outcome"]) for one in measured(tmp_path)] == [
        (10, "over limit"),
        (20, "not tried"),
    ]


@pytest.mark.parametrize("arguments", [["0"], ["10", "--limit", "0"], ["10", "--engines", "unheard-of"]])
def test_what_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(arguments)
    assert refusal.value.code == 2
    assert "error" in capsys.readouterr().err
