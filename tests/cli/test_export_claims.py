"""`averment export` of claims: a file and its account, flags that do something, one message for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from averment.exporting.claims import CLAIM_WRITERS

from .running import ROOT, run

KITES = str(ROOT / "tests" / "exporting" / "kites.yaml")


@pytest.mark.parametrize("claim_format", sorted(CLAIM_WRITERS))
def test_each_format_is_written_with_its_account(tmp_path: Path, claim_format: str) -> None:
    output, report = tmp_path / "claims.x", tmp_path / "report.json"
    done = run("export", claim_format, "hostile.yaml", "-o", str(output), "--report", f"json={report}")
    assert (done.code, done.out) == (0, "")
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["format"] == claim_format
    assert told["claims"]["graph"] == 4 == told["claims"]["written"] + told["claims"]["notWritten"]
    assert done.err.startswith(f"{claim_format}: ")
    assert f"{told['claims']['written']} of 4 claims\n" in done.err
    assert "\x1b" not in done.err
    assert {file.name for file in tmp_path.iterdir()} == {"claims.x", "report.json"}


def test_a_graph_is_exported_as_it_was_known_on_a_day() -> None:
    before = run("export", "claimreview", KITES, "--as-of", "2026-02-11", "--report", "json")
    after = run("export", "claimreview", KITES, "--as-of", "2026-06-01", "--report", "json")
    assert (before.code, after.code) == (0, 0)
    written = [json.loads(done.err[done.err.index("{") :])["written"] for done in (before, after)]
    assert [one["ClaimReview"] for one in written] == [0, 1]
    assert '"@type": "ClaimReview"' not in before.out
    assert '"@type": "ClaimReview"' in after.out


def test_who_publishes_nanopublications_stands_in_them() -> None:
    done = run(
        *("export", "nanopub", KITES, "--created", "2026-03-01"),
        *("--creator", "https://orcid.org/0000-0002-1825-0097"),
        *("--license", "https://creativecommons.org/publicdomain/zero/1.0/"),
    )
    assert (done.code, done.err) == (0, "nanopub: 8 nanopublications; 8 of 8 claims\n")
    assert done.out.count('dcterms:created "2026-03-01T00:00:00Z"^^xsd:dateTime') == 8
    assert done.out.count("dcterms:creator <https://orcid.org/0000-0002-1825-0097>") == 8
    assert done.out.count("dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/>") == 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["claimreview", "--created", "2026-03-01"],
            "--created does nothing with claimreview; leave it out, or",
        ),
        (
            ["gexf", "--creator", "https://x.invalid/"],
            "--creator does nothing with gexf; leave it out, or write nanopub",
        ),
        (
            ["quickstatements", "--derived"],
            "--derived does nothing with quickstatements; leave it out, or write jsonld",
        ),
        (["nanopub", "--view", "claims"], "--view does nothing with nanopub; leave it out, or write csv"),
        (
            ["turtle", "--report", "json"],
            "--report does nothing with turtle; leave it out, or write claimreview, csv",
        ),
        (["nanopub", "--creator", "me"], "'me' is no address; write one such as https://orcid.org/"),
        (["nanopub", "--license", "https://x.invalid/<b>"], "'https://x.invalid/<b>' is no address"),
        (["nanopub", "--created", "today"], "'today' is no day; write year, month and day"),
        (["nanopub", "-o", "no/such/claims.trig"], "'no/such/claims.trig' cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_message(arguments: list[str], message: str) -> None:
    done = run("export", *arguments, "fine.yaml")
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_claims_stay_as_they_are_when_the_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> .", encoding="utf-8")
    target = tmp_path / "claims.trig"
    done = run("export", "nanopub", "fine.yaml", str(tmp_path), "-o", str(target))
    assert (done.code, done.out, target.exists()) == (2, "", False)
