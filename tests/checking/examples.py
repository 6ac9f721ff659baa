"""Examples of rules, completed to graphs that can be checked.

An example is the smallest fragment that shows a rule: a claim, or a part of one such as its chain; a document or a
part of one; several of them in a list; things with their types; Turtle. `complete` puts around it what it leaves
out. Each example gets a copy of the small world in `tests/shapes/examples/` under names of its own, so that a
graph can hold the examples of all rules and none meets another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from averment.building import build
from averment.checking.rules import is_turtle
from averment.judging import list_judgements
from averment.namespaces import ID, PREFIXES

__all__ = ["ARCHIVE", "COUNTRIES", "TODAY", "complete", "fill_in_fingerprints", "write_example"]

WORLD = Path(__file__).resolve().parents[1] / "shapes" / "examples"
ARCHIVE = WORLD / "archive"
COUNTRIES = WORLD / "countries.yaml"
TODAY = date(2026, 3, 1)
"""The day on which waivers have to hold."""
CURRENT = "3f0a9c5d7e1b2846"
"""What stands in examples for the fingerprint of what a judgement is about, which depends on names."""
OUTLETS = ("courier", "herald", "agency", "gazette")
"""Who publishes the claims of an example, each one the next."""

_PAGE = """\
snapshot:
  file: courier.txt
  textHash: 474ca42ce516ee4505e0e9d4e17541bdcd753c0266e4b2574211939fbf555f70
"""
_CLAIM = """\
about: law:registration/late
aspect: fine
value: 2000..5000 RUB
stance: asserts
"""
_CLAIM_KEYS = frozenset({"about", "aspect", "value", "stance"})
_DOCUMENT_KEYS = frozenset(
    {"title", "url", "publisher", "published", "language", "basedOn", "corrects", "retracts", "credits"}
    | {"snapshot", "claims"}
)
_SCHEMES = "act actor article document group judgement law purpose"
_NAME = re.compile(
    rf"\b(?:(?:{'|'.join(_SCHEMES.split())}):|question:(?:{'|'.join(_SCHEMES.split())})/)[a-z0-9][\w-]*"
)


def complete(example: str) -> Iterator[tuple[str, str]]:
    """Iterate over the files that an example stands for: their names and what is in them."""
    if is_turtle(example):
        yield ("shapes.ttl" if "sh:NodeShape" in example else "example.ttl"), example
        return
    for number, part in enumerate(_parts(example)):
        yield f"example-{number}.yaml", _file(part, number)


def write_example(example: str, folder: Path, name: str) -> None:
    """Write a copy of the world and an example into a folder, with names that end in `-name`."""
    folder.mkdir(parents=True)
    for file in (WORLD / "world.yaml", WORLD / "world.ttl"):
        _write(folder / file.name, file.read_text("utf-8"), name)
    for file_name, text in complete(example):
        _write(folder / file_name, text, name)


def fill_in_fingerprints(folders: Iterable[Path]) -> None:
    """Give judgements in folders of examples the fingerprints that `CURRENT` stands for."""
    found = [
        folder for folder in folders if any(CURRENT in file.read_text("utf-8") for file in folder.iterdir())
    ]
    made = build([COUNTRIES, *(file for folder in found for file in folder.iterdir())])
    for judgement in list_judgements(made):
        if judgement.basis == CURRENT and judgement.path is not None:
            file = Path(judgement.path)
            file.write_text(file.read_text("utf-8").replace(CURRENT, judgement.current or "0" * 16), "utf-8")


def _write(file: Path, text: str, name: str) -> None:
    text = _NAME.sub(lambda match: f"{match[0]}-{name}", text)
    if file.suffix == ".ttl":
        prefixes = {**PREFIXES, "my": f"https://example.org/{name}#"}
        head = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items()]
        text = "".join([f"@base <{ID}> .\n", *head, text])
    file.write_text(text, "utf-8")


def _parts(example: str) -> Iterator[str]:
    """Iterate over the things that an example writes down: all, or those of a list."""
    if not isinstance(_load(example), list):
        yield example
        return
    for item in re.split(r"^- ", example, flags=re.MULTILINE)[1:]:
        yield re.sub(r"^  ", "", item, flags=re.MULTILINE)


def _file(part: str, number: int) -> str:
    """Return a thing with what it leaves out; a claim gets a document of its own."""
    keys = {str(key) for key in _load(part)}
    if keys & {"type", "graph"}:
        return part
    outlet = OUTLETS[number]
    document = {
        "id": f"article:example-{number}",
        "type": "Article",
        "title": "{en: An example}",
        "publisher": f"actor:{outlet}",
        "published": "2026-02-03",
    }
    if keys & _DOCUMENT_KEYS:
        return _head(document, keys) + part
    claim = part if keys & _CLAIM_KEYS else _CLAIM + part
    claim = claim if "id" in keys else f"id: c1\n{claim}"
    indented = "".join(f"    {line}\n" for line in claim.splitlines())
    return f"{_head(document, set())}{_PAGE}claims:\n  - {indented.lstrip()}"


def _head(document: Mapping[str, str], without: set[str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in document.items() if key not in without)


def _load(text: str) -> list[object] | dict[str, object]:
    loaded = YAML(typ="safe").load(text)
    assert isinstance(loaded, list | dict), f"an example is no mapping and no list:\n{text}"
    return loaded
