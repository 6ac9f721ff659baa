"""Rows that can't be read: each error at its line and column, with the cure, and nothing of the file is given out."""

from __future__ import annotations

import json
import sqlite3
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.running import run
from tests.reading.row_writing import chunks_of, errors_of
from tests.reading.test_rows import CLAIM, HEAD, ROW

from averment.errors import ReadFailure
from averment.reading import read_leniently
from averment.reading.rows import MAX_ERRORS, MAX_LINE, read_rows
from averment.reading.rows.columns import column, list_columns, required_columns
from averment.reading.rows.faults import Fault

Told = list[tuple[int, int, str, str]]


def told(text: str | bytes, row_format: str = "csv") -> Told:
    return [
        (error.position.line, error.position.column, error.problem, error.cure)
        for error in errors_of(text, row_format)
    ]


def line(**more: Any) -> str:
    return json.dumps(CLAIM | more, ensure_ascii=False) + "\n"


QUOTE = "close it, and write a quotation mark within a cell twice"
UNCLOSED = "a cell that starts here has no end: it is too long, or its quotation mark is never closed"
UTF8 = "save the file as UTF-8"
NEEDS = "name it or remove it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, 1, "the first line has no names of columns", "begin the file with them")),
        (HEAD, (1, 1, "the file has no claims", "write a claim into it or remove it")),
        (f"{HEAD},\n", (1, 39, "this column has no name", NEEDS)),
        (
            f"{HEAD},id\n",
            (1, 39, "the column 'id' stands here again, after column 1", "keep one of them"),
        ),
        (f"{HEAD},vale\n", (1, 39, "there is no column 'vale'", "did you mean 'value'?")),
        (
            "id,statedIn,about,value,stance\n",
            (1, 1, "the column 'aspect' is missing, which every claim needs", "add 'aspect' to the header"),
        ),
        (
            f"{HEAD}\n{ROW}\n{ROW},more\n",
            (
                3,
                46,
                "this row has 7 cells, and the header 6",
                "put a cell that holds a comma into quotation marks",
            ),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x\n",
            (3, 1, "this row has 2 cells, and the header 6", "write the empty cells, too"),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x,law:y,fine,,asserts\n",
            (3, 25, "this claim has no 'value'", "write its value"),
        ),
        (f'{HEAD}\n{ROW}\nc2,article:x,law:y,"fine,1,asserts\n{ROW}\n', (3, 20, UNCLOSED, QUOTE)),
        (
            f'{HEAD}\n{ROW}\nc2,article:x,law:y,"fine" or,1,asserts\n',
            (
                3,
                20,
                "something stands between a closing quotation mark and the end of its cell",
                "write a quotation mark within a cell twice",
            ),
        ),
        (
            f"{HEAD}\r{ROW}\r",
            (
                1,
                1,
                "a line ends here with a carriage return alone",
                "save the file with CRLF or LF at the ends of lines",
            ),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x,a law,fine,1,asserts\n",
            (
                3,
                14,
                "the IRI 'a law' holds a character that IRIs can't have",
                "write it as in 'actor:some-name'",
            ),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x,_:b,fine,1,asserts\n",
            (3, 14, "'_:b' is a blank node, which has no name in another row", "use an IRI"),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x,law:y,fine,a\0b,asserts\n",
            (3, 25, "a NUL stands here, which no text has", "remove it"),
        ),
        (
            f"{HEAD},evidence.start\n{ROW},{'1' * 41}\n",
            (2, 46, "a number of 41 characters stands here", "write at most 40"),
        ),
        (
            f"{HEAD},chain.2.verb\n{ROW},says\n",
            (2, 46, "'chain' has a part 2 and no part 1", "number them from 1 without a gap"),
        ),
        (
            f"{HEAD},chain\n{ROW},actor:tass reports\n",
            (
                2,
                46,
                "'actor:tass reports' is not 'key: value'",
                "write as in 'source: actor:tass, verb: reports; source: actor:igor-cherepanov, verb: told'",
            ),
        ),
        (
            f'{HEAD},chain\n{ROW},"sorce: actor:tass"\n',
            (2, 46, "there is no column 'chain.1.sorce'", "did you mean 'chain.1.source'?"),
        ),
        (
            f"{HEAD},chain,chain.1.verb\n",
            (1, 45, "'chain.1.verb' stands beside 'chain', which says the same", "keep one way"),
        ),
        (
            f"{HEAD},value.language\n{ROW},e n\n",
            (2, 46, "'e n' is not a language", "write a code such as 'en' or 'pt-BR'"),
        ),
        (
            f"{HEAD},note.language\n",
            (1, 39, "'note.language' stands without 'note'", "add the column of the text"),
        ),
        (
            f"{HEAD},note,note.language\n{ROW},,en\n",
            (2, 47, "a language stands here, and no text in 'note'", "write the text or remove the language"),
        ),
        (
            f"{HEAD},document.title\n{ROW},A\n",
            (
                2,
                1,
                "the document is described here, and not what it is",
                "add 'document.type', such as Article, where it is described first",
            ),
        ),
        (
            f"{HEAD},document.type,document.published\n{ROW},Article,2024\n{ROW},Article,2025\n",
            (
                3,
                54,
                "'https://w3id.org/averment/id/article/x' has another document.published here than in line 2",
                "write the same in both, or in the first one only",
            ),
        ),
        (
            f"{HEAD}\n{ROW}\nc2,article:x,law:y,fine,caf\xe9,asserts\n".encode("latin-1"),
            (3, 28, "byte 0xe9 is not UTF-8", UTF8),
        ),
        (
            f"{HEAD},caf\xe9\n{ROW},\n".encode("latin-1"),
            (1, 42, "byte 0xe9 is not UTF-8", UTF8),
        ),
        (f"{HEAD}\n{ROW}\n".encode("utf-16"), (1, 1, "the file is UTF-16", "save it as UTF-8")),
        (f"{HEAD}\n{ROW}\n".encode("utf-16-le"), (1, 1, "the file is UTF-16", "save it as UTF-8")),
        (
            b"PK\x03\x04\x14\0\x08\x08\n",
            (1, 1, "the file holds a NUL byte, which no text does", "save it as UTF-8"),
        ),
        (
            f"{HEAD}\n{ROW}\n{'x' * (MAX_LINE + 1)}\n",
            (
                3,
                1,
                f"the line has {MAX_LINE + 2} bytes, and the limit is {MAX_LINE}",
                "write one claim a row, with no more than belongs to it",
            ),
        ),
    ],
)
def test_a_fault_of_csv_is_told_at_its_place(text: str | bytes, expected: tuple[int, int, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, 1, "the file has no claims", "write a claim into it or remove it")),
        ("\n \n", (1, 1, "the file has no claims", "write a claim into it or remove it")),
        ("[]\n", (1, 1, "this line is no object", 'write one, as in {"statedIn": "article:x", ...}')),
        ('"x"\n', (1, 1, "this line is no object", 'write one, as in {"statedIn": "article:x", ...}')),
        ("{}\n", (1, 1, "'statedIn' is missing, which every claim needs", "add 'statedIn'")),
        (
            line() + '{"id": }\n',
            (2, 8, "the JSON breaks off: Expecting value", "correct it here or just before"),
        ),
        (
            line() + '{"id": "c1", "id": "c2"}\n',
            (2, 20, "the key 'id' stands here again (first on line 1)", "keep one of them"),
        ),
        ('{"id": NaN}\n', (1, 8, "'NaN' is no JSON value", "write a number or a string")),
        ('{"id": ' + "1" * 41 + "}\n", (1, 8, "a number of 41 characters stands here", "write at most 40")),
        (
            '{"id": ' + "[" * 100_000 + "\n",
            (1, 71, "the nesting is deeper than 64 levels", "write it flatter"),
        ),
    ],
)
def test_a_fault_of_json_lines_is_told_at_its_place(text: str, expected: tuple[int, int, str, str]) -> None:
    assert told(text, "json-lines") == [expected]


