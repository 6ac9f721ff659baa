"""averment's own shapes on the shipped graph: both engines give the same results."""

from __future__ import annotations

from pathlib import Path

import pytest

from averment.building import build
from averment.checking.engine import ENGINES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def test_both_engines_give_the_same_results() -> None:
    shipped = build([ROOT / "graph"])
    found = {
        name: {
            (result.focus, result.shape, result.value, result.component)
            for result in run(data, shapes).results
        }
        for name, run in ENGINES.items()
        for data, shapes in [(shipped.everything, shipped.shapes)]
    }
    assert found["compiled"] == found["pyshacl"]
    assert len({shape for _, shape, _, _ in found["compiled"]}) >= 3
