"""The shipped graph holds what the press files give."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from averment.building import build
from averment.querying import find_query, run_query

ROOT = Path(__file__).resolve().parent.parent
PRESS = ROOT.parent / "shared/press/01-extradition-ban.yaml"


@pytest.mark.skipif(not PRESS.is_file(), reason="the press file is not beside the project")
def test_every_claim_of_the_press_file_is_in_the_graph() -> None:
    """A claim of the press file that holds several answers is several claims with a letter each."""
    rows = run_query(build([ROOT / "graph"]).everything, find_query("claims"))
    assert isinstance(rows, ox.QuerySolutions)
    names = (str(row["claim"].value) for row in rows)
    have = {match.groups() for name in names if (match := re.search(r"/article/([^/]+)/c(\d+)", name))}
    press = YAML(typ="safe").load(PRESS.read_text(encoding="utf-8"))
    asked = set()
    for page in press["pages"]:
        for claim in page["claims"]:
            article, number = str(claim["id"]).split(".c")
            asked.add((article.replace("_", "-"), number))
    assert len(asked) == 80
    assert asked - have == set()
