"""Commands start quickly: nothing is imported that they do not use."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from .running import run

HEAVY = ("pyshacl", "rich", "rdflib.plugins.sparql", "duckdb", "jsonschema", "networkx", "ruamel.yaml")
"""What takes a tenth of a second to import, or has no place in a check."""
LIGHT_CODE = """
import sys
sys.argv = ["averment", *{arguments!r}]
try:
    import averment.cli
    averment.cli.main()
except SystemExit as leaving:
    assert leaving.code in (0, 1), leaving.code
print(*sorted(sys.modules), file=sys.stderr)
"""


def modules(code: str, cwd: Path) -> set[str]:
    """Return what is imported after code has run in a process of its own."""
    ended = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["check", "--help"], ["export", "turtle", "law.yaml"]])
def test_commands_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "law.yaml").write_text("id: law:x\ntype: Law\ntitle: {en: A law}\n", encoding="utf-8")
    found = modules(LIGHT_CODE.format(arguments=arguments), tmp_path)
    assert "averment.cli.group" in found
    assert found.isdisjoint(HEAVY), found & set(HEAVY)


def test_the_group_imports_no_command(tmp_path: Path) -> None:
    found = modules("import averment.cli.group, sys; print(*sys.modules, file=sys.stderr)", tmp_path)
    assert found.isdisjoint({*HEAVY, "averment.cli.check", "averment.cli.query", "averment.querying"})


def test_a_run_leaves_the_search_for_garbage_as_it_was(tmp_path: Path) -> None:
    before = gc.get_threshold()
    assert run("--version", cwd=tmp_path).code == 0
    assert gc.get_threshold() == before
