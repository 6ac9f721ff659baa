"""A small world in which sources disagree, and judgements on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rdflib import URIRef
from ruamel.yaml import YAML
from tests.deriving.small import expanded

from averment.building import Build, build
from averment.deriving.fingerprints import Fingerprints
from averment.deriving.world import World

__all__ = [
    "CURRENT",
    "NODE",
    "OTHER",
    "QUESTION",
    "WORLD",
    "acceptance",
    "identity",
    "made",
    "waiver",
    "write",
]

QUESTION = "question:law/zz-kites/signature-date"
OTHER = "question:law/zz-kites/publication-date"
NODE = "article:norn"
CURRENT = "(current)"
"""Stands in these tests for the fingerprint that what is judged has."""

WORLD: list[dict[str, Any]] = [
    {"id": "country:zz", "type": "Country", "name": {"en": "Zedland"}, "code": "ZZ"},
    {"id": "actor:norn", "type": "Outlet", "name": {"en": "Agency Norn"}},
    {"id": "actor:quill", "type": "Outlet", "name": {"en": "The Quill"}},
    {
        "id": "law:zz-kites",
        "type": "Law",
        "name": {"en": "Kite law"},
        "jurisdiction": "country:zz",
        "process": "ru",
    },
    *(
        {
            "id": f"article:{outlet}",
            "type": "Article",
            "title": {"en": "Kites"},
            "publisher": f"actor:{outlet}",
            "published": "2026-02-10",
            "claims": [
                {
                    "id": f"article:{outlet}/c{number}",
                    "about": "law:zz-kites",
                    "aspect": aspect,
                    "value": value,
                    "stance": "asserts",
                }
                for number, (aspect, value) in enumerate(claims, start=1)
            ],
        }
        for outlet, claims in {
            "norn": [("signature-date", "2026-02-08"), ("publication-date", "2026-02-09")],
            "quill": [("signature-date", "2026-02-07"), ("signature-date", "2026-02-08/2026-02-08")],
        }.items()
    ),
]


def judgement(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    by = {"reason": "It is written there.", "judgedBy": "an editor", "judgedOn": "2026-03-01"}
    given = {"id": f"judgement:{name}", "type": kind, **by, **fields}
    return {key: value for key, value in given.items() if value is not None}


def acceptance(name: str, **fields: Any) -> dict[str, Any]:
    given = {"judges": QUESTION, "accepts": "article:norn/c1", "basis": CURRENT}
    return judgement(name, fields.pop("type", "Acceptance"), **given | fields)


def waiver(name: str, **fields: Any) -> dict[str, Any]:
    given = {
        "judges": NODE,
        "waivesRule": "Document-hasVerification",
        "expires": "2026-12-31",
        "basis": CURRENT,
    }
    return judgement(name, "Waiver", **given | fields)


def identity(name: str, **fields: Any) -> dict[str, Any]:
    return judgement(name, "Identity", **{"judges": "actor:norn", "isSameAs": "actor:quill", **fields})


def write(folder: Path, things: list[dict[str, Any]], name: str) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump({"graph": things}, stream)
    return path


def made(
    folder: Path, *judgements: Mapping[str, Any], today: date | None = date(2026, 6, 1), more: str = ""
) -> Build:
    """Build the small world with judgements, their `CURRENT` fingerprints filled in."""
    paths = [write(folder, WORLD, "world.yaml")]
    if more:
        paths.append(folder / "more.yaml")
        paths[-1].write_text(more, encoding="utf-8")
    before = build(paths)
    marks = Fingerprints(World(before.reading), before.derived)

    def filled(one: Mapping[str, Any]) -> dict[str, Any]:
        judged = one.get("judges", [])
        names = [judged] if isinstance(judged, str) else judged
        nodes = [URIRef(name) if "//" in name else expanded(name) for name in names]
        return {**one, "basis": marks.of(nodes)} if one.get("basis") == CURRENT else dict(one)

    if judgements:
        paths.append(write(folder, [filled(one) for one in judgements], "judgements.yaml"))
    return build(paths, today=today)
