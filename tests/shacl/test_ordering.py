"""Joins are written in an order that passes through few rows, and find what they found before."""

from __future__ import annotations

from random import Random

import duckdb
import pytest

pytest.importorskip("sqlglot", reason="needs pip install 'averment[spark]'")

from sqlglot import parse_one

from averment.shacl.spark.ordering import Sizes, order_joins


def ordered(sql: str, **tables: Sizes) -> str:
    tree = parse_one(sql, read="duckdb")
    order_joins(tree, tables)
    return str(tree.sql(dialect="duckdb"))


ASPECTS = Sizes(1000, {"s": 1000, "o": 10})
RELAYS = Sizes(50, {"s": 50, "o": 40})


def test_pairs_that_hang_together_come_before_all_pairs_of_the_same_aspect() -> None:
    found = ordered(
        "SELECT a.s FROM aspects AS a JOIN aspects AS b ON a.o = b.o JOIN relays AS r ON r.s = a.s AND r.o = b.s",
        aspects=ASPECTS,
        relays=RELAYS,
    )
    assert found == (
        "SELECT a.s FROM relays AS r JOIN aspects AS a ON r.s = a.s JOIN aspects AS b ON a.o = b.o AND r.o = b.s"
    )


def test_what_has_one_value_is_joined_first() -> None:
    found = ordered(
        "SELECT a.s FROM aspects AS a JOIN names AS n ON a.s = n.s WHERE n.o = 7",
        aspects=ASPECTS,
        names=Sizes(1000, {"s": 1000, "o": 1000}),
    )
    assert found == "SELECT a.s FROM names AS n JOIN aspects AS a ON a.s = n.s WHERE n.o = 7"


@pytest.mark.parametrize("join", ["LEFT JOIN", "ANTI JOIN", "SEMI JOIN"])
def test_joins_of_other_kinds_stay_where_they_are(join: str) -> None:
    found = ordered(
        f"SELECT a.s FROM aspects AS a {join} relays AS r ON a.s = r.s JOIN few AS f ON f.s = a.s",
        aspects=ASPECTS,
        relays=RELAYS,
        few=Sizes(1),
    )
    assert found.startswith(f"SELECT a.s FROM aspects AS a {join} relays AS r ON a.s = r.s")


def test_equalities_of_the_end_join_tables() -> None:
    found = ordered(
        "SELECT a.s FROM aspects AS a CROSS JOIN aspects AS b JOIN relays AS r ON r.s = a.s "
        "LEFT JOIN few AS f ON f.s = a.o CROSS JOIN few AS g WHERE r.o = b.s AND a.s <= b.s",
        aspects=ASPECTS,
        relays=RELAYS,
        few=Sizes(2),
    )
    assert found == (
        "SELECT a.s FROM relays AS r JOIN aspects AS a ON r.s = a.s JOIN aspects AS b ON r.o = b.s "
        "LEFT JOIN few AS f ON f.s = a.o CROSS JOIN few AS g WHERE a.s <= b.s"
    )


def test_what_adds_no_rows_is_joined_by_size_once_it_can_be() -> None:
    found = ordered(
        "SELECT a.s FROM aspects AS a LEFT JOIN aspects AS b ON a.o = b.s LEFT JOIN few AS f ON f.s = b.o "
        "LEFT JOIN relays AS r ON r.s = a.s ANTI JOIN few AS g ON g.s = a.s",
        aspects=ASPECTS,
        relays=RELAYS,
        few=Sizes(1),
    )
    assert found == (
        "SELECT a.s FROM aspects AS a ANTI JOIN few AS g ON g.s = a.s LEFT JOIN relays AS r ON r.s = a.s "
        "LEFT JOIN aspects AS b ON a.o = b.s LEFT JOIN few AS f ON f.s = b.o"
    )


def test_queries_within_queries_are_ordered_and_counted() -> None:
    found = ordered(
        "WITH c AS (SELECT g.s FROM aspects AS g WHERE g.o = 1) SELECT x.s FROM aspects AS x JOIN (SELECT c.s AS t "
        "FROM aspects AS y JOIN c ON y.s = c.s UNION ALL SELECT s FROM relays) AS z ON x.s = z.t "
        "WHERE EXISTS (SELECT 1 FROM aspects AS u JOIN relays AS v ON u.s = v.s WHERE u.s = x.s)",
        aspects=ASPECTS,
        relays=RELAYS,
    )
    assert "FROM c JOIN aspects AS y" in found
    assert "FROM relays AS v JOIN aspects AS u" in found


@pytest.mark.parametrize("seed", range(60))
def test_any_order_finds_the_same(seed: int) -> None:
    dice = Random(seed)
    connection = duckdb.connect(config={"threads": 1})
    tables = {}
    for name in "pqr":
        rows = [(dice.randrange(5), dice.randrange(5)) for _ in range(dice.randrange(1, 12))]
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {str(rows)[1:-1]}) AS x(s, o)")
        tables[name] = Sizes(dice.randrange(1, 1000), {"s": dice.randrange(1, 9), "o": dice.randrange(1, 9)})
    sql, aliases = "SELECT a0.s AS x, a0.o AS y FROM p AS a0", ["a0"]
    for number in range(1, dice.randrange(2, 6)):
        alias, kind = f"a{number}", dice.choice(["JOIN", "JOIN", "JOIN", "CROSS JOIN", "LEFT JOIN"])
        table = dice.choice(["p", "q", "r", "(SELECT p.s, q.o FROM p JOIN q ON p.o = q.s)"])
        on = [
            f"{dice.choice(aliases)}.{dice.choice('so')} {dice.choice(['=', '=', '<='])} {alias}.{dice.choice('so')}"
            for _ in range(dice.randrange(1, 3))
        ]
        sql += f" {kind} {table} AS {alias}" + ("" if kind == "CROSS JOIN" else f" ON {' AND '.join(on)}")
        aliases.append(alias)
    if dice.random() < 0.5:
        sql += f" WHERE {dice.choice(aliases)}.s = 2"
        if dice.random() < 0.5:
            sql += f" AND {dice.choice(aliases)}.s = {dice.choice(aliases)}.o"
    expected = sorted(connection.execute(sql).fetchall())
    assert sorted(connection.execute(ordered(sql, **tables)).fetchall()) == expected
