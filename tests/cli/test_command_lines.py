"""No command line ends in a crash: it works, or it says in one message what is wrong and exits with 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .running import WORLDS, run, script

LONG = "x" * 5000
WORDS = "не латиница 'и' \"кавычки\" 名前 🪁"
DEEP = "[" * 3000

FINE = "id: country:zz\ntype: Country\nname: {en: Zedland}\ncode: ZZ\n"
FILES = {
    "fine.yaml": FINE,
    f"{WORDS}/{WORDS}.yaml": FINE,
    "-dash.yaml": FINE,
    "percent%20%s{0}.yaml": FINE,
    "deep.yaml": DEEP,
    "deep.jsonld": DEEP,
    "deep.ttl": "<urn:a> <urn:b> " + DEEP,
    "list.yaml": "- a\n- b\n",
    "scalar.yaml": "42\n",
    "null.yaml": "null\n",
    "nothing.yaml": "graph: []\n",
    "relative.yaml": "id: ../../etc\ntype: Country\n",
    "strange.yaml": "id: 'x y'\n'': ''\n'@id': law:x\n",
    "outlet.yaml": "graph:\n  - {id: actor:x, type: Outlet, name: {en: Kites}, aliases: {en: [-- kites]}}\n"
    '  - {id: actor:y, type: Outlet, name: {en: "' + WORDS.replace('"', '\\"') + '"}}\n',
    "types.yaml": "id: law:x\ntype: [Law, {a: b}, 5]\nname: 5\njurisdiction: [[country:zz]]\n",
    "tagged.yaml": "id: country:zz\ntype: Country\nname: {en_US: x, '': y, abcdefghijk: z}\n",
    "surrogate.jsonld": '{"id": "country:zz", "type": "Country", "name": {"en": "\\ud800"}}',
    "brackets.ttl": "<http://[x> <urn:b> <urn:c> .",
    "loop.ttl": "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix av: <https://w3id.org/averment/ontology#> .\n"
    "<urn:a> a av:Claim ; av:attributionChain _:l . _:l rdf:first _:l ; rdf:rest _:l .",
    "huge.ttl": '<urn:a> <urn:b> "' + "9" * 400 + '"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "query.rq": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "deep.rq": "ASK " + "{" * 300 + "}" * 300,
    "echo.rq": "# param x: (text) any\nSELECT ?x { }",
    "typed.rq": "# param x: (int) how many\nSELECT * { }",
}
BINARY = bytes(range(256))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of odd files."""
    folder = tmp_path_factory.mktemp("place")
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name in ("binary.yaml", "binary.ttl", "binary.rq", "binary.nq"):
        (folder / name).write_bytes(BINARY)
    (folder / "folder.yaml").mkdir()
    (folder / "empty").mkdir()
    (folder / "dangling.yaml").symlink_to("nowhere")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(folder / "pipe.txt")
    return folder


FINE_LINES = [
    ["check", "--", "-dash.yaml"],
    ["check", "percent%20%s{0}.yaml"],
    ["check", f"{WORDS}/{WORDS}.yaml"],
    ["check", WORDS],
    ["check", "fine.yaml", "fine.yaml", "./fine.yaml"],
    ["check", "fine.yaml", "--archive", "empty"],
    ["explain", "--shapes", f"{WORDS}/{WORDS}.yaml"],
    ["export", "trig", f"{WORDS}/{WORDS}.yaml", "--derived"],
    ["query", "./query.rq", "--graph", WORDS],
    ["query", "deep.rq", "--graph", "fine.yaml"],
    ["query", "unresolved", "--graph", "fine.yaml"],
    ["show", "KITES", "--graph", "outlet.yaml"],
    ["show", "--graph", "outlet.yaml", "--", "-- kites"],
    ["show", WORDS, "--graph", "outlet.yaml"],
]

