"""The wheel holds all that the commands need, and works in an environment and a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FINE = "id: country:zz\ntype: Country\nname: {en: Zedland}\ncode: ZZ\n"

pytestmark = pytest.mark.slow


def pip(python: Path | str, *arguments: str) -> None:
    ended = subprocess.run(
        [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel with its dependencies into a fresh environment; give the folder of its scripts."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    pip(sys.executable, "--python", str(scripts / "python"), "install", "--no-compile", str(wheel))
    return scripts


def averment(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [installed / "averment", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_wheel_holds_the_package_with_its_ontology_and_queries(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"averment/{path.relative_to(folder.parent).as_posix()}"
        for folder in (ROOT / "ontology", ROOT / "queries")
        for path in folder.rglob("*")
        if path.is_file()
    } | {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {
        "averment/ontology/context.jsonld",
        "averment/ontology/processes/ru.ttl",
        "averment/py.typed",
    } <= expected
    assert {"averment/ontology/shapes/claims.ttl", "averment/queries/questions/claims.rq"} <= expected
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    assert wheel.name == f"averment-{PROJECT['version']}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
        assert any(name.endswith("/LICENSE") for name in archive.namelist())
    assert f"\nVersion: {PROJECT['version']}\n" in text
    assert "\n# averment\n" in text


def test_every_console_script_starts(installed: Path, tmp_path: Path) -> None:
    assert PROJECT["scripts"]
    for name in PROJECT["scripts"]:
        ended = subprocess.run(
            [installed / name, "--help"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.startswith(f"Usage: {name}")


def test_the_installed_command_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    version = averment(installed, tmp_path, "--version")
    assert (version.returncode, version.stdout) == (0, f"averment, version {PROJECT['version']}\n")
    listed = averment(installed, tmp_path, "query", "--list")
    named = {path.stem for path in (ROOT / "queries" / "questions").glob("*.rq")}
    assert {line.split()[0] for line in listed.stdout.splitlines() if line.startswith("  ")} == named
    checked = averment(installed, tmp_path, "check")
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr.startswith("error: there is no folder 'graph' here; name the files or folders")
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_checks_asks_and_exports(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "zz.yaml").write_text(FINE, encoding="utf-8")
    checked = averment(installed, tmp_path, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith("0 violations, 0 warnings, 0 infos\n")
    by_reference = averment(installed, tmp_path, "check", "--engine", "pyshacl")
    assert (by_reference.returncode, by_reference.stdout) == (0, checked.stdout)
    asked = averment(installed, tmp_path, "query", "disagreements", "--format", "csv")
    assert (asked.returncode, len(asked.stdout.splitlines())) == (0, 1)
    exported = averment(installed, tmp_path, "export", "turtle")
    assert exported.returncode == 0
    assert "country:zz a av:Country ;" in exported.stdout


def test_a_graph_of_ones_own_is_started_and_checked_in_two_seconds(installed: Path, tmp_path: Path) -> None:
    averment(installed, tmp_path, "--version")  # so that what is imported has been compiled once
    before = os.times()
    assert averment(installed, tmp_path, "init", "x").returncode == 0
    checked = averment(installed, tmp_path / "x", "check")
    after = os.times()
    assert (checked.returncode, checked.stderr) == (0, "")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 2
    article = tmp_path / "x/graph/articles/quill-2026-03-02.yaml"
    article.write_text(
        article.read_text(encoding="utf-8").replace("aspect: fine", "aspect: fien"), encoding="utf-8"
    )
    checked = averment(installed, tmp_path / "x", "check")
    assert checked.returncode == 1
    assert "'aspect:fien' is unknown; did you mean 'fine'?" in checked.stdout


def test_the_installed_command_finds_in_the_shipped_graph_what_a_checkout_finds(installed: Path) -> None:
    here = Path(sys.executable).parent
    found = [averment(scripts, ROOT, "check", "graph") for scripts in (installed, here)]
    assert found[0].stdout == found[1].stdout
    assert found[0].returncode == 0
