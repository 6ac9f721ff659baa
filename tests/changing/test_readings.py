"""What files stated when they were last read is believed only of files that have not changed since."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from benchmarks.checkout import write_checkout
from rdflib import BNode

from averment.changing import partial, readings, remembered
from averment.changing.readings import RememberedReadings
from averment.reading import Reading, read_one
from averment.reading.files import find_files

TICK = 0.05
"""Seconds after which any file system gives a file another time."""

GRAPH = Path(__file__).parents[2] / "graph"
TEXT = """id: article:x
type: Article
title: {en: "Zwölf", ru: Двенадцать}
publisher: actor:a
published: 2025-11-02
claims:
  - {id: c1, about: law:b, aspect: stage, value: signed, stance: asserts}
  - id: c2
    about: law:b
    aspect: fine
    value: 1.50 rubles
    stance: denies
    attribution: [{verb: says, source: actor:c}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(remembered, "_YOUNG", 0)
    return tmp_path


def read(file: Path, number: int = 7) -> Reading:
    found, errors = read_one(str(file), file.read_text(encoding="utf-8"), number)
    assert not errors
    return found


def remember(folder: Path, *files: Path) -> None:
    time.sleep(TICK)
    kept = RememberedReadings(folder)
    for file in files:
        kept.put(str(file.absolute()), file.stat(), read(file), 7)
    kept.keep()


def known(folder: Path, file: Path, number: int = 7) -> Reading | None:
    kept = RememberedReadings(folder)
    found = kept.get(str(file.absolute()), file.stat(), str(file), number)
    kept.keep()
    return found


def written(folder: Path) -> Path:
    file = folder / "a.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def same(one: Reading | None, other: Reading) -> bool:
    return (
        one is not None
        and [(file.path, list(file.graph)) for file in one.files]
        == [(file.path, list(file.graph)) for file in other.files]
        and places(one) == places(other)
    )


def places(found: Reading) -> list[list[tuple[object, object]]]:
    def named(key: object) -> object:
        if isinstance(key, tuple):
            return tuple(map(named, key))
        return key if not isinstance(key, BNode) or key.startswith("f") else "a list that is the file"

    return [[(named(key), at) for key, at in part.items()] for part in found.positions.parts()]


def test_every_shipped_file_is_as_it_was_read(folder: Path) -> None:
    files = list(find_files([GRAPH], []))
    assert len(files) > 50
    remember(folder, *files)
    kept = RememberedReadings(folder)
    for number, file in enumerate(files, start=1):
        found = kept.get(str(file.absolute()), file.stat(), str(file), number)
        assert same(found, read(file, number)), file


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.jsonld", "a.csv", "a.nq"])
def test_files_of_other_formats_are_as_they_were_read(folder: Path, name: str) -> None:
    turtle = (
        '@prefix av: <https://w3id.org/averment/ontology#> . <urn:a> a av:Law ; av:size 1.50, true, "x\\u2028"@en-GB ; '
        'av:other [ a av:Bill ; av:names (1 "ä") ], "3"^^<urn:type> .'
    )
    texts = {
        "a.ttl": turtle,
        "a.trig": turtle,
        "a.jsonld": '{"@id": "urn:a", "@type": "urn:T", "urn:p": [{"@value": "ä", "@language": "de"}, {"urn:q": 1}]}',
        "a.csv": "id,statedIn,about,aspect,value,stance,document.type\nc1,article:a,law:b,stage,read,denies,Article\n",
        "a.nq": '<urn:a> <urn:p> _:b .\n_:b <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#byte> .\n',
    }
    file = folder / name
    file.write_text(texts[name], encoding="utf-8")
    remember(folder, file)
    assert same(known(folder, file, 12), read(file, 12))


def test_a_file_of_the_same_size_with_its_old_time_set_again_is_not_known(folder: Path) -> None:
    file = written(folder)
    before = file.stat()
    remember(folder, file)
    assert known(folder, file) is not None
    file.write_text(TEXT.replace("signed", "passed"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(folder, file) is None
    remember(folder, file)
    assert same(known(folder, file), read(file))


def test_a_file_that_was_written_just_now_is_not_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    file = written(folder)
    kept = RememberedReadings(folder)
    kept.put(str(file), file.stat(), read(file), 7)
    kept.keep()
    assert sorted(folder.iterdir()) == [file]


def test_what_another_version_has_read_is_read_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(folder)
    with monkeypatch.context() as other:
        other.setattr(readings, "_written_by", lambda: "another")
        remember(folder, file)
        assert known(folder, file) is not None
    assert known(folder, file) is None
    remember(folder, file)
    assert known(folder, file) is not None


@pytest.mark.parametrize(
    "damage", ["no database", "", "cut", "[1]", '{"terms": [["b1"]], "nodes": [9, 1, 1]}']
)
def test_what_is_damaged_is_as_nothing(folder: Path, damage: str) -> None:
    file = written(folder)
    remember(folder, file)
    kept = folder / readings._NAME
    if damage.startswith(("[", "{")):
        with sqlite3.connect(kept) as connection:
            connection.execute("UPDATE readings SET held = ?", [damage])
        connection.close()
    else:
        kept.write_bytes(kept.read_bytes()[:5000] if damage == "cut" else damage.encode() * 100)
    assert known(folder, file) is None
    remember(folder, file)
    assert same(known(folder, file), read(file))


@pytest.mark.skipif(os.name == "nt", reason="the names of files are text here")
def test_a_file_whose_name_is_no_utf_8_does_not_keep_others_from_being_remembered(folder: Path) -> None:
    file, strange = written(folder), folder / os.fsdecode(b"\xff.yaml")
    strange.write_text(TEXT, encoding="utf-8")
    remember(folder, strange, file)
    assert known(folder, strange) is None
    assert known(folder, file) is not None


def test_where_nothing_can_be_written_nothing_fails(folder: Path) -> None:
    file = written(folder)
    remember(folder / "missing", file)
    remember(file, file)
    assert sorted(folder.iterdir()) == [file]


def test_the_second_look_parses_only_what_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    write_checkout(folder, articles=60, laws=20, actors=20)
    article = folder / "graph" / "articles" / "article-1.yaml"

    parsed: list[str] = []

    def parse(path: str, text: str, number: int = 1) -> object:
        parsed.append(path)
        return read_one(path, text, number)

    monkeypatch.setattr("averment.changing.shelf.read_one", parse)
    text = article.read_text("utf-8")
    article.write_text(text.replace("    stance: asserts\n", "    stance: alleges\n", 1), "utf-8")
    time.sleep(TICK)
    assert partial.part_of(["graph"], "HEAD") is not None
    assert len(parsed) > 5
    parsed.clear()
    article.write_text(article.read_text("utf-8") + "\n", "utf-8")
    time.sleep(TICK)
    second = partial.part_of(["graph"], "HEAD")
    assert second is not None
    assert parsed == ["graph/articles/article-1.yaml"]
    (folder / ".git" / readings._NAME).unlink()
    anew = partial.part_of(["graph"], "HEAD")
    assert anew is not None
    assert same(second.reading, anew.reading)
