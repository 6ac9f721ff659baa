"""A fingerprint is the same as long as what is judged is the same, and another once it is not."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from rdflib import URIRef
from tests.deriving.small import TURTLE, expanded

from averment.building import Build, build
from averment.deriving.fingerprints import Fingerprints, claims_of, fingerprint_of_claims
from averment.deriving.world import World
from averment.exporting import WRITERS, export
from averment.reading import FORMATS

ACTORS = """\
graph:
  - {id: country:zz, type: Country, name: {en: Zedland}, code: ZZ}
  - {id: actor:norn, type: Outlet, name: {en: Agency Norn}}
  - {id: actor:quill, type: Outlet, name: {en: The Quill}}
  - {id: group:flyers, type: AddresseeClass, name: {en: flyers}}
  - id: law:zz-kites
    type: Law
    name: {en: Kite law}
    jurisdiction: country:zz
    process: ru
"""
NORN = """\
id: article:norn
type: Article
title: {en: Kites}
publisher: actor:norn
published: 2026-02-09
snapshot: {file: norn.txt, textHash: 0000}
claims:
  - id: c1
    about: law:zz-kites
    aspect: signature-date
    value: 2026-02-08
    stance: asserts
    chain:
      - {source: actor:quill, verb: reports}
      - {unnamed: {en: some people}, verb: told}
    note: {en: A note.}
"""
QUILL = """\
id: article:quill
type: Article
title: {en: All about kites}
publisher: actor:quill
published: 2026-02-10
claims:
  - {id: c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-07, stance: asserts}
  - {id: c2, about: law:zz-kites, aspect: stage, value: signed, stance: asserts, relays: article:norn/c1}
