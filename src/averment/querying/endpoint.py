"""Asking a SPARQL endpoint: whatever is not a whole answer within its time is an error, never an empty result."""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from typing import Literal, NoReturn, TypeAlias
from urllib.parse import SplitResult, urlencode, urlsplit

import pyoxigraph as ox

from averment.errors import AvermentError, UsageError
from averment.namespaces import PREFIXES
from averment.querying import Query, bind_parameters, check_query, parse_query
from averment.querying.solutions import select_solutions

__all__ = [
    "Answer",
    "Endpoint",
    "EndpointCutError",
    "EndpointError",
    "EndpointLateError",
    "EndpointRefusalError",
]

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]

Expected: TypeAlias = tuple[str, ...] | Literal[True] | None
"""What a query asks for: the variables of its rows, True for yes or no, None for triples."""

_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_PART = 2**16
_SAID = 2**12
"""How many bytes are read of what a server says of an error."""

_AGAIN = (429, 502, 503)
"""Statuses of a server that may answer when it is asked again."""

_OF_ALL_QUERIES = (401, 403, 404, 405, 407, 410)
"""Statuses of a server that would answer no other query either."""

_ANSWERED = frozenset({"head", "results", "boolean"})
"""What an answer in JSON has, by the standard."""

_FORMATS = {"application/json": _JSON, "text/plain": _TRIPLES}
"""Other names that servers give the formats that are asked for."""


_VIRTUOSO_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')
_VIRTUOSO_TRUTH = "__ASK_RETVAL"
"""The column in which Virtuoso answers with yes or no."""

_PREFIX = re.compile(r"\b([A-Za-z]+):")


class EndpointError(AvermentError):
    """An endpoint that gives no whole answer in time; the message names it and the query.

    Attributes:
        problem: what is wrong, as a clause.
    """

    def __init__(self, url: str, query: str, problem: str) -> None:
        super().__init__(f"the endpoint '{url}' gives no answer to the query '{query}': {problem}")
        self.problem = problem


class EndpointLateError(EndpointError):
    """An endpoint that does not end within the time."""


class EndpointRefusalError(EndpointError):
    """An endpoint that is there, and can't or won't answer this query, or not with what is a whole answer."""


class EndpointCutError(EndpointRefusalError):
    """An endpoint that cuts answers at a number of rows, and has cut this one, or may have.

    Attributes:
        rows: how many rows it gives at most.
    """

    def __init__(self, url: str, query: str, problem: str, rows: int) -> None:
        super().__init__(url, query, problem)
        self.rows = rows