@pytest.mark.parametrize(
    ("text", "at", "problem", "cure"),
    [
        (
            line(chain=[{"source": {"a": {"b": {"c": "d"}}}}]),
            '{"c"',
            "this is nested deeper than anything that a claim says",
            "write it flatter",
        ),
        (
            '{"id": "\\ud800"}\n',
            '"\\ud',
            "the escape \\ud800 is half a character",
            "write the character itself",
        ),
        (
            line(relays=["article:x/c1", {}]),
            '["article',
            "a list holds different things here",
            "write texts or objects only",
        ),
        (
            line(chain=[{"sorce": "actor:a"}]),
            '"actor',
            "there is no column 'chain.1.sorce'",
            "did you mean 'chain.1.source'?",
        ),
        (
            line(**{"chain.2.verb": "says"}),
            '"says',
            "'chain' has a part 2 and no part 1",
            "number them from 1 without a gap",
        ),
        (
            line(**{"note@en": "first", "note": {"en": "b"}}),
            '"first',
            "'note@en' stands here twice, nested and with a dot",
            "keep one of them",
        ),
        (
            line(statedIn=["article:x", "article:y"]),
            '["art',
            "a claim is stated in one document",
            "write a row for each",
        ),
        (line(id=["c1", "c2"]), '["c1', "a claim has one name", "write one"),
        (
            line(about=["law:y", "a law"]),
            '["law',
            "the IRI 'a law' holds a character that IRIs can't have",
            "write it as in 'actor:some-name'",
        ),
        (line(value="a\0b"), '"a\\u', "a NUL stands here, which no text has", "remove it"),
    ],
)
def test_a_fault_within_a_line_of_json_is_told_at_its_value(
    text: str, at: str, problem: str, cure: str
) -> None:
    assert told(line() + text, "json-lines") == [(2, text.index(at) + 1, problem, cure)]


