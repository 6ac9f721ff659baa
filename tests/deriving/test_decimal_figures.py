"""Figures with decimals are derived like others, also beside reports of stages."""

from __future__ import annotations

from pathlib import Path

from averment.building import build
from averment.namespaces import AV

from .small import expanded

STORY = """
graph:
  - {id: law:x, type: Law, name: {en: X}, process: ru}
  - {id: law:x/p, type: Provision, name: {en: P}, provisionOf: law:x}
  - id: article:a
    type: Article
    title: {en: A}
    published: 2026-01-01
    claims:
      - {id: article:a/1, about: law:x/p, aspect: share, value: 2.5 %, stance: asserts}
      - {id: article:a/2, about: law:x, aspect: stage, value: signed, stance: asserts}
"""


def test_a_share_with_decimals_is_no_stage(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    made = build([tmp_path])
    assert str(made.derived.value(expanded("article:a/1"), AV["lower"])) == "2.5"