class _AgainError(Exception):
    """An answer, or none, that another try may mend: what is wrong if none does, and after how many seconds to try."""

    def __init__(
        self, problem: str, after: float = 0.0, *, kind: type[EndpointError] = EndpointError
    ) -> None:
        super().__init__(problem)
        self.after = after
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 endpoint.

    Attributes:
        url: its address.
        seconds: the longest that a query may take, with all that is tried again.
        most_bytes: the largest answer that is taken.
        tries: how often a query is sent at most, where the server is busy or can't be reached.
        default_graph: the IRI of the graph that is asked; None for what the endpoint takes for its default.
        deadline: when all queries together are given up, by `time.monotonic`; None if each has its time for itself.
    """

    url: str
    seconds: float = 60.0
    most_bytes: int = 2**29
    tries: int = 3
    default_graph: str | None = None
    deadline: float | None = None

    def ask(self, query: Query, parameters: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a query: rows, a truth value, or triples.

        Args:
            query: the query; prefixes of averment need not be declared.
            parameters: values of its variables; see `run_query`.

        Raises:
            EndpointError: there is no whole answer within the time.
            QueryError: the query is malformed, or uses what is refused; nothing has been sent.
            UsageError: the address is none, or a parameter is unknown or of the wrong type.
        """
        address = _address(self.url)
        expected = check_query(query)
        text = _with_prefixes(bind_parameters(query, parameters or {}))
        own = time.monotonic() + self.seconds
        deadline = own if self.deadline is None else min(own, self.deadline)
        for left in reversed(range(self.tries)):
            try:
                return self._sent(address, text, expected, deadline)
            except _AgainError as error:
                pause = max(error.after, 0.5 * (self.tries - left))
                if not left or time.monotonic() + pause >= deadline:
                    raise self._error(query, error) from error
                time.sleep(pause)
            except _NoAnswerError as error:
                raise self._error(query, error) from error
        raise AssertionError("the last try returns or raises")

    def _error(self, query: Query, error: _AgainError | _NoAnswerError) -> EndpointError:
        if isinstance(error, _NoAnswerError) and error.rows is not None:
            return EndpointCutError(self.url, query.name, str(error), error.rows)
        return error.kind(self.url, query.name, str(error))

    def _sent(self, address: SplitResult, text: str, expected: Expected, deadline: float) -> Answer:
        graph = {"default-graph-uri": self.default_graph} if self.default_graph is not None else {}
        body = urlencode({"query": text, **graph}).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": _TRIPLES if expected is None else _JSON,
            "Accept-Encoding": "identity",
            "User-Agent": "averment",
        }
        path = address.path or "/"
        with self._connected(address, deadline) as connection:
            connection.request("POST", f"{path}?{address.query}" if address.query else path, body, headers)
            with connection.getresponse() as response:
                if response.status != 200:
                    _refuse_status(response, _beginning(response))
                content = self._read(response)
        answer = _parsed(_format(response), content, expected)
        _refuse_part(response, content, answer)
        if isinstance(answer, list) and _is_virtuoso(response):
            self._refuse_cut_graph(address, text, len(answer), deadline)
        return answer

    def _refuse_cut_graph(self, address: SplitResult, text: str, triples: int, deadline: float) -> None:
        """Refuse triples that Virtuoso may have cut, as it says of rows alone: so it is asked for rows.

        It cuts the rows that triples are made of, and the triples that a CONSTRUCT makes of them.
        """
        form, pattern = select_solutions(text)
        rows = self._count_rows(address, pattern, deadline) if pattern is not None else 0
        if form == "DESCRIBE" or triples <= rows:
            return
        any_rows = f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {triples}"
        if self._count_rows(address, any_rows, deadline) < triples:
            raise _NoAnswerError(
                f"it cuts graphs somewhere, and nobody can tell whether the one of {triples} triples is whole; ask for "
                "rows with SELECT"
            )

    def _count_rows(self, address: SplitResult, text: str, deadline: float) -> int:
        expected = check_query(parse_query("how many rows there are", text))
        answer = self._sent(address, text, expected, deadline)
        return sum(1 for _ in answer) if isinstance(answer, ox.QuerySolutions) else 0

    @contextmanager
    def _connected(self, address: SplitResult, deadline: float) -> Iterator[http.client.HTTPConnection]:
        """Open a connection that is cut off at the deadline, whatever it is doing then."""
        is_late = threading.Event()
        is_open = False
        try:
            # it is kept here, for a connection forgets its own as soon as it has read that it is the last answer on it
            opened, connection = _opened(address, deadline)
            is_open = True
            with closing(connection), _cut_off(opened, deadline, is_late):
                yield connection
            if is_late.is_set():  # what was read until then may end where it happens to look whole
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            if is_late.is_set() or isinstance(error, TimeoutError):
                raise _NoAnswerError(
                    f"it did not end within {self.seconds:g} s; raise --timeout, or ask for less",
                    EndpointLateError,
                ) from error
            raise (_broken_off(error) if is_open else _unreachable(error)) from error

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """Read a body to its end.

        One that ends with the connection, and says nowhere how long it is, may have been cut short.
        """
        if not response.chunked and response.length is None:
            raise _NoAnswerError(
                "it does not say how long its answer is, so that nobody can tell whether it is whole; have it, or "
                "what stands before it, speak HTTP/1.1 with chunks or Content-Length"
            )
        parts: list[bytes] = []
        size = 0
        while part := response.read(_PART):
            size += len(part)
            if size > self.most_bytes:
                raise _NoAnswerError(
                    f"its answer has more than {self.most_bytes} bytes; ask for less with LIMIT"
                )
            parts.append(part)
        if response.length:  # read() returns what there is when a connection ends early
            raise http.client.IncompleteRead(b"", response.length)
        return b"".join(parts)


class _NoAnswerError(Exception):
    """No answer, and none to be had by asking again; and, where answers are cut, after how many rows."""

    def __init__(
        self, problem: str, kind: type[EndpointError] = EndpointRefusalError, *, rows: int | None = None
    ) -> None:
        super().__init__(problem)
        self.kind = kind
        self.rows = rows


def _with_prefixes(text: str) -> str:
    """Return a query that declares the prefixes of averment that it uses; where it declares one itself, that holds."""
    used = sorted(set(_PREFIX.findall(text)) & PREFIXES.keys())
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in used) + text


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        is_fine = address.scheme in ("http", "https") and bool(address.hostname) and address.port != 0
    except ValueError:
        is_fine = False
    if not is_fine or not url.isascii() or any(ord(character) <= 32 for character in url):
        raise UsageError(
            f"'{url}' is no address of an endpoint; write one such as http://127.0.0.1:7878/query"
        )
    if address.username is not None or address.password is not None:
        raise UsageError("an address with a name and a password ends up in logs; leave them out")
    return address


