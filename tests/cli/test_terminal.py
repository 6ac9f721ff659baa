"""On a terminal, tables fit and findings are coloured; elsewhere nothing of that is written."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

from .running import SCRIPT, WORLDS, script

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*arguments: str, columns: int = 60) -> tuple[int, str]:
    """Run the script with a terminal as its output; give the exit code and what the terminal was sent."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    process = subprocess.Popen(
        [SCRIPT, *arguments],
        cwd=WORLDS,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.PIPE,
        env={**environment, "TERM": "xterm-256color"},
    )
    os.close(follower)
    sent = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        sent += chunk
    os.close(leader)
    _, err = process.communicate(timeout=60)
    assert err == b""
    return process.returncode, sent.decode().replace("\r\n", "\n")


def test_a_table_fits_the_terminal() -> None:
    code, sent = on_terminal("query", "claims", "--graph", "warning.yaml", columns=60)
    assert code == 0
    assert max(len(line) for line in COLOUR.sub("", sent).splitlines()) <= 60
    assert sent.endswith("2 rows\n")


def test_a_table_in_a_file_is_the_same_with_and_without_a_terminal(tmp_path: Path) -> None:
    code, sent = on_terminal("query", "claims", "--graph", "warning.yaml", "-o", str(tmp_path / "table"))
    assert (code, sent) == (0, "")
    without = script("query", "claims", "--graph", "warning.yaml", cwd=WORLDS)
    assert (tmp_path / "table").read_text(encoding="utf-8") == without.out
    assert "\x1b" not in without.out


def test_severities_are_coloured_on_a_terminal_only(tmp_path: Path) -> None:
    code, sent = on_terminal("check", "hostile.yaml")
    assert code == 1
    without = script("check", "hostile.yaml", "-o", str(tmp_path / "report"), cwd=WORLDS)
    assert without.code == 1
    report = (tmp_path / "report").read_text(encoding="utf-8")
    assert "\x1b" not in report
    assert COLOUR.sub("", sent) == report
    assert set(COLOUR.findall(sent)) == {"\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"}
