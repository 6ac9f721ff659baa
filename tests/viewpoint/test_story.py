"""The shipped story, looked at from each of its days: how far the law had come, and what each article changed."""

from __future__ import annotations

import itertools
import re
from contextlib import chdir
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from averment.building import build_from
from averment.checking import check
from averment.developments import Development, as_json, developments
from averment.namespaces import ID
from averment.querying import find_query, run_query
from averment.reading import Reading, read
from averment.viewpoint import Viewpoint, published

ROOT = Path(__file__).resolve().parents[2]

STANDINGS = [
    ("2025-11-09", None),
    ("2025-11-10", "government commission"),
    ("2026-01-20", "government commission"),
    ("2026-01-21", "first reading"),
    ("2026-02-25", "first reading"),
    ("2026-02-26", "third reading"),
    ("2026-03-07", "third reading"),
    ("2026-03-08", "signed"),
    ("2026-03-09", "published"),
    ("2026-03-23", "published"),
]
"""How far the law on extradition was known to have come by the end of a day.

On 26 February one report put it further than two others of that day, which rule that out.
"""

DAYS = ["2025-01-01", "2025-11-10", "2026-01-21", "2026-02-26", "2026-03-08", "2026-12-31"]


@cache
def shipped() -> Reading:
    with chdir(ROOT):
        return read(["graph"])


@cache
def story() -> Reading:
    """Read what there is on the law on extradition alone, which takes a third of the time."""
    with chdir(ROOT):
        files = sorted(Path("graph").rglob("*.yaml"))
        return read(
            file
            for file in files
            if file.parent.name != "articles" or "law:ru-extradition-ban" in file.read_text(encoding="utf-8")
        )


@cache
def between(first: str, last: str) -> Development:
    days = [date.fromisoformat(day) for day in (first, last)]
    builds = [build_from(story(), viewpoint=Viewpoint(published_by=day)) for day in days]
    before, after = ((build, check(build)) for build in builds)
    return developments(before, after, *days)


def dates_of_files() -> dict[str, str]:
    """Read when each article was published from the files themselves, without averment."""
    found = {}
    for file in (ROOT / "graph").rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        name, day = (re.search(rf"^{key}: *(\S+)", text, re.MULTILINE) for key in ("id", "published"))
        if name is not None and day is not None:
            found[name[1]] = day[1]
    return found


@pytest.mark.parametrize(("day", "stage"), STANDINGS)
def test_a_reader_of_the_day_believed_this_stage(day: str, stage: str | None) -> None:
    build = build_from(story(), viewpoint=Viewpoint(published_by=date.fromisoformat(day)))
    rows = run_query(build.everything, find_query("standing"), {"subject": "law:ru-extradition-ban"})
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["label"].value for row in rows] == ([stage] if stage is not None else [])


@pytest.mark.parametrize(("first", "last"), [*itertools.pairwise(DAYS), (DAYS[0], DAYS[-1])])
def test_the_articles_in_between_are_those_that_their_files_date_so(first: str, last: str) -> None:
    whole = {name: day for name, day in dates_of_files().items() if len(day) == 10}
    expected = {name for name, day in whole.items() if first < day <= last}
    late, early = published(shipped(), *(date.fromisoformat(day) for day in (last, first)))
    prefixes = {f"{ID}{kind}/": f"{kind}:" for kind in ("article", "document")}
    found = {
        next(
            short + str(node).removeprefix(long)
            for long, short in prefixes.items()
            if str(node).startswith(long)
        )
        for node in late - early
    }
    assert {name for name in found if name in whole} == expected
    assert {name for name in found if name not in whole} <= {
        name for name in dates_of_files() if name not in whole
    }


def test_what_an_article_changed_is_told_with_it() -> None:
    found = between("2026-02-28", "2026-03-08")
    assert [article.document.id for article in found.articles] == ["article:tass-mar8"]
    [stage] = found.of_kind("stage")
    assert (stage.before, stage.after, stage.through) == ("third reading", "signed", ("article:tass-mar8",))
    gained = {change.about.id: change.after for change in found.of_kind("answer")}
    assert gained["question:law/ru-extradition-ban/signatory"] == "Vladimir Putin"
    assert all(change.through == ("article:tass-mar8",) for change in found.of_kind("answer"))
    assert as_json(found)["articles"][0]["path"] == "graph/articles/tass-mar8.yaml"


def test_a_day_without_articles_changes_nothing() -> None:
    found = between("2026-03-24", "2026-03-25")
    assert (found.articles, found.changes) == ((), ())
