"""Asking an endpoint: what is a whole answer is returned, and whatever is not is an error that names it, in time."""

from __future__ import annotations

import io
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from tests.cli.running import run

from averment.errors import QueryError, UsageError
from averment.querying import find_query, parse_query
from averment.querying.endpoint import Endpoint, EndpointCutError, EndpointError, EndpointLateError

AV = "https://w3id.org/averment/ontology#"
ROWS = parse_query("rows", "SELECT ?c ?n WHERE { ?c a av:Claim ; av:line ?n } ORDER BY ?n")
JSON = "application/sparql-results+json"

Said = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what the test says with each request."""

    protocol_version = "HTTP/1.1"
    says: Said
    asked: list[str]
    fields: dict[str, list[str]]
    is_over: threading.Event

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.fields = parse_qs(self.rfile.read(length).decode())
        self.asked.append(self.fields["query"][0])
        with suppress(OSError):  # who asked may have gone
            type(self).says(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, content: bytes, kind: str = JSON, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def endpoint(
    says: Said, certificate: Path | None = None, **options: float
) -> Iterator[tuple[Endpoint, list[str]]]:
    is_over = threading.Event()
    handler = type("Own", (Handler,), {"says": staticmethod(says), "asked": [], "is_over": is_over})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False  # so that closing waits for them
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        settings = {"seconds": 5.0, **options}
        url = f"{scheme}://127.0.0.1:{server.server_port}/sparql?default=1"
        yield Endpoint(url, **settings), handler.asked  # type: ignore[arg-type,attr-defined]
    finally:
        is_over.set()
        server.shutdown()
        server.server_close()


def serve_rows(handler: Handler) -> None:
    """Answer as an endpoint that holds two claims does."""
    store = ox.Store()
    a = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for number in (1, 2):
        claim = ox.NamedNode(f"https://w3id.org/averment/id/article/x/c{number}")
        store.add(ox.Quad(claim, a, ox.NamedNode(f"{AV}Claim")))
        store.add(ox.Quad(claim, ox.NamedNode(f"{AV}line"), ox.Literal(number)))
    result = store.query(handler.asked[-1])
    stream = io.BytesIO()
    if isinstance(result, ox.QueryTriples):
        result.serialize(stream, ox.RdfFormat.N_TRIPLES)
        handler.answer(stream.getvalue(), "application/n-triples")
    else:
        result.serialize(stream, ox.QueryResultsFormat.JSON)
        handler.answer(stream.getvalue(), f"{JSON}; charset=utf-8")


def test_rows_truth_and_triples_come_as_they_are() -> None:
    with endpoint(serve_rows) as (asked, sent):
        rows = asked.ask(ROWS)
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["n"].value for row in rows] == ["1", "2"]
        assert bool(asked.ask(parse_query("is", "ASK { ?c a av:Claim }"))) is True
        triples = asked.ask(parse_query("made", "CONSTRUCT { ?c av:line ?n } WHERE { ?c av:line ?n }"))
        assert isinstance(triples, list)
        assert len(triples) == 2
    assert sent[0].startswith(f"PREFIX av: <{AV}> SELECT")


def test_a_named_question_is_asked_with_its_parameters_bound() -> None:
    with endpoint(serve_rows) as (asked, sent):
        asked.ask(find_query("claims"), {"subject": "law:zz-kites"})
    assert "<https://w3id.org/averment/id/law/zz-kites>" in sent[0]


WHOLE = b'{"head":{"vars":["c","n"]},"results":{"bindings":[]}}'


def cut_connection(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(WHOLE) + 100))
    handler.end_headers()
    handler.wfile.write(WHOLE)
    handler.close_connection = True


def cut_chunk(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(WHOLE), WHOLE))
    handler.close_connection = True


def without_length(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    handler.wfile.write(WHOLE)
    handler.close_connection = True


def refuse_without_length(handler: Handler, status: str) -> None:
    """Refuse as some proxies do, in a body that ends with the connection."""
    handler.wfile.write(f"HTTP/1.0 {status}\r\nConnection: close\r\n\r\nunknown function MD5".encode())
    handler.close_connection = True


def refuse_in_half(handler: Handler) -> None:
    """Refuse in a body that is cut short."""
    handler.wfile.write(b"HTTP/1.1 500 Error\r\nContent-Length: 999\r\n\r\nout of memory")
    handler.close_connection = True


def refuse_with_much(handler: Handler) -> None:
    """Refuse, and say why without an end."""
    handler.wfile.write(b"HTTP/1.1 500 Error\r\nConnection: close\r\n\r\n")
    while not handler.is_over.is_set():
        handler.wfile.write(b"x" * 1000)


def hang(handler: Handler) -> None:
    handler.is_over.wait(10)
    handler.close_connection = True


def drip(handler: Handler, content: bytes) -> None:
    for byte in content:
        if handler.is_over.wait(0.05):
            break
        handler.wfile.write(bytes([byte]))
    handler.close_connection = True


def drip_headers(handler: Handler) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\n" + b"X" * 200)


def drip_body(handler: Handler, **headers: str) -> None:
    handler.send_response(200)
    for name, value in {"Content-Type": JSON, "Content-Length": "100000", **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    drip(handler, b" " * 200)


def drip_last_body(handler: Handler) -> None:
    """Say that this is the last answer on the connection, after which a client no longer keeps it."""
    drip_body(handler, Connection="close")


def drip_old_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: %s\r\nContent-Length: 999\r\n\r\n" % JSON.encode())
    drip(handler, b" " * 200)


def start_last_chunks(handler: Handler) -> None:
    handler.send_response(200)
    for name, value in {"Content-Type": JSON, "Transfer-Encoding": "chunked", "Connection": "close"}.items():
        handler.send_header(name, value)
    handler.end_headers()


def drip_last_chunks(handler: Handler) -> None:
    start_last_chunks(handler)
    drip(handler, b"1\r\n \r\n" * 40)


def hang_in_last_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 999\r\n\r\n" + WHOLE)
    hang(handler)


def hang_in_last_chunks(handler: Handler) -> None:
    start_last_chunks(handler)
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(WHOLE), WHOLE))
    hang(handler)


HANGING: list[Said] = [
    hang,
    drip_headers,
    drip_body,
    drip_last_body,
    drip_old_body,
    drip_last_chunks,
    hang_in_last_body,
    hang_in_last_chunks,
]


def speak_otherwise(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-x\r\n")
    handler.close_connection = True


FAULTS: list[tuple[Said, str]] = [
    (cut_connection, "its answer was cut short"),
    (cut_chunk, "its answer was cut short"),
    (
        without_length,
        "it does not say how long its answer is, so that nobody can tell whether it is whole; have it, or what "
        "stands before it, speak HTTP/1.1 with chunks or Content-Length",
    ),
    (lambda handler: handler.answer(WHOLE[:-5]), "its answer is malformed or was cut short"),
    (lambda handler: handler.answer(b""), "its answer is malformed or was cut short"),
    (
        lambda handler: handler.answer(WHOLE[:-1] + b',"error":"out of memory"}'),
        "its answer is malformed or was cut short (it holds error besides the answer)",
    ),
    (
        lambda handler: handler.answer(WHOLE[:-2] + b',"warnings":[],"ordered":true},"meta":{}}'),
        "its answer is malformed or was cut short (it holds warnings besides the answer)",
    ),
    (
        lambda handler: handler.answer(WHOLE + b" Error 408"),
        "its answer is malformed or was cut short (Extra",
    ),
    (lambda handler: handler.answer(b"[" * 100_000), "its answer is malformed or was cut short"),
    (
        lambda handler: handler.answer(b"<html><h1>Too many\nusers</h1>", "text/html"),
        f"it answers with text/html instead of {JSON}: <html><h1>Too many users</h1>",
    ),
    (
        lambda handler: handler.answer(b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'),
        "it answers with other columns than the query asks for: x",
    ),
    (
        lambda handler: handler.answer(b'{"head":{},"boolean":true}'),
        "it answers with yes or no to a query that selects rows",
    ),
    (
        lambda handler: handler.answer(b"out of memory", "text/plain", 500),
        "it answers with the status 500: out of memory",
    ),
    (
        lambda handler: refuse_without_length(handler, "400 Bad Request"),
        "it answers with the status 400: unknown function MD5",
    ),
    (refuse_in_half, "it answers with the status 500: out of memory"),
    (
        lambda handler: handler.answer(b"", "text/plain", 301, Location="http://else.invalid/"),
        "it has moved to 'http://else.invalid/'; give that address",
    ),
    (speak_otherwise, "what it says is no HTTP"),
]


@pytest.mark.parametrize(("says", "problem"), FAULTS, ids=[problem[:40] for _, problem in FAULTS])
def test_what_is_no_whole_answer_is_an_error_that_names_endpoint_and_query(says: Said, problem: str) -> None:
    with endpoint(says) as (asked, sent):
        with pytest.raises(EndpointError) as caught:
            asked.ask(ROWS)
        assert str(caught.value).startswith(
            f"the endpoint '{asked.url}' gives no answer to the query 'rows': {problem}"
        )
        assert len(sent) == 1


def given_up(asked: Endpoint) -> None:
    started = time.monotonic()
    with pytest.raises(
        EndpointLateError, match=r"it did not end within 0\.5 s; raise --timeout, or ask for less"
    ):
        asked.ask(ROWS)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("says", HANGING)
def test_an_endpoint_that_hangs_is_given_up_in_time(says: Said) -> None:
    with endpoint(says, seconds=0.5) as (asked, _):
        given_up(asked)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate of the loopback with its key, made for these tests."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {path} -out {path}.crt -subj /CN=here"
    subprocess.run(
        [openssl, *made.split(), "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True
    )
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.mark.parametrize("says", HANGING)
def test_one_that_is_encrypted_is_given_up_in_time(
    says: Said, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with endpoint(serve_rows, certificate=certificate) as (asked, _):
        asked.ask(ROWS)
    with endpoint(says, certificate=certificate, seconds=0.5) as (asked, _):
        given_up(asked)


def test_one_that_never_agrees_on_a_cipher_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        given_up(Endpoint(f"https://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.5))


def test_all_addresses_of_a_host_have_the_time_together(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    class Unreachable(socket.socket):
        """Is never connected, and wants to know how long it may wait for that."""

        def connect(self, _: object) -> None:
            waited.append(self.gettimeout() or 0.0)
            time.sleep(0.2)
            raise TimeoutError

    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.0.2.1", 80))] * 20
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    monkeypatch.setattr(socket, "socket", Unreachable)
    with pytest.raises(EndpointLateError):
        Endpoint("http://x.invalid/", seconds=0.5).ask(ROWS)
    assert 1 <= len(waited) < 4
    assert all(0 < each <= 0.5 - 0.2 * number for number, each in enumerate(waited))


def test_remarks_after_an_answer_are_taken_for_no_part_of_it() -> None:
    row = b'{"c":{"type":"uri","value":"urn:a"},"n":{"type":"literal","value":"\\u00e9","xml:lang":"fr"}}'
    rows = WHOLE.replace(b"[]}}", b'[%s],"distinct":false,"ordered":true},"meta":{"query-time-ms":5}}' % row)
    with endpoint(lambda handler: handler.answer(rows)) as (asked, _):
        found = asked.ask(ROWS)
        assert isinstance(found, ox.QuerySolutions)
        [solution] = found
        assert (solution["c"], solution["n"]) == (ox.NamedNode("urn:a"), ox.Literal("é", language="fr"))
    is_any = parse_query("is", "ASK { ?c a av:Claim }")
    with endpoint(lambda handler: handler.answer(b'{"head":{},"boolean":false,"meta":{}}')) as (asked, _):
        assert bool(asked.ask(is_any)) is False


@pytest.mark.parametrize(
    "said", [b'{"head":{},"boolean":false} Error 408: ended', b'{"head":{},"boolean":false,"error":"ended"}']
)
def test_no_is_not_taken_for_an_answer_where_an_error_follows(said: bytes) -> None:
    with (
        endpoint(lambda handler: handler.answer(said)) as (asked, _),
        pytest.raises(EndpointError, match="its answer is malformed or was cut short"),
    ):
        asked.ask(parse_query("is", "ASK { ?c a av:Claim }"))


def serve_as_virtuoso(handler: Handler, most: int = 10) -> None:
    """Answer as Virtuoso does, which says that it cuts rows, and not that it cuts triples or what they are made of."""
    store = ox.Store()
    for number in range(20):
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), ox.Literal(number)))
    result = store.query(handler.asked[-1])
    if isinstance(result, ox.QueryTriples):
        stream = io.BytesIO()
        result.serialize(stream, ox.RdfFormat.N_TRIPLES)
        lines = stream.getvalue().splitlines(keepends=True)
        handler.answer(b"".join(lines[:most]), "text/plain", X_SPARQL_default_graph="urn:g")
        return
    assert isinstance(result, ox.QuerySolutions)
    names = [variable.value for variable in result.variables]
    rows = [{name: {"type": "literal", "value": "x"} for name in names} for _ in result][:most]
    content = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    handler.answer(content, JSON, 200, **({"X_SPARQL_MaxRows": str(most)} if len(rows) == most else {}))


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o FILTER (?o < 9) }", 9),
        ("CONSTRUCT { ?s <urn:q> ?o ; <urn:r> ?o } WHERE { ?s <urn:p> ?o FILTER (?o < 4) }", 8),
        ("CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }", None),
        ("CONSTRUCT { ?s <urn:q> ?o ; <urn:r> ?o } WHERE { ?s <urn:p> ?o FILTER (?o < 9) }", None),
        ("CONSTRUCT { <urn:a> <urn:q> <urn:b> } WHERE { ?s <urn:p> ?o }", None),
        ("DESCRIBE ?s WHERE { ?s <urn:p> ?o }", None),
    ],
)
def test_triples_that_virtuoso_may_have_cut_are_refused(text: str, triples: int | None) -> None:
    with endpoint(serve_as_virtuoso) as (asked, _):
        if triples is None:
            with pytest.raises(
                EndpointCutError, match="it gives 10 rows at most, and this answer may have more"
            ):
                asked.ask(parse_query("made", text))
        else:
            made = asked.ask(parse_query("made", text))
            assert isinstance(made, list)
            assert len(made) == triples


def test_triples_are_refused_where_a_server_says_that_it_cuts_them() -> None:
    lines = b"<urn:a> <urn:p> 'x' .\n<urn:b> <urn:p> 'x' .\n".replace(b"'", b'"')
    with (
        endpoint(lambda handler: handler.answer(lines, "text/plain", X_SPARQL_MaxRows="2")) as (asked, _),
        pytest.raises(EndpointCutError, match="it gives 2 rows at most"),
    ):
        asked.ask(parse_query("made", "CONSTRUCT WHERE { ?s ?p ?o }"))


@pytest.mark.parametrize(("rows", "is_there"), [([], False), ([1], True), ([0], False)])
def test_the_row_in_which_virtuoso_says_yes_is_one(rows: list[int], is_there: bool) -> None:
    column = "__ASK_RETVAL"
    bindings = [{column: {"type": "typed-literal", "datatype": "urn:x", "value": str(row)}} for row in rows]
    content = json.dumps({"head": {"vars": [column]}, "results": {"bindings": bindings}}).encode()
    with endpoint(lambda handler: handler.answer(content)) as (asked, _):
        answer = asked.ask(parse_query("is", "ASK { ?c a av:Claim }"))
        assert isinstance(answer, ox.QueryBoolean)
        assert bool(answer) is is_there
        with pytest.raises(EndpointError, match="other columns than the query asks for: __ASK_RETVAL"):
            asked.ask(ROWS)


def test_an_answer_that_grows_too_large_is_given_up() -> None:
    with (
        endpoint(lambda handler: handler.answer(WHOLE + b" " * 200_000), most_bytes=100_000) as (asked, _),
        pytest.raises(EndpointError, match="its answer has more than 100000 bytes"),
    ):
        asked.ask(ROWS)


def test_a_busy_server_is_asked_again_but_not_for_ever() -> None:
    with endpoint(lambda handler: handler.answer(b"busy", "text/plain", 503)) as (asked, sent):
        with pytest.raises(EndpointError, match="it answers with the status 503: busy"):
            asked.ask(ROWS)
        assert len(sent) == 3
    with endpoint(lambda handler: refuse_without_length(handler, "503 Unavailable")) as (asked, sent):
        with pytest.raises(EndpointError, match="it answers with the status 503: unknown function MD5"):
            asked.ask(ROWS)
        assert len(sent) == 3
    with endpoint(refuse_with_much) as (asked, _), pytest.raises(EndpointError, match="the status 500: xxxx"):
        asked.ask(ROWS)

    def at_first_busy(handler: Handler) -> None:
        if len(handler.asked) == 1:
            handler.answer(b"", "text/plain", 503, Retry_After="1")
        else:
            serve_rows(handler)

    with endpoint(at_first_busy) as (asked, sent):
        asked.ask(ROWS)
        assert len(sent) == 2
    with endpoint(lambda handler: handler.answer(b"", "text/plain", 503, Retry_After="90")) as (asked, sent):
        with pytest.raises(EndpointError):
            asked.ask(ROWS)
        assert len(sent) == 1


def test_nobody_there_is_told() -> None:
    with endpoint(serve_rows) as (asked, _):
        pass
    with pytest.raises(EndpointError, match="it cannot be reached"):
        Endpoint(asked.url, seconds=1).ask(ROWS)


@pytest.mark.parametrize(
    "query",
    [
        "DROP ALL",
        "SELECT * { SERVICE <http://x.invalid/> { ?s ?p ?o } }",
        "SELECT ?x {",
    ],
)
def test_what_is_refused_or_malformed_is_not_sent(query: str) -> None:
    with endpoint(serve_rows) as (asked, sent):
        with pytest.raises(QueryError):
            asked.ask(parse_query("own", query))
        assert sent == []


@pytest.mark.parametrize(
    "url", ["ftp://x.invalid/", "localhost:80", "http://", "http://a b/", "http://x\n/", "http://x:99999/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="is no address of an endpoint"):
        Endpoint(url).ask(ROWS)


def test_a_password_is_not_taken() -> None:
    with pytest.raises(UsageError, match="ends up in logs"):
        Endpoint("http://me:secret@x.invalid/").ask(ROWS)


def test_the_command_asks_an_endpoint_and_tells_what_went_wrong() -> None:
    with endpoint(serve_rows) as (asked, _):
        done = run("query", "-", "--endpoint", asked.url, "--format", "csv", stdin=ROWS.text.encode())
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[1] == "https://w3id.org/averment/id/article/x/c1,1"
    with endpoint(cut_chunk) as (asked, _):
        done = run("query", "-", "--endpoint", asked.url, stdin=ROWS.text.encode())
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            f"error: the endpoint '{asked.url}' gives no answer to the query 'standard input': "
            "its answer was cut short\n"
        )
    done = run("query", "-", "--endpoint", asked.url, "--graph", "fine.yaml", stdin=b"ASK {}")
    assert done.code == 2
    assert "leave out --graph, --archive, --shapes, --as-of and --true-by" in done.err
