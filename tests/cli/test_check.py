"""`averment check`: exit codes, what goes where, and the shape of its JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from .running import ROOT, WORLDS, Done, run, script

CASES = [
    ("fine.yaml", "info", 0),
    ("info.yaml", "info", 1),
    ("info.yaml", "warning", 0),
    ("warning.yaml", "info", 1),
    ("warning.yaml", "warning", 1),
    ("warning.yaml", "violation", 0),
    ("violation.yaml", "info", 1),
    ("violation.yaml", "warning", 1),
    ("violation.yaml", "violation", 1),
    ("violation.yaml", "never", 0),
]


@pytest.mark.parametrize(("world", "fail_on", "code"), CASES)
def test_the_exit_code_says_whether_something_that_grave_was_found(
    world: str, fail_on: str, code: int
) -> None:
    done = run("check", world, "--fail-on", fail_on)
    assert (done.code, done.err) == (code, "")
    assert done.out.endswith(("infos\n", "info\n"))


def test_violations_fail_a_check_unless_told_otherwise() -> None:
    assert run("check", "violation.yaml").code == 1
    assert run("check", "warning.yaml").code == 0


def test_findings_name_both_places() -> None:
    done = run("check", "warning.yaml")
    assert done.out.splitlines()[:3] == [
        "warning.yaml:18:9: warning Question-moment Signature of Kite law: '2026-02-08' (The Quill) against "
        "'2026-02-09' (Agency Norn). No day satisfies all answers; at most some of them can be right. "
        "The official gazette, or the body that acted, has the day.",
        "    warning.yaml:18:9  The Quill  2026-02-08",
        "    warning.yaml:12:9  Agency Norn  2026-02-09",
    ]
    assert done.out.splitlines()[-1] == "2 claims, 1 question: 0 violations, 1 warning, 2 infos"


def test_without_a_path_the_folder_graph_is_checked(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    shutil.copy(WORLDS / "fine.yaml", tmp_path / "graph")
    done = script("check", cwd=tmp_path)
    assert done == Done(0, "0 claims, 0 questions: 0 violations, 0 warnings, 0 infos\n", "")


@pytest.mark.parametrize(
    "command", [["check"], ["query", "claims"], ["export", "turtle"]], ids=lambda words: words[0]
)
def test_without_a_path_and_the_folder_the_cure_is_named(tmp_path: Path, command: list[str]) -> None:
    message = (
        "error: there is no folder 'graph' here; name the files or folders of the graph, "
        "or start one with 'averment init'\n"
    )
    assert run(*command, cwd=tmp_path) == Done(2, "", message)
    (tmp_path / "graph").write_text("a file", encoding="utf-8")
    assert run(*command, cwd=tmp_path) == Done(2, "", message)


# --- what cannot be read ------------------------------------------------------------------------------------

BROKEN = {
    "none.yaml": None,
    "empty.yaml": "",
    "notes.txt": "notes",
    "old.rdf": "<rdf/>",
    "tabs.yaml": "id:\tx\n\t- y",
    "broken.ttl": "<urn:a> <urn:b> .",
    "broken.jsonld": '{"id": }',
    "broken.nq": "<urn:a> <urn:b>",
    "broken.trig": "{ <urn:a> }",
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_exits_with_2_and_names_the_place(tmp_path: Path, name: str) -> None:
    text = BROKEN[name]
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("check", name, "--fail-on", "never", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith(f"{name}:1:") or done.err.startswith(f"{name}:2:")
    assert ": error: " in done.err
    assert done.err.endswith("1 error: what these files hold was not read\n")


def test_good_files_among_bad_ones_are_checked_and_all_errors_shown(tmp_path: Path) -> None:
    for name in ("violation.yaml", "fine.yaml"):
        shutil.copy(WORLDS / name, tmp_path)
    for name, text in BROKEN.items():
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "fine.yaml").write_text(
        "id: country:yy\ntype: Country\nname: {en: Y}\ncode: YY\n", encoding="utf-8"
    )
    done = script("check", ".", "nowhere", "notes.txt", cwd=tmp_path)
    assert done.code == 2
    assert "violation.yaml:3:5: violation Country-countryCode" in done.out
    assert done.out.endswith("1 violation, 0 warnings, 0 infos\n")
    assert "error:" not in done.out
    names = [line.split(":")[0] for line in done.err.splitlines()[:-1]]
    assert sorted(names) == sorted(
        [
            "broken.jsonld",
            "broken.nq",
            "broken.trig",
            "broken.ttl",
            "empty.yaml",
            "notes.txt",
            "nowhere",
            "tabs.yaml",
        ]
    )
    assert done.err.splitlines()[-1] == "8 errors: what these files hold was not read"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--archive", "nowhere"], "error: the archive 'nowhere' is not a folder: name the one that holds"),
        (
            ["--archive", "fine.yaml"],
            "error: the archive 'fine.yaml' is not a folder: name the one that holds",
        ),
        (
            ["--shapes", "nowhere.ttl"],
            "nowhere.ttl:1:1: error: there is no such file or folder; check the path",
        ),
        (["--max-file-size", "5000"], "5000 is not in the range"),
    ],
)
def test_flags_that_name_nothing_exit_with_2(arguments: list[str], said: str) -> None:
    done = run("check", "fine.yaml", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text("# " + "x" * 2**20 + "\nid: country:zz\n", encoding="utf-8")
    done = run("check", "large.yaml", "--max-file-size", "1", cwd=tmp_path)
    assert done.code == 2
    assert "split it, or raise the limit with --max-file-size" in done.err


def test_shapes_of_ones_own_are_run(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix av: <https://w3id.org/averment/ontology#> .\n"
        "<https://kites.invalid/shape> a sh:NodeShape ; sh:targetClass av:Country ; sh:property [\n"
        '  sh:path av:countryCode ; sh:hasValue "XX" ; sh:message "Only XX, please." ; sh:severity sh:Warning ] .\n',
        encoding="utf-8",
    )
    assert run("check", "fine.yaml").code == 0
    done = run("check", "fine.yaml", "--shapes", str(shapes), "--fail-on", "warning")
    assert (done.code, done.err) == (1, "")
    assert "Only XX, please." in done.out


@pytest.mark.slow  # the compiled engine takes seconds to start
def test_both_engines_find_the_same() -> None:
    found = [run("check", "hostile.yaml", "--engine", engine) for engine in ("pyshacl", "compiled")]
    assert found[0] == found[1]


# --- JSON ---------------------------------------------------------------------------------------------------

COUNT = {"type": "integer", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_PLACE = {"type": ["integer", "null"], "minimum": 1}


def closed(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SHAPE = closed(
    summary=closed(
        claims=COUNT,
        questions=COUNT,
        violation=COUNT,
        warning=COUNT,
        info=COUNT,
        settled=COUNT,
        waived=COUNT,
    ),
    findings={
        "type": "array",
        "items": closed(
            rule=TEXT,
            family=TEXT,
            severity={"enum": ["violation", "warning", "info"]},
            message=TEXT,
            subject=TEXT,
            places={
                "type": "array",
                "items": closed(
                    claim=MAYBE_TEXT,
                    path=MAYBE_TEXT,
                    line=MAYBE_PLACE,
                    column=MAYBE_PLACE,
                    source=MAYBE_TEXT,
                    date=MAYBE_TEXT,
                    value=MAYBE_TEXT,
                ),
            },
            status={"enum": ["open", "settled", "waived"]},
            fingerprint={"type": "string", "pattern": "^[0-9a-f]{16}(-[0-9]+)?$"},
            constraint={
                "type": "string",
                "pattern": "^http://www.w3.org/ns/shacl#[A-Za-z]+ConstraintComponent$",
            },
            judgement={
                "oneOf": [
                    {"type": "null"},
                    closed(iri=TEXT, editor=TEXT, date=TEXT, reason=TEXT, expires=MAYBE_TEXT),
                ]
            },
        ),
    },
)
ERRORS = {
    "type": "array",
    "minItems": 1,
    "items": closed(path=TEXT, line=MAYBE_PLACE, column=MAYBE_PLACE, problem=TEXT, cure=TEXT),
}
SHAPE_WITH_ERRORS = closed(**SHAPE["properties"], errors=ERRORS)  # type: ignore[arg-type]


@pytest.mark.parametrize("world", ["fine.yaml", "warning.yaml", "violation.yaml", "hostile.yaml"])
def test_json_has_its_shape_and_says_what_the_text_says(world: str) -> None:
    done = run("check", world, "--format", "json")
    report = json.loads(done.out)
    jsonschema.validate(report, SHAPE)
    counts = dict.fromkeys(("violation", "warning", "info"), 0)
    for finding in report["findings"]:
        counts[finding["severity"]] += 1
    assert {severity: report["summary"][severity] for severity in counts} == counts
    assert done.code == (1 if counts["violation"] else 0)


def test_json_of_the_shipped_graph_points_into_its_files() -> None:
    done = script("check", "graph", "--format", "json", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    report = json.loads(done.out)
    jsonschema.validate(report, SHAPE)
    for finding in report["findings"]:
        assert finding["places"]
        for place in finding["places"]:
            lines = (ROOT / place["path"]).read_text(encoding="utf-8").split("\n")
            assert len(lines[place["line"] - 1]) >= place["column"]


def test_json_holds_the_errors_as_well() -> None:
    done = run("check", "violation.yaml", "nowhere.yaml", "--format", "json")
    assert done.code == 2
    report = json.loads(done.out)
    jsonschema.validate(report, SHAPE_WITH_ERRORS)
    assert report["errors"] == [
        {
            "path": "nowhere.yaml",
            "line": 1,
            "column": 1,
            "problem": "there is no such file or folder",
            "cure": "check the path",
        }
    ]
    assert report["summary"]["violation"] == 1
    assert "nowhere.yaml:1:1: error: there is no such file or folder; check the path\n" in done.err
