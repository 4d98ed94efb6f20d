"""How granian calls the site: stadtgespraech.web.rsgi:application. What somebody sends is awaited here, where slow
connections cost a little memory each, and handed on once it is whole. The WSGI application, which has one thread a
process, never waits for anybody."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from typing import Any, Protocol

from django.conf import settings
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from stadtgespraech.web.wsgi import application as pages

SECONDS = 60  # for all that one request sends
LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 100_000  # what is larger is refused by Django's words, or here
HELD = 8 * LARGEST  # bytes of unfinished requests that one process keeps at once
PIECE = 65_536
Headers = list[tuple[str, str]]


class Scope(Protocol):
    """What granian tells of a request."""

    method: str
    path: str
    query_string: str
    scheme: str
    http_version: str
    client: str
    server: str
    authority: str | None
    headers: Any


class Refused(Exception):
    """The request is not read to its end. `status` is for whoever sent it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Site:
    """`pages` is called in one thread of its own, whose database connection stays open."""

    def __init__(self, pages: Any, *, seconds: float = SECONDS, largest: int = LARGEST, most: int = HELD) -> None:
        self.pages, self.seconds, self.largest, self.most = pages, seconds, largest, most
        self.held = 0
        self.thread = ThreadPoolExecutor(1, "pages")

    async def __call__(self, scope: Scope, protocol: Any) -> None:
        body = bytearray()
        try:
            await self.receive(protocol, body)
            check_whole(scope, body)
            await self.answer(scope, protocol, bytes(body))
        except Refused as refused:
            with suppress(ProtocolClosed):
                protocol.response_empty(refused.status, [("connection", "close")])
        finally:
            self.held -= len(body)

    async def receive(self, stream: AsyncIterator[bytes], body: bytearray) -> None:
        """All that is sent, in good time. Refused: 408 too slow, 413 too large, 503 too many at once."""
        try:
            async with asyncio.timeout(self.seconds):
                async for piece in stream:
                    if len(body) + len(piece) > self.largest:
                        raise Refused(413)
                    if self.held + len(piece) > self.most:
                        raise Refused(503)
                    body += piece
                    self.held += len(piece)
        except TimeoutError:
            raise Refused(408) from None

    async def answer(self, scope: Scope, protocol: Any, body: bytes) -> None:
        """One piece at once; more of them as fast as they are taken, and the thread is free in between."""
        loop = asyncio.get_running_loop()
        status, headers, first, rest = await loop.run_in_executor(self.thread, self.begin, environ_of(scope, body))
        if rest is None:
            protocol.response_bytes(status, headers, first)
            return
        try:
            taker = protocol.response_stream(status, headers)
            while first:
                await taker.send_bytes(first)
                first = await loop.run_in_executor(self.thread, next, rest, b"")
        except ProtocolClosed:  # nobody is there any more
            pass
        finally:
            await loop.run_in_executor(self.thread, rest.close)

    def begin(self, environ: Mapping[str, Any]) -> tuple[int, Headers, bytes, Any]:
        """Status, headers, the first piece, and the others where there may be any."""
        told: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, *_: object) -> None:
            told.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))

        pieces = pieces_of(self.pages(environ, start))
        first, second = next(pieces, b""), next(pieces, b"")
        if second:
            return *told[-1], first, following(second, pieces)
        pieces.close()
        return *told[-1], first, None


def pieces_of(found: Iterable[bytes]) -> Any:
    """The bytes of a response in pieces of a good size; it is closed at the end, however that comes."""
    try:
        rest = iter(found)
        for first in rest:
            size, piece = len(first), [first]
            while size < PIECE and (more := next(rest, None)) is not None:
                size += len(more)
                piece.append(more)
            yield b"".join(piece)
    finally:
        close = getattr(found, "close", None)
        if close is not None:
            close()


def following(second: bytes, pieces: Any) -> Iterator[bytes]:
    try:
        yield from itertools.chain((second,), pieces)
    finally:
        pieces.close()


def check_whole(scope: Scope, body: bytearray) -> None:
    """Whoever hung up in the middle has not sent half a sentence: granian ends such a body as any other. Refused: 400,
    and 411 where nobody said how long it is."""
    said = scope.headers.get("content-length", "")
    if body and not said:
        raise Refused(411)
    if said and said != str(len(body)):
        raise Refused(400)


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as PEP 3333 has it. A header with an underscore could pass for another one and is left out."""
    server, _, port = scope.server.rpartition(":")
    known: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            joined = "; " if key == "HTTP_COOKIE" else ","
            known[key] = f"{known[key]}{joined}{value}" if key in known else value
    if scope.authority:  # HTTP/2 names the host there
        known.setdefault("HTTP_HOST", scope.authority)
    known["CONTENT_TYPE"] = known.pop("HTTP_CONTENT_TYPE", "")
    known.pop("HTTP_CONTENT_LENGTH", None)
    known["CONTENT_LENGTH"] = str(len(body))
    return known


application = Site(pages)