def test_every_bad_row_is_told_and_those_between_are_not_given_out() -> None:
    rows = "".join(f"c{n},article:x,law:y,fine,{'' if n % 10 == 5 else n},asserts\n" for n in range(40))
    assert [entry[0] for entry in told(f"{HEAD}\n{rows}")] == [7, 17, 27, 37]


def test_after_so_many_errors_reading_ends() -> None:
    rows = "c1,article:x,law:y,fine,,asserts\n" * 5000
    found = told(f"{HEAD}\n{rows}")
    assert len(found) == MAX_ERRORS + 1
    assert found[-1] == (102, 1, "100 errors are told, and reading ends here", "correct these first")


def test_a_chunk_that_was_given_out_before_an_error_is_taken_back_by_the_error(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{HEAD}\n" + f"{ROW}\n" * 30 + "c1\n" + f"{ROW}\n" * 30, encoding="utf-8")
    found: list[int] = []
    with pytest.raises(ReadFailure, match=r"a\.csv:32:1: error: this row has 1 cells"):
        found.extend(chunk.claims for chunk in read_rows(file, rows=10))
    assert found == [10, 10, 10]


def test_a_quotation_mark_that_is_never_closed_does_not_take_in_the_file() -> None:
    text = f'{HEAD}\nc1,article:x,law:y,"fine,1,asserts\n' + f"{ROW}\n" * 400_000
    tracemalloc.start()
    assert told(text.encode()) == [(2, 20, UNCLOSED, QUOTE)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(text) + 12 * MAX_LINE  # all of it as lines would be more than twice that


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_of_64_mb_is_not_held_in_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    with file.open("wb") as stream:
        stream.write(f"{HEAD}\n".encode() if name == "a.csv" else line().encode())
        stream.write(b'"')
        stream.seek(64 * 2**20)
        stream.write(b"\n")
    tracemalloc.start()
    with pytest.raises(ReadFailure, match=r":2:1: error: the line has \d+ bytes, and the limit is 1048576"):
        list(read_rows(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * 2**20


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a.txt", "of no known format of rows"),
        ("none.csv", "can't be opened"),
        ("folder.csv", "can't be opened"),
    ],
)
def test_what_is_no_file_of_rows_is_refused(name: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ReadFailure, match=problem):
        list(read_rows(tmp_path / name))


def test_errors_in_rows_are_told_with_those_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW},\n", encoding="utf-8")
    (tmp_path / "b.ttl").write_text("<http://a/>", encoding="utf-8")
    _, errors = read_leniently([tmp_path])
    assert [Path(error.position.path).name for error in errors] == ["a.csv", "b.ttl"]


def test_no_room_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("averment.reading.rows.documents._RECENT", 0)
    monkeypatch.setattr("sqlite3.connect", _full)
    problem = "there is no room for what rows say of documents (database or disk is full)"
    text = f"{HEAD},document.type\n{ROW},Article\n"
    assert told(text) == [(2, 1, problem, "make some in the folder for temporary files")]


def _full(*_: Any, **__: Any) -> Any:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_check_of_rows_ends_with_two_if_one_of_them_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{ROW}\nc2\n", encoding="utf-8")
    done = run("check", "a.csv", cwd=tmp_path)
    assert done.code == 2
    assert done.err.splitlines()[0] == (
        "a.csv:3:1: error: this row has 1 cells, and the header 6; write the empty cells, too"
    )


def test_a_row_that_stands_in_a_file_twice_is_found_by_the_check(tmp_path: Path) -> None:
    plain = ROW.removeprefix("c1")
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{plain}\n{plain}\n", encoding="utf-8")
    done = run("check", "a.csv", cwd=tmp_path)
    assert "a.csv:2:1: violation Definition-timesDefined" in done.out


ODD = st.lists(
    st.sampled_from(
        [
            *(
                "id",
                "statedIn",
                "about",
                "aspect",
                "value",
                "stance",
                "note@en",
                "chain",
                "document.type",
                "x",
            ),
            *("article:x", "law:y", "fine", "c1", "asserts", "=1+1", "\0", "\ud83d", "é", "_:b", "en"),
            *(
                ",",
                ",",
                ",",
                ";",
                "\t",
                "\n",
                "\n",
                "\r",
                "\r\n",
                '"',
                '"',
                "'",
                " ",
                "\\",
                "\ufeff",
                "{",
                "}",
                "[",
                "]",
            ),
            *(
                '{"',
                '": "',
                '", "',
                '"}\n',
                "\\ud800",
                "1e999",
                "null",
                "true",
                HEAD + "\n",
                ROW + "\n",
                line(),
            ),
        ]
    ),
    max_size=30,
).map("".join)


@given(text=ODD, row_format=st.sampled_from(["csv", "json-lines"]))
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_a_file_is_read_or_told(text: str, row_format: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        for chunk in chunks_of(data, row_format):
            assert list(chunk.quads())
    except ReadFailure as failure:
        for error in failure.errors:
            assert error.position.line <= data.count(b"\n") + 1
            assert error.position.column >= 1
            assert error.cure


@given(data=st.binary(max_size=60), row_format=st.sampled_from(["csv", "json-lines"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_told(data: bytes, row_format: str) -> None:
    with pytest.raises(ReadFailure):
        chunks_of(f"{HEAD}\n".encode() + data if row_format == "csv" else data, row_format)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Stated In", "statedIn"),
        ("stated_in", "statedIn"),
        ("prior value", "was"),
        ("attributionChain", "chain"),
        ("source", "chain.1.source"),
        ("chain.2.source_", "chain.2.source"),
        ("published", "document.published"),
        ("titel@de", "document.title@de"),
        ("evidence.hsah", "evidence.hash"),
    ],
)
def test_a_column_that_there_is_not_is_told_with_the_one_that_is_meant(name: str, meant: str) -> None:
    with pytest.raises(Fault) as raised:
        column(name)
    assert raised.value.cure == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "@en",
            "chain.0.verb",
            "chain.65.verb",
            "chain.verb",
            "chain.1",
            "chain.1.1.verb",
            "document",
        ),
        *(
            "document.document.type",
            "about@en",
            "asOf.language",
            "claims",
            "provisions",
            "zzzzzz",
            "document.claims",
        ),
        *(
            "av:value",
            "rdf:type",
            "law:x",
            "schema:",
            "schema:a b",
            "owl:imports",
            "type",
            "note.language.language",
        ),
    ],
)
def test_other_names_are_no_columns(name: str) -> None:
    with pytest.raises(Fault):
        column(name)


def test_every_column_that_is_listed_is_one() -> None:
    columns = list_columns()
    assert len(columns) > 50
    assert {entry.name.partition(",")[0] for entry in columns if entry.is_required} == set(required_columns())
    for entry in columns:
        for name in entry.name.replace(".N.", ".1.").replace("@LL", "@en").split(", "):
            assert column(name).name == name
        assert entry.holds
        assert entry.meaning.endswith(".")
    assert column("schema:keywords").predicate == "<https://schema.org/keywords>"
