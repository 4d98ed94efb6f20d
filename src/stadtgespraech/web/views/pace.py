"""How fast something may come from one place. It slows, it never decides: whoever is slowed sends again a little later.

A place is the address of a connection (of IPv6 the network, since one household has 2^64 addresses). It stands nowhere:
what is counted under is an HMAC of it with a key drawn at random in memory every day, and the counts go with the key.
They are this server process's own, bounded in number, and lost at its end. Why nobody is held in a waiting thread
instead: docs/decisions.md.
"""

from __future__ import annotations

import datetime
import hmac
import ipaddress
import math
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stadtgespraech.web import clock
from stadtgespraech.web.actions.refusal import Reason, Refused

MOST = 50_000  # places that are remembered; who was quiet longest is forgotten first
LEAST_WAIT = 20  # seconds to name: sooner is no use where many wait


class Slowed(Exception):
    """Too much from one place. `seconds` until it is worth sending again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Pace:
    """`burst` at once, then one every `every` seconds. A place is kept as the moment at which it is quiet again.
    `unknown`: count also those whom nothing tells apart, all as one (see `place_of`)."""

    burst: int
    every: int
    unknown: bool
    quiet_at: dict[bytes, float] = field(default_factory=dict)
    day: datetime.date | None = None
    key: bytes = b""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, request: HttpRequest) -> None:
        """Slowed where one more would be too many. Counts nothing."""
        with self.lock:
            self._wait(self._place(request))

    def take(self, request: HttpRequest) -> None:
        """Count one more. Slowed, and not counted, where it is too many."""
        with self.lock:
            place = self._place(request)
            if place is None:
                return
            quiet_at = self._wait(place)
            self.quiet_at.pop(place, None)
            self.quiet_at[place] = quiet_at + self.every
            if len(self.quiet_at) > MOST:
                del self.quiet_at[next(iter(self.quiet_at))]

    def forget(self) -> None:
        """Forget all places, and draw a new key."""
        with self.lock:
            self.day = None

    def _place(self, request: HttpRequest) -> bytes | None:
        """What a place is counted under today; None where it is not counted."""
        today = clock.now().date()
        if today != self.day:
            self.day, self.key = today, secrets.token_bytes(32)
            self.quiet_at.clear()
        place = place_of(request)
        return hmac.digest(self.key, place.encode(), "sha256")[:16] if place or self.unknown else None

    def _wait(self, place: bytes | None) -> float:
        """When the place is quiet, at the earliest now. Slowed while its burst is used up."""
        now, full = clock.now().timestamp(), self.burst * self.every
        quiet_at = self.quiet_at.get(place, now) if place is not None else now
        if quiet_at - now > full:  # the clock was set back
            quiet_at = now
        over = max(quiet_at, now) + self.every - now - full
        if over > 0:
            raise Slowed(max(LEAST_WAIT, math.ceil(over)))
        return max(quiet_at, now)


# A conference of a thousand people on one wireless network: each sends one within minutes, and then one more each hour.
SENDING = Pace(burst=1_500, every=3, unknown=False)
# Wrong codes. A school of a thousand in which every tenth slips, and goes on slipping.
GUESSING = Pace(burst=300, every=10, unknown=True)


@contextmanager
def guessing(request: HttpRequest) -> Iterator[None]:
    """Around whatever is refused for a wrong code. Once there were too many, a right code waits as a wrong one does:
    nothing is learned from the answer."""
    GUESSING.ask(request)
    try:
        yield
    except Refused as refusal:
        if refusal.reason is Reason.CODE:
            GUESSING.take(request)
        raise


def place_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as it may be believed: what the outermost trusted proxy saw. "" where nothing
    tells one from another, which is a proxy on this machine that nobody declared (STADTGESPRAECH_PROXIES)."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    hops = int(settings.PROXIES)
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", hops)[-hops:] if hops else []
    address = (address_of(told[0]) if len(told) == hops and hops else None) or address_of(seen)
    return "" if address is None or address.is_loopback else network_of(address)


def address_of(words: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in 192.0.2.1, 192.0.2.1:80, 2001:db8::1 or [2001:db8::1]:80; None in anything else."""
    bare = words.strip()[:60]
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def network_of(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((int(address), 64), strict=False))


def wait(response: HttpResponse, seconds: int) -> HttpResponse:
    """Say to programs, too, when to come again."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    return response
