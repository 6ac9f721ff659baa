"""`averment judge`: from a decision to a file, to a check that shows it, to what opens it again."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from rdflib import URIRef
from tests.deriving.judging import acceptance, made, waiver

from averment.errors import UsageError
from averment.whole_files import write_new

from .running import WORLDS, Done, run
from .test_hostile import assert_harmless

BY = ("--by", "Ed Itor", "--reason", "The agency quotes the decree.", "--date", "2026-03-01")
ACCEPT = ("judge", "accept", "article:norn-1/c1", *BY)
WAIVE = ("judge", "waive", "Document-hasVerification", "article:norn-1", "--expires", "2026-03-31", *BY)
FILE = "graph/judgements/accept-law-zz-kites-signature-date.yaml"
WAIVER = "graph/judgements/waive-document-hasverification-article-norn-1.yaml"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Make a folder whose graph has one disagreement."""
    (tmp_path / "graph").mkdir()
    shutil.copy(WORLDS / "warning.yaml", tmp_path / "graph")
    return tmp_path


def check(here: Path, *flags: str) -> Done:
    return run("check", "graph", "--fail-on", "warning", "--today", "2026-03-01", *flags, cwd=here)


def report(here: Path, *flags: str) -> dict[str, dict[str, object]]:
    """Check the graph; give the summary, and each finding by rule and the end of its subject."""
    content = json.loads(check(here, "--format", "json", *flags).out)
    found = {f"{one['rule']} {one['subject'].rpartition('/')[2]}": one for one in content["findings"]}
    return {"summary": content["summary"], **found}


def edit(here: Path, old: str, new: str, name: str = "warning.yaml") -> None:
    path = here / "graph" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def states(here: Path, *flags: str) -> dict[str, str]:
    done = run("judge", "list", "--format", "json", "--today", "2026-03-01", *flags, cwd=here)
    assert (done.code, done.err) == (0, "")
    return {one["judgement"].rpartition("/")[2]: one["state"] for one in json.loads(done.out)}


# --- accepting ----------------------------------------------------------------------------------------------------


def test_accepting_an_answer_settles_the_disagreement(here: Path) -> None:
    assert check(here).code == 1
    done = run(*ACCEPT, cwd=here)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{FILE}: accepts '2026-02-09' (article:norn-1/c1) as the signature of Kite law",
        "settles 1 finding:",
        "  warning Question-moment Signature of Kite law: '2026-02-08' (The Quill) against '2026-02-09' "
        "(Agency Norn). No day satisfies all answers; at most some of them can be right. "
        "The official gazette, or the body that acted, has the day.",
    ]
    after = check(here)
    assert (after.code, after.err) == (0, "")
    assert after.out.splitlines()[-6:] == [
        "graph/warning.yaml:18:9: warning Question-moment Signature of Kite law: '2026-02-08' (The Quill) against "
        "'2026-02-09' (Agency Norn). No day satisfies all answers; at most some of them can be right. "
        "The official gazette, or the body that acted, has the day.",
        "    settled by Ed Itor on 2026-03-01: The agency quotes the decree.",
        "    graph/warning.yaml:18:9  The Quill  2026-02-08",
        "    graph/warning.yaml:12:9  Agency Norn  2026-02-09",
        "",
        "2 claims, 1 question: 0 violations, 0 warnings, 2 infos, 1 settled",
    ]
    finding = report(here)["Question-moment signature-date"]
    assert finding["status"] == "settled"
    assert finding["judgement"] == {
        "iri": "https://w3id.org/averment/id/judgement/accept-law-zz-kites-signature-date",
        "editor": "Ed Itor",
        "date": "2026-03-01",
        "reason": "The agency quotes the decree.",
        "expires": None,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 2026-02-09", "value: 2026-02-10"),
        ("value: 2026-02-08", "value: 2026-02-07"),
        ("value: 2026-02-08, stance: asserts", "value: 2026-02-08, stance: alleges"),
        (
            "article:quill-1/c1, about: law:zz-kites, aspect: signature-date",
            "article:quill-1/c1, about: law:zz-kites, aspect: publication-date",
        ),
    ],
)
def test_changing_a_claim_opens_the_question_again(here: Path, old: str, new: str) -> None:
    run(*ACCEPT, cwd=here)
    assert check(here).code == 0
    edit(here, old, new)
    done = check(here)
    assert done.code == 1
    assert f"{FILE}:5:8: warning Acceptance-reopened Of 'signature of Kite law', a claim has been" in done.out
    assert "settled" not in done.out.splitlines()[-1]
    assert states(here) == {"accept-law-zz-kites-signature-date": "reopened"}
    edit(here, new, old)
    assert check(here).code == 0


