"""A small world for views: parallel claims, a chain, a retraction, and labels that mean harm."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from averment.building import Build, build

__all__ = ["CLAIMS", "HARM", "LONG", "RIGHT_TO_LEFT", "small"]

HARM = "</script><img onerror=\"x\"> & 'q' ]]> \N{BELL}\x01\ttab\nline"
RIGHT_TO_LEFT = "\u05d7\u05d5\u05e7 \U0001f4dc \u202eevil"
LONG = "x" * 10_000

CLAIMS = {
    f"article:{name}"
    for name in ("norn-1/c1", "norn-1/c2", "norn-1/c3", "norn-1/c4", "quill-1/c1", "quill-1/c2")
}

_TEXT = """
graph:
  - {{id: country:zz, type: Country, name: {{en: Zedland}}, code: ZZ}}
  - {{id: actor:owner, type: Organisation, name: {{en: Owner}}, basedIn: country:zz}}
  - {{id: actor:norn, type: Outlet, name: {{en: {harm}}}, ownedBy: actor:owner, basedIn: country:zz}}
  - {{id: actor:quill, type: Outlet, name: {{en: {rtl}}}, basedIn: country:zz}}
  - {{id: actor:duma, type: Organisation, name: {{en: {long}}}}}
  - {{id: law:zz-kites, type: Law, name: {{en: Kite law}}, jurisdiction: country:zz, process: ru}}
  - {{id: law:zz-old, type: Law, name: {{en: Old law}}, jurisdiction: country:zz, process: ru}}
  - id: article:norn-1
    type: Article
    title: {{en: Kites}}
    publisher: actor:norn
    published: 2026-03-03
    claims:
      - {{id: article:norn-1/c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-09, stance: asserts}}
      - {{id: article:norn-1/c2, about: law:zz-kites, aspect: signature-date, value: 2026-02-10, stance: asserts}}
      - {{id: article:norn-1/c3, about: law:zz-kites, aspect: amends, value: law:zz-old, stance: denies}}
      - id: article:norn-1/c4
        about: law:zz-kites
        aspect: persons-affected
        value: '>1100'
        stance: alleges
        chain: [{{source: actor:duma, verb: says}}, {{unnamed: {{en: two officials}}, verb: told}}]
  - id: article:quill-1
    type: Article
    title: {{en: More kites}}
    publisher: actor:quill
    claims:
      - {{id: article:quill-1/c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-09, stance: asserts}}
      - id: article:quill-1/c2
        about: law:zz-kites
        aspect: proposer
        value: actor:duma
        stance: asserts
        chain: [{{source: actor:duma, verb: says}}]
"""


@cache
def small() -> Build:
    """Return the small world, built."""
    text = _TEXT.format(
        harm=json.dumps(HARM, ensure_ascii=False),
        rtl=json.dumps(RIGHT_TO_LEFT, ensure_ascii=False),
        long=json.dumps(LONG),
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "world.yaml"
        file.write_text(text, encoding="utf-8")
        return build([file])
