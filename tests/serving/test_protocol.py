"""Requests of the SPARQL 1.1 Protocol, after the W3C's protocol tests."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from averment.serving.failures import Failure
from averment.serving.protocol import FORM, QUERY, Request, parameters_in, query_in

ASK = "ASK { ?s ?p 'é' }"
ENCODED = f"query={quote(ASK)}".encode()


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", ENCODED),
        Request("HEAD", ENCODED),
        Request("GET", ENCODED + b"&format=json&output=json"),
        Request("POST", content_type=FORM, body=ENCODED),
        Request("POST", content_type=f"{FORM}; charset=UTF-8", body=ENCODED),
        Request("POST", content_type=FORM.upper(), body=ENCODED),
        Request("POST", content_type=QUERY, body=ASK.encode()),
        Request("POST", content_type=f'{QUERY}; charset="utf-8"', body=ASK.encode()),
    ],
)
def test_a_query_is_read(request_: Request) -> None:
    assert query_in(request_) == ASK


def test_a_get_without_a_query_asks_for_what_is_here() -> None:
    assert query_in(Request("GET")) is None
    assert query_in(Request("GET", b"other=1")) is None


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (Request("PUT", ENCODED), 405, "GET or POST"),
        (Request("DELETE"), 405, "GET or POST"),
        (Request("GET", ENCODED + b"&" + ENCODED), 400, "2 parameters 'query'"),
        (Request("GET", b"update=CLEAR+ALL"), 403, "only reads"),
        (Request("GET", b"query=%ff"), 400, "not UTF-8"),
        (Request("GET", b"query=\xff"), 400, "not UTF-8"),
        (Request("GET", b"&".join(b"a%d=" % number for number in range(200))), 400, "more than 100"),
        (Request("GET", ENCODED + b"&default-graph-uri=urn:x"), 403, "one graph"),
        (Request("GET", ENCODED + b"&named-graph-uri=urn:x"), 403, "one graph"),
        (Request("POST", content_type=FORM, body=b"update=CLEAR+ALL"), 403, "only reads"),
        (Request("POST", content_type="application/sparql-update", body=b"CLEAR ALL"), 403, "only reads"),
        (Request("POST", content_type=FORM, body=b""), 400, "no field 'query'"),
        (Request("POST", content_type=FORM, body=ENCODED + b"&" + ENCODED), 400, "2 parameters"),
        (Request("POST", ENCODED, FORM, ENCODED), 400, "2 parameters"),
        (Request("POST", ENCODED, QUERY, ASK.encode()), 400, "one query in the address and one in the body"),
        (Request("POST", content_type="text/plain", body=ASK.encode()), 415, "'text/plain'"),
        (Request("POST", body=ASK.encode()), 415, "no content type"),
        (Request("POST", content_type=f"{QUERY}; charset=UTF-16", body=ASK.encode("utf-16")), 415, "utf-16"),
        (Request("POST", content_type=QUERY, body=b"ASK { ?s ?p '\xff' }"), 400, "not UTF-8"),
        (Request("POST", b"default-graph-uri=urn:x", QUERY, ASK.encode()), 403, "one graph"),
    ],
)
def test_another_request_is_told_what_is_wrong(request_: Request, status: int, words: str) -> None:
    with pytest.raises(Failure, match=words) as failure:
        query_in(request_)
    assert failure.value.status == status


def test_a_refused_method_names_those_that_do() -> None:
    with pytest.raises(Failure) as failure:
        query_in(Request("PATCH"))
    assert failure.value.headers == {"Allow": "GET, HEAD, POST, OPTIONS"}


@given(st.text())
def test_every_text_arrives_as_it_was_sent(text: str) -> None:
    encoded = urlencode({"query": text}).encode()
    assert query_in(Request("GET", encoded)) == text
    assert query_in(Request("POST", content_type=FORM, body=encoded)) == text
    assert query_in(Request("POST", content_type=QUERY, body=text.encode())) == text


@given(
    st.binary(max_size=40),
    st.sampled_from(["GET", "POST"]),
    st.sampled_from([FORM, QUERY, None]),
    st.binary(),
)
def test_no_bytes_do_harm(query_string: bytes, method: str, content_type: str | None, body: bytes) -> None:
    status, query = 200, None
    try:
        query = query_in(Request(method, query_string, content_type, body))
    except Failure as failure:
        status = failure.status
    assert status == 200 or (400 <= status < 500 and query is None)


def test_a_parameter_is_given_once() -> None:
    assert parameters_in(b"a=1&b=") == {"a": "1", "b": ""}
    with pytest.raises(Failure, match="'a' is given twice"):
        parameters_in(b"a=1&a=1")