"""
SIGNATURE = "question:law/zz-kites/signature-date"


def built(folder: Path, norn: str = NORN, quill: str = QUILL, *more: str) -> Build:
    for number, text in enumerate((ACTORS, norn, quill, *more)):
        (folder / f"{number}.{'ttl' if text.startswith('@') else 'yaml'}").write_text(text, encoding="utf-8")
    return build([folder])


def fingerprint(made: Build, *names: str) -> str:
    return Fingerprints(World(made.reading), made.derived).of([expanded(name) for name in names])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 2026-02-08", "value: 2026-02"),
        ("value: 2026-02-08", "value: 2026-02-08~"),
        ("about: law:zz-kites", "about: group:flyers"),
        ("aspect: signature-date", "aspect: publication-date"),
        ("stance: asserts", "stance: alleges"),
        ("stance: asserts", "stance: denies"),
        ("stance: asserts", "stance: asserts\n    complete: true"),
        ("stance: asserts", "stance: asserts\n    addressee: group:flyers"),
        ("stance: asserts", "stance: asserts\n    asOf: 2025"),
        ("published: 2026-02-09", "published: 2026-02-10"),
        ("stance: asserts", "stance: asserts\n    was: 2026-02-01"),
        ("stance: asserts", "stance: asserts\n    before: true"),
        ("stance: asserts", "stance: asserts\n    force: may"),
        ("id: c1", "id: c3"),
    ],
)
def test_question_has_another_fingerprint_once_an_answer_or_its_scope_is_another(
    tmp_path: Path, old: str, new: str
) -> None:
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = fingerprint(built(tmp_path / "before"), SIGNATURE)
    assert re.fullmatch("[0-9a-f]{16}", before)
    assert old in NORN
    assert fingerprint(built(tmp_path / "after", NORN.replace(old, new)), SIGNATURE) != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note: {en: A note.}", "note: {en: Another.}"),
        ("note: {en: A note.}", "wording: {en: on Sunday}"),
        ("verb: reports", "verb: cites"),
        ("title: {en: Kites}", "title: {en: Kites!}"),
        ("publisher: actor:norn", "publisher: actor:quill"),
    ],
)
def test_question_keeps_its_fingerprint_whatever_else_changes(tmp_path: Path, old: str, new: str) -> None:
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
    before = fingerprint(built(tmp_path / "before"), SIGNATURE)
    assert old in NORN
    assert fingerprint(built(tmp_path / "after", NORN.replace(old, new)), SIGNATURE) == before


def test_question_has_another_fingerprint_with_one_claim_more_or_less(tmp_path: Path) -> None:
    more = QUILL + QUILL.splitlines()[-2].replace("c1", "c3") + "\n"
    less = "\n".join(line for line in QUILL.splitlines() if "id: c1" not in line) + "\n"
    found = set()
    for name, quill in (("same", QUILL), ("more", more), ("less", less)):
        (tmp_path / name).mkdir()
        found.add(fingerprint(built(tmp_path / name, NORN, quill), SIGNATURE))
    assert len(found) == 3


@pytest.mark.parametrize(
    "name", [SIGNATURE, "article:norn/c1", "article:norn", "law:zz-kites", "article:quill/c2", "group:flyers"]
)
def test_fingerprints_are_the_same_in_every_format_and_among_other_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "yaml").mkdir()
    made = built(tmp_path / "yaml")
    expected = fingerprint(made, name)
    suffixes = {rdf_format: suffix for suffix, rdf_format in reversed(FORMATS.items())}
    for rdf_format in WRITERS:
        folder = tmp_path / rdf_format
        folder.mkdir()
        suffix = suffixes[{"jsonld": "json-ld", "nquads": "n-quads"}.get(rdf_format, rdf_format)]
        (folder / f"all{suffix}").write_text(export(made, rdf_format), encoding="utf-8")
        assert fingerprint(build([folder]), name) == expected, rdf_format
    (tmp_path / "yaml" / "0-first.yaml").write_text(
        "id: actor:first\ntype: Outlet\nname: {en: First}\n", encoding="utf-8"
    )
    assert fingerprint(build([tmp_path / "yaml"]), name) == expected


@pytest.mark.parametrize(
    ("name", "old", "new", "is_another"),
    [
        ("article:norn", "title: {en: Kites}", "title: {en: Kites!}", True),
        ("article:norn", "textHash: 0000", "textHash: 0001", True),
        ("article:norn", "value: 2026-02-08", "value: 2026-02-09", False),
        ("article:norn/c1", "verb: told", "verb: says", True),
        ("article:norn/c1", "some people", "all people", True),
        ("article:norn/c1", "    note: {en: A note.}\n", "", False),
        ("article:norn/c1", "title: {en: Kites}", "title: {en: Kites!}", False),
        ("article:quill/c2", "value: 2026-02-08", "value: 2026-02-09", True),
        ("article:quill/c2", "verb: told", "verb: says", False),
        ("law:zz-kites", "value: 2026-02-08", "value: 2026-02-09", False),
    ],
)
def test_node_has_the_fingerprint_of_what_is_stated_of_it_its_parts_and_what_it_relays(
    tmp_path: Path, name: str, old: str, new: str, is_another: bool
) -> None:
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
    before = fingerprint(built(tmp_path / "before"), name)
    assert old in NORN
    after = fingerprint(built(tmp_path / "after", NORN.replace(old, new)), name)
    assert (after != before) is is_another


def test_several_nodes_have_one_fingerprint_together_in_any_order(tmp_path: Path) -> None:
    made = built(tmp_path)
    together = fingerprint(made, SIGNATURE, "article:norn")
    assert together == fingerprint(made, "article:norn", SIGNATURE)
    assert together not in {fingerprint(made, SIGNATURE), fingerprint(made, "article:norn")}


def test_unknown_term_has_the_fingerprint_of_who_uses_it(tmp_path: Path) -> None:
    found = set()
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        used = "".join(f"<urn:x{each}> a av:Law ; av:misspelt 1 .\n" for each in range(number % 2 + 1))
        made = built(tmp_path / str(number), NORN, QUILL, TURTLE + used)
        found.add(fingerprint(made, "av:misspelt"))
    assert len(found) == 2


def test_long_lists_and_circles_of_blank_nodes_end(tmp_path: Path) -> None:
    chain = "(" + " ".join('[ a av:Hop ; av:unnamed "x"@en ]' for _ in range(3000)) + ")"
    text = TURTLE + (
        f"<urn:long> a av:Claim ; av:attributionChain {chain} .\n"
        "<urn:loop> a av:Claim ; av:attributionChain _:a . _:a av:hasEvidence _:b . _:b av:hasEvidence _:a .\n"
    )
    made = built(tmp_path, NORN, QUILL, text)
    marks = Fingerprints(World(made.reading), made.derived)
    assert len({marks.of([URIRef("urn:long")]), marks.of([URIRef("urn:loop")])}) == 2


def test_claims_without_an_iri_go_in_without_a_name(tmp_path: Path) -> None:
    claim = TURTLE + (
        "[] a av:Claim ; av:about <law/zz-kites> ; av:hasAspect aspect:signature-date ; "
        'av:value "2026-02-05" ; av:hasStance stance:asserts ; av:statedIn <article/norn> .\n'
    )
    found = []
    for folder, before in (("one", ()), ("other", ("id: actor:a\ntype: Outlet\nname: {en: A}\n",))):
        (tmp_path / folder).mkdir()
        made = built(tmp_path / folder, NORN, QUILL, *before, claim)
        assert len(claims_of(made.derived, expanded(SIGNATURE))) == 3
        found.append(fingerprint(made, SIGNATURE))
    assert found[0] == found[1]


def test_order_of_claims_and_of_what_they_rest_on_does_not_matter() -> None:
    claims = [(f"<urn:{name}>", [("<urn:p>", f'"{number}"') for number in range(3)]) for name in "abc"]
    expected = fingerprint_of_claims(claims)
    shuffled = random.Random(1)
    for _ in range(5):
        shuffled.shuffle(claims)
        for _, rest in claims:
            shuffled.shuffle(rest)
        assert fingerprint_of_claims(claims) == expected