def test_one_more_claim_opens_the_question_again_and_judging_again_settles_it(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    (here / "graph" / "more.yaml").write_text(
        "id: article:more\ntype: Article\ntitle: {en: More}\npublisher: actor:quill\nclaims:\n"
        "  - {id: c1, about: law:zz-kites, aspect: signature-date, value: 2026-02-09, stance: asserts}\n",
        "utf-8",
    )
    assert check(here).code == 1
    again = run(*ACCEPT, cwd=here)
    assert again.out.startswith("graph/judgements/accept-law-zz-kites-signature-date-2.yaml: accepts")
    assert check(here).code == 0
    assert states(here) == {
        "accept-law-zz-kites-signature-date": "superseded",
        "accept-law-zz-kites-signature-date-2": "in-force",
    }


def test_what_does_not_bear_on_the_answer_opens_nothing(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    edit(here, "title: {en: Kites}", "title: {en: Kites again}")
    assert check(here).code == 0


def test_another_answer_is_refused_while_one_is_accepted(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    done = run("judge", "accept", "article:quill-1/c1", *BY, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: 'judgement:accept-law-zz-kites-signature-date' ({FILE}:1:1) accepts another answer to the "
        "question; delete it, or accept the same\n"
    )
    assert len(list((here / "graph" / "judgements").iterdir())) == 1


def test_contradicting_judgements_are_a_violation_and_settle_nothing(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    first = (here / FILE).read_text("utf-8")
    other = first.replace("norn-1/c1", "quill-1/c1").replace("date\n", "other\n", 1).replace("03-01", "03-02")
    (here / "graph" / "judgements" / "other.yaml").write_text(other, "utf-8")
    done = run("check", "graph", cwd=here)
    assert done.code == 1
    assert done.out.splitlines()[0].startswith(
        "graph/judgements/other.yaml:4:10: violation Acceptance-contradicts Two judgements accept different answers"
    )
    assert done.out.splitlines()[1:3] == [
        "    graph/judgements/other.yaml:4:10                               Ed Itor  2026-02-08",
        f"    {FILE}:4:10  Ed Itor  2026-02-09",
    ]
    assert "warning Question-moment" in done.out
    assert set(states(here).values()) == {"contradicted"}


def test_a_judgement_on_a_question_that_is_gone(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    edit(here, "aspect: signature-date", "aspect: publication-date")
    done = check(here, "--fail-on", "violation")
    assert done.code == 1
    assert done.out.splitlines()[0] == (
        f"{FILE}:3:9: violation Judgement-gone 'question:law/zz-kites/signature-date' is not defined; did you mean "
        "'question:law/zz-kites/publication-date'? The judgement is about what the graph does not hold (the accepted "
        "claim answers 'publication of Kite law'); correct the name under 'judges', judge again, or delete the "
        "judgement."
    )
    assert set(states(here).values()) == {"gone"}


def test_the_accepted_claim_is_gone(here: Path) -> None:
    run(*ACCEPT, cwd=here)
    edit(here, "article:norn-1/c1", "article:norn-1/c3")
    done = check(here)
    assert (
        f"{FILE}:4:10: violation Acceptance-accepts 'article:norn-1/c1' is not defined; did you mean"
        in done.out
    )
    assert set(states(here).values()) == {"gone"}


# --- waiving ------------------------------------------------------------------------------------------------------


def test_a_waiver_holds_through_its_last_day(here: Path) -> None:
    done = run(*WAIVE, cwd=here)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        f"{WAIVER}: waives Document-hasVerification on article:norn-1 until 2026-03-31\n"
    )
    assert "waives 1 finding:\n  info Document-hasVerification Not verified" in done.out
    last = check(here, "--today", "2026-03-31")
    assert "    waived until 2026-03-31 by Ed Itor: The agency quotes the decree.\n" in last.out
    assert last.out.endswith("0 violations, 1 warning, 1 info, 1 waived\n")
    over = check(here, "--today", "2026-04-01")
    assert f"{WAIVER}:5:10: warning Waiver-expired The waiver ended on 2026-03-31; mend" in over.out
    assert over.out.endswith("0 violations, 2 warnings, 2 infos\n")
    assert states(here) == {"waive-document-hasverification-article-norn-1": "in-force"}
    assert states(here, "--today", "2026-04-01") == {
        "waive-document-hasverification-article-norn-1": "expired"
    }


@pytest.mark.parametrize(("day", "waived"), [(date(2026, 3, 31), 1), (date(2026, 4, 1), 0)])
def test_the_date_of_the_machine_counts_unless_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, day: date, waived: int
) -> None:
    run(*WAIVE, cwd=here)
    monkeypatch.setattr("averment.cli.common.system_date", lambda: day)
    assert json.loads(run("check", "graph", "--format", "json", cwd=here).out)["summary"]["waived"] == waived


def test_changing_what_is_waived_opens_it_again(here: Path) -> None:
    run(*WAIVE, cwd=here)
    edit(here, "title: {en: Kites}", "title: {en: Kites again}")
    done = check(here)
    assert f"{WAIVER}:6:8: warning Waiver-reopened 'Kites again' has changed since" in done.out
    assert states(here) == {"waive-document-hasverification-article-norn-1": "reopened"}


def test_a_waived_violation_does_not_fail_a_check(here: Path) -> None:
    edit(here, "process: ru}", "process: ru, partOf: law:zz-kite}")
    assert run("check", "graph", cwd=here).code == 1
    waived = ("judge", "waive", "Instrument-isPartOf", "law:zz-kites", "--expires", "2099-01-01", *BY)
    assert run(*waived, cwd=here).code == 0
    assert run("check", "graph", "--today", "2026-03-01", cwd=here).code == 0
    assert run("check", "graph", "--today", "2099-01-02", cwd=here).code == 1


def test_findings_that_come_of_flags_can_be_waived_with_the_same_flags(here: Path) -> None:
    (here / "rules.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix av: <https://w3id.org/averment/ontology#> .\n"
        "<https://kites.invalid/#Own> a sh:NodeShape ; sh:targetClass av:Country ;\n"
        "  sh:property <https://kites.invalid/#Own-code> .\n"
        "<https://kites.invalid/#Own-code> sh:path av:countryCode ; sh:hasValue 'XX' ; sh:message 'Only XX.' .\n",
        "utf-8",
    )
    own = ("judge", "waive", "https://kites.invalid/#Own-code", "country:zz", "--expires", "2026-12-31", *BY)
    refused = run(*own, cwd=here)
    assert refused.err.startswith("error: 'https://kites.invalid/#Own-code' is not a rule; ")
    assert run(*own, "--shapes", "rules.ttl", cwd=here).code == 0
    found = report(here, "--shapes", "rules.ttl")
    assert found["Own-code zz"]["status"] == "waived"


@pytest.mark.parametrize(
    ("rule", "node", "said"),
    [
        (
            "Question-moment",
            "article:norn-1/c1",
            "error: Question-moment finds nothing about 'article:norn-1/c1' that could be waived; name what it is "
            "about, such as 'question:law/zz-kites/signature-date'\n",
        ),
        (
            "Question-stage",
            "law:zz-kites",
            "error: Question-stage finds nothing about 'law:zz-kites' that could be waived; in this graph it finds "
            "nothing at all\n",
        ),
        (
            "Question-momnet",
            "law:zz-kites",
            "error: 'Question-momnet' is not a rule; did you mean 'Question-moment'?\n",
        ),
        (
            "Question-moment",
            "law:zz-kite",
            "error: 'law:zz-kite' is not a node of the graph, nor a question; did you mean 'law:zz-kites'?\n",
        ),
    ],
)
def test_what_is_not_found_is_not_waived(here: Path, rule: str, node: str, said: str) -> None:
    done = run("judge", "waive", rule, node, "--expires", "2026-12-31", *BY, cwd=here)
    assert done == Done(2, "", said)
    assert not (here / "graph" / "judgements").exists()


# --- same and different -------------------------------------------------------------------------------------------


def test_one_actor_or_two(here: Path) -> None:
    done = run("judge", "same", "actor:norn", "actor:quill", *BY, cwd=here)
    assert (done.code, done.err) == (0, "")
    path = "graph/judgements/same-actor-norn-actor-quill.yaml"
    assert done.out == (
        f"{path}: judges 'Agency Norn' (actor:norn) and 'The Quill' (actor:quill) to be one actor\n"
    )
    assert (here / path).read_text("utf-8") == (
        "id: judgement:same-actor-norn-actor-quill\ntype: Identity\njudges: actor:norn\nisSameAs: actor:quill\n"
        'reason: "The agency quotes the decree."\njudgedBy: "Ed Itor"\njudgedOn: 2026-03-01\n'
    )
    opposite = run("judge", "different", "actor:quill", "actor:norn", *BY, cwd=here)
    assert (opposite.code, opposite.out) == (2, "")
    assert "'judgement:same-actor-norn-actor-quill' says that" in opposite.err
    (here / path).unlink()
    assert run("judge", "different", "actor:quill", "actor:norn", *BY, cwd=here).code == 0
    assert states(here) == {"different-actor-quill-actor-norn": "in-force"}


# --- where it is written ------------------------------------------------------------------------------------------


def test_a_dry_run_prints_the_file_and_writes_nothing(here: Path) -> None:
    done = run(*ACCEPT, "--dry-run", cwd=here)
    assert (done.code, done.err) == (0, "")
    assert [line for line in done.out.splitlines() if not line.startswith("#")] == [
        "id: judgement:accept-law-zz-kites-signature-date",
        "type: Acceptance",
        "judges: question:law/zz-kites/signature-date",
        "accepts: article:norn-1/c1",
        'basis: "000530a84f804972"',
        'reason: "The agency quotes the decree."',
        'judgedBy: "Ed Itor"',
        "judgedOn: 2026-03-01",
    ]
    assert "# settles 1 finding:\n" in done.out
    assert not (here / "graph" / "judgements").exists()
    (here / "graph" / "by-hand.yaml").write_text(done.out, "utf-8")
    assert check(here).code == 0


def test_nothing_is_ever_overwritten(here: Path) -> None:
    for number in ("", "-2", "-3"):
        done = run(*ACCEPT, cwd=here)
        assert done.out.startswith(FILE.replace(".yaml", f"{number}.yaml"))
    assert len({path.read_text("utf-8") for path in (here / "graph" / "judgements").iterdir()}) == 3
    assert set(states(here).values()) == {"in-force"}
    (here / "graph" / "own.yaml").write_text(
        "id: actor:own\ntype: Outlet\nname: {en: Own}\nbasedIn: country:zz\n", "utf-8"
    )
    done = run(*ACCEPT, "--file", "graph/own.yaml", cwd=here)
    assert done.out.startswith("graph/own-2.yaml: accepts")
    assert "Own" in (here / "graph" / "own.yaml").read_text("utf-8")


def test_a_file_of_ones_own_names_the_judgement(here: Path) -> None:
    done = run(*ACCEPT, "--file", "graph/My Own.yml", cwd=here)
    assert done.code == 0
    assert (here / "graph" / "My Own.yml").read_text("utf-8").startswith("id: judgement:my-own\n")
    outside = run(*ACCEPT, "--file", "elsewhere.yaml", cwd=here)
    assert outside.code == 0
    assert (
        outside.err == "note: 'elsewhere.yaml' is not in what was read; name it to 'averment check' as well\n"
    )


def test_the_folder_of_the_graph_that_is_named_is_written_to(here: Path) -> None:
    (here / "graph").rename(here / "kites")
    done = run(*ACCEPT, "--graph", "kites", cwd=here)
    assert done.out.startswith("kites/judgements/accept-law-zz-kites-signature-date.yaml: ")
    done = run(*ACCEPT, "--graph", "kites/warning.yaml", cwd=here)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: no folder of the graph is named to write to; name a file with --file\n"
    assert run(*ACCEPT, cwd=here).err.startswith("error: there is no folder 'graph' here")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("x.ttl", "error: 'x.ttl' is no name for a YAML file; let it end in .yaml\n"),
        (
            "nowhere/x.yaml",
            "error: 'nowhere/x.yaml' cannot be written (No such file or directory); choose another",
        ),
        ("graph/warning.yaml/x.yaml", "error: "),
        ("", "an empty path names nothing"),
        ("-", "error: '-' is no name for a YAML file; let it end in .yaml\n"),
    ],
)
def test_files_that_cannot_be_written(here: Path, file: str, said: str) -> None:
    done = run(*ACCEPT, "--file", file, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert sorted(path.name for path in here.rglob("*")) == ["graph", "warning.yaml"]


def test_a_file_appears_whole_and_only_if_nobody_else_wrote_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "x.yaml"
    write_new("first", path)
    with pytest.raises(FileExistsError):
        write_new("second", path)
    assert path.read_text("utf-8") == "first"
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert sorted(each.name for each in here.iterdir()) == ["graph", "x.yaml"]
    monkeypatch.setattr("averment.cli.judging.free_name", lambda *_: (path, URIRef("urn:x")))
    done = run(*ACCEPT, "--file", "x.yaml", cwd=here)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("x.yaml' has just been written by somebody else; judge again\n")
    assert path.read_text("utf-8") == "first"


def test_file_systems_without_links_are_written_to_as_well(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_new("first", here / "x.yaml")
    assert (here / "x.yaml").read_text("utf-8") == "first"
    with pytest.raises(UsageError):
        write_new("second", here / "x.yaml")
    assert (here / "x.yaml").read_text("utf-8") == "first"


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("judge", "accept"), "Missing argument 'CLAIM'"),
        (("judge", "accept", "article:norn-1/c1", "--by", "Ed"), "Missing option '--reason'"),
        (
            ("judge", "accept", "article:norn-1/c1", "--reason", "It says so."),
            "Missing option '--by' (env var: 'AVERMENT_EDITOR')",
        ),
        (
            (*ACCEPT, "--date", "yesterday"),
            "'yesterday' is no day; write year, month and day, such as 2026-12-31",
        ),
        ((*ACCEPT, "--date", "2026-02-30"), "'2026-02-30' is no day"),
        ((*ACCEPT, "--date", "20260203"), "'20260203' is no day"),
        ((*WAIVE, "--expires", "2026-W10"), "'2026-W10' is no day"),
        ((*WAIVE, "--expires", "2026-02-28"), "a waiver until 2026-02-28 is over on 2026-03-01"),
        ((*ACCEPT, "--reason", "so"), "the reason 'so' is too short"),
        ((*ACCEPT, "--by", " "), "the name of the editor is empty"),
        (("judge", "acept", "x"), "No such command 'acept'"),
        (("judge", "same", "actor:norn"), "Missing argument 'ACTOR'"),
        (("check", "graph", "--today", "soon"), "'soon' is no day"),
        (("judge", "list", "--today", "soon"), "'soon' is no day"),
    ],
)
def test_a_wrong_command_line_is_explained(here: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())
    assert not (here / "graph" / "judgements").exists()


