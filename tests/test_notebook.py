"""The notebook of the documentation runs, and prints what it shows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
import pytest
from tools.notebook import NOTEBOOK, outputs, ran


@pytest.mark.slow
def test_the_notebook_prints_what_it_shows() -> None:
    assert outputs(ran(NOTEBOOK)) == outputs(nbformat.read(NOTEBOOK, as_version=4))


def test_the_notebook_tells_nothing_of_the_machine_it_ran_on() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "execution" not in nbformat.read(NOTEBOOK, as_version=4).cells[1].metadata
    assert not any(word in text for word in (str(Path.home()), tempfile.gettempdir(), "site-packages"))