def _opened(address: SplitResult, deadline: float) -> tuple[socket.socket, http.client.HTTPConnection]:
    """Connect to one of the addresses of a host: all of them, and agreeing on a cipher, have the time together."""
    host, port = address.hostname or "", address.port
    if address.scheme == "https":
        context = ssl.create_default_context()
        secure = http.client.HTTPSConnection(host, port, context=context)
        plain = _reached(host, port or http.client.HTTPS_PORT, deadline)
        try:
            plain.settimeout(_left(deadline))
            secure.sock = context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
        return secure.sock, secure
    connection = http.client.HTTPConnection(host, port)
    connection.sock = _reached(host, port or http.client.HTTP_PORT, deadline)
    return connection.sock, connection


def _reached(host: str, port: int, deadline: float) -> socket.socket:
    problem: OSError | None = None
    for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        reached = socket.socket(family, kind, protocol)
        try:
            reached.settimeout(_left(deadline))
            reached.connect(where)
            reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reached.settimeout(_left(deadline))
        except OSError as error:
            reached.close()
            problem = error
        else:
            return reached
    raise problem or socket.gaierror("no address")


def _left(deadline: float) -> float:
    """Return the seconds until a deadline.

    Raises:
        TimeoutError: there are none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _cut_off(opened: socket.socket, deadline: float, is_late: threading.Event) -> Iterator[None]:
    """End a connection at the deadline, whatever it is doing then."""

    def cut() -> None:
        is_late.set()
        with suppress(
            OSError
        ):  # of any socket: one with a cipher would take it off first, while it is being read
            socket.socket.shutdown(opened, socket.SHUT_RDWR)

    timer = threading.Timer(_left(deadline), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _unreachable(error: Exception) -> Exception:
    if isinstance(error, ssl.SSLError):
        return _NoAnswerError(f"the connection is not safe ({error.reason or error})", EndpointError)
    if isinstance(error, socket.gaierror) or not isinstance(error, OSError):
        return _NoAnswerError("nobody knows its host; check the address", EndpointError)
    return _AgainError(f"it cannot be reached ({error.strerror or error})")


def _broken_off(error: Exception) -> Exception:
    """Return what is wrong with an endpoint that is there; it may be this query that it can't bear."""
    if isinstance(error, http.client.IncompleteRead):
        return _NoAnswerError("its answer was cut short")
    if isinstance(error, http.client.RemoteDisconnected):
        return _AgainError("it hung up without an answer", kind=EndpointRefusalError)
    if isinstance(error, OSError):
        return _AgainError(f"it broke off ({error.strerror or error})", kind=EndpointRefusalError)
    return _NoAnswerError(f"what it says is no HTTP ({type(error).__name__})", EndpointError)


def _beginning(response: http.client.HTTPResponse) -> bytes:
    """Return what comes of the first few thousand bytes of a body, which may have any length, or none."""
    content = b""
    with suppress(OSError, http.client.HTTPException, ValueError):
        while len(content) < _SAID and (part := response.read1(_SAID - len(content))):
            content += part
    return content


def _refuse_status(response: http.client.HTTPResponse, content: bytes) -> NoReturn:
    status = response.status
    problem = f"it answers with the status {status}{_first_words(content)}"
    if status in _AGAIN:
        wait = response.getheader("Retry-After") or ""
        raise _AgainError(problem, float(wait) if wait.isdecimal() and len(wait) < 6 else 0.0)
    if 300 <= status < 400:
        raise _NoAnswerError(
            f"it has moved to '{response.getheader('Location') or 'nowhere'}'; give that address",
            EndpointError,
        )
    raise _NoAnswerError(problem, EndpointError if status in _OF_ALL_QUERIES else EndpointRefusalError)


def _refuse_part(response: http.client.HTTPResponse, content: bytes, answer: Answer) -> None:
    """Refuse what the server itself calls a part of the answer, in headers that Virtuoso has."""
    if response.getheader("X-SQL-State"):
        said = response.getheader("X-SQL-Message") or response.getheader("X-SQL-State") or ""
        raise _NoAnswerError(f"it says that its answer is not whole ({said[:200]})", EndpointLateError)
    most = response.getheader("X-SPARQL-MaxRows") or ""
    if most.isdecimal() and _size(content, answer) >= int(most):
        raise _NoAnswerError(
            f"it gives {most} rows at most, and this answer may have more; ask for less with LIMIT",
            rows=int(most),
        )