def test_the_editor_may_come_from_the_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("judge", "accept", "article:norn-1/c1", "--reason", "The agency quotes it.")
    monkeypatch.setenv("AVERMENT_EDITOR", "")
    assert run(*command, cwd=here).code == 2
    monkeypatch.setenv("AVERMENT_EDITOR", "Envy")
    assert run(*command, cwd=here).code == 0
    assert 'judgedBy: "Envy"\n' in (here / FILE).read_text("utf-8")


def test_nothing_is_judged_while_files_cannot_be_read(here: Path) -> None:
    (here / "graph" / "broken.yaml").write_text("id: [", "utf-8")
    for command in (ACCEPT, WAIVE, ("judge", "list")):
        done = run(*command, cwd=here)
        assert (done.code, done.out) == (2, "")
        assert "graph/broken.yaml:1:" in done.err


# --- listing ------------------------------------------------------------------------------------------------------


def test_the_list_shows_who_judged_what_and_whether_it_holds(here: Path) -> None:
    empty = run("judge", "list", cwd=here)
    assert (empty.code, empty.out.splitlines()[-1]) == (0, "0 judgements")
    run(*ACCEPT, cwd=here)
    run(*WAIVE, cwd=here)
    done = run("judge", "list", "--today", "2026-03-01", cwd=here)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].split() == [
        "judgement",
        "kind",
        "state",
        "about",
        "by",
        "on",
        "until",
        "reason",
    ]
    assert [line.split("   ")[0].strip() for line in done.out.splitlines()[2:4]] == [
        "judgement:accept-law-zz-kites-signature-date",
        "judgement:waive-document-hasverification-article-norn-1",
    ]
    assert done.out.splitlines()[-1] == "2 judgements"
    output = run("judge", "list", "--format", "json", "-o", "list.json", cwd=here)
    assert output == Done(0, "", "")
    listed = json.loads((here / "list.json").read_text("utf-8"))
    assert [(one["path"], one["line"]) for one in listed] == [(FILE, 1), (WAIVER, 1)]
    assert listed[0]["basis"] == listed[0]["current"] == "000530a84f804972"


