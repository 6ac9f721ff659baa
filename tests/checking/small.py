"""What the tests of checking share: marks in files, and small graphs in which cases state claims."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from rdflib import OWL, SH, Graph, Namespace

from averment.checking import Finding

__all__ = [
    "ARCHIVE",
    "AVSH",
    "PIPELINE",
    "ROOT",
    "SHARED",
    "VALID",
    "Answer",
    "Case",
    "marks",
    "module_of_shapes",
    "places_of",
    "queries_of",
    "says",
    "write_cases",
]

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = ROOT / "tests" / "shapes" / "pipeline"
VALID = sorted(path for path in (PIPELINE / "valid").iterdir() if path.stem.islower())
ARCHIVE = PIPELINE / "archive"
SHARED = ROOT.parent / "shared"

AVSH = Namespace("https://w3id.org/averment/shapes#")


def marks(path: Path) -> set[tuple[int, int]]:
    """Find the places that a file marks with `# at COLUMN` at the end of a line."""
    found = set()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        mark = re.search(r"\s# at (\d+)$", line)
        if mark:
            found.add((number, int(mark[1])))
    return found


def places_of(finding: Finding) -> set[tuple[int | None, int | None]]:
    """Give line and column of all places of a finding."""
    return {(place.line, place.column) for place in finding.places}


@cache
def module_of_shapes(name: str) -> Graph:
    """Read one module of averment's shapes."""
    return Graph().parse(ROOT / "ontology" / "shapes" / f"{name}.ttl")


def queries_of(module: Graph) -> dict[str, str]:
    """Give the query of each shape by the shape's name, with the prefixes that the module declares."""
    prologue = "".join(
        f"PREFIX {module.value(declared, SH.prefix)}: <{module.value(declared, SH.namespace)}>\n"
        for ontology in module.subjects(predicate=SH.declare, unique=True)
        for declared in module.objects(ontology, SH.declare)
    )
    assert len(set(module.subjects(object=OWL.Ontology))) == 1
    return {
        str(shape).removeprefix(AVSH): prologue + str(module.value(query, SH.select))
        for shape, query in module.subject_objects(SH.sparql)
    }


@dataclass(frozen=True)
class Answer:
    """A claim that one document of its own makes; `published` is that of the document."""

    value: str
    published: str | None = "2026-01-21"
    stance: str = "asserts"
    fields: Mapping[str, Any] = field(default_factory=dict)


def says(
    value: str, *, published: str | None = "2026-01-21", stance: str = "asserts", **fields: Any
) -> Answer:
    """Make an answer; further fields are keys of a claim."""
    return Answer(value, published, stance, fields)


@dataclass(frozen=True)
class Case:
    """Answers to one aspect of one subject, and which of them, by index, are at odds."""

    name: str
    aspect: str
    answers: tuple[Answer, ...]
    at_odds: tuple[int, ...] = ()

    @property
    def slug(self) -> str:
        aspect = self.aspect.rpartition("#")[2]
        return re.sub(r"\W+", "-", f"{aspect} {self.name}".casefold()).strip("-")

    @property
    def subject(self) -> str:
        """The subject, of a sort that the aspect can be claimed of."""
        if self.aspect in {"headcount", "countries-of-origin"}:
            return f"group:{self.slug}"
        if self.aspect in {"stage", "bill-count"} or self.aspect.endswith("-date"):
            return f"law:{self.slug}"
        return f"law:{self.slug}/rule"

    def claim(self, index: int) -> str:
        """Give the IRI of the claim that makes the answer."""
        return f"https://w3id.org/averment/id/article/{self.slug}-{index}/c"

    def nodes(self) -> Iterable[dict[str, Any]]:
        yield {"id": f"group:{self.slug}", "type": "Group", "name": {"en": self.name}}
        yield {
            "id": f"law:{self.slug}",
            "type": "Package",
            "name": {"en": self.name},
            "jurisdiction": "country:xa",
            "process": "ru",
            "provisions": [{"id": f"law:{self.slug}/rule", "name": {"en": self.name}}],
            "versions": [
                {"id": f"law:{self.slug}/bill", "type": "DraftVersion", "name": {"en": "bill"}}
                | {"standsAt": "ru#submitted"},
                {"id": f"law:{self.slug}/act", "type": "EnactedVersion", "name": {"en": "act"}}
                | {"standsAt": "ru#signed"},
            ],
        }
        for index, answer in enumerate(self.answers):
            claim = {
                "id": f"article:{self.slug}-{index}/c",
                "about": self.subject,
                "aspect": self.aspect,
                "value": answer.value,
                "stance": answer.stance,
                **answer.fields,
            }
            document = {
                "id": f"article:{self.slug}-{index}",
                "type": "Article",
                "title": {"en": f"{self.name}, {index}"},
                "publisher": f"actor:outlet-{index}",
                "claims": [claim],
            }
            yield document | ({"published": answer.published} if answer.published else {})


def write_cases(
    folder: Path, cases: Iterable[Case], *, shared: bool = True, order: Random | None = None
) -> Path:
    """Write the graph of cases to a file.

    Args:
        folder: where to write it.
        cases: the cases.
        shared: whether to write the countries, outlets and addressees to which claims refer, too.
        order: what to shuffle the nodes with.
    """
    nodes: list[dict[str, Any]] = list(_SHARED) if shared else []
    for case in cases:
        nodes.extend(case.nodes())
    if order is not None:
        order.shuffle(nodes)
    path = folder / "cases.jsonld"
    path.write_text(json.dumps({"graph": nodes}, ensure_ascii=False, indent=0), "utf-8")
    return path


def _class(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"group:{name}", "type": "AddresseeClass", "name": {"en": name}, **fields}


# Of `served` and `fought`: `all` is either, `both` is both; `officers` are of those who served, who are people.
_SHARED = [
    {"id": "country:xa", "type": "Country", "name": {"en": "Examplia"}, "code": "XA"},
    {"id": "country:xb", "type": "Country", "name": {"en": "Otherland"}, "code": "XB"},
    *({"id": f"actor:outlet-{n}", "type": "Outlet", "name": {"en": f"Outlet {n}"}} for n in range(20)),
    _class("all", anyOf=["group:served", "group:fought"]),
    _class("served", broader="group:people"),
    _class("fought"),
    _class("both", allOf=["group:served", "group:fought"]),
    _class("officers", broader="group:served"),
    _class("people"),
]
