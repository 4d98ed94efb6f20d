"""The cache in which allauth counts: tries at signing in, and codes of a second step that were used. The site has
several processes, and a limit of five must not be five in each, so these stand in the database, under an HMAC, until
they do not count any more. What stands for the address of a connection never does: it stays in this process's memory.
"""

from __future__ import annotations

import hmac
import json
import time
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from stadtgespraech.web.models import Attempt

OF_A_CONNECTION = ":ip:"
PLACES = 50_000  # connections that are remembered; who was quiet longest is forgotten first
INSERT = "INSERT INTO web_attempt (key, value, until) VALUES (%s, %s, %s) ON CONFLICT (key) DO UPDATE SET "
WRITE = INSERT + "value = excluded.value, until = excluded.until"
WRITE_IF_OVER = WRITE + " WHERE web_attempt.until <= %s"


class Attempts(BaseCache):
    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.near = LocMemCache(name, {"OPTIONS": {"MAX_ENTRIES": PLACES}})

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if OF_A_CONNECTION in key:
            return bool(self.near.add(key, value, timeout, version))
        row = (self._stored(key, version), json.dumps(value), self._until(timeout))
        with connection.cursor() as cursor:  # one statement, so that of two at once one is told no
            cursor.execute(WRITE_IF_OVER, (*row, time.time()))
            return bool(cursor.rowcount)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if OF_A_CONNECTION in key:
            return self.near.get(key, default, version)
        found = Attempt.objects.filter(key=self._stored(key, version), until__gt=time.time()).first()
        return found.value if found is not None else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if OF_A_CONNECTION in key:
            self.near.set(key, value, timeout, version)
            return
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [self._stored(key, version), json.dumps(value), self._until(timeout)])

    def delete(self, key: str, version: int | None = None) -> bool:
        if OF_A_CONNECTION in key:
            return bool(self.near.delete(key, version))
        return bool(Attempt.objects.filter(key=self._stored(key, version)).delete()[0])

    def clear(self) -> None:
        self.near.clear()
        Attempt.objects.all().delete()

    def _stored(self, key: str, version: int | None) -> str:
        told = b"attempt\0" + self.make_key(key, version).encode()
        return hmac.digest(settings.SECRET_KEY.encode(), told, "sha256").hex()

    def _until(self, timeout: Any) -> float:
        until = self.get_backend_timeout(timeout)
        if until is None:
            raise ValueError("what is counted ends at some time")
        return until