def _size(content: bytes, answer: Answer) -> int:
    """Return the number of rows or triples of an answer, which is left to be read."""
    if isinstance(answer, list):
        return len(answer)
    if isinstance(answer, ox.QueryBoolean):
        return 0
    again = ox.parse_query_results(_readable(content), format=ox.QueryResultsFormat.JSON)
    return sum(1 for _ in again) if isinstance(again, ox.QuerySolutions) else 0


def _is_virtuoso(response: http.client.HTTPResponse) -> bool:
    server = response.getheader("Server") or ""
    return server.startswith("Virtuoso") or response.getheader("X-SPARQL-default-graph") is not None


def _format(response: http.client.HTTPResponse) -> str:
    message = Message()
    message["Content-Type"] = response.getheader("Content-Type") or ""
    kind = message.get_content_type() if response.getheader("Content-Type") else "nothing"
    return _FORMATS.get(kind, kind)


def _parsed(kind: str, content: bytes, expected: Expected) -> Answer:
    wanted = _TRIPLES if expected is None else _JSON
    if kind != wanted:
        raise _NoAnswerError(f"it answers with {kind} instead of {wanted}{_first_words(content)}")
    try:
        if expected is None:
            return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
        content, columns = _understood(_readable(content))
    except (SyntaxError, ValueError, OSError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise _NoAnswerError(f"its answer is malformed or was cut short ({problem[:200]})") from error
    if columns == (_VIRTUOSO_TRUTH,) and expected is True:
        return _truth(content)
    if columns is True:
        if expected is not True:
            raise _NoAnswerError("it answers with yes or no to a query that selects rows")
    elif expected is True or set(columns) != set(expected):
        raise _NoAnswerError(
            f"it answers with other columns than the query asks for: {', '.join(columns) or 'none'}"
        )
    return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)


def _truth(content: bytes) -> ox.QueryBoolean:
    """Return what Virtuoso says with one row or none as the yes or no that it is."""
    rows = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - tells the type checker
    is_true = any(str(row[0].value) not in ("0", "false") for row in rows)
    said = json.dumps({"head": {}, "boolean": is_true}).encode()
    answer = ox.parse_query_results(said, format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)  # noqa: S101 - tells the type checker
    return answer


def _readable(content: bytes) -> bytes:
    """Return JSON without the names that only Virtuoso gives blank nodes, which are no names of such in RDF."""
    return _VIRTUOSO_NODE.sub(rb"\1nodeID", content)


def _understood(content: bytes) -> tuple[bytes, tuple[str, ...] | Literal[True]]:
    """Return JSON that Oxigraph reads, and its columns.

    Oxigraph knows nothing of what may stand after the rows, and does not look at what stands after yes or no.
    """
    try:
        columns = _columns(content)
    except SyntaxError:
        content = _without_remarks(content)
        return content, _columns(content)
    return (_without_remarks(content) if columns is True else content), columns


def _without_remarks(content: bytes) -> bytes:
    """Return JSON with nothing but the answer, if what else there is only remarks on how it was found.

    Raises:
        ValueError: there is something else, which may be why the answer is not whole, or it is no JSON.
    """
    said = json.loads(content)
    if not isinstance(said, dict):
        raise ValueError("it is no object")
    results = said.get("results", {})
    others = said.keys() - _ANSWERED - {"meta"}
    others |= results.keys() - {"bindings", "distinct", "ordered"} if isinstance(results, dict) else set()
    if others:
        raise ValueError(f"it holds {', '.join(sorted(others))} besides the answer")
    if "results" in said:
        said["results"] = {"bindings": results.get("bindings")} if isinstance(results, dict) else results
    return json.dumps({key: value for key, value in said.items() if key in _ANSWERED}).encode()


def _columns(content: bytes) -> tuple[str, ...] | Literal[True]:
    """Return the columns of rows, all of which have been read, for a fault may stand anywhere; True for yes or no."""
    result = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    try:
        if isinstance(result, ox.QueryBoolean):
            return True
        for _ in result:
            pass
        return tuple(variable.value for variable in result.variables)
    finally:
        del result  # an error must not carry it off to another thread, which Oxigraph forbids


def _first_words(content: bytes) -> str:
    words = " ".join(content[:2000].decode("utf-8", errors="replace").split())
    return f": {words[:120]}{'…' if len(words) > 120 else ''}" if words else ""
