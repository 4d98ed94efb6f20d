"""The door between granian and the site: nobody who is slow, large or many keeps others from a page."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from granian.rsgi import ProtocolClosed

from stadtgespraech.web.rsgi import PIECE, Headers, Site, environ_of


def long(size: int) -> Told:
    return Told(("content-length", str(size)))


class Told:
    """The headers of a request as granian hands them over."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def get(self, name: str, otherwise: str) -> str:
        return dict(self.pairs).get(name, otherwise)

    def items(self) -> tuple[tuple[str, str], ...]:
        return self.pairs


@dataclass
class Request:
    method: str = "POST"
    path: str = "/auenstadt/"
    query_string: str = ""
    scheme: str = "http"
    http_version: str = "1.1"
    client: str = "192.0.2.7:4711"
    server: str = "127.0.0.1:8000"
    authority: str | None = None
    headers: Told = field(default_factory=Told)


@dataclass
class Wire:
    """Somebody's connection: what they send, with a pause before each piece, and what came back."""

    sent: tuple[bytes, ...] = ()
    pause: asyncio.Event | None = None
    status: int = 0
    headers: Headers = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.sent:
            yield piece
        if self.pause is not None:
            await self.pause.wait()

    def response_empty(self, status: int, headers: Headers) -> None:
        self.status, self.headers = status, headers

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.status, self.headers, self.taken = status, headers, [body]

    def response_stream(self, status: int, headers: Headers) -> Wire:
        self.status, self.headers = status, headers
        return self

    async def send_bytes(self, piece: bytes) -> None:
        self.taken.append(piece)


def echo(environ: dict[str, Any], start: Callable[..., None]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def test_what_is_sent_in_pieces_reaches_the_page_whole() -> None:
    wire = Wire((b"code=", b"7K4M"))
    asyncio.run(Site(echo)(Request(headers=long(9)), wire))
    assert (wire.status, wire.headers, wire.taken) == (200, [("content-type", "text/plain")], [b"code=7K4M"])


def test_others_are_answered_while_somebody_has_not_finished() -> None:
    async def scene() -> tuple[int, list[int]]:
        site, never = Site(echo), asyncio.Event()
        slow = [Wire((b"c",), never) for _ in range(50)]
        waiting = [asyncio.create_task(site(Request(headers=long(1)), wire)) for wire in slow]
        await asyncio.sleep(0)
        quick = Wire((b"code",))
        await site(Request(headers=long(4)), quick)
        before = [wire.status for wire in slow]
        never.set()
        await asyncio.gather(*waiting)
        return quick.status, before

    assert asyncio.run(scene()) == (200, [0] * 50)


@pytest.mark.parametrize(
    ("site", "sent", "status"),
    [
        (Site(echo, seconds=0.01), (b"c",), 408),
        (Site(echo, largest=4), (b"co", b"de", b"="), 413),
        (Site(echo, most=4), (b"co", b"de", b"="), 503),
    ],
)
def test_what_is_too_slow_too_large_or_too_many_reaches_no_page_and_leaves_nothing(
    site: Site, sent: tuple[bytes, ...], status: int
) -> None:
    async def scene() -> Wire:
        wire = Wire(sent, asyncio.Event())
        await site(Request(), wire)
        return wire

    wire = asyncio.run(scene())
    assert (wire.status, wire.headers, wire.taken, site.held) == (status, [("connection", "close")], [], 0)


class Answer:
    """A page in many pieces, that knows whether it was closed, and in which thread."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces, self.closed_in = list(pieces), ""

    def __call__(self, environ: dict[str, Any], start: Callable[..., None]) -> Answer:
        start("200 OK", [])
        return self

    def __iter__(self) -> Any:
        return iter(self.pieces)

    def close(self) -> None:
        assert not self.closed_in
        self.closed_in = threading.current_thread().name


@pytest.mark.parametrize("pieces", [[], [b"a"], [b"a", b"b"], [b"x" * 4096] * 100])
def test_an_answer_arrives_whole_in_large_pieces_and_is_closed_once_where_it_was_made(pieces: list[bytes]) -> None:
    answer, wire = Answer(pieces), Wire()
    asyncio.run(Site(answer)(Request(), wire))
    assert b"".join(wire.taken) == b"".join(pieces)
    assert len(wire.taken) <= 1 + len(b"".join(pieces)) // PIECE
    assert answer.closed_in == "pages_0"


def test_whoever_hangs_up_in_the_middle_leaves_nothing_open() -> None:
    class Gone(Wire):
        async def send_bytes(self, piece: bytes) -> None:
            raise ProtocolClosed

    answer = Answer([b"x" * PIECE] * 3)
    asyncio.run(Site(answer)(Request(), Gone()))
    assert answer.closed_in == "pages_0"


@pytest.mark.parametrize(("length", "status"), [("9", 400), ("4", 200), ("3", 400), ("neun", 400), ("", 411)])
def test_half_a_form_reaches_no_page(length: str, status: int) -> None:
    wire = Wire((b"code",))
    asyncio.run(Site(echo)(Request(headers=Told(("content-length", length))), wire))
    assert (wire.status, wire.taken) == (status, [b"code"] if status == 200 else [])


def test_the_request_is_that_of_pep_3333_and_no_header_passes_for_another() -> None:
    told = Told(
        ("host", "stadt.example"), ("cookie", "a=1"), ("cookie", "b=2"), ("x-forwarded-for", "192.0.2.1"),
        ("x_forwarded_for", "6.6.6.6"), ("x-forwarded-for", "192.0.2.2"), ("content-type", "text/plain"),
        ("content-length", "900"), ("content_length", "7"),
    )  # fmt: skip
    found = environ_of(Request(path="/ä\0", query_string="x=%C3%A4", client="[2001:db8::1]:80", headers=told), b"abc")
    body, _errors = found.pop("wsgi.input").read(), found.pop("wsgi.errors")
    assert body == b"abc"
    assert found == {
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "", "PATH_INFO": "/Ã¤\0", "QUERY_STRING": "x=%C3%A4",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "2001:db8::1",
        "CONTENT_TYPE": "text/plain", "CONTENT_LENGTH": "3", "HTTP_HOST": "stadt.example", "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_FORWARDED_FOR": "192.0.2.1,192.0.2.2", "wsgi.version": (1, 0), "wsgi.url_scheme": "http",
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    assert environ_of(Request(authority="stadt.example"), b"")["HTTP_HOST"] == "stadt.example"
