"""What takes long and is the same for all tests of checking."""

from __future__ import annotations

import pytest
from tests.checking.small import ROOT

from averment.building import Build, build
from averment.checking import Report, check


@pytest.fixture(scope="session")
def shipped() -> Build:
    """Give the shipped graph."""
    return build([ROOT / "graph"])


@pytest.fixture(scope="session")
def shipped_report(shipped: Build) -> Report:
    """Give what a check of the shipped graph finds, without an archive."""
    return check(shipped)
