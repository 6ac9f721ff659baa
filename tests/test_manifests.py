"""What other systems read is accepted by their validators, and the action takes no input for a command."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from check_jsonschema.cli import main as check_jsonschema  # type: ignore[import-untyped]
from click.testing import CliRunner
from pre_commit.main import main as pre_commit  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from averment.workspace import first_files

ROOT = Path(__file__).resolve().parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"


def blocks() -> list[str]:
    """Return the blocks of YAML of the guide for continuous integration."""
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


WORKFLOW, WITH_ACTION, JOB, JOB_OF_MERGE_REQUEST, HOOKS_CONFIG = blocks()


def starting_workflow() -> str:
    return next(file.text for file in first_files() if file.name == ".github/workflows/averment.yml")


def load(text: str) -> Any:
    return YAML(typ="safe").load(text)


MANIFESTS = {
    "action": ("vendor.github-actions", ACTION.read_text(encoding="utf-8")),
    "workflow that init writes": ("vendor.github-workflows", starting_workflow()),
    "workflow of the guide": ("vendor.github-workflows", WORKFLOW),
    "workflow with the action": ("vendor.github-workflows", WITH_ACTION),
    "job for GitLab": ("vendor.gitlab-ci", JOB),
    "job for a merge request": ("vendor.gitlab-ci", JOB_OF_MERGE_REQUEST),
}


def accepted(schema: str, text: str, folder: Path) -> bool:
    file = folder / "file.yml"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, str(file)])
    assert done.exit_code in (0, 1), done.output
    return done.exit_code == 0


@pytest.mark.parametrize("name", MANIFESTS)
def test_manifests_are_accepted_by_their_validators(name: str, tmp_path: Path) -> None:
    schema, text = MANIFESTS[name]
    assert accepted(schema, text, tmp_path)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("action", "using: composite", "using: nothing"),
        ("action", "      shell: bash\n      env:\n        ACTION", "      env:\n        ACTION"),
        ("workflow that init writes", "runs-on:", "run-on:"),
        ("workflow with the action", "  pull_request:", "  pulled:"),
        ("job for GitLab", "  script:\n", "  scripts:\n"),
    ],
)
def test_a_fault_is_noticed(name: str, right: str, wrong: str, tmp_path: Path) -> None:
    schema, text = MANIFESTS[name]
    assert right in text
    assert not accepted(schema, text.replace(right, wrong), tmp_path)


def test_the_hooks_are_accepted_by_pre_commit(tmp_path: Path) -> None:
    assert pre_commit(["validate-manifest", str(HOOKS)]) == 0
    bad = tmp_path / "hooks.yaml"
    bad.write_text(HOOKS.read_text(encoding="utf-8").replace("  entry: averment fmt\n", ""), encoding="utf-8")
    assert pre_commit(["validate-manifest", str(bad)]) == 1


def test_the_hooks_run_commands_that_there_are_on_the_files_of_a_graph(tmp_path: Path) -> None:
    hooks = {hook["id"]: hook for hook in load(HOOKS.read_text(encoding="utf-8"))}
    assert [hook["entry"] for hook in hooks.values()] == ["averment check", "averment fmt"]
    for hook in hooks.values():
        for name in ("averment.toml", "graph/a.yaml", "graph/b.ttl"):
            assert re.search(hook["files"], name)
        assert not re.search(hook["files"], "README.md")
    assert re.search(hooks["averment-check"]["files"], "graph/c.jsonld")
    configured = tmp_path / ".pre-commit-config.yaml"
    configured.write_text(HOOKS_CONFIG, encoding="utf-8")
    assert pre_commit(["validate-config", str(configured)]) == 0
    assert {hook["id"] for hook in load(HOOKS_CONFIG)["repos"][0]["hooks"]} == set(hooks)


def action() -> dict[str, Any]:
    found: dict[str, Any] = load(ACTION.read_text(encoding="utf-8"))
    return found


def test_no_input_is_a_part_of_a_command() -> None:
    steps = [step for step in action()["runs"]["steps"] if "run" in step]
    assert len(steps) == 2
    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    assert [
        line for line in load(WITH_ACTION)["jobs"]["check"]["steps"] if "${{" in line.get("run", "")
    ] == []


def test_every_input_is_used_and_documented() -> None:
    text = ACTION.read_text(encoding="utf-8").partition("\nruns:")[2]
    page = (
        (ROOT / "docs/ci.md")
        .read_text(encoding="utf-8")
        .partition("### As an action")[2]
        .partition("\n## ")[0]
    )
    inputs = set(action()["inputs"])
    assert {name for name in inputs if f"${{{{ inputs.{name} }}}}" not in text} == set()
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)) == inputs
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == inputs
    assert set(load(WITH_ACTION)["jobs"]["check"]["steps"][1]["with"]) <= inputs


HOSTILE = "$(touch owned) `touch owned`; touch owned; \"'\\ % :: -- \u0416"


def run_step(
    tmp_path: Path, inputs: dict[str, str] | None = None, codes: tuple[int, int] = (0, 0)
) -> tuple[int, list[list[str]]]:
    """Run the step that checks, with a command that notes its arguments; give its exit code and all of them."""
    step = action()["runs"]["steps"][-1]
    command = tmp_path / "bin" / "averment"
    command.parent.mkdir()
    command.write_text(
        '#!/bin/bash\nprintf \'%s\\0\' "$@" ${AVERMENT_CONFIG:+"$AVERMENT_CONFIG"} $\'\\n\' >> "$NOTES"\n'
        f'if [ "$1" = check ]; then exit {codes[0]}; else exit {codes[1]}; fi\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    notes = tmp_path / "notes"
    defaults = {
        f"INPUT_{name.upper().replace('-', '_')}": each["default"]
        for name, each in action()["inputs"].items()
    }
    environment = {**{name: defaults[name] for name in step["env"]}, **(inputs or {}), "NOTES": str(notes)}
    ended = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env={"PATH": f"{command.parent}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.stderr == ""
    calls = notes.read_text(encoding="utf-8").split("\0\n\0")
    return ended.returncode, [call.split("\0") for call in calls if call]


def test_the_action_checks_the_workspace(tmp_path: Path) -> None:
    code, calls = run_step(tmp_path)
    assert (code, calls) == (0, [["check", "--format", "github", "--"], ["fmt", "--check", "--"]])


def test_the_action_hands_its_inputs_on_whatever_they_hold(tmp_path: Path) -> None:
    names = ("FAIL_ON", "ARCHIVE", "BASELINE", "CHANGED_SINCE", "SARIF")
    inputs = {f"INPUT_{name}": f"{name} {HOSTILE}" for name in names}
    inputs |= {"INPUT_PATHS": f"{HOSTILE}\n\n--fail-on=never\n", "INPUT_FMT": "false"}
    code, calls = run_step(tmp_path, inputs)
    assert code == 0
    assert calls == [
        [
            *("check", "--format", "github"),
            *(
                f"--fail-on=FAIL_ON {HOSTILE}",
                f"--archive=ARCHIVE {HOSTILE}",
                f"--baseline=BASELINE {HOSTILE}",
            ),
            f"--changed-since=CHANGED_SINCE {HOSTILE}",
            *("--", HOSTILE, "--fail-on=never"),
        ],
        [
            *(
                "check",
                "--format",
                f"sarif=SARIF {HOSTILE}",
                "--fail-on",
                "never",
                f"--archive=ARCHIVE {HOSTILE}",
            ),
            *("--", HOSTILE, "--fail-on=never"),
        ],
    ]
    assert not (tmp_path / "owned").exists()


def test_the_action_runs_from_the_top_with_the_settings_of_a_workspace_below(tmp_path: Path) -> None:
    name = HOSTILE.replace("\\", "")
    (tmp_path / name).mkdir()
    (tmp_path / name / "averment.toml").write_text("", encoding="utf-8")
    code, calls = run_step(tmp_path, {"INPUT_WORKSPACE": name})
    assert (code, [call[-1] for call in calls]) == (0, [f"{name}/averment.toml"] * 2)


@pytest.mark.parametrize(("codes", "ended"), [((1, 0), 1), ((0, 1), 1), ((2, 1), 2), ((1, 2), 2)])
def test_the_action_fails_with_the_graver_of_both(tmp_path: Path, codes: tuple[int, int], ended: int) -> None:
    code, calls = run_step(tmp_path, codes=codes)
    assert (code, len(calls)) == (ended, 2)