def test_a_basis_can_be_taken_from_the_list(here: Path) -> None:
    by_hand = here / "graph" / "by-hand.yaml"
    text = (
        "id: judgement:by-hand\ntype: Acceptance\njudges: question:law/zz-kites/signature-date\n"
        "accepts: article:norn-1/c1\nreason: The agency quotes it.\njudgedBy: Ed\njudgedOn: 2026-03-01\n"
    )
    by_hand.write_text(text, "utf-8")
    assert "violation Acceptance-basis" in check(here).out
    [listed] = json.loads(run("judge", "list", "--format", "json", cwd=here).out)
    assert (listed["state"], listed["basis"]) == ("incomplete", None)
    by_hand.write_text(f'{text}basis: "{listed["current"]}"\n', "utf-8")
    assert check(here).code == 0


def test_every_state_is_listed(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    made(
        tmp_path / "graph",
        acceptance("contradicted", judgedOn="2026-01-01"),
        acceptance("contradicted-too", accepts="article:quill/c1"),
        acceptance("reopened", basis="0123456789abcdef", judgedOn="2026-04-01"),
        acceptance("misplaced", accepts="article:norn/c2"),
        acceptance("incomplete", basis=None),
        waiver("in-force"),
        waiver("superseded", basis="0123456789abcdef"),
        waiver("expired", judges="article:quill", expires="2026-02-28"),
        waiver("gone", judges="article:morn", basis="0123456789abcdef"),
    )
    found = states(tmp_path)
    assert found.pop("contradicted-too") == "contradicted"
    assert found == {name: name for name in found}
    assert len(found) == 8


# --- hostile words ------------------------------------------------------------------------------------------------

HOSTILE = [
    "two\nlines: {\"and\": ['quotes']} # here",
    "::error file=x::\n##[error] \\ text",
    "\u202eturned\u2066 \u2028 \ufeff round",
    "- a list\n- &x *y !z | >",
    "\U0001f600 \u00e9\u0301 漢字 text",
    '"""\n---\n...\n%YAML 1.1',
]


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_reasons_survive_and_do_no_harm(here: Path, word: str) -> None:
    by = ("--by", word.replace("\n", " "), "--reason", f"{word} as it is", "--date", "2026-03-01")
    done = run("judge", "accept", "article:norn-1/c1", *by, cwd=here)
    assert (done.code, done.err) == (0, "")
    assert len((here / FILE).read_text("utf-8").splitlines()) == 8
    shown = check(here)
    assert shown.code == 0
    assert_harmless(shown.out)
    assert len(shown.out.splitlines()) == 10
    judgement = report(here)["Question-moment signature-date"]["judgement"]
    assert isinstance(judgement, dict)
    assert judgement["reason"] == f"{word} as it is"
    assert judgement["editor"] == word.replace("\n", " ").strip()
    assert_harmless(run("judge", "list", cwd=here).out)


@pytest.mark.parametrize("word", ["\x1b[31m", "\x00", "\x07", "\x85", "\x7f", "\udcff", "a\rb"])
def test_control_characters_are_refused(here: Path, word: str) -> None:
    for by in (
        ("--by", f"x{word}y", "--reason", "It says so."),
        ("--by", "x", "--reason", f"It says {word} so."),
    ):
        done = run("judge", "accept", "article:norn-1/c1", *by, cwd=here)
        assert (done.code, done.out) == (2, "")
        assert "holds the control character U+" in done.err
        assert done.err.count("\n") == 1
        assert_harmless(done.err)
    assert not (here / "graph" / "judgements").exists()


@pytest.mark.parametrize(
    "word", ["\x1b[31mx", "::error::x", "a\n::error::b", "\u202ex", "", "article:", "<>", "-1"]
)
@pytest.mark.parametrize(
    "arguments",
    [
        ("accept", "{}"),
        ("accept", "article:norn-1/c1", "--question", "{}"),
        ("waive", "{}", "article:norn-1", "--expires", "2026-12-31"),
        ("waive", "Question-moment", "{}", "--expires", "2026-12-31"),
        ("waive", "Question-moment", "article:norn-1", "--expires", "{}"),
        ("same", "{}", "actor:norn"),
        ("different", "actor:norn", "{}"),
        ("accept", "article:norn-1/c1", "--file", "{}"),
        ("accept", "article:norn-1/c1", "--graph", "{}"),
    ],
    ids="-".join,
)
def test_hostile_words_of_the_command_line_are_refused(
    here: Path, arguments: tuple[str, ...], word: str
) -> None:
    done = run("judge", *(argument.format(word) for argument in arguments), *BY, cwd=here)
    assert (done.code, done.out) == (2, "")
    assert_harmless(done.err)
    assert not (here / "graph" / "judgements").exists()


def test_reports_in_the_world_of_hostile_names_stay_harmless(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    shutil.copy(WORLDS / "hostile.yaml", tmp_path / "graph")
    done = run("judge", "accept", "article:norn-1/c1", *BY, cwd=tmp_path)
    assert done.code == 0
    assert_harmless(done.out + done.err)
    assert_harmless(run("judge", "accept", "article:norn-1/c1", *BY, "--dry-run", cwd=tmp_path).out)
