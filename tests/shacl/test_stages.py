"""Statements in stages and parts: nothing is lost, and nothing counts twice."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from averment.shacl.stages import PARTS, Range, split


def test_a_statement_is_split_where_its_stages_end() -> None:
    sql = (
        """WITH RECURSIVE r1 AS (SELECT 'a) FROM ("' AS "x)""y", (1) AS n), """
        "r2(s, o) AS (SELECT 1, n FROM r1 UNION SELECT s, o FROM r2), r3 AS (FROM r2) SELECT * FROM r3"
    )
    first, second, third, last = split(sql)
    assert (first.name, first.select) == ("r1", """SELECT 'a) FROM ("' AS "x)""y", (1) AS n""")
    assert (second.name, second.is_recursive) == ("r2", True)
    assert second.select.endswith("UNION SELECT s, o FROM r2) SELECT * FROM r2")
    assert (third.name, third.select, third.is_recursive) == ("r3", "FROM r2", False)
    assert (last.name, last.select) == ("", "SELECT * FROM r3")
    assert [stage.select for stage in split("SELECT 1")] == ["SELECT 1"]
    with pytest.raises(ValueError, match="not closed"):
        split("WITH RECURSIVE r1 AS (SELECT 1")


def test_a_stage_keeps_what_later_ones_name_and_a_number() -> None:
    stage, last = split('WITH RECURSIVE r1 AS (SELECT 1) SELECT t1."b" FROM r1 AS t1')
    columns = [("n", "BIGINT"), ("a", "VARCHAR"), ("b", "VARCHAR"), ("this", "BIGINT"), ("other", "BIGINT")]
    narrow = stage.narrowed(columns, [last])
    assert (narrow.select, narrow.number) == ('SELECT "b", "this" FROM (SELECT 1)', '"this"')
    assert last.narrowed(columns[:3], []).select == last.select
    assert last.narrowed(columns[:3], []).number == '"n"'
    assert stage.narrowed([("a", "VARCHAR")], [last]).number == ""


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1) | st.integers(0, 2**62), max_size=20))
def test_parts_have_each_row_once(numbers: list[int | None]) -> None:
    connection = duckdb.connect(":memory:")
    connection.execute("CREATE TABLE rows AS SELECT unnest($1::BIGINT[]) AS n", [numbers])
    smaller = [part for whole in Range().divided() for part in whole.divided()]
    assert len(smaller) == PARTS**2
    found = [n for part in smaller for (n,) in connection.execute(part.of("FROM rows", "n")).fetchall()]
    assert sorted(map(str, found)) == sorted(map(str, numbers))
