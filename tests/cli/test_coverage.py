"""`averment coverage`: its table, its JSON, and what it refuses."""

from __future__ import annotations

import json

from .running import run
from .test_hostile import assert_harmless

GRAPH = ("--graph", "warning.yaml")


def test_a_table_for_each_subject_tells_what_is_answered() -> None:
    done = run("coverage", "law:zz-kites", *GRAPH)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Kite law (law:zz-kites)"
    assert "expected aspects answered" in lines[1]
    signature = next(line for line in lines if line.strip().startswith("signature "))
    assert "2, at odds" in signature
    assert any(line.split() == ["purpose", "none"] for line in lines)


def test_json_has_the_counts() -> None:
    told = json.loads(run("coverage", "law:zz-kites", *GRAPH, "--format", "json").out)
    found = {one["aspect"]["id"]: one for one in told[0]["aspects"]}
    assert (found["aspect:signature-date"]["answers"], found["aspect:signature-date"]["is_at_odds"]) == (
        2,
        True,
    )


def test_what_is_no_law_is_refused_with_the_cure() -> None:
    done = run("coverage", "actor:norn", *GRAPH)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: 'actor:norn' is no law; name a law, a bill, a decree, a code or a package\n"
    assert "nothing is called" in run("coverage", "law:nothing", *GRAPH).err


def test_hostile_names_steer_nothing() -> None:
    done = run("coverage", "law:zz-kites", "--graph", "hostile.yaml")
    assert done.code == 0
    assert_harmless(done.out)
