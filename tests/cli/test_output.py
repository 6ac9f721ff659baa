"""Where output goes: whole into a file or not at all, to standard output, and nowhere when nobody reads it."""

from __future__ import annotations

import os
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from averment.cli import common
from averment.errors import UsageError

from .running import ROOT, SCRIPT, WORLDS, run, script

COMMANDS = {
    "check": ("check", "info.yaml"),
    "query": ("query", "claims", "--graph", "info.yaml"),
    "list": ("query", "--list"),
    "describe": ("query", "claims", "--describe"),
    "show": ("show", "law:zz-kites", "--graph", "info.yaml"),
    "explain": ("explain", "Claim-value"),
    "export": ("export", "nquads", "info.yaml"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_gets_what_standard_output_would(tmp_path: Path, name: str) -> None:
    shown = run(*COMMANDS[name])
    for target in (tmp_path / "out", tmp_path / "two words é"):
        assert run(*COMMANDS[name], "-o", str(target)) == type(shown)(shown.code, "", "")
        assert target.read_text(encoding="utf-8") == shown.out
    assert run(*COMMANDS[name], "-o", "-") == shown
    assert run(*COMMANDS[name], "--output", "-") == shown


def test_a_file_gets_the_findings_of_a_failed_check(tmp_path: Path) -> None:
    target = tmp_path / "found"
    assert run("check", "violation.yaml", "-o", str(target)).code == 1
    assert "Country-countryCode" in target.read_text(encoding="utf-8")


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    common.write_output("new", str(target))
    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        common.write_output("new", str(tmp_path / "out"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o640


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    common.write_output("new", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert run("export", "turtle", "info.yaml", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    common.write_output("through", str(pipe))
    reader.join(timeout=10)
    assert got == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("output", ["folder", "folder/", "missing/out", "file/out", "x" * 300, "."])
def test_what_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path, output: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old", encoding="utf-8")
    (tmp_path / "info.yaml").write_bytes((WORLDS / "info.yaml").read_bytes())
    before = listing(tmp_path)
    done = run("export", "turtle", "info.yaml", "-o", output, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: '{output}' cannot be written (")
    assert done.err.endswith("); choose another file\n")
    assert listing(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run("export", "turtle", "info.yaml", "-o", str(tmp_path / "out"))
    assert done.code == 2
    assert "cannot be written (Permission denied); choose another file" in done.err


@pytest.mark.parametrize("broken", ["fdopen", "replace", "chmod"])
def test_a_file_stays_as_it_was_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    target = tmp_path / "out"
    target.write_text("old", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    where: object = os if broken == "fdopen" else Path
    monkeypatch.setattr(where, broken, full)
    with pytest.raises(UsageError, match=r"cannot be written \(No space left on device\)"):
        common.write_output("new", str(target))
    monkeypatch.undo()
    assert listing(tmp_path) == {str(target): b"old"}


def test_a_failed_command_leaves_the_file_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old", encoding="utf-8")
    for arguments in (
        ("check", "info.yaml", "--format", "nothing"),
        ("query", "-", "--graph", "info.yaml"),
        ("query", "nothing"),
        ("export", "turtle", "nowhere"),
    ):
        assert run(*arguments, "-o", str(target)).code == 2
        assert target.read_text(encoding="utf-8") == "old"


# --- streams that somebody closed ---------------------------------------------------------------------------


def in_shell(command: str, cwd: Path = WORLDS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command.replace("averment", str(SCRIPT), 1)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("command", ["averment export nquads graph --derived", "averment query --list"])
def test_a_reader_that_leaves_early_ends_it_quietly(command: str) -> None:
    done = in_shell(f"{command} | head -1; exit ${{PIPESTATUS[0]}}", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) <= 1


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (
            "averment query --list >/dev/full",
            2,
            "error: No space left on device; check the name, and the space",
        ),
        ("averment --version >/dev/full", 2, "error: No space left on device"),
        ("averment check info.yaml >/dev/full", 2, "error: No space left on device"),
        ("averment query --list >&-", 2, "error: standard output is closed; name a file with -o"),
        ("averment query - <&-", 2, "error: standard input is closed; name a query or a file"),
        ("averment check info.yaml 2>&-", 0, ""),
        ("averment nothing 2>&-", 2, ""),
        ("averment check nowhere 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_crash(command: str, code: int, said: str) -> None:
    done = in_shell(command)
    assert done.returncode == code
    assert done.stderr.startswith(said) if said else done.stderr == ""


def test_the_script_says_nothing_on_standard_error_when_all_is_well() -> None:
    assert script("check", "warning.yaml", cwd=WORLDS).err == ""
