"""The server as one application, with workers: what each address answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from averment.querying import list_queries
from averment.serving.formats import GRAPHS, RESULTS

from .served import ALL, HOSTILE, Log, client

HTML = {"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"}
QUERY = {"Content-Type": "application/sparql-query"}
LABELS = "SELECT ?label WHERE { <https://w3id.org/averment/id/law/zz-hostile> rdfs:label ?label }"
GRAPH = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } ORDER BY ?s LIMIT 5"
LOG = Log()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "law").mkdir()
    (folder / "article").mkdir()
    (folder / "index.html").write_text("<h1>all</h1>", encoding="utf-8")
    (folder / "law" / "zz-kites.html").write_text("<h1>kites</h1>", encoding="utf-8")
    (folder / "article" / "quill-1.html").write_text("<h1>quill</h1>", encoding="utf-8")
    (folder.parent / "secret.html").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("served")
    with client(folder, site=site, origins=["https://example.org"], log=LOG, title="Kites") as started:
        yield started


@pytest.mark.parametrize("media", RESULTS)
def test_rows_come_in_each_format(served: TestClient, media: str) -> None:
    reply = served.get("/sparql", params={"query": LABELS}, headers={"Accept": media})
    assert reply.status_code == 200
    assert reply.headers["content-type"].partition(";")[0] == media
    if RESULTS[media].file_extension == "csv":
        assert reply.text.splitlines() == ["label", '"' + HOSTILE.replace('"', '""') + '"']
        return
    results = ox.parse_query_results(reply.content, format=RESULTS[media])
    assert isinstance(results, ox.QuerySolutions)
    assert [solution["label"] for solution in results] == [ox.Literal(HOSTILE)]


@pytest.mark.parametrize("media", GRAPHS)
def test_graphs_come_in_each_format(served: TestClient, media: str) -> None:
    reply = served.post("/sparql", content=GRAPH, headers={**QUERY, "Accept": media})
    assert reply.status_code == 200
    assert reply.headers["content-type"].partition(";")[0] == media
    assert len(list(ox.parse(reply.content, format=GRAPHS[media]))) == 5


def test_a_truth_value_comes_as_one(served: TestClient) -> None:
    reply = served.post("/sparql", data={"query": "ASK { ?claim a av:Claim }"})
    assert reply.json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize(
    ("query", "accept"), [(LABELS, "text/turtle"), (GRAPH, "text/csv"), (LABELS, "image/png")]
)
def test_a_format_that_does_not_fit_is_not_sent(served: TestClient, query: str, accept: str) -> None:
    reply = served.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert reply.status_code == 406
    assert "ask for" in reply.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "empty"),
        ("# nothing\n", 400, "empty"),
        ("SELECT ?s WHERE {\n ?s ?p }", 400, "line 2, column 9"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }", 403, "SERVICE"),
        ("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", 403, "FROM"),
        ("LOAD <http://127.0.0.1:1/>", 403, "only reads"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 403, "only reads"),
        ("# param x: (unknown) type\nASK {}", 200, "true"),
        ("ASK { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }", None, ""),
    ],
)
def test_what_cannot_be_run_is_refused_with_the_reason(
    served: TestClient, query: str, status: int | None, words: str
) -> None:
    reply = served.post("/sparql", content=query, headers=QUERY)
    assert reply.status_code == status or (status is None and reply.status_code in (200, 400, 507))
    assert words in reply.text
    if status is not None and status >= 400:
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert served.post("/sparql", content="ASK {}", headers=QUERY).status_code == 200


def test_a_head_request_has_the_headers_alone(served: TestClient) -> None:
    whole = served.get("/sparql", params={"query": ALL + " LIMIT 3"})
    head = served.head("/sparql", params={"query": ALL + " LIMIT 3"})
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]
    assert head.headers["content-length"] == str(len(whole.content))


def test_what_a_client_has_is_not_sent_again(served: TestClient) -> None:
    asked = {"query": ALL + " LIMIT 3"}
    etag = served.get("/sparql", params=asked).headers["etag"]
    again = served.get("/sparql", params=asked, headers={"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    other = served.get("/sparql", params={"query": ALL + " LIMIT 4"}, headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_a_query_with_a_clock_or_chance_is_run_anew(served: TestClient) -> None:
    replies = {
        served.post("/sparql", content="SELECT (STRUUID() AS ?x) {}", headers=QUERY).text for _ in range(3)
    }
    assert len(replies) == 3


def test_methods_and_bodies(served: TestClient) -> None:
    assert served.put("/sparql").status_code == 405
    assert served.put("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert served.options("/sparql").status_code == 204
    assert served.post("/sparql", content="x" * 30_000, headers=QUERY).status_code == 413
    assert served.post("/sparql", content=iter([b"x" * 15_000] * 2), headers=QUERY).status_code == 413
    assert served.post("/questions").status_code == 405
    assert served.post("/index.html").status_code == 405


def test_without_a_query_the_service_describes_itself(served: TestClient) -> None:
    reply = served.get("/sparql", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(reply.content, format=ox.RdfFormat.TURTLE)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = next(store.quads_for_pattern(None, ox.NamedNode(sd + "endpoint"), None)).object
    assert endpoint == ox.NamedNode("http://localhost/sparql")
    triples = ox.NamedNode("http://rdfs.org/ns/void#triples")
    count = next(store.quads_for_pattern(None, triples, None)).object
    counted = served.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert isinstance(count, ox.Literal)
    assert count.value == counted["results"]["bindings"][0]["n"]["value"]


def test_a_browser_gets_the_page_for_queries(served: TestClient) -> None:
    for address in ("/sparql", "/sparql?query=ASK+%7B%7D"):
        reply = served.get(address, headers=HTML)
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert "/sparql/assets/vendor/yasgui.min.js" in reply.text
        assert "script-src 'self';" in reply.headers["content-security-policy"]
        assert "default-src 'none';" in reply.headers["content-security-policy"]
    for file in (
        "vendor/yasgui.min.js",
        "vendor/yasgui.min.css",
        "query.js",
        "serving.css",
        "site/style.css",
    ):
        assert served.get(f"/sparql/assets/{file}").status_code == 200


def test_the_questions_are_listed_and_each_is_answered(served: TestClient) -> None:
    listed = served.get("/questions").json()["questions"]
    assert [one["name"] for one in listed] == [query.name for query in list_queries()]
    for one in listed:
        assert served.get(one["address"]).status_code == 200
        assert served.get(one["address"], headers=HTML).headers["content-type"].startswith("text/html")
    page = served.get("/questions", headers=HTML)
    assert "/questions/claims" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]


def test_a_parameter_of_a_question_is_bound_as_a_term(served: TestClient) -> None:
    def subjects(value: str) -> set[str]:
        reply = served.get("/questions/claims", params={"subject": value, "format": "json"})
        assert reply.status_code == 200, reply.text
        return {row["about"]["value"] for row in json.loads(reply.text)["results"]["bindings"]}

    everything = served.get("/questions/claims?format=json").json()["results"]["bindings"]
    one = everything[0]["about"]["value"]
    assert subjects(one) == {one} != {row["about"]["value"] for row in everything}
    assert subjects("") == {row["about"]["value"] for row in everything}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/questions/nothing", 404, "no such question"),
        ("/questions/claims?subject=no%20iri", 400, "of type iri"),
        ("/questions/claims?subject=law:x%7D%20%3Fa%20%3Fb%20%3Fc", 400, "of type iri"),
        ("/questions/claims?other=x", 400, "no parameter 'other'"),
        ("/questions/claims?subject=law:a&subject=law:b", 400, "given twice"),
        ("/questions/claims?format=pdf", 400, "no format 'pdf'"),
        ("/questions/claims?subject=%ff", 400, "not UTF-8"),
    ],
)
def test_a_question_that_cannot_be_asked_so_says_why(
    served: TestClient, address: str, status: int, words: str
) -> None:
    reply = served.get(address)
    assert (reply.status_code, words in reply.text) == (status, True), reply.text


def test_a_thing_leads_a_browser_to_its_page_and_tells_programs_of_itself(served: TestClient) -> None:
    page = served.get("/id/law/zz-kites", headers=HTML)
    assert (page.status_code, page.headers["location"]) == (303, "/law/zz-kites.html")
    claim = served.get("/id/article/quill-1/c1", headers=HTML)
    assert claim.headers["location"] == "/article/quill-1.html#article-quill-1--c1"
    for media, written in GRAPHS.items():
        reply = served.get("/id/law/zz-kites", headers={"Accept": media})
        subjects = {str(quad.subject) for quad in ox.parse(reply.content, format=written)}
        assert "<https://w3id.org/averment/id/law/zz-kites>" in subjects
        assert reply.headers["vary"] == "Accept, Origin" or "Accept" in reply.headers["vary"]


def test_a_thing_without_a_page_has_a_plain_one_where_labels_stay_text(served: TestClient) -> None:
    text = served.get("/id/law/zz-hostile", headers=HTML).text
    assert "&lt;img src=x" in text
    assert "<img" not in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("path", ["law/nothing", "law/%3E%20%7D", "%00", "law/..%2f..%2fetc", ""])
def test_what_nobody_speaks_of_is_not_found(served: TestClient, path: str) -> None:
    for headers in ({}, HTML):
        assert served.get(f"/id/{path}", headers=headers).status_code == 404


def test_the_site_is_beside_it_and_nothing_outside_is(served: TestClient) -> None:
    assert served.get("/").text == "<h1>all</h1>"
    assert served.get("/law/zz-kites.html").text == "<h1>kites</h1>"
    for path in (
        "../secret.html",
        "%2e%2e/secret.html",
        "law/..%2f..%2fsecret.html",
        "//secret.html",
        "law%00.html",
    ):
        reply = served.get(f"/{path}")
        assert reply.status_code == 404, path
        assert "secret" not in reply.text


def test_other_origins_read_answers_by_choice(served: TestClient) -> None:
    asked = {"query": "ASK {}"}
    allowed = served.get("/sparql", params=asked, headers={"Origin": "https://example.org"})
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"
    other = served.get("/sparql", params=asked, headers={"Origin": "https://example.com"})
    assert "access-control-allow-origin" not in other.headers
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert (
        served.options("/sparql", headers={"Origin": "https://example.org", **preflight}).status_code == 200
    )
    assert (
        served.options("/sparql", headers={"Origin": "https://example.com", **preflight}).status_code == 400
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "@", "a b"]
)
def test_a_name_that_is_not_ours_is_not_answered(served: TestClient, host: str) -> None:
    assert served.get("/sparql?query=ASK+%7B%7D", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:8080"])
def test_names_of_this_machine_are_answered(served: TestClient, host: str) -> None:
    assert served.get("/sparql?query=ASK+%7B%7D", headers={"Host": host}).status_code == 200


def test_the_log_has_no_query(served: TestClient) -> None:
    LOG.lines.clear()
    served.get("/sparql", params={"query": "ASK { ?secret ?p ?o }"})
    served.get("/law%1b[31m%0aGET")
    assert LOG.lines[0].startswith("GET /sparql 200 ")
    assert "secret" not in LOG.lines[0]
    assert "\x1b" not in LOG.lines[1]
    assert "\n" not in LOG.lines[1]
    assert len(LOG.lines) == 2