FAULTY_LINES = [
    [""],
    ["check", ""],
    ["check", LONG],
    ["check", "-"],
    ["check", "-dash.yaml"],
    ["check", "/dev/null"],
    ["check", "/proc/self/mem"],
    ["check", "pipe.txt"],
    ["check", "empty"],
    ["check", "folder.yaml"],
    ["check", "dangling.yaml"],
    ["check", "loop.yaml"],
    ["check", "fine.yaml/inside"],
    ["check", "binary.yaml", "binary.ttl", "binary.nq"],
    ["check", "deep.yaml", "deep.jsonld", "deep.ttl"],
    ["check", "list.yaml", "scalar.yaml", "null.yaml", "nothing.yaml"],
    ["check", "tagged.yaml"],
    ["check", "surrogate.jsonld"],
    ["check", "brackets.ttl"],
    ["check", "huge.ttl"],
    ["check", "fine.yaml", "--shapes", "binary.ttl"],
    ["check", "fine.yaml", ""],
    ["check", "fine.yaml", "-o", ""],
    ["check", "fine.yaml", "--shapes", ""],
    ["check", "fine.yaml", "--archive", ""],
    ["check", "fine.yaml", "--archive", LONG],
    ["check", "fine.yaml", "-o", LONG],
    ["check", "fine.yaml", "--max-file-size", "99999999999999999999"],
    ["check", "fine.yaml", "--max-file-size", "-1"],
    ["check", "fine.yaml", "--max-file-size", "many"],
    ["query"],
    ["query", ""],
    ["query", LONG],
    ["query", "SELECT * { ?s ?p ?o }"],
    ["query", "empty"],
    ["query", "binary.rq", "--graph", "fine.yaml"],
    ["query", "typed.rq", "--graph", "fine.yaml"],
    ["query", "query.rq", "--graph", ""],
    ["query", "query.rq", "--graph", LONG],
    ["query", "query.rq", "--graph", "fine.yaml", "--param", "x=1"],
    ["query", "claims", "--graph", "fine.yaml", "--param", f"subject={LONG}"],
    ["query", "claims", "--graph", "surrogate.jsonld"],
    ["query", "-", "--graph", "fine.yaml"],
    ["show"],
    ["show", ""],
    ["show", LONG, "--graph", "outlet.yaml"],
    ["show", "law:" + LONG, "--graph", "outlet.yaml"],
    ["show", "<>", "--graph", "outlet.yaml"],
    ["show", ":", "--graph", "outlet.yaml"],
    ["show", "law:", "--graph", "outlet.yaml"],
    ["show", "max(" * 2000, "--graph", "outlet.yaml"],
    ["show", "kites", "--graph", "fine.yaml"],
    ["show", "kites", "--graph", "empty"],
    ["show", "kites", "--graph", "deep.yaml"],
    ["show", "kites", "--graph", "outlet.yaml", "--width", "0"],
    ["show", "kites", "--graph", "outlet.yaml", "--archive", LONG],
    ["show", "kites", "--graph", "outlet.yaml", "--shapes", "binary.ttl"],
    ["show", "kites", "--graph", "outlet.yaml", "-o", LONG],
    ["show", "kites", "outlet.yaml"],
    ["explain", ""],
    ["explain", LONG],
    ["explain", WORDS],
    ["explain", "Claim-value", "Claim-about"],
    ["explain", "--shapes", ""],
    ["explain", "--shapes", "binary.ttl"],
    ["explain", "--shapes", "nowhere.ttl"],
    ["explain", "-o", LONG],
    ["export", "turtle", "brackets.ttl"],
    ["export", "nquads", "surrogate.jsonld"],
    ["export", "TURTLE", "fine.yaml"],
]

ODD_LINES = [
    ["check", "relative.yaml"],
    ["check", "strange.yaml"],
    ["check", "types.yaml"],
    ["check", "loop.ttl"],
    ["query", "chains", "--graph", "loop.ttl"],
    ["export", "jsonld", "loop.ttl", "--derived"],
    ["export", "turtle", "relative.yaml"],
    ["show", "urn:a", "--graph", "loop.ttl"],
    ["show", "law:x", "--graph", "types.yaml"],
]


def shortened(arguments: list[str]) -> str:
    return " ".join(argument[:20] or "''" for argument in arguments)


@pytest.mark.parametrize("arguments", FINE_LINES, ids=shortened)
def test_odd_names_are_no_trouble(place: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=place)
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize("arguments", FAULTY_LINES, ids=shortened)
def test_a_faulty_line_exits_with_2_and_a_message(place: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=place)
    assert done.code == 2
    assert done.err.strip()
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", ODD_LINES, ids=shortened)
def test_odd_files_are_findings_or_errors(place: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=place)
    assert done.code in (0, 1, 2)
    assert bool(done.err.strip()) is (done.code == 2)
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "odd\udcff.yaml"],
        ["check", "fine.yaml", "--archive", "\udcff"],
        ["check", "fine.yaml", "-o", "nowhere\udcff/out"],
        ["explain", "\udcff"],
        ["explain", "--shapes", "\udcff"],
        ["query", "\udcff"],
        ["show", "\udcff", "--graph", "outlet.yaml"],
        ["show", "law:\udcff", "--graph", "outlet.yaml"],
        ["query", "claims", "--graph", "\udcff"],
        ["query", "claims", "--graph", "fine.yaml", "--param", "subject=law:\udcff"],
        ["query", "echo.rq", "--graph", "fine.yaml", "--param", "x=\udcff"],
        ["\udcff"],
    ],
    ids=ascii,
)
def test_words_that_are_no_text_are_no_crash(place: Path, arguments: list[str]) -> None:
    assert run(*arguments, cwd=place).code == 2


def test_words_that_are_no_text_are_no_crash_of_the_script(place: Path) -> None:
    done = script("query", "echo.rq", "--graph", "fine.yaml", "--param", b"x=\xff", cwd=place)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: the parameter 'x' is of type text: write it as in x=some words\n"


@pytest.mark.parametrize("variables", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}])
def test_output_is_utf_8_whatever_the_locale(variables: dict[str, str]) -> None:
    query = "SELECT ?x { VALUES ?x { 'Киргизия 🪁' } }".encode()
    done = script(
        "query", "-", "--graph", "fine.yaml", "--format", "csv", cwd=WORLDS, stdin=query, **variables
    )
    assert (done.code, done.out, done.err) == (0, "x\r\nКиргизия 🪁\r\n", "")
