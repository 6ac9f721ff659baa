"""Git repositories made for a test, with the graph of a law on kites."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["ARTICLE", "BASE", "Scratch"]

BASE = """
graph:
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: actor:norn, type: Outlet, name: {en: Agency Norn}}
  - {id: actor:quill, type: Outlet, name: {en: The Quill}}
  - {id: law:zz-kites, type: Law, name: {en: Kite law}, jurisdiction: country:zz, process: ru}
  - {id: law:zz-kites/late, type: Provision, name: {en: flying late}, provisionOf: law:zz-kites}
"""

ARTICLE = """id: article:{name}-1
type: Article
title: {{en: Kites}}
publisher: actor:{name}
claims:
  - id: c1
    about: law:zz-kites
    aspect: signature-date
    value: {day}
    stance: asserts
  - id: c2
    about: law:zz-kites/late
    aspect: fine
    value: {fine}
    stance: asserts
  - id: c3
    about: law:zz-kites
    aspect: publication-date
    value: 2026-03-01
    stance: asserts
"""


class Scratch:
    """A repository with a graph of two articles that differ on a day, committed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "graph").mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.write("base.yaml", BASE)
        self.write("norn.yaml", ARTICLE.format(name="norn", day="2026-02-08", fine="1000..5000 RUB"))
        self.write("quill.yaml", ARTICLE.format(name="quill", day="2026-02-09", fine="1000..5000 RUB"))
        self.commit()

    def write(self, name: str, text: str) -> None:
        (self.folder / "graph" / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / "graph" / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")

    def git(self, *arguments: str) -> None:
        who = {
            f"GIT_{role}_{what}": "kites@kites.invalid"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **who, **nothing}, check=True, timeout=60
        )
