"""What is lost or changed when one page passes on what another says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.checking.small import VALID

from averment.building import build
from averment.checking import check

FINE: dict[str, Any] = {"aspect": "fine", "value": "1000 RUB"}
HIGHEST: dict[str, Any] = {"aspect": "fine", "value": "max(1000 RUB, 5 %)"}
COUNT: dict[str, Any] = {"aspect": "persons-affected", "value": "40"}
RELAYS: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "as it was": (FINE, FINE, set()),
    "the highest as the lowest": (
        HIGHEST,
        {**HIGHEST, "value": "min(1000 RUB, 5 %)"},
        {"Claim-driftMeasure"},
    ),
    "the highest as it was": (HIGHEST, HIGHEST, set()),
    "other currency": (FINE, {**FINE, "value": "1000 USD"}, {"Claim-driftMeasure"}),
    "other currency, converted": (FINE, {**FINE, "value": "12 USD", "converts": "1000 RUB"}, set()),
    "for a time, kept": ({**FINE, "during": "2026/2027"}, {**FINE, "during": "2026/2027"}, set()),
    "for a time, lost": ({**FINE, "during": "2026/2027"}, FINE, {"Claim-driftScope"}),
    "for a time, added": (FINE, {**FINE, "during": "2026/2027"}, {"Claim-driftScope"}),
    "for a time, longer": (
        {**FINE, "during": "2026/2027"},
        {**FINE, "during": "2026/2028"},
        {"Claim-driftScope"},
    ),
    "for a time, earlier": (
        {**FINE, "during": "2026/2027"},
        {**FINE, "during": "2025/2027"},
        {"Claim-driftScope"},
    ),
    "as of a day, kept": ({**COUNT, "asOf": "2026-01-02"}, {**COUNT, "asOf": "2026-01-02"}, set()),
    "as of a day, less precisely": ({**COUNT, "asOf": "2026-01-02"}, {**COUNT, "asOf": "2026-01"}, set()),
    "as of another day": (
        {**COUNT, "asOf": "2026-01-02"},
        {**COUNT, "asOf": "2026-01-03"},
        {"Claim-driftScope"},
    ),
}
"""What is passed on, how, and the rules that notice it."""


@cache
def noticed() -> dict[str, set[str]]:
    """Check all relays in one graph; give for each the rules of drift that find it."""
    graph: list[dict[str, Any]] = [
        {
            "id": "law:passed-on",
            "type": "Bill",
            "name": {"en": "passed on"},
            "jurisdiction": "country:xa",
            "process": "ru",
            "provisions": [
                {"id": f"law:passed-on/{number}", "name": {"en": name}} for number, name in enumerate(RELAYS)
            ],
        }
    ]
    for number, (source, relay, _) in enumerate(RELAYS.values()):
        for name, day, claim in (
            ("source", "2026-01-21", source),
            ("relay", "2026-01-22", {**relay, "relays": f"article:source-{number}/c"}),
        ):
            graph.append(
                {
                    "id": f"article:{name}-{number}",
                    "type": "Article",
                    "title": {"en": name},
                    "publisher": "actor:courier" if name == "source" else "actor:herald",
                    "published": day,
                    "claims": [{"id": "c", "about": f"law:passed-on/{number}", "stance": "asserts", **claim}],
                }
            )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "relays.yaml"
        path.write_text(json.dumps({"graph": graph}), "utf-8")
        findings = check(build([*VALID, path])).findings
    assert not [finding for finding in findings if finding.severity == "violation"]
    found: dict[str, set[str]] = {name: set() for name in RELAYS}
    for finding in findings:
        for number, name in enumerate(RELAYS):
            passed_on = f"https://w3id.org/averment/id/article/relay-{number}/c"
            if finding.family == "drift" and passed_on in {place.claim for place in finding.places}:
                found[name].add(finding.rule)
    return found


@pytest.mark.parametrize("name", RELAYS)
def test_what_a_relay_loses_or_changes_is_noticed_and_nothing_else(name: str) -> None:
    assert noticed()[name] == RELAYS[name][2]
