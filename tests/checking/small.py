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
    """A claim that one document of its own makes.

    Attributes:
        value: what it answers.
        published: the date of the document.
        stance: that of the claim.
        fields: further keys of the claim.
        document: further keys of the document.
        also: further claims of the document.
    """

    value: str
    published: str | None = "2026-01-21"
    stance: str = "asserts"
    fields: Mapping[str, Any] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Mapping[str, Any], ...] = ()


def says(
    value: str,
    *,
    published: str | None = "2026-01-21",
    stance: str = "asserts",
    document: Mapping[str, Any] | None = None,
    also: Iterable[Mapping[str, Any]] = (),
    **fields: Any,
) -> Answer:
    """Make an answer; further fields are keys of a claim. `SELF` stands for the name of the case."""
    return Answer(value, published, stance, fields, document or {}, tuple(also))


_OF_GROUPS = frozenset({"countries-of-origin", "daily-number", "headcount", "strength"})
_OF_LAWS = frozenset({"bill-count", "stage", "vote"})


@dataclass(frozen=True)
class Case:
    """Answers to one aspect of one subject, and which of them, by index, are at odds.

    Attributes:
        name: what it shows.
        aspect: what is asked.
        answers: the answers.
        at_odds: those that cannot all hold, by index.
        rule: the rule that finds it, where it is not that of the table.
    """

    name: str
    aspect: str
    answers: tuple[Answer, ...]
    at_odds: tuple[int, ...] = ()
    rule: str | None = None

    @property
    def slug(self) -> str:
        aspect = self.aspect.rpartition("#")[2]
        return re.sub(r"\W+", "-", f"{aspect} {self.name}".casefold()).strip("-")

    @property
    def subject(self) -> str:
        """The subject, of a sort that the aspect can be claimed of."""
        if self.aspect in _OF_GROUPS:
            return "group:SELF"
        if self.aspect in _OF_LAWS or self.aspect.endswith("-date"):
            return "law:SELF"
        return "law:SELF/rule"

    def claim(self, index: int) -> str:
        """Give the IRI of the claim that makes the answer."""
        return f"https://w3id.org/averment/id/article/{self.slug}-{index}/c"

    def nodes(self) -> Iterable[dict[str, Any]]:
        """Give the nodes of the case, which has a group with a part, and a law with two texts and three provisions."""
        for node in (*self._world(), *map(self._document, range(len(self.answers)))):
            yield json.loads(json.dumps(node).replace("SELF", self.slug))

    def _world(self) -> Iterable[dict[str, Any]]:
        name = {"en": self.name}
        yield {"id": "group:SELF", "type": "Group", "name": name}
        yield {"id": "group:SELF-part", "type": "Group", "name": name, "broader": "group:SELF"}
        yield {
            "id": "law:SELF",
            "type": "Package",
            "name": name,
            "jurisdiction": "country:xa",
            "process": "ru",
            "provisions": [
                {"id": "law:SELF/rule", "name": name},
                {"id": "law:SELF/other", "name": name},
                {"id": "law:SELF/successor", "name": name, "replaces": "law:SELF/rule"},
            ],
            "versions": [
                {"id": "law:SELF/bill", "type": "DraftVersion", "name": {"en": "bill"}}
                | {"standsAt": "ru#submitted"},
                {"id": "law:SELF/act", "type": "EnactedVersion", "name": {"en": "act"}}
                | {"standsAt": "ru#signed"},
            ],
        }

    def _document(self, index: int) -> dict[str, Any]:
        answer = self.answers[index]
        claims = [
            {
                "id": f"article:SELF-{index}/c",
                "about": self.subject,
                "aspect": self.aspect,
                "value": answer.value,
                "stance": answer.stance,
                **answer.fields,
            },
            *(
                {"id": f"article:SELF-{index}/also-{number}", "stance": "asserts", **claim}
                for number, claim in enumerate(answer.also)
            ),
        ]
        document = {
            "id": f"article:SELF-{index}",
            "type": "Article",
            "title": {"en": f"{self.name}, {index}"},
            "publisher": f"actor:outlet-{index}",
            "claims": claims,
            **answer.document,
        }
        return document | ({"published": answer.published} if answer.published else {})


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
